"""From a free slot to an appointment, by somebody who has no login: held, asked for, confirmed by the mailed link."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from kartei.audit.recording import record
from kartei.calendar.booking import status_of
from kartei.calendar.models import Appointment, Attendance, OnlineBooking, Place, SlotHold
from kartei.calendar.occupying import Occupied
from kartei.calendar.online import mails as online_mails
from kartei.calendar.online.group_places import group_at
from kartei.calendar.online.holds import HoldOver, hold, hold_longer, hold_place, let_go, take
from kartei.calendar.online.offer import Offer, rules_now
from kartei.db.locks import ONLINE_BOOKINGS
from kartei.db.scope import current_workspace_id, workspace_scope
from kartei.lib.link_secrets import digest_of, new_secret
from kartei.people.creating import Particulars, create_client
from kartei.people.models import Client, Email, Status, StatusKind
from kartei.people.tasks import look_for_twins
from kartei.tenancy.models import Member, workspace_ids

TYPING = dt.timedelta(minutes=10)  # a slot is held while somebody types
MAILED = dt.timedelta(minutes=60)  # and until the link is used
TRIES = 3  # of whoever is free, when the first one is booked in this moment


class Taken(Exception):
    """Somebody else has the slot."""


class TooMany(Exception):
    """The address has as many future bookings as the practice lets one have."""


@dataclass(frozen=True)
class Applicant:
    """What somebody says of themselves."""

    first_name: str
    last_name: str
    email: str
    phone: str = ""
    question: str = ""
    privacy: str = ""  # to what they agree
    language: str = "de"
    time_zone: str = "Europe/Berlin"


def hold_slot(offer: Offer, starts_at: dt.datetime) -> tuple[SlotHold, str]:
    """Keep it while somebody types, and the secret. Raises Taken when nobody who offers it is free then."""
    for _try in range(TRIES):
        slot = offer.slot(starts_at)
        if slot is None:
            break
        place = Place.objects.get(pk=slot.place) if slot.place else None
        try:
            if offer.is_group:
                group = group_at(offer.service, starts_at)
                if group is None:
                    break
                return hold_place(group, TYPING)
            return hold(offer.service, Member.objects.get(pk=slot.member), place, starts_at, TYPING)
        except Occupied:
            continue
    raise Taken


@transaction.atomic
def ask(held: SlotHold, told: Applicant) -> None:
    """Keep what was entered, and mail the link that confirms it. Raises Taken.

    A second click asks once. Whoever comes back and corrects what they typed gets another link, and the former one
    opens nothing any more. Of an address that has too many bookings the slot is let go, and the mail says so: the page
    says the same to all.
    """
    if _is_asked(held, told):
        return
    try:
        held = hold_longer(held, MAILED)
    except (HoldOver, Occupied):
        raise Taken from None
    if _is_asked(held, told):  # behind the lock, where two clicks at once come one after the other
        return
    if held.starts_at <= timezone.now():
        raise Taken
    OnlineBooking.objects.filter(hold=held).delete()
    key = Email.key_of(told.email)
    if open_bookings(key) >= rules_now().most_open:
        let_go(held)
        online_mails.too_many(told)
        return
    secret = new_secret()
    asked = OnlineBooking.objects.create(
        hold=held, service=held.service, email_key=key, digest=digest_of(secret),
        expires_at=min(held.until, held.starts_at), **vars(told),
    )  # fmt: skip
    record("onlinebooking.request", by=None, subject=held.service, starts_at=held.starts_at)
    online_mails.please_confirm(asked, held, secret)


def give_up(held: SlotHold) -> None:
    """Let others have the slot, unless somebody has been sent the link that confirms it."""
    if not OnlineBooking.objects.filter(hold=held).exists():
        let_go(held)


def open_bookings(email_key: str) -> int:
    """How many future appointments the address has, or may still confirm."""
    now = timezone.now()
    waiting = OnlineBooking.objects.filter(
        email_key=email_key, confirmed_at=None, expires_at__gt=now, hold__until__gt=now
    )
    return int(waiting.count()) + coming_bookings(email_key)


def coming_bookings(email_key: str) -> int:
    """How many future appointments the address has."""
    comes = Attendance.objects.filter(
        appointment=OuterRef("appointment_id"), client=OuterRef("client_id"), status__frees_slot=False
    )
    rows = OnlineBooking.objects.filter(email_key=email_key, appointment__starts_at__gt=timezone.now())
    return int(rows.filter(Exists(comes), appointment__deleted_at=None).count())


def booking_behind(secret: str) -> OnlineBooking | None:
    """What the link of a mail opens: until its time has run out, and once confirmed until the appointment is over."""
    rows = OnlineBooking.objects.select_related("service", "hold__member", "hold__place", "appointment__place")
    found: OnlineBooking | None = rows.filter(digest=digest_of(secret)).first()
    now = timezone.now()
    if found is None or (found.confirmed_at is None and found.expires_at <= now):
        return None
    if found.appointment is not None and (found.appointment.ends_at <= now or found.appointment.deleted_at is not None):
        return None
    return found


@transaction.atomic
def confirm(asked: OnlineBooking, secret: str, *, instead: SlotHold | None = None) -> Appointment:
    """Make the person a new client with the status „Potenzieller Kunde“, and the appointment; a second click finds it.

    A client who is there already is never touched: whoever types their address learns nothing and changes nothing,
    and the team is told of the likeness. `instead` is another slot, held in place of one that has gone. Raises
    HoldOver when the time of the link has run out, Occupied when the team has given the slot away, and TooMany.
    """
    _in_turn(asked.email_key)
    there: OnlineBooking = OnlineBooking.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if there.appointment is not None:
        return there.appointment
    held = instead or there.hold
    if held is None or there.expires_at <= timezone.now():
        raise HoldOver
    if coming_bookings(there.email_key) >= rules_now().most_open:
        raise TooMany
    client = _lead(there, held.member)
    status = status_of("requested" if there.service.needs_approval else "planned")
    made = take(held, client, status=status)
    there.hold, there.client, there.appointment, there.confirmed_at = None, client, made, timezone.now()
    there.save()
    record("onlinebooking.confirmation", by=None, subject=client.person, client=client, appointment=made.pk)
    look_for_twins(client.person)
    online_mails.booked(there, made, secret)
    return made


def forget_unconfirmed(now: dt.datetime) -> None:
    """Of every workspace, what nobody has confirmed in time."""
    for workspace_id in workspace_ids():
        with workspace_scope(workspace_id):
            OnlineBooking.objects.filter(confirmed_at=None, expires_at__lte=now).delete()


def _is_asked(held: SlotHold, told: Applicant) -> bool:
    """Whether just this was asked for, and can still be confirmed."""
    return bool(OnlineBooking.objects.filter(hold=held, expires_at__gt=timezone.now(), **vars(told)).exists())


def _lead(asked: OnlineBooking, member: Member) -> Client:
    told = Particulars(
        first_name=asked.first_name, last_name=asked.last_name, email=asked.email, phone=asked.phone,
        language=asked.language,
    )  # fmt: skip
    return create_client(told, status=_lead_status(), members=[member], by=None)


def _lead_status() -> Status:
    """„Potenzieller Kunde“, or the first of its kind where a practice has taken that out."""
    leads = Status.objects.offered().filter(kind=StatusKind.LEAD).order_by("position", "id")
    found: Status = leads.filter(code="lead").first() or leads[0]
    return found


def _in_turn(email_key: str) -> None:
    """One booking of an address after the other, so that no two of them are the last one that is let in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [ONLINE_BOOKINGS, f"{current_workspace_id()} {email_key}"]
        )
