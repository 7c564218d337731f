"""The forms of „Leistungen“ and „Orte“ in „Einstellungen“."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.calendar.models import LONGEST, Bookable, Place, PlaceKind, Resource, Service, ServiceMember, ServicePlace
from kartei.people.forms import offer
from kartei.people.models import Colour
from kartei.tenancy.models import Member, MemberState
from kartei.web.forms import CreateForm, Form, VersionedForm
from kartei.web.numbers import NumberField

BUFFER = 240  # minutes, at most
NAME = 100  # characters
NOTICE = 30 * 24  # hours, at most
HORIZON = 365  # days, at most
EMPTY = gettext_lazy("Empty: as for all services.")


class OfferForm(Form):
    """What all three have: a name, which no other one of the kind that is in use has. `before` is what is changed."""

    model: Any = None
    name = forms.CharField(label=gettext_lazy("Name"), max_length=NAME)

    def __init__(self, *args: Any, before: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = before
        self.focus_first()

    @property
    def told(self) -> dict[str, Any]:
        """What the verbs take."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"version", "submission"}}


class PriceField(NumberField):
    """Euro and cents, as much as the columns hold."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(decimals=2, least=Decimal(0), most=Decimal("9999999.99"), **kwargs)


class LinkedField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Members or places of a service, those too that nobody can choose any more as long as it has them."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        if isinstance(obj, Member) and not (obj.treats and obj.state == MemberState.ACTIVE):
            return _("%(name)s (treats no more)") % {"name": obj}
        if isinstance(obj, Place) and obj.archived_at is not None:
            return _("%(name)s (archived)") % {"name": obj}
        return str(obj)


class ServiceForm(OfferForm):
    model = Service
    minutes = forms.IntegerField(label=gettext_lazy("Length in minutes"), min_value=5, max_value=LONGEST, initial=50)
    price = PriceField(label=gettext_lazy("Price in euro"), required=False)
    colour = forms.ChoiceField(label=gettext_lazy("Colour"), choices=Colour, initial=Colour.TEAL)
    capacity = forms.IntegerField(
        label=gettext_lazy("Clients at once"),
        min_value=1,
        max_value=200,
        initial=1,
        help_text=gettext_lazy("More than one makes it a group."),
    )
    buffer_before = forms.IntegerField(
        label=gettext_lazy("Minutes kept free before"), min_value=0, max_value=BUFFER, initial=0
    )
    buffer_after = forms.IntegerField(
        label=gettext_lazy("Minutes kept free after"), min_value=0, max_value=BUFFER, initial=0
    )
    bookable = forms.ChoiceField(
        label=gettext_lazy("Who books it online"),
        choices=Bookable,
        required=False,
        initial=Bookable.NOBODY,
        help_text=gettext_lazy("Online booking as a whole is switched on in the settings."),
    )
    needs_approval = forms.BooleanField(
        label=gettext_lazy("What is booked online is a request that the practice confirms"), required=False
    )
    notice_hours = forms.IntegerField(
        label=gettext_lazy("Notice in hours"), min_value=0, max_value=NOTICE, required=False, help_text=EMPTY
    )
    horizon_days = forms.IntegerField(
        label=gettext_lazy("Days ahead"), min_value=1, max_value=HORIZON, required=False, help_text=EMPTY
    )
    cancellation_rule = forms.CharField(
        label=gettext_lazy("What a late cancellation costs"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Clients read it when they book online, and when they cancel too late."),
    )
    description = forms.CharField(
        label=gettext_lazy("Description"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    members = LinkedField(
        label=gettext_lazy("Who offers it"),
        queryset=Member.unscoped.none(),
        required=False,
        help_text=gettext_lazy("If nobody is ticked, everybody who treats offers it."),
    )
    places = LinkedField(
        label=gettext_lazy("Where it takes place"),
        queryset=Place.unscoped.none(),
        required=False,
        help_text=gettext_lazy("If nothing is ticked, it can take place anywhere."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members: Any = ServiceMember.objects.filter(service=self.before).values("member")
        places: Any = ServicePlace.objects.filter(service=self.before).values("place")
        if self.before is None:
            members, places = members.none(), places.none()
        offer(
            self,
            members=treating_members() | Member.objects.filter(pk__in=members),
            places=Place.objects.in_use() | Place.objects.filter(pk__in=places),
        )

    def clean_bookable(self) -> str:
        """A form that was open since before there was the field changes nothing."""
        return self.cleaned_data["bookable"] or (self.before.bookable if self.before else Bookable.NOBODY)


class PlaceForm(OfferForm):
    model = Place
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=PlaceKind, initial=PlaceKind.ROOM)
    address = forms.CharField(
        label=gettext_lazy("Address"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Of a room outside of the practice."),
    )
    meeting_url = forms.URLField(
        label=gettext_lazy("Address of the meeting"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("Of a place of the kind “Online”: the link that clients follow."),
    )


class ResourceForm(OfferForm):
    model = Resource


class NewServiceForm(CreateForm, ServiceForm):
    pass


class ServiceEditForm(VersionedForm, ServiceForm):
    pass


class NewPlaceForm(CreateForm, PlaceForm):
    pass


class PlaceEditForm(VersionedForm, PlaceForm):
    pass


class NewResourceForm(CreateForm, ResourceForm):
    pass


class ResourceEditForm(VersionedForm, ResourceForm):
    pass


def treating_members() -> Any:
    """Active members who treat clients, in the order of their names."""
    return Member.objects.filter(state=MemberState.ACTIVE, treats=True).order_by("name", "id")
