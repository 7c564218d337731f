"""Public holidays of the workspace, by its country and its federal state or canton."""

import datetime as dt
from functools import cache

import holidays
from django.db.models import Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kartei.calendar.models import CalendarSettings
from kartei.db.scope import current_workspace_id
from kartei.tenancy.models import Workspace

CATHOLIC = "+"  # behind a state: with the holiday that some of its communities have
WITH_CATHOLIC = ("BY", "SN", "TH")  # Assumption Day in Bavaria, Corpus Christi in parts of Saxony and Thuringia
NAMES = {
    "DE": {
        "BW": "Baden-Württemberg", "BY": "Bayern", "BE": "Berlin", "BB": "Brandenburg", "HB": "Bremen",
        "HH": "Hamburg", "HE": "Hessen", "MV": "Mecklenburg-Vorpommern", "NI": "Niedersachsen",
        "NW": "Nordrhein-Westfalen", "RP": "Rheinland-Pfalz", "SL": "Saarland", "SN": "Sachsen",
        "ST": "Sachsen-Anhalt", "SH": "Schleswig-Holstein", "TH": "Thüringen", "Augsburg": "Augsburg",
    },
    "AT": {
        "1": "Burgenland", "2": "Kärnten", "3": "Niederösterreich", "4": "Oberösterreich", "5": "Salzburg",
        "6": "Steiermark", "7": "Tirol", "8": "Vorarlberg", "9": "Wien",
    },
    "CH": {
        "AG": "Aargau", "AI": "Appenzell Innerrhoden", "AR": "Appenzell Ausserrhoden", "BE": "Bern",
        "BL": "Basel-Landschaft", "BS": "Basel-Stadt", "FR": "Freiburg", "GE": "Genf", "GL": "Glarus",
        "GR": "Graubünden", "JU": "Jura", "LU": "Luzern", "NE": "Neuenburg", "NW": "Nidwalden", "OW": "Obwalden",
        "SG": "St. Gallen", "SH": "Schaffhausen", "SO": "Solothurn", "SZ": "Schwyz", "TG": "Thurgau", "TI": "Tessin",
        "UR": "Uri", "VD": "Waadt", "VS": "Wallis", "ZG": "Zug", "ZH": "Zürich",
    },
}  # fmt: skip
"""{country: {code of ISO 3166-2 without the country, or the one town with a holiday of its own: name}}."""


def holidays_between(first: dt.date, last: dt.date) -> dict[dt.date, str]:
    """The public holidays of the open workspace from the first day to the last, named in the active language, in order.

    One statement. A country that the library does not know has none.
    """
    country, region = place_of_holidays()
    return holidays_in(country, region, first, last)


def holidays_in(country: str, region: str, first: dt.date, last: dt.date) -> dict[dt.date, str]:
    """The same for a country and a region of it, such as "DE" and "BY"; empty: what holds in the whole country."""
    found: dict[dt.date, str] = {}
    for year in range(first.year, last.year + 1):
        found |= _of_year(country, region, year, get_language() or "de")
    return {day: found[day] for day in sorted(found) if first <= day <= last}


def place_of_holidays() -> tuple[str, str]:
    """(country, region) of the open workspace."""
    region = CalendarSettings.objects.values("region")[:1]
    found = Workspace.objects.filter(pk=current_workspace_id()).values_list("country", Subquery(region)).get()
    return found[0], found[1] or ""


def regions(country: str) -> list[tuple[str, str]]:
    """(code, name) of what can be chosen in a country, in the order of the names; empty where nothing can."""
    found = []
    for code, name in NAMES.get(country, {}).items():
        found.append((code, name))
        if country == "DE" and code in WITH_CATHOLIC:
            extra = _("with Assumption Day") if code == "BY" else _("with Corpus Christi")
            found.append((code + CATHOLIC, f"{name}, {extra}"))
    return sorted(found, key=lambda one: one[1])


@cache
def _of_year(country: str, region: str, year: int, language: str) -> dict[dt.date, str]:
    if country not in holidays.list_supported_countries():
        return {}
    known = holidays.country_holidays(country)
    subdivision = region.removesuffix(CATHOLIC)
    named = next((one for one in known.supported_languages if one.partition("_")[0] == language), None)
    return dict(
        holidays.country_holidays(
            country,
            subdiv=subdivision if subdivision in known.subdivisions else None,
            years=year,
            language=named,
            categories=("public", "catholic") if region.endswith(CATHOLIC) else ("public",),
        )
    )
