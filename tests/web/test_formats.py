import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from kartei.web import formats


def test_a_date_follows_the_language() -> None:
    day = dt.date(1979, 3, 14)
    assert formats.date(day) == "14.03.1979"
    assert formats.date(day, "long") == "14. März 1979"
    assert formats.date(day, "MMMd") == "14. März"
    with translation.override("en"):
        assert formats.date(day) == "14 Mar 1979"
    assert formats.date(None) == ""


def test_a_moment_is_told_in_the_zone_of_the_workspace() -> None:
    moment = dt.datetime(2026, 11, 26, 8, 30, tzinfo=dt.UTC)
    with timezone.override("Europe/Berlin"):
        assert formats.datetime(moment) == "26.11.2026, 09:30"
        assert formats.date(dt.datetime(2026, 11, 25, 23, 30, tzinfo=dt.UTC)) == "26.11.2026"


def test_numbers_follow_the_language() -> None:
    assert formats.number(1284) == "1.284"
    assert formats.number(Decimal("1234.5"), "#,##0.00") == "1.234,50"
    with translation.override("en"):
        assert formats.number(1284.5) == "1,284.5"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Dr. Anna Krüger", "AK"),
        ("Friedrich von der Heide", "FH"),
        ("Ömer Çelik", "ÖÇ"),
        ("Madonna", "M"),
        ("ludwig", "L"),
        ("Nguyễn Thị Hương", "NH"),
        ("", "?"),
        ("   ", "?"),
        ("123 ...", "1."),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert formats.initials(name) == letters


def test_the_same_key_has_the_same_tint() -> None:
    assert formats.tint("a") == formats.tint("a")
    assert {formats.tint(key) for key in range(50)} == {1, 2, 3, 4, 5}
