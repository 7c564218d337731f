"""The forms of hours, exceptions and absences, and of the federal state."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.calendar.hours.availability import Clash
from kartei.calendar.hours.public_holidays import regions
from kartei.calendar.hours.telling import dates_text, span_text
from kartei.calendar.models import Absence, AbsenceReason, ExceptionKind, HoursException, Place, WorkWeek
from kartei.lib.clock_text import Backwards, Overlapping, Unreadable, read_hours, write_hours
from kartei.people.forms import offer
from kartei.tenancy.models import Member
from kartei.web.forms import CreateForm, DateField, Form, VersionedForm

YEARS = 5  # ahead or back; what lies further away is a slip of the keyboard
LONGEST = dt.timedelta(days=366)  # of an exception
LONGEST_ABSENCE = dt.timedelta(days=3 * 366)  # parental leave is an absence as well
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CLOCK = ["%H:%M", "%H.%M", "%H:%M:%S", "%H"]


class HoursField(forms.CharField):
    """Hours of a day, written as „9–12, 13:30–17“; as a list of stretches in minutes of the day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 100, "required": False, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return write_hours([(begins, ends) for begins, ends in value]) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value)
        try:
            return read_hours(text)
        except Unreadable:
            said, code = _("Please write hours as 9–12, 13:30–17."), "invalid"
        except Backwards as fault:
            said, code = _("%(hours)s ends before it begins.") % {"hours": fault}, "backwards"
        except Overlapping as fault:
            said, code = _("%(hours)s overlaps with what stands before it.") % {"hours": fault}, "overlap"
        raise ValidationError(said, code)


class HoursForm(Form):
    """What the three have in common: `told` is what the verbs take, `refuse` says what is there already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.focus_first()

    @property
    def told(self) -> dict[str, Any]:
        raise NotImplementedError

    def refuse(self, clash: Clash) -> None:
        raise NotImplementedError


class WeekForm(HoursForm):
    """The hours of each weekday, at one place."""

    monday = HoursField(label=gettext_lazy("Monday"))
    tuesday = HoursField(label=gettext_lazy("Tuesday"))
    wednesday = HoursField(label=gettext_lazy("Wednesday"))
    thursday = HoursField(label=gettext_lazy("Thursday"))
    friday = HoursField(label=gettext_lazy("Friday"))
    saturday = HoursField(label=gettext_lazy("Saturday"))
    sunday = HoursField(label=gettext_lazy("Sunday"))

    def __init__(self, *args: Any, member: Member | None, before: WorkWeek | None = None, **kwargs: Any) -> None:
        told: list[list[int]] = before.stretches if before else []
        initial = {name: [(b, e) for day, b, e in told if day == weekday] for weekday, name in enumerate(WEEKDAYS)}
        super().__init__(*args, **{**kwargs, "initial": {**initial, **kwargs.get("initial", {})}})
        self.before = before
        if "place" in self.fields:
            taken = WorkWeek.objects.filter(member=member, place__isnull=False).values("place_id")
            offer(self, place=Place.objects.in_use().exclude(pk__in=taken))
            if not Place.objects.in_use().exists():
                del self.fields["place"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not self.errors and not any(told.get(name) for name in WEEKDAYS):
            self.add_error("monday", ValidationError(_("Please give the hours of one day at least."), "empty"))
        return told

    @property
    def told(self) -> dict[str, Any]:
        stretches = [[weekday, *each] for weekday, name in enumerate(WEEKDAYS) for each in self.cleaned_data[name]]
        place = {} if self.before else {"place": self.cleaned_data.get("place")}
        return {**place, "stretches": stretches}

    def refuse(self, clash: Clash) -> None:
        there = clash.there
        assert isinstance(there, WorkWeek)
        name = there.place or _("no place in particular")
        if not self.before and there.place == self.cleaned_data.get("place"):
            said = _("There are hours for it already: “%(place)s”. Please change those.") % {"place": name}
            self.add_error("place" if "place" in self.fields else None, ValidationError(said, "there"))
            return
        said = _("This overlaps with the hours at “%(place)s”.") % {"place": name}
        self.add_error(WEEKDAYS[clash.weekday], ValidationError(said, "overlap"))


class NewWeekForm(CreateForm, WeekForm):
    field_order = ("place", *WEEKDAYS)
    place = forms.ModelChoiceField(
        label=gettext_lazy("Place"),
        queryset=Place.unscoped.none(),
        required=False,
        empty_label=gettext_lazy("No place in particular"),
        help_text=gettext_lazy("Choose one where these hours hold there alone."),
    )


class WeekEditForm(VersionedForm, WeekForm):
    pass


class DaysForm(HoursForm):
    """From one day to another; the last one may be left out."""

    first = DateField(label=gettext_lazy("From"))
    last = DateField(label=gettext_lazy("Until"), required=False)
    longest = LONGEST

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        first, last = told.get("first"), told.get("last") or told.get("first")
        if first and abs(first - timezone.localdate()) > dt.timedelta(days=366 * YEARS):
            self.add_error("first", ValidationError(_("Please check the year."), "year"))
        elif first and last and "last" not in self.errors:
            if last < first:
                self.add_error("last", ValidationError(_("The end lies before the beginning."), "backwards"))
            elif last - first > self.longest:
                self.add_error("last", ValidationError(_("That is very long. Please check the year."), "long"))
            told["last"] = last
        return told


class ExceptionForm(DaysForm):
    """Other hours on certain days."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What holds then"), choices=ExceptionKind, widget=forms.RadioSelect,
        initial=ExceptionKind.CLOSED,
    )  # fmt: skip
    stretches = HoursField(
        label=gettext_lazy("Hours"), help_text=gettext_lazy("Of “other hours”, such as 9–12, 13:30–17.")
    )
    place = forms.ModelChoiceField(
        label=gettext_lazy("Place"), queryset=Place.unscoped.none(), required=False,
        empty_label=gettext_lazy("No place in particular"), help_text=gettext_lazy("Of “other hours”."),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Note for the team"), required=False, max_length=100,
        help_text=gettext_lazy("The whole team reads it. Please write nothing about anybody's health."),
    )  # fmt: skip

    def __init__(self, *args: Any, member: Member | None, before: HoursException | None = None, **kwargs: Any) -> None:
        told = (
            {name: getattr(before, name) for name in ("first", "last", "kind", "stretches", "note")} if before else {}
        )
        told |= {"place": before.place_id} if before else {}
        super().__init__(*args, **{**kwargs, "initial": {**told, **kwargs.get("initial", {})}})
        place: Any = [before.place_id] if before else ()
        offer(self, place=Place.objects.in_use() | Place.objects.filter(pk__in=place))
        if member is None or not self.fields["place"].queryset.exists():  # type: ignore[attr-defined]
            del self.fields["place"]

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        is_other = told.get("kind") == ExceptionKind.OTHER
        if is_other and not told.get("stretches") and "stretches" not in self.errors:
            self.add_error("stretches", ValidationError(_("Please give the hours."), "required"))
        elif not is_other and told.get("stretches") and told.get("kind"):
            said = _("Hours belong to “other hours”. Please choose that, or leave them out.")
            self.add_error("stretches", ValidationError(said, "superfluous"))
        return told

    @property
    def told(self) -> dict[str, Any]:
        told = self.cleaned_data
        is_other = told["kind"] == ExceptionKind.OTHER
        return {
            "first": told["first"], "last": told["last"], "kind": told["kind"], "note": told["note"],
            "stretches": [list(each) for each in told["stretches"]],
            "place": told.get("place") if is_other else None,
        }  # fmt: skip

    def refuse(self, clash: Clash) -> None:
        there = clash.there
        assert isinstance(there, HoursException)
        said = _("There is an exception already: %(days)s.") % {"days": dates_text(there.first, there.last)}
        self.add_error("first", ValidationError(said, "there"))


class NewExceptionForm(CreateForm, ExceptionForm):
    pass


class ExceptionEditForm(VersionedForm, ExceptionForm):
    pass


class AbsenceForm(DaysForm):
    """Away for whole days, or from one time to another."""

    longest = LONGEST_ABSENCE
    begins = forms.TimeField(
        label=gettext_lazy("From (time)"), input_formats=CLOCK, required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=gettext_lazy("Left out: whole days."),
    )  # fmt: skip
    ends = forms.TimeField(
        label=gettext_lazy("Until (time)"), input_formats=CLOCK, required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=gettext_lazy("What the team reads"), choices=AbsenceReason, initial=AbsenceReason.AWAY
    )
    field_order = ("first", "begins", "last", "ends", "reason")

    def __init__(self, *args: Any, member: Member | None, before: Absence | None = None, **kwargs: Any) -> None:
        told = _absence_told(before) if before else {}
        super().__init__(*args, **{**kwargs, "initial": {**told, **kwargs.get("initial", {})}})

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        begins, ends = told.get("begins"), told.get("ends")
        if not self.errors and (begins is None) != (ends is None):
            missing = "ends" if ends is None else "begins"
            self.add_error(missing, ValidationError(_("Please give both times, or none for whole days."), "half"))
        elif not self.errors:
            last = told["last"] if begins else told["last"] + dt.timedelta(days=1)
            self.starts_at, self.ends_at = _moment(told["first"], begins), _moment(last, ends)
            if self.ends_at <= self.starts_at:
                self.add_error("ends", ValidationError(_("The end lies before the beginning."), "backwards"))
        return told

    @property
    def told(self) -> dict[str, Any]:
        is_all_day = self.cleaned_data["begins"] is None
        return {
            "starts_at": self.starts_at, "ends_at": self.ends_at, "is_all_day": is_all_day,
            "reason": self.cleaned_data["reason"],
        }  # fmt: skip

    def refuse(self, clash: Clash) -> None:
        there = clash.there
        assert isinstance(there, Absence)
        said = _("There is an absence already: %(span)s.") % {"span": span_text(there)}
        self.add_error("first", ValidationError(said, "there"))


class NewAbsenceForm(CreateForm, AbsenceForm):
    pass


class AbsenceEditForm(VersionedForm, AbsenceForm):
    pass


class RegionForm(VersionedForm):
    """The federal state or canton, of a country that has such holidays."""

    region = forms.ChoiceField(
        label=gettext_lazy("Federal state or canton"), required=False,
        help_text=gettext_lazy("Its public holidays are days off, unless you make an exception."),
    )  # fmt: skip

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nationwide = ("", _("Nationwide holidays only"))
        self.fields["region"].choices = [nationwide, *regions(country)]  # type: ignore[attr-defined]


def _absence_told(before: Absence) -> dict[str, Any]:
    begins, ends = timezone.localtime(before.starts_at), timezone.localtime(before.ends_at)
    if before.is_all_day:
        last = (ends - dt.timedelta(seconds=1)).date()
        return {"first": begins.date(), "last": last, "reason": before.reason}
    times = {"begins": begins.time(), "ends": ends.time()}
    return {"first": begins.date(), "last": ends.date(), "reason": before.reason, **times}


def _moment(day: dt.date, time: dt.time | None) -> dt.datetime:
    """By the clock of the practice; a time that the clocks leave out is the one after it."""
    return timezone.make_aware(dt.datetime.combine(day, time or dt.time())).astimezone(dt.UTC)
