"""Public holidays: by federal state, canton, country, and in the language of whoever reads them."""

import datetime as dt

import pytest
from django.utils import translation

from kartei.calendar.hours.public_holidays import NAMES, holidays_between, holidays_in, regions
from kartei.calendar.models import CalendarSettings
from kartei.db.scope import workspace_scope
from kartei.tenancy.models import Workspace
from tests.cast import Cast

YEAR = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
ALL_SAINTS, CORPUS_CHRISTI, ASSUMPTION = dt.date(2026, 11, 1), dt.date(2026, 6, 4), dt.date(2026, 8, 15)


def test_a_practice_has_the_holidays_of_its_state(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        assert len(holidays_between(*YEAR)) == 9  # what holds in all of Germany
        CalendarSettings.objects.update_or_create(pk=cast.lindenhof.pk, defaults={"region": "NW"})
        found = holidays_between(*YEAR)
    assert found[ALL_SAINTS] == "Allerheiligen" and CORPUS_CHRISTI in found and ASSUMPTION not in found
    assert list(found) == sorted(found)
    with workspace_scope(cast.nord.id):
        assert ALL_SAINTS not in holidays_between(*YEAR)


def test_the_span_includes_both_days_and_may_cross_years(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        assert list(holidays_between(dt.date(2026, 12, 26), dt.date(2027, 1, 1))) == [
            dt.date(2026, 12, 26),
            dt.date(2027, 1, 1),
        ]
        assert holidays_between(dt.date(2026, 12, 28), dt.date(2026, 12, 31)) == {}


def test_they_are_named_in_the_active_language() -> None:
    day = dt.date(2026, 12, 25)
    with translation.override("en"):
        assert holidays_in("DE", "", day, day) == {day: "Christmas Day"}
    with translation.override("de"):
        assert holidays_in("DE", "", day, day) == {day: "Erster Weihnachtstag"}


def test_bavaria_has_assumption_day_where_it_is_chosen() -> None:
    assert ASSUMPTION not in holidays_in("DE", "BY", *YEAR)
    assert ASSUMPTION in holidays_in("DE", "BY+", *YEAR)
    assert CORPUS_CHRISTI not in holidays_in("DE", "SN", *YEAR)
    assert CORPUS_CHRISTI in holidays_in("DE", "SN+", *YEAR)
    assert dt.date(2026, 8, 8) in holidays_in("DE", "Augsburg", *YEAR)


@pytest.mark.parametrize("country", list(NAMES))
def test_every_region_that_can_be_chosen_is_known(country: str) -> None:
    nationwide = set(holidays_in(country, "", *YEAR))
    assert nationwide
    for code, _name in regions(country):
        assert nationwide <= set(holidays_in(country, code, *YEAR)), code


def test_austria_and_switzerland_count_by_their_own(cast: Cast) -> None:
    Workspace.objects.filter(pk=cast.lindenhof.pk).update(country="AT")
    with workspace_scope(cast.lindenhof.id):
        assert holidays_between(*YEAR)[dt.date(2026, 10, 26)] == "Nationalfeiertag"
    Workspace.objects.filter(pk=cast.lindenhof.pk).update(country="CH")
    with workspace_scope(cast.lindenhof.id):
        CalendarSettings.objects.update_or_create(pk=cast.lindenhof.pk, defaults={"region": "ZH"})
        assert holidays_between(*YEAR)[dt.date(2026, 8, 1)] == "Nationalfeiertag"


def test_of_another_country_the_nationwide_ones_are_known_and_of_none_none() -> None:
    assert dt.date(2026, 7, 14) in holidays_in("FR", "", *YEAR)
    assert holidays_in("XX", "", *YEAR) == {}
    assert regions("FR") == []


def test_sixteen_states() -> None:
    assert len({code.removesuffix("+") for code, _name in regions("DE")} - {"Augsburg"}) == 16
    assert (len(regions("AT")), len(regions("CH"))) == (9, 26)
