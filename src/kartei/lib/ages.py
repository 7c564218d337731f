"""How old somebody is."""

from datetime import date


def age_on(born: date, day: date) -> int:
    """Full years on a day; who was born on 29 February turns on 1 March of other years (§ 188 (2) BGB)."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
