"""How an appointment comes again, and for which of its series a change counts: fields of the forms of appointments."""

import datetime as dt
from typing import Any

from babel import dates
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.calendar.automations.notice_forms import NoticeForm
from kartei.calendar.models import Appointment, Trigger
from kartei.calendar.series.recurrence import WIDEST, NoSeries, Pattern, Rule
from kartei.calendar.series.rule_words import reason
from kartei.calendar.series.together import Reach, is_alone
from kartei.tenancy.models import Member
from kartei.web import formats
from kartei.web.forms import CreateForm, DateField, Form, VersionedForm

PATTERNS = [
    ("", gettext_lazy("Does not repeat")),
    (Pattern.DAILY, gettext_lazy("Daily")),
    (Pattern.WEEKLY, gettext_lazy("Weekly")),
    (Pattern.DATE, gettext_lazy("Monthly on the same date")),
    (Pattern.WEEKDAY, gettext_lazy("Monthly on the same weekday, such as every 2nd Tuesday")),
    (Pattern.LAST, gettext_lazy("Monthly on the last weekday, such as every last Tuesday")),
]
REACHES = [
    (Reach.ONE, gettext_lazy("only this one")),
    (Reach.FOLLOWING, gettext_lazy("this and the following ones")),
    (Reach.ALL, gettext_lazy("all")),
]


MOST_VISITS = 5_000  # clients times dates of one series, which are booked in one transaction


class RepeatForm(Form):
    """A valid form has `rule`: None for what does not repeat."""

    repeats = forms.ChoiceField(label=gettext_lazy("Repetition"), choices=PATTERNS, required=False)
    interval = forms.IntegerField(
        label=gettext_lazy("Every … days, weeks or months"), min_value=1, max_value=WIDEST, required=False, initial=1
    )
    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("Weekdays"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("For “Weekly”. Without a choice it is the weekday of the first appointment."),
    )  # fmt: skip
    count = forms.IntegerField(
        label=gettext_lazy("Number of appointments"), min_value=1, required=False,
        help_text=gettext_lazy("The first one counts."),
    )  # fmt: skip
    until = DateField(label=gettext_lazy("or last day"), required=False)
    rule: Rule | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dates.get_day_names("abbreviated", locale=formats.locale())
        self.fields["weekdays"].choices = [(str(day), names[day]) for day in range(7)]  # type: ignore[attr-defined]

    @property
    def coming(self) -> int:
        """How many clients come to each."""
        return len(self.cleaned_data.get("clients") or ())

    def begins_on(self) -> dt.date | None:
        """The day of the first appointment; None when that is not known."""
        return self.cleaned_data.get("day")

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not told.get("repeats"):
            for name in ("interval", "weekdays", "count", "until"):
                self.errors.pop(name, None)
        elif (first := self.begins_on()) and not {"interval", "weekdays", "count", "until"} & set(self.errors):
            self._read(told, first)
        return told

    def _read(self, told: dict[str, Any], first: dt.date) -> None:
        if (told["count"] is None) == (told["until"] is None):
            self.add_error("count", _("Please give either the number of appointments or the last day."))
            return
        pattern = Pattern(told["repeats"])
        weekdays = frozenset(int(day) for day in told["weekdays"]) if pattern is Pattern.WEEKLY else frozenset()
        rule = Rule(pattern, told["interval"] or 1, weekdays, count=told["count"], until=told["until"])
        try:
            visits = len(rule.dates(first)) * max(1, self.coming)
        except NoSeries as fault:
            name, sentence = reason(fault, first)
            self.add_error("until" if name == "count" and told["until"] else name, sentence)
        else:
            if visits > MOST_VISITS:
                text = _("These are %(num)s visits; at most %(most)s are booked at once.")
                self.add_error("count", text % {"num": visits, "most": MOST_VISITS})
            self.rule = rule


class ContinueForm(NoticeForm, CreateForm, VersionedForm, RepeatForm):
    """A single appointment, which is on `first` with so many `clients`, is to come again."""

    despite = forms.BooleanField(label=gettext_lazy("Book it nevertheless"), required=False)

    def __init__(self, *args: Any, first: dt.date, clients: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first, self.clients = first, clients
        self.ask_in_general(Trigger.BOOKED)
        self.fields["repeats"].required = True
        self.fields["repeats"].initial = Pattern.WEEKLY
        self.fields["repeats"].choices = PATTERNS[1:]  # type: ignore[attr-defined]

    @property
    def coming(self) -> int:
        return self.clients

    def begins_on(self) -> dt.date:
        return self.first


class ReachForm(Form):
    """Asks for which appointments of a series a change counts.

    Of one that belongs to none, and of one with which no other would change, nothing is asked: it is this one.
    """

    reach = forms.ChoiceField(
        label=gettext_lazy("This counts for"), choices=REACHES, initial=Reach.ONE, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("This appointment belongs to a series: please choose.")},
        help_text=gettext_lazy("Appointments that are over, completed, missed or cancelled stay as they are."),
    )  # fmt: skip

    def ask_reach(self, before: Appointment, *, by: Member) -> None:
        """An undo says for itself what it takes back: a series that was split has one date until it is joined again."""
        if before.series_id is None or (not self.data.get("undo") and is_alone(before, by=by)):
            del self.fields["reach"]

    @property
    def reach_told(self) -> Reach:
        """Of a valid form."""
        return Reach(self.cleaned_data.get("reach") or Reach.ONE)
