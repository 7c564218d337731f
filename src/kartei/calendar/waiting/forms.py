"""The forms of the waiting list: a wish, how a freed time is offered, and the settings of both."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.calendar.forms import bookable_clients, members_for
from kartei.calendar.hours.forms import CLOCK, WEEKDAYS, WeekForm
from kartei.calendar.models import OfferWay, Service, ServiceMember, WaitingWish
from kartei.people.forms import offer
from kartei.people.models import Client
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Level, Right
from kartei.web.forms import CreateForm, DateField, Form, VersionedForm

SERVICE_REQUIRED = gettext_lazy("Please choose what the client is waiting for.")


class WishForm(Form):
    """What somebody waits for. `by` is who fills it in, `before` the wish that is changed."""

    service = forms.ModelChoiceField(
        label=gettext_lazy("Service"), queryset=Service.unscoped.none(),
        empty_label=gettext_lazy("Please choose"), error_messages={"required": SERVICE_REQUIRED},
    )  # fmt: skip
    members = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Team members"),
        queryset=Member.unscoped.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("If nobody is ticked, it does not matter who."),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Weekdays"),
        coerce=int,
        required=False,
        choices=[(number, WeekForm.base_fields[name].label) for number, name in enumerate(WEEKDAYS)],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("If nothing is ticked, any day will do."),
    )
    begins = forms.TimeField(
        label=gettext_lazy("Not before"), input_formats=CLOCK, required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )  # fmt: skip
    ends = forms.TimeField(
        label=gettext_lazy("Over by"), input_formats=CLOCK, required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )  # fmt: skip
    valid_until = DateField(
        label=gettext_lazy("Valid until"), required=False,
        help_text=gettext_lazy("Later times are not offered. Left out: until somebody removes it."),
    )  # fmt: skip
    is_urgent = forms.BooleanField(
        label=gettext_lazy("Urgent"), required=False, help_text=gettext_lazy("Goes before all that are not urgent.")
    )
    note = forms.CharField(
        label=gettext_lazy("Note for the team"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    VERB = ("service", "weekdays", "begins", "ends", "valid_until", "is_urgent", "note")

    def __init__(self, *args: Any, by: Member, before: WaitingWish | None = None, **kwargs: Any) -> None:
        told = _told(before) if before else {"members": [by.pk] if _is_own(by) else []}
        super().__init__(*args, **{**kwargs, "initial": {**told, **kwargs.get("initial", {})}})
        self.before = before
        there: Any = before.wished_members.values("member_id") if before else ()
        offer(
            self,
            service=Service.objects.in_use() | Service.objects.filter(pk__in=[before.service_id] if before else []),
            members=members_for(by) | Member.objects.filter(pk__in=there),
        )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        begins, ends, service = told.get("begins"), told.get("ends"), told.get("service")
        if begins and ends and ends <= begins:
            self.add_error("ends", ValidationError(_("The end lies before the beginning."), "backwards"))
        elif begins and ends and service and _minutes(begins, ends) < service.minutes:
            text = _("“%(service)s” takes %(minutes)s minutes, which is longer than that.")
            told_text = text % {"service": service, "minutes": service.minutes}
            self.add_error("ends", ValidationError(told_text, "short"))
        self._check_members(service, told.get("members") or ())
        until = told.get("valid_until")
        if until and until < timezone.localdate() and not (self.before and self.before.valid_until == until):
            self.add_error("valid_until", ValidationError(_("This day is over."), "past"))
        return told

    def _check_members(self, service: Service | None, members: Any) -> None:
        offering = set(ServiceMember.objects.filter(service=service).values_list("member_id", flat=True))
        for member in members:
            if offering and member.pk not in offering:
                text = _("%(name)s does not offer “%(service)s”.") % {"name": member.name, "service": service}
                self.add_error("members", ValidationError(text, "not_offered"))

    @property
    def told(self) -> dict[str, Any]:
        """What the verbs take."""
        return {name: self.cleaned_data[name] for name in self.VERB}


class NewWishForm(CreateForm, WishForm):
    """One wish for each client that is chosen."""

    clients = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Client"),
        queryset=Client.unscoped.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Please choose who is waiting."),
            "invalid_choice": gettext_lazy("Please choose clients from the list."),
            "invalid_pk_value": gettext_lazy("Please choose clients from the list."),
        },
    )

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        offer(self, clients=bookable_clients(by))


class WishEditForm(VersionedForm, WishForm):
    pass


class OfferingForm(CreateForm):
    """„Anbieten“."""

    way = forms.ChoiceField(
        label=gettext_lazy("Offer to"),
        choices=[choice for choice in OfferWay.choices if choice[0] != OfferWay.BY_HAND],
        initial=OfferWay.IN_TURN,
        widget=forms.RadioSelect,
    )


class OneOfferForm(CreateForm):
    """„Nur hier anbieten“, beside the name of somebody whom `by` sees."""

    wish = forms.ModelChoiceField(queryset=WaitingWish.unscoped.none())

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, wish=WaitingWish.objects.waiting().visible_to(by))


class OfferSettingsForm(VersionedForm):
    """„Einstellungen → Kalender“."""

    offer_way = forms.ChoiceField(
        label=gettext_lazy("Offer free times"),
        choices=OfferWay.choices,
        help_text=gettext_lazy("By hand only: Kartei tells the team who is waiting, and the team decides."),
    )
    offer_notice = forms.IntegerField(
        label=gettext_lazy("Hours before they begin"), min_value=0, max_value=336,
        help_text=gettext_lazy("Times that begin sooner are not offered by themselves."),
    )  # fmt: skip


def _told(before: WaitingWish) -> dict[str, Any]:
    told = {name: getattr(before, name) for name in WishForm.VERB}
    members = list(before.wished_members.values_list("member_id", flat=True))
    return {**told, "service": before.service_id, "members": members, "version": before.version}


def _is_own(by: Member) -> bool:
    return by.level(Right.CALENDAR_EDIT) < Level.ALL


def _minutes(begins: dt.time, ends: dt.time) -> int:
    return (ends.hour - begins.hour) * 60 + ends.minute - begins.minute
