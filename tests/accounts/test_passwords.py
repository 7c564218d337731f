import pytest
from django.core.exceptions import ValidationError

from kartei.accounts.models import User
from kartei.accounts.passwords import CommonPasswordValidator, LengthValidator, is_common

COMMON = """
    password123 Passwort2026! passwort1234 P@ssw0rd2024 1234567890 0987654321 qwertzuiop asdfghjkl. aaaaaaaaaa abcabcabcabc
    geheim-2026 Sommer-2026! hallohallo 12Praxis34! Schatzi2025 iloveyou123 1q2w3e4r5t
""".split()  # noqa: SIM905
GOOD = [
    "blaue Brücke im Regen",
    "kartei-demo-2026",
    "8301746290",
    "Sonnenblumenfeld",
    "correct horse battery",
    "水の流れを見つめて歩く朝",
    "x7!kQ2#pLm9z",
]


@pytest.mark.parametrize("password", COMMON)
def test_what_is_tried_first_is_common(password: str) -> None:
    assert is_common(password)


@pytest.mark.parametrize("password", GOOD)
def test_what_is_hard_to_guess_needs_no_signs_and_no_capitals(password: str) -> None:
    assert not is_common(password)
    LengthValidator().validate(password)


@pytest.mark.parametrize("length", [0, 9, 257])
def test_a_password_has_10_to_256_characters(length: int) -> None:
    with pytest.raises(ValidationError):
        LengthValidator().validate("ü" * length)


@pytest.mark.parametrize("length", [10, 256])
def test_both_ends_of_the_range_are_allowed(length: int) -> None:
    LengthValidator().validate("ü" * length)


def test_the_own_address_is_no_password() -> None:
    with pytest.raises(ValidationError):
        CommonPasswordValidator().validate("Nele@Practice.example", User(email="nele@practice.example"))
