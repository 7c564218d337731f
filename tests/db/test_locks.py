"""Advisory locks share one space of numbers: two with the same one hold each other up, with the wrong words."""

from pathlib import Path

from kartei.db import locks

SOURCE = Path(locks.__file__).parents[1]


def test_numbers_differ() -> None:
    numbers = [value for value in vars(locks).values() if isinstance(value, int)]
    assert len(numbers) == len(set(numbers)) > 1


def test_numbers_stand_in_one_place() -> None:
    elsewhere = [
        file for file in SOURCE.rglob("*.py") if "7_316_0" in file.read_text() and file != Path(locks.__file__)
    ]
    assert not elsewhere
