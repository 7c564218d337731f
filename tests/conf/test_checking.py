from datetime import UTC, datetime
from pathlib import Path

import pytest

from kartei.conf.checking import LOOKS, _key_faults
from kartei.conf.environment import read
from kartei.conf.surroundings import Level
from kartei.lib.envelope import KeyRing, new_key
from tests.conf.test_keys import Vault, vault

__all__ = ["vault"]


def test_keys_and_secrets_in_order_are_no_fault(vault: Vault) -> None:
    vault.add_factor("secret")
    assert list(_key_faults(vault.environment)) == []


def test_a_secret_that_does_not_open_is_named(vault: Vault) -> None:
    vault.add_factor("secret", KeyRing((new_key(datetime.now(UTC)),)))
    (fault,) = _key_faults(vault.environment)
    assert fault.startswith("The stored secret in mfa_authenticator 1 does not open")


def test_keys_that_others_can_read_are_a_fault(vault: Vault) -> None:
    vault.environment.keys_file.chmod(0o640)
    (fault,) = _key_faults(vault.environment)
    assert fault == f"Others can read the keys in {vault.environment.keys_file}: chmod 600."


def test_damaged_keys_are_a_fault(vault: Vault, tmp_path: Path) -> None:
    vault.environment.keys_file.write_text("nothing")
    (fault,) = _key_faults(vault.environment)
    assert fault == f"The keys in {tmp_path}/keys are damaged. Put your copy of the file back."


def test_the_keys_belong_to_what_kartei_check_looks_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text("nothing")
    monkeypatch.setenv("KARTEI_KEYS_FILE", str(file))
    (found,) = LOOKS["keys"](read())
    assert found.level == Level.FAULT
    assert "are damaged" in found.text
