"""The forms of appointments: booking, changing, moving, and the status of one who comes."""

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.calendar.automations.asking import prospect
from kartei.calendar.automations.notice_forms import NoticeForm
from kartei.calendar.booking import Plan
from kartei.calendar.models import LONGEST, Appointment, Place, PlaceKind, Resource, Service, Trigger
from kartei.calendar.offer_forms import PriceField, treating_members
from kartei.calendar.series.forms import ReachForm, RepeatForm
from kartei.people.forms import offer
from kartei.people.models import Address, Client, PersonState
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Level, Right
from kartei.web.forms import CreateForm, DateField, Form, VersionedForm
from kartei.web.numbers import NumberField
from kartei.web.query import id_in

MOST = 200  # clients of an appointment, as many as a service may have places for


class ServiceSelect(forms.Select):
    """Each service tells its length and its price to the page, which fills them in (js/booking.js)."""

    def create_option(self, name: Any, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if service := getattr(value, "instance", None):
            price = "" if service.price is None else NumberField(decimals=2).prepare_value(service.price)
            option["attrs"] |= {"data-minutes": service.minutes, "data-price": price}
        return option


class PlaceSelect(forms.Select):
    """„Beim Klienten“ is offered as long as somebody who comes has an address (CA-09; js/booking.js keeps it so)."""

    is_home_offered = True

    def create_option(self, name: Any, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if (place := getattr(value, "instance", None)) and place.kind == PlaceKind.HOME:
            option["attrs"] |= {"data-home": True, "disabled": not self.is_home_offered}
        return option


class WhenForm(Form):
    """A day, a time by the clock of the practice, and a length."""

    day = DateField(label=gettext_lazy("Date"))
    begins = forms.TimeField(
        label=gettext_lazy("Begins"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": gettext_lazy("Please write it as 9:30.")},
    )
    minutes = forms.IntegerField(label=gettext_lazy("Length in minutes"), min_value=5, max_value=LONGEST)
    despite = forms.BooleanField(label=gettext_lazy("Book it nevertheless"), required=False)
    is_over = False  # more clients than the service has places for: booked when somebody says so

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("day") and told.get("begins"):
            wall = dt.datetime.combine(told["day"], told["begins"])
            self.starts_at = timezone.make_aware(wall)
            if timezone.make_naive(self.starts_at.astimezone(dt.UTC)) != wall:
                self.add_error("begins", _("The clocks go forward in this hour: it does not exist on that day."))
        return told

    @property
    def is_past(self) -> bool:
        """Whether the begin that stands in the form is over: that is allowed, and worth a hint (product.md, 5)."""
        try:
            day, begins = (self.fields[name].clean(self[name].value()) for name in ("day", "begins"))
        except ValidationError:
            return False
        return bool(timezone.make_aware(dt.datetime.combine(day, begins)) < timezone.now())

    @property
    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """Begin and end as moments; of a valid form. The length is real time, also over a change of clocks."""
        begins = self.starts_at.astimezone(dt.UTC)
        return begins, begins + dt.timedelta(minutes=self.cleaned_data["minutes"])


class AppointmentForm(WhenForm):
    """What an appointment says. `by` is who fills it in."""

    clients = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Client"),
        queryset=Client.unscoped.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Please choose who comes."),
            "invalid_choice": gettext_lazy("Please choose clients from the list."),
            "invalid_pk_value": gettext_lazy("Please choose clients from the list."),
        },
    )
    service = forms.ModelChoiceField(
        label=gettext_lazy("Service"), queryset=Service.unscoped.none(), required=False, empty_label="—",
        widget=ServiceSelect(attrs={"data-service": True}),
    )  # fmt: skip
    price = PriceField(label=gettext_lazy("Price in euro"), required=False)
    members = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Team members"),
        queryset=Member.unscoped.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Please choose who gives the appointment.")},
    )
    place = forms.ModelChoiceField(
        label=gettext_lazy("Place"), queryset=Place.unscoped.none(), required=False, empty_label="—",
        widget=PlaceSelect(attrs={"data-places": True}),
    )  # fmt: skip
    resources = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Resources"),
        queryset=Resource.unscoped.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    client_text = forms.CharField(
        label=gettext_lazy("Text for the client"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note = forms.CharField(
        label=gettext_lazy("Note for the team"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    overfull = forms.BooleanField(label=gettext_lazy("Book more than there are places"), required=False)
    field_order = (
        "clients", "service", "day", "begins", "minutes", "price", "members", "place", "resources", "client_text",
        "note",
    )  # fmt: skip

    def __init__(self, *args: Any, by: Member, before: Appointment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.before = by, before
        known: Any = before.attendances.values("client_id") if before else ()
        needed: Any = before.needs.values("resource_id") if before else ()
        offer(
            self,
            clients=bookable_clients(by) | Client.objects.visible_to(by).filter(pk__in=known),
            service=_with(Service, [before.service_id] if before else ()),
            place=_with(Place, [before.place_id] if before else ()),
            members=members_for(by, before),
            resources=_with(Resource, needed),
        )
        if not self.fields["resources"].queryset.exists():  # type: ignore[attr-defined]
            del self.fields["resources"]
        widget: Any = self.fields["place"].widget
        widget.is_home_offered = self._may_be_at_home()

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        service, clients = told.get("service"), told.get("clients") or ()
        others = self._out_of_reach("clients", Client, "attendances__appointment")
        if len(clients) + len(others) > MOST:
            self.add_error("clients", _("To an appointment come at most %(num)s clients.") % {"num": MOST})
        self.is_over = service is not None and len(clients) + len(others) > service.capacity
        if service is not None and self.is_over and not told.get("overfull"):
            text = _("“%(service)s” has places for %(num)s.") % {"service": service, "num": service.capacity}
            self.add_error("clients", ValidationError(text, "capacity"))
        place = told.get("place")
        if place is not None and service is not None and not _is_offered_at(service, place):
            text = _("“%(service)s” does not take place there.") % {"service": service}
            self.add_error("place", ValidationError(text, "place"))
        coming = [one.pk for one in (*clients, *others)]
        if place is not None and place.kind == PlaceKind.HOME and coming and not addressed_of(coming):
            text = _("Nobody who comes has an address. Please add it to the record first, or choose another place.")
            self.add_error("place", ValidationError(text, "address"))
        return told

    def _may_be_at_home(self) -> bool:
        """Of those alone whom the member may choose: of anybody else an address is told as little as a name."""
        wanted = [getattr(one, "pk", None) or id_in(str(one)) for one in self["clients"].value() or ()]
        if not any(wanted):
            return True
        offered: Any = self.fields["clients"]
        return bool(addressed_of(offered.queryset.filter(pk__in=[pk for pk in wanted if pk]).values("pk")))

    def _out_of_reach(self, name: str, model: Any, link: str) -> list[Any]:
        """Whoever the appointment has and this member could not choose: they are neither told nor taken away."""
        if self.before is None:
            return []
        offered: Any = self.fields[name]
        given = self.before.given_by.values("member_id") if model is Member else self.before
        return list(model.objects.filter(**{link: given}).exclude(pk__in=offered.queryset.values("pk")))

    @property
    def _priced(self) -> list[Client]:
        """Those who stay get a price that was changed as well."""
        return list(self.cleaned_data["clients"]) if self.cleaned_data["price"] != self.initial.get("price") else []

    @property
    def plan(self) -> Plan:
        """What the verbs take; of a valid form."""
        told, (starts_at, ends_at) = self.cleaned_data, self.span
        return Plan(
            starts_at=starts_at, ends_at=ends_at,
            clients=[*told["clients"], *self._out_of_reach("clients", Client, "attendances__appointment")],
            members=[*told["members"], *self._out_of_reach("members", Member, "pk__in")],
            service=told["service"], place=told["place"], resources=list(told.get("resources") or ()),
            price=told["price"], priced=self._priced, note=told["note"], client_text=told["client_text"],
        )  # fmt: skip


class NewAppointmentForm(NoticeForm, RepeatForm, CreateForm, AppointmentForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_in_general(Trigger.BOOKED)


class AppointmentEditForm(NoticeForm, ReachForm, VersionedForm, AppointmentForm):
    def __init__(self, *args: Any, by: Member, before: Appointment, **kwargs: Any) -> None:
        super().__init__(*args, by=by, before=before, **kwargs)
        self.ask_reach(before, by=by)
        self.ask_in_general(Trigger.MOVED)


class MoveAppointmentForm(NoticeForm, ReachForm, VersionedForm, WhenForm):
    """„Verschieben nach …“, and what a drag sends: another time, and of an appointment that one member gives another
    member.
    """

    member = forms.ModelChoiceField(
        label=gettext_lazy("Team member"), queryset=Member.unscoped.none(), required=False, empty_label=None
    )
    # Of an undo: the series it was split from, and where that one stood when the opened one had moved on its own.
    former = forms.UUIDField(widget=forms.HiddenInput, required=False)
    others_day = DateField(widget=forms.HiddenInput, required=False)
    others_begin = forms.TimeField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, by: Member, before: Appointment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_reach(before, by=by)
        self.ask_notice(prospect(Trigger.MOVED, before, seen_by=by))
        offer(self, member=members_for(by, before))
        if before.given_by.count() != 1:
            del self.fields["member"]

    @property
    def others(self) -> tuple[dt.date, dt.time] | None:
        told = self.cleaned_data
        return (told["others_day"], told["others_begin"]) if told["others_day"] and told["others_begin"] else None


def addressed_of(people: Any) -> set[UUID]:
    """Those of these people, by their ids, who have an address."""
    return set(Address.objects.filter(person__in=people).values_list("person_id", flat=True))


def bookable_clients(by: Member) -> Any:
    """Live clients whom the member sees; contacts, archived ones and examples of others are none (product.md, 4)."""
    return Client.objects.visible_to(by).filter(person__state=PersonState.LIVE)


def members_for(by: Member, before: Appointment | None = None) -> Any:
    """Whose calendar the member may change: their own, or that of everybody who treats, and of who has it already."""
    if by.level(Right.CALENDAR_EDIT) < Level.ALL:
        return treating_members().filter(pk=by.pk)
    given: Any = before.given_by.values("member_id") if before else ()
    return treating_members() | Member.objects.filter(pk__in=given)


def _with(model: Any, ids: Any) -> Any:
    """Those in use, and what the appointment has already."""
    return model.objects.in_use() | model.objects.filter(pk__in=ids)


def _is_offered_at(service: Service, place: Place) -> bool:
    offered = set(service.service_places.values_list("place_id", flat=True))
    return not offered or place.pk in offered
