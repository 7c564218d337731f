"""Rules of series in words: „Jede Woche am Dienstag“."""

import datetime as dt

from babel import dates, lists
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kartei.calendar.models import Series
from kartei.calendar.series.recurrence import MOST, NoSeries, Pattern, Rule
from kartei.web import formats
from kartei.web.forms import Form


def words_of(rule: Rule, first: dt.date) -> str:
    """„Alle 2 Wochen am Dienstag und Donnerstag“; `first` is the day on which it begins."""
    told = {"num": rule.interval, "day": weekday(first), "date": first.day}
    if rule.pattern is Pattern.DAILY:
        return ngettext("Every day", "Every %(num)s days", rule.interval) % told
    if rule.pattern is Pattern.WEEKLY:
        named = [weekday(dt.date(2024, 1, 1) + dt.timedelta(days=day)) for day in sorted(rule.weekdays)]
        told["day"] = lists.format_list(named or [weekday(first)], locale=formats.locale())
        return ngettext("Every week on %(day)s", "Every %(num)s weeks on %(day)s", rule.interval) % told
    every = ngettext("Every month", "Every %(num)s months", rule.interval) % told
    return f"{every} {_in_month(rule.pattern, first) % told}"


def sentence(series: Series, count: int, last: dt.date) -> str:
    """„Jede Woche am Dienstag, 8 Termine, bis 15.12.2026“: as many appointments as there are, to the last of them."""
    many = ngettext("%(num)s appointment", "%(num)s appointments", count) % {"num": count}
    until = _("until %(date)s") % {"date": formats.date(last)}
    return ", ".join([words_of(series.read_rule(), series.starts_on), many, until])


def weekday(day: dt.date) -> str:
    named: str = dates.get_day_names("wide", locale=formats.locale())[day.weekday()]
    return named


def refuse(form: Form, fault: NoSeries, first: dt.date) -> None:
    """Say it beside the field that the rule has it from, or beside the day where the form has no such field."""
    name, text = reason(fault, first)
    form.add_error(name if name in form.fields else "day", text)


def reason(fault: NoSeries, first: dt.date) -> tuple[str, str]:
    """Why a rule gives no series: (name of the field beside which it stands, sentence)."""
    day = {"day": weekday(first)}
    return {
        "short": ("count", _("A series has at least two appointments.")),
        "long": ("count", _("A series has at most %(num)s appointments.") % {"num": MOST}),
        "late": ("count", _("These dates lie too far ahead.")),
        "begin": ("repeats", _("The first appointment does not belong to this series.")),
        "fifth": ("repeats", _("Not every month has a fifth %(day)s: choose the last one of the month.") % day),
        "last": ("repeats", _("The first appointment is not on the last %(day)s of its month.") % day),
        "weekday": ("weekdays", _("The first appointment is on a %(day)s: choose that day as well.") % day),
        "day": ("day", _("Not all dates of this series can move to that day: keep the day, or move them one by one.")),
    }[fault.code]  # fmt: skip


def _in_month(pattern: Pattern, first: dt.date) -> str:
    if pattern is Pattern.DATE:
        return _("on day %(date)s (months without it are left out)") if first.day > 28 else _("on day %(date)s")
    if pattern is Pattern.LAST:
        return _("on the last %(day)s")
    return (
        _("on the first %(day)s"), _("on the second %(day)s"), _("on the third %(day)s"), _("on the fourth %(day)s"),
    )[(first.day - 1) // 7]  # fmt: skip
