"""The secrets of second factors, as allauth stores them through our adapter."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt
from django.apps import apps
from django.conf import settings
from django.db import connection

from kartei.conf import sealed
from kartei.lib import envelope, keyfile
from kartei.lib.envelope import KeyMissing, KeyRing, new_key
from tests.cast import Cast


@pytest.fixture(autouse=True)
def file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keys of this test alone."""
    file = tmp_path / "keys"
    keyfile.place(file, envelope.text_of(keyfile.first_ring()))
    monkeypatch.setattr(settings, "KARTEI_KEYS_FILE", file)
    return file


def test_each_place_of_sealed_secrets_is_a_column_that_exists() -> None:
    columns = {
        (model._meta.db_table, field.column)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
    }
    owners = {(place.table, place.owner) for place in sealed.PLACES if place.owner}
    assert {(place.table, place.column) for place in sealed.PLACES} | owners <= columns


def test_the_secrets_of_factors_are_sealed_and_outlive_their_key(cast: Cast, file: Path) -> None:
    user, secret = cast.users["anna"], generate_totp_secret()
    TOTP.activate(user, secret)
    codes = RecoveryCodes.activate(user).get_unused_codes()
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))

    old = envelope.parse(file.read_text())
    assert sealed.usage(connection.connection) == {old.current.id: 2}
    ring = KeyRing((*old.keys, new_key(datetime.now(UTC))))
    keyfile.replace(file, envelope.text_of(ring))
    assert sealed.reseal(connection.connection, ring).moved == 2
    assert sealed.usage(connection.connection) == {ring.current.id: 2}
    keyfile.replace(file, envelope.text_of(KeyRing(ring.keys[1:])))

    assert decrypt(Authenticator.objects.get(type="totp").data["secret"]) == secret
    assert RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes() == codes


def test_a_factor_sealed_with_an_unknown_key_does_not_open(cast: Cast, file: Path) -> None:
    TOTP.activate(cast.users["anna"], generate_totp_secret())
    keyfile.replace(file, envelope.text_of(keyfile.first_ring()))
    with pytest.raises(KeyMissing):
        decrypt(Authenticator.objects.get(type="totp").data["secret"])
