"""Pairs of records that look alike, as members see them: counted, listed with why, and „Keine Dublette“."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import TupleGreaterThan
from django.utils import timezone

from kartei.audit.recording import record
from kartei.people.models import Address, DuplicatePair, Email, Person, PersonState, Phone
from kartei.tenancy.models import Member
from kartei.tenancy.rights import Level, Right

PAGE, MOST = 20, 100
SHOWN = ("first__client", "first__profile", "second__client", "second__profile")


@dataclass
class Side:
    """One of the two, with what tells them apart."""

    person: Person
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    towns: list[str] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)  # what both may have in common


@dataclass(frozen=True)
class Likeness:
    """A pair, with both sides: the one that would stay, then the other."""

    pair: DuplicatePair
    winner: Side
    loser: Side

    @property
    def same_birth_date(self) -> bool:
        days = {self.winner.person.birth_date, self.loser.person.birth_date}
        return len(days) == 1 and None not in days

    @property
    def same_email(self) -> bool:
        return self._share("e")

    @property
    def same_phone(self) -> bool:
        return self._share("p")

    @property
    def same_postcode(self) -> bool:
        return self._share("a")

    def _share(self, kind: str) -> bool:
        return any(key.startswith(kind) for key in self.winner.keys & self.loser.keys)


@dataclass(frozen=True)
class PairPage:
    rows: list[Likeness]
    next: UUID | None = None  # the last pair, when there are pairs after it


def open_pairs(member: Member) -> Any:
    """Pairs of live records that nobody has dismissed, and of which the member may change both."""
    pairs = DuplicatePair.objects.filter(
        dismissed_at=None,
        first__state=PersonState.LIVE,
        second__state=PersonState.LIVE,
        first__is_client=F("second__is_client"),  # one may have been converted since
    )
    if member.level(Right.PROFILES_EDIT) == Level.ALL:
        return pairs
    reach = Person.objects.visible_to(member, Right.PROFILES_EDIT).values("id")
    return pairs.filter(first__in=reach, second__in=reach)


def count_pairs(member: Member, *, is_client: bool | None = None) -> int:
    """How many a list's banner tells of (None: of both lists), up to a hundred; none for who may change no record."""
    if not member.may(Right.PROFILES_EDIT):
        return 0
    pairs = open_pairs(member)
    pairs = pairs if is_client is None else pairs.filter(first__is_client=is_client)
    return int(pairs.order_by()[:MOST].count())


def page_of_pairs(member: Member, *, after: UUID | None = None) -> PairPage:
    """Twenty pairs, the surest first, behind the one named."""
    pairs = open_pairs(member)
    if after and (cursor := DuplicatePair.objects.filter(pk=after).values_list("rung", "id").first()):
        pairs = pairs.filter(TupleGreaterThan((F("rung"), F("id")), cursor))
    found = list(pairs.select_related(*SHOWN).order_by("rung", "id")[: PAGE + 1])
    sides = _sides(person for pair in found[:PAGE] for person in (pair.first, pair.second))
    rows = [
        Likeness(pair, *(sides[person.pk] for person in in_order(pair.first, pair.second))) for pair in found[:PAGE]
    ]
    return PairPage(rows, found[PAGE - 1].pk if len(found) > PAGE else None)


def in_order(one: Person, two: Person) -> tuple[Person, Person]:
    """The one that stays unless somebody chooses otherwise: a live record before an archived one, then the older."""
    first, second = sorted((one, two), key=lambda person: (person.state != PersonState.LIVE, person.pk))
    return first, second


def told_apart(one: Person, other: Person) -> tuple[str, str]:
    """Both names; of two clients of the same name with their numbers."""
    if one.name != other.name:
        return one.name, other.name
    first, second = (
        f"{person.name} ({person.client.shown_number})"
        if person.is_client and person.client.shown_number
        else person.name
        for person in (one, other)
    )
    return first, second


def twin_of(person: Person, member: Member) -> Person | None:
    """The surest other record that looks like this one, for the hint in its head."""
    pairs = (
        open_pairs(member).filter(Q(first=person) | Q(second=person)).select_related("first__client", "second__client")
    )
    pair = pairs.order_by("rung", "id").first()
    return None if pair is None else pair.second if pair.first_id == person.pk else pair.first


@transaction.atomic
def dismiss(pair: DuplicatePair, *, by: Member) -> None:
    """„Keine Dublette“: the pair is hidden for good, also from the next scan."""
    _mark(pair, "duplicate.dismissal", timezone.now(), by)


@transaction.atomic
def reopen(pair: DuplicatePair, *, by: Member) -> None:
    """Take „Keine Dublette“ back."""
    _mark(pair, "duplicate.reopening", None, by)


def _mark(pair: DuplicatePair, act: str, at: Any, by: Member) -> None:
    """Sent twice it is done once."""
    changed = DuplicatePair.objects.filter(pk=pair.pk, dismissed_at__isnull=at is not None)
    if not changed.update(dismissed_at=at, dismissed_by=by if at else None):
        return
    for near, far in ((pair.first, pair.second), (pair.second, pair.first)):
        record(act, by=by, subject=near, client=near, with_id=far.pk, with_name=far.name)


def _sides(people: Iterable[Person]) -> dict[UUID, Side]:
    """E-mails, phones and towns of some people, in three queries."""
    sides = {person.pk: Side(person) for person in people}
    for email in Email.objects.filter(person__in=sides):
        sides[email.person_id].emails.append(email.value)
        sides[email.person_id].keys.add(f"e{email.key}")
    for phone in Phone.objects.filter(person__in=sides):
        sides[phone.person_id].phones.append(phone.shown)
        sides[phone.person_id].keys |= {f"p{phone.number}"} if phone.number else set()
    for address in Address.objects.filter(person__in=sides):
        sides[address.person_id].towns.append(f"{address.postcode} {address.city}".strip())
        postcode = address.postcode.replace(" ", "")
        sides[address.person_id].keys |= {f"a{postcode}"} if postcode else set()
    return sides
