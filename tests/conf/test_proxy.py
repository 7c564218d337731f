from dataclasses import replace
from typing import Any

import pytest

from kartei.conf.environment import read
from kartei.conf.wsgi import behind_proxy

PROXY, FORGER = "10.0.0.1", "203.0.113.9"


def seen(url: str, peer: str, **headers: str) -> tuple[str, str]:
    """Address and scheme that the application sees."""
    environment = replace(read(), url=url, proxies=[PROXY])
    scope: dict[str, Any] = {"REMOTE_ADDR": peer, "wsgi.url_scheme": "http", **headers}
    behind_proxy(lambda scope, start: None, environment)(scope, None)
    return scope["REMOTE_ADDR"], scope["wsgi.url_scheme"]


FORWARDED = {"HTTP_X_FORWARDED_FOR": "198.51.100.7, 192.0.2.4", "HTTP_X_FORWARDED_PROTO": "https"}


def test_the_proxy_says_who_asks_and_the_visitor_does_not() -> None:
    assert seen("https://kartei.example.org", PROXY, **FORWARDED) == ("192.0.2.4", "https")


def test_nobody_else_is_believed() -> None:
    assert seen("https://kartei.example.org", FORGER, **FORWARDED) == (FORGER, "http")


@pytest.mark.parametrize("peer", [PROXY, "127.0.0.1"])
def test_on_this_machine_alone_there_is_no_proxy(peer: str) -> None:
    assert seen("http://localhost:8000", peer, **FORWARDED) == (peer, "http")
