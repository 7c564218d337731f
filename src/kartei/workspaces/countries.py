"""Countries by Babel: their names, their money, the zone their clocks follow."""

from functools import cache

from babel import Locale
from babel.core import get_global
from babel.numbers import get_territory_currencies

from kartei.lib.textkey import fold

FIRST = ("DE", "AT", "CH")  # where most practices are
JOINED_SINCE_BABEL = {"BG"}  # 1 January 2026, Regulation (EU) 2025/1408
MANY_ZONES = {
    "AR": "America/Argentina/Buenos_Aires", "AU": "Australia/Sydney", "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa", "CL": "America/Santiago", "CN": "Asia/Shanghai", "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin", "EC": "America/Guayaquil", "ES": "Europe/Madrid", "FM": "Pacific/Pohnpei",
    "GL": "America/Nuuk", "ID": "Asia/Jakarta", "KI": "Pacific/Tarawa", "KZ": "Asia/Almaty", "MH": "Pacific/Majuro",
    "MN": "Asia/Ulaanbaatar", "MX": "America/Mexico_City", "MY": "Asia/Kuala_Lumpur", "NZ": "Pacific/Auckland",
    "PF": "Pacific/Tahiti", "PG": "Pacific/Port_Moresby", "PS": "Asia/Hebron", "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow", "UA": "Europe/Kyiv", "UM": "Pacific/Wake", "US": "America/New_York", "UZ": "Asia/Tashkent",
}  # fmt: skip
"""The zone of the capital or of most people, where a country has several."""


@cache
def countries(language: str) -> list[tuple[str, str]]:
    """(ISO code, name) in the language „de“ or „en“: the three German-speaking ones, then all by name."""
    names = Locale(language).territories
    codes = [
        code
        for code in get_global("territory_zones")
        if code in names and code not in FIRST and code.isalpha() and code != "ZZ"
    ]
    rest = sorted(codes, key=lambda code: fold(names[code]))
    return [(code, names[code]) for code in (*FIRST, *rest)]


def pays_in_euro(country: str) -> bool:
    """Whether an ISO country has the euro today."""
    return country in JOINED_SINCE_BABEL or "EUR" in get_territory_currencies(country)


def time_zone_of(country: str) -> str:
    """The IANA zone for a new workspace in the country; Europe/Berlin for one without any."""
    zones: list[str] = get_global("territory_zones").get(country, [])
    return MANY_ZONES.get(country) or (zones[0] if zones else "Europe/Berlin")
