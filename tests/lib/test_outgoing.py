import ipaddress

import pytest

from kartei.lib.outgoing import NotPublic, is_public, public_address


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::1",
        "2001:0:7f00:1::1", "2130706433", "0x7f.1", "127.1", "localhost", "",
    ],
)  # fmt: skip
def test_no_spelling_of_a_private_address_is_let_through(host: str) -> None:
    with pytest.raises(NotPublic):
        public_address(host or "\0", 587)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_public_ones_are(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_the_operator_may_name_hosts_and_networks() -> None:
    assert public_address("127.0.0.1", 25, excepted=["127.0.0.0/8"]) == "127.0.0.1"
    assert public_address("localhost", 25, excepted=["LocalHost"]) in {"127.0.0.1", "::1"}
    with pytest.raises(NotPublic):
        public_address("127.0.0.1", 25, excepted=["10.0.0.0/8", "mail.example.org"])
