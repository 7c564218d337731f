"""Who waits for an appointment, times that have become free, and to whom they were offered."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kartei.calendar.models.appointment import Appointment
from kartei.calendar.models.hold import SlotHold
from kartei.calendar.models.offers import Place, Service
from kartei.db.keys import TenantForeignKey
from kartei.people.models import Client
from kartei.tenancy.models import Member, TenantManager, TenantModel
from kartei.tenancy.rights import Level, Right


class WishEnding(models.TextChoices):
    """Why somebody waits no more."""

    BOOKED = "booked", _("Has accepted an appointment")
    REMOVED = "removed", _("Removed")


class WaitingWishQuerySet(models.QuerySet["WaitingWish"]):
    def waiting(self) -> Self:
        """Those that were neither met nor taken out."""
        return self.filter(ended_at=None)

    def visible_to(self, member: Member, right: Right = Right.CALENDAR_VIEW) -> Self:
        """Of clients in reach: all, or for „Own“ those that may be met by the member."""
        level = member.level(right)
        seen = self.filter(client__in=Client.objects.visible_to(member).values("id"))
        if level == Level.ALL:
            return seen
        named = WaitingMember.objects.filter(wish=OuterRef("pk"))
        return seen.filter(Exists(named.filter(member=member)) | ~Exists(named)) if level else self.none()


class WaitingWish(TenantModel):
    """A client wishes for a service on these weekdays, at these times of the day, by these members or by anybody."""

    client = TenantForeignKey(Client, models.CASCADE, related_name="wishes", db_index=False)
    service = TenantForeignKey(Service, models.PROTECT, related_name="+", db_index=False)
    weekdays = models.JSONField(default=list)  # from 0 for Monday, in order; empty: any day
    begins = models.TimeField(null=True)  # not earlier, by the clock of the practice
    ends = models.TimeField(null=True)  # over by then
    valid_until = models.DateField(null=True)
    is_urgent = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)  # for the team
    entered_at = models.DateTimeField(auto_now_add=True)
    created_by = TenantForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=8, choices=WishEnding, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = TenantManager.from_queryset(WaitingWishQuerySet)()

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(
                fields=["workspace", "entered_at", "id"], name="waitingwish_line", condition=Q(ended_at__isnull=True)
            ),
            models.Index(fields=["workspace", "client"], name="waitingwish_client"),
            models.Index(
                fields=["workspace", "ended_at"], name="waitingwish_ended", condition=Q(ended_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.service)

    def fits(self, begins: dt.datetime, ends: dt.datetime) -> bool:
        """Whether this time is wished for; of two moments by the clock of the practice."""
        if self.weekdays and begins.weekday() not in self.weekdays:
            return False
        if self.valid_until and begins.date() > self.valid_until:
            return False
        is_late_enough = self.begins is None or begins.time() >= self.begins
        return is_late_enough and (self.ends is None or (ends.date() == begins.date() and ends.time() <= self.ends))


class WaitingMember(TenantModel):
    """This member is wished for; with no row anybody who offers the service is."""

    wish = TenantForeignKey(WaitingWish, models.CASCADE, related_name="wished_members", db_index=False)
    member = TenantForeignKey(Member, models.CASCADE, related_name="+", db_index=False)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "wish", "member"], name="waiting_member_once")]
        indexes = [models.Index(fields=["workspace", "member"], name="waitingmember_member")]


class OfferWay(models.TextChoices):
    """How times that become free are offered to those who wait."""

    BY_HAND = "by_hand", _("By hand only")
    IN_TURN = "in_turn", _("To one after the other")
    ALL = "all", _("To all at once")


class FreedSlotQuerySet(models.QuerySet["FreedSlot"]):
    def visible_to(self, member: Member, right: Right = Right.CALENDAR_EDIT) -> Self:
        """Of the whole practice, or the member's own."""
        level = member.level(right)
        if level == Level.ALL:
            return self
        return self.filter(member=member) if level else self.none()

    def coming(self, now: dt.datetime) -> Self:
        """Those that may still be offered."""
        return self.filter(closed_at=None, ends_at__gt=now)


class FreedSlot(TenantModel):
    """From … to … a member was busy and is so no more. Kept only while somebody waits."""

    member = TenantForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    place = TenantForeignKey(Place, models.SET_NULL, null=True, related_name="+", db_index=False)
    appointment = TenantForeignKey(Appointment, models.SET_NULL, null=True, related_name="+", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    freed_at = models.DateTimeField()
    way = models.CharField(max_length=7, choices=OfferWay, blank=True)  # chosen by hand; empty: as the settings say
    by = TenantForeignKey(Member, models.PROTECT, null=True, related_name="+", db_index=False)  # who has chosen it
    waiting = models.PositiveSmallIntegerField(default=0)  # how many could have it when the job looked last
    closed_at = models.DateTimeField(null=True)

    objects = TenantManager.from_queryset(FreedSlotQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="freedslot_ends_later")]
        indexes = [
            models.Index(fields=["workspace", "ends_at"], name="freedslot_coming", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["workspace", "appointment"], name="freedslot_appointment"),
        ]


class OfferState(models.TextChoices):
    OPEN = "open", _("No answer yet")
    ACCEPTED = "accepted", pgettext_lazy("offer", "Accepted")
    DECLINED = "declined", pgettext_lazy("offer", "Declined")
    EXPIRED = "expired", _("No answer within the time")
    TAKEN = "taken", _("Somebody else was faster")
    WITHDRAWN = "withdrawn", pgettext_lazy("offer", "Withdrawn")
    SKIPPED = "skipped", _("Not offered")


class SkipReason(models.TextChoices):
    """Why somebody whose turn it was got no offer."""

    DEMO = "demo", _("example of the demo data")
    NO_ADDRESS = "no_address", _("no e-mail address")
    OPTED_OUT = "opted_out", _("does not want e-mail")


class SlotOffer(TenantModel):
    """A time that was offered to somebody who waits; or was not, and why."""

    wish = TenantForeignKey(WaitingWish, models.CASCADE, related_name="offers", db_index=False)
    slot = TenantForeignKey(FreedSlot, models.CASCADE, related_name="offers", db_index=False)
    hold = TenantForeignKey(SlotHold, models.SET_NULL, null=True, related_name="+", db_index=False)
    service = TenantForeignKey(Service, models.PROTECT, related_name="+", db_index=False)
    starts_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=OfferState, default=OfferState.OPEN)
    reason = models.CharField(max_length=10, choices=SkipReason, blank=True)  # of one that was skipped
    digest = models.CharField(max_length=64, null=True)  # SHA-256 of the secret in the mail
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    appointment = TenantForeignKey(Appointment, models.SET_NULL, null=True, related_name="+", db_index=False)
    by = TenantForeignKey(Member, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "digest"], name="slotoffer_digest"),
            models.UniqueConstraint(fields=["workspace", "slot", "wish"], name="slotoffer_once"),
        ]
        indexes = [
            models.Index(fields=["workspace", "wish", "offered_at"], name="slotoffer_wish"),
            models.Index(fields=["workspace", "expires_at"], name="slotoffer_open", condition=Q(state="open")),
            models.Index(fields=["workspace", "answered_at"], name="slotoffer_accepted", condition=Q(state="accepted")),
        ]

    def __str__(self) -> str:
        return str(self.service)

    @property
    def ends_at(self) -> Any:
        return self.starts_at + dt.timedelta(minutes=self.service.minutes)

    @property
    def is_shared(self) -> bool:
        """Whether somebody else may still accept the same time."""
        there = SlotOffer.objects.filter(slot=self.slot_id, state=OfferState.OPEN)
        return bool(there.exclude(pk=self.pk).exists())
