"""What a list shows: its filters, order and columns, as its address carries them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractDay, ExtractMonth
from django.http import QueryDict
from django.utils import timezone

from kartei.people import own_filters
from kartei.people.birthdays import WINDOWS, days_of
from kartei.people.date_filters import LAST, NEXT, DateFilter
from kartei.people.models import Assignment, ClientTag, Field, Person, PersonState, StatusKind
from kartei.people.own_filters import OwnFilter
from kartei.people.rows import Labels
from kartei.web.query import day_in, id_in

MOST = 50  # values of one filter, and columns

# what may stand in ?sort=, with a minus for the other direction; the id breaks ties
ORDERS = {
    "name": "sort_key", "created": "id", "number": "client__number",
    "next": "client__next_appointment_at", "last": "client__last_appointment_at",
}  # fmt: skip
DATES = ("next", "last")  # told to those alone who see the whole calendar
NOBODY = "nobody"  # ?member=nobody: those for whom no member is responsible
ALL = "all"  # ?view=all: the whole list, where it would open with a view


@dataclass(frozen=True)
class Filters:
    """The state of a list as its address carries it. Anything unknown or malformed is left out."""

    statuses: tuple[UUID, ...] = ()
    kinds: tuple[str, ...] = ()  # of statuses
    tags: tuple[UUID, ...] = ()
    members: tuple[UUID, ...] = ()
    unassigned: bool = False
    without_email: bool = False
    without_phone: bool = False
    created_from: dt.date | None = None
    created_to: dt.date | None = None
    birthdays: tuple[str, ...] = ()  # keys of WINDOWS
    examples: str = ""  # "hidden", "only"
    archived: bool = False
    next: DateFilter = NEXT
    last: DateFilter = LAST
    own: tuple[OwnFilter, ...] = ()
    closed: tuple[str, ...] = ()  # parts of the address that ask for what is not told to the member: nobody is found
    sort: str = "name"
    columns: tuple[str, ...] = ()  # none: the usual ones
    view: str = ""  # the saved view it began with, or ALL

    @classmethod
    def read(cls, query: QueryDict, *, is_client: bool = True) -> "Filters":
        """Contacts have neither status, tags, members nor a number."""
        sort = query.get("sort", "name")
        filters = cls(
            without_email=query.get("email") == "missing",
            without_phone=query.get("phone") == "missing",
            created_from=day_in(query.get("created_from")),
            created_to=day_in(query.get("created_to")),
            birthdays=_words(query, "birthday", WINDOWS),
            examples=query.get("examples", "") if query.get("examples") in {"hidden", "only"} else "",
            archived=query.get("state") == "archived",
            own=own_filters.read(query),
            sort=sort if sort.removeprefix("-") in (ORDERS if is_client else {"name", "created"}) else "name",
            columns=tuple(dict.fromkeys(one for text in query.getlist("columns")[:MOST] for one in _split(text))),
            view=_view(query.get("view")),
        )
        return filters._with_client_filters(query) if is_client else filters

    def _with_client_filters(self, query: QueryDict) -> "Filters":
        return replace(
            self,
            statuses=_ids(query, "status"),
            kinds=_words(query, "kind", StatusKind.values),
            tags=_ids(query, "tag"),
            members=_ids(query, "member"),
            unassigned=NOBODY in query.getlist("member")[:MOST],
            next=DateFilter.read(query, "next"),
            last=DateFilter.read(query, "last"),
        )

    def within(self, labels: Labels) -> "Filters":
        """Without statuses, tags, members and own fields that are there no more: a link or a view outlives them."""
        is_told = labels.tells_dates or self.sort.removeprefix("-") not in DATES
        return replace(
            self,
            sort=self.sort if is_told else "name",
            statuses=tuple(pk for pk in self.statuses if pk in labels.statuses),
            tags=tuple(pk for pk in self.tags if pk in labels.tags or str(pk) in labels.closed),
            members=tuple(pk for pk in self.members if pk in labels.members),
            own=own_filters.fitting(self.own, labels.fields, closed=labels.closed),
            closed=self._closed(labels.closed, labels.tells_dates),
        )

    def _closed(self, hidden: frozenset[str], tells_dates: bool) -> tuple[str, ...]:
        own = [name for one in self.own if one.name in hidden for name in one.pairs]
        dates = [name for one in (self.next, self.last) if one and not tells_dates for name in one.pairs]
        return (*own, *dates, *["tag"] * any(str(pk) in hidden for pk in self.tags))

    @property
    def are_set(self) -> bool:
        return any(self._asked.values())

    @property
    def more(self) -> int:
        """How many of those are set that have no menu of their own."""
        single = (
            self.without_email,
            self.without_phone,
            self.created_from or self.created_to,
            self.birthdays,
            self.examples,
            self.next,
            self.last,
        )
        return sum(map(bool, single)) + len(self.own)

    def own_filter(self, name: str) -> OwnFilter:
        """What is asked of an own field, which may be nothing."""
        return next((one for one in self.own if one.name == name), OwnFilter(name))

    @property
    def _asked(self) -> dict[str, Any]:
        """Every filter by its name in the address."""
        asked: dict[str, Any] = {
            "status": self.statuses,
            "kind": self.kinds,
            "tag": self.tags,
            "member": (*self.members, NOBODY) if self.unassigned else self.members,
            "email": "missing" if self.without_email else "",
            "phone": "missing" if self.without_phone else "",
            "created_from": self.created_from.isoformat() if self.created_from else "",
            "created_to": self.created_to.isoformat() if self.created_to else "",
            "birthday": self.birthdays,
            "examples": self.examples,
            "state": "archived" if self.archived else "",
        }
        for one in self.own:
            asked |= one.pairs
        return {**asked, **self.next.pairs, **self.last.pairs}

    def state(self, **changed: Any) -> dict[str, Any]:
        """{name in the address: value or values}, with something changed; what says nothing is left out."""
        state = {
            **self._asked,
            "sort": "" if self.sort == "name" else self.sort,
            "columns": ",".join(self.columns),
            "view": self.view,
            **changed,
        }
        return {key: value for key, value in state.items() if value}

    def query(self, **changed: Any) -> str:
        """The query string of this state with something changed, such as `sort="-created"`."""
        return urlencode(self.state(**changed), doseq=True, safe=",")

    def without(self, *names: str) -> str:
        """The query string with some filters taken away."""
        return self.query(**dict.fromkeys(names, ""))

    def unfiltered(self) -> str:
        """The query string of the same columns and order of everybody."""
        return Filters(sort=self.sort, columns=self.columns).query() or f"view={ALL}"

    def pairs(self, without: str) -> list[tuple[str, str]]:
        """The state as hidden fields of a form which asks for what is left out here."""
        kept = self.state(**{without: ""})
        return [(key, str(one)) for key, value in kept.items() for one in _several(value)]

    def apply(self, people: QuerySet[Person]) -> QuerySet[Person]:
        """Within one filter OR, between filters AND; who is archived is shown by that filter alone."""
        if self.closed:  # to leave the filter out would show more than whoever made the address meant
            return people.none()
        people = people.filter(state=PersonState.ARCHIVED if self.archived else PersonState.LIVE)
        if self.statuses or self.kinds:
            people = people.filter(self._has_status())
        if self.tags:
            people = people.filter(Exists(ClientTag.objects.filter(client_id=OuterRef("id"), tag_id__in=self.tags)))
        if self.members or self.unassigned:
            people = people.filter(self._is_assigned())
        if self.without_email:
            people = people.filter(main_email="")
        if self.without_phone:
            people = people.filter(main_phone="")
        if self.examples:
            people = people.filter(is_demo=self.examples == "only")
        for one in filter(None, (self.next, self.last)):
            people = people.filter(one.condition)
        return own_filters.apply(self._of_days(people), self.own, self._fields)

    def _has_status(self) -> Q:
        found = Q(client__status_id__in=self.statuses)
        return found | Q(client__status__kind__in=self.kinds) if self.kinds else found

    def _is_assigned(self) -> Q:
        assigned = Assignment.objects.filter(client_id=OuterRef("id"))
        found = Q(Exists(assigned.filter(member_id__in=self.members))) if self.members else Q(pk__in=[])
        return found | ~Q(Exists(assigned)) if self.unassigned else found

    def _of_days(self, people: QuerySet[Person]) -> QuerySet[Person]:
        if self.created_from:
            people = people.filter(created_at__gte=_midnight(self.created_from))
        if self.created_to:
            people = people.filter(created_at__lt=_midnight(self.created_to + dt.timedelta(days=1)))
        if self.birthdays:
            day = ExtractMonth("birth_date") * 100 + ExtractDay("birth_date")
            people = people.alias(birthday=day).filter(birthday__in=days_of(self.birthdays, timezone.localdate()))
        return people

    @cached_property
    def _fields(self) -> dict[str, Field]:
        """The definitions of the own fields that are asked for."""
        fields = Field.objects.in_use().filter(pk__in=[one.field_id for one in self.own]) if self.own else ()
        return {field.name: field for field in fields}


def has_blanks(query: QueryDict) -> bool:
    """Whether a form has sent what nobody filled in: the same state has an address without it."""
    return any(value == "" for _name, values in query.lists() for value in values)


def _ids(query: QueryDict, name: str) -> tuple[UUID, ...]:
    return tuple(found for value in query.getlist(name)[:MOST] if (found := id_in(value)))


def _words(query: QueryDict, name: str, known: Iterable[str]) -> tuple[str, ...]:
    told = query.getlist(name)[:MOST]
    return tuple(word for word in known if word in told)


def _split(text: str) -> list[str]:
    return [word for word in text.split(",")[:MOST] if word.isidentifier() and len(word) < 40]


def _view(text: str | None) -> str:
    pk = id_in(text)
    return ALL if text == ALL else str(pk) if pk else ""


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _several(value: Any) -> Iterable[Any]:
    return value if isinstance(value, tuple) else (value,)
