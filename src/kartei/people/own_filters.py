"""Filters on the practice's own fields: any of some answers, a range, or whether anything is said at all.

What somebody has written is no filter: an address must not carry it. Nor is what is calculated, which is kept nowhere.
"""

import datetime as dt
import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, F, FloatField, Func, OuterRef, Q, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from kartei.people.fields.choices import OTHER, choices_of
from kartei.people.fields.kinds import told
from kartei.people.models import Field, FieldType, Person, SectionValues
from kartei.people.rows import Labels
from kartei.web.query import day_in, id_in

FILLED, EMPTY = "filled", "empty"
MOST = 50  # answers of one filter
NUMBERS, DAYS = {FieldType.NUMBER, FieldType.MONEY}, {FieldType.DATE, FieldType.DATETIME}
CHOICES = {FieldType.SINGLE_CHOICE, FieldType.MULTI_CHOICE}
_NAME = re.compile(r"(f[0-9a-f]{32})(?:\.(from|to))?")
_ANSWER = re.compile(r"[\w-]{1,40}")
_STEP = re.compile(r"-?[0-9]{1,3}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")


@dataclass(frozen=True)
class OwnFilter:
    """What is asked of one own field; all that is asked counts as „or“."""

    name: str  # Field.name
    answers: tuple[str, ...] = ()  # among them FILLED and EMPTY
    least: str = ""  # a number with a point, or an ISO date
    most: str = ""

    @property
    def field_id(self) -> UUID:
        return UUID(self.name[1:])

    @property
    def pairs(self) -> dict[str, Any]:
        """As the address carries it."""
        return {self.name: self.answers, f"{self.name}.from": self.least, f"{self.name}.to": self.most}


def read(query: QueryDict) -> tuple[OwnFilter, ...]:
    """The own filters of an address, in the order of their names; what makes no sense in itself is left out."""
    told: dict[str, dict[str, Any]] = {}
    for key in query:
        if not (found := _NAME.fullmatch(key)):
            continue
        asked = told.setdefault(found[1], {})
        if found[2]:
            asked["least" if found[2] == "from" else "most"] = _bound(query.get(key, ""))
        else:
            asked["answers"] = tuple(dict.fromkeys(one for one in query.getlist(key)[:MOST] if _ANSWER.fullmatch(one)))
    filters = (OwnFilter(name, **told[name]) for name in sorted(told))
    return tuple(one for one in filters if one.answers or one.least or one.most)


def fitting(
    asked: Iterable[OwnFilter], fields: dict[str, Field], *, closed: Container[str] = ()
) -> tuple[OwnFilter, ...]:
    """Those that a field of this workspace can answer, without what its type does not know; closed ones untouched."""
    known = [one for one in asked if one.name in fields or one.name in closed]
    found = (one if one.name in closed else _fitted(one, fields[one.name]) for one in known)
    return tuple(one for one in found if one.answers or one.least or one.most)


def apply(people: QuerySet[Person], asked: Iterable[OwnFilter], fields: dict[str, Field]) -> QuerySet[Person]:
    """The people of whom every filter is true; each is one look through the values of its section."""
    for one in fitting(asked, fields):
        people = people.filter(_condition(one, fields[one.name]))
    return people


def answers_offered(field: Field, labels: Labels) -> list[tuple[str, str]]:
    """(key, label) of what one can tick in the filter of a field, besides filled in and empty."""
    if field.type == FieldType.YES_NO:
        return [("yes", _("yes")), ("no", _("no"))]
    if field.type == FieldType.SCALE:
        steps = range(field.options["from"], field.options["to"] + 1)
        return [(str(step), told(field, step, labels.reading)) for step in steps] if labels.reading else []
    if field.type == FieldType.TEAM_MEMBER:
        return [(str(member.id), member.name) for member in labels.members.values()]
    return choices_of(field) if field.type in CHOICES else []


def _bound(text: str) -> str:
    if _NUMBER.fullmatch(text):
        return text
    day = day_in(text)
    return day.isoformat() if day else ""


def _fitted(one: OwnFilter, field: Field) -> OwnFilter:
    answers = tuple(key for key in one.answers if _is_answer(field, key))
    least, most = (text if _is_bound(field, text) else "" for text in (one.least, one.most))
    return replace(one, answers=answers, least=least, most=most)


def _is_answer(field: Field, key: str) -> bool:
    if field.type == FieldType.CALCULATED:
        return False
    if key in {FILLED, EMPTY}:
        return True
    if field.type == FieldType.YES_NO:
        return key in {"yes", "no"}
    if field.type == FieldType.SCALE:
        return bool(_STEP.fullmatch(key))
    if field.type == FieldType.TEAM_MEMBER:
        return id_in(key) is not None
    return field.type in CHOICES and key in dict(choices_of(field))


def _is_bound(field: Field, text: str) -> bool:
    return bool(text) and (field.type in NUMBERS if _NUMBER.fullmatch(text) else field.type in DAYS)


def _condition(one: OwnFilter, field: Field) -> Q:
    rows = SectionValues.objects.filter(section_id__in=field.homes, person_id=OuterRef("id"))
    answers = [key for key in one.answers if key not in {FILLED, EMPTY}]
    is_filled = Q(values__has_key=field.name)
    is_empty = ~Q(Exists(rows.filter(is_filled)))
    if one == OwnFilter(one.name, (EMPTY,)):
        return is_empty  # alone it is an anti-join, as part of an „or“ it takes ten times as long
    said = Q(pk__in=[])
    if FILLED in one.answers:
        said |= is_filled
    if answers:
        said |= _is_any_of(field, answers)
    if one.least or one.most:
        rows = rows.annotate(said=_compared(field))
        said |= _is_between(field, one.least, one.most)
    found = Q(Exists(rows.filter(said)))
    return found | is_empty if EMPTY in one.answers else found


def _is_any_of(field: Field, answers: list[str]) -> Q:
    value = f"values__{field.name}"
    if field.type == FieldType.YES_NO:
        return Q(**{f"{value}__in": [answer == "yes" for answer in answers]})
    if field.type == FieldType.SCALE:
        return Q(**{f"{value}__in": [int(answer) for answer in answers]})
    said = Q(**{f"{value}__has_any_keys": answers})  # true of a text that is one of them, and of a list with one
    return said | Q(_HasOther(F("values"), Value(f"$.{field.name}[*].{OTHER}"))) if OTHER in answers else said


class _HasOther(Func):
    """Whether „Sonstiges“ stands there, alone or in a list: what is kept of it is an object."""

    template = "jsonb_path_exists(%(expressions)s::jsonpath)"
    output_field = BooleanField()


def _compared(field: Field) -> Any:
    """What a range is compared with: numbers are kept as text, and days sort as they are written."""
    text = KeyTextTransform(field.name, "values")
    return Cast(text, FloatField()) if field.type in NUMBERS else text


def _is_between(field: Field, least: str, most: str) -> Q:
    if field.type == FieldType.DATETIME:
        until = dt.date.fromisoformat(most) + dt.timedelta(days=1) if most else None
        bounds = {"said__gte": least and _moment(dt.date.fromisoformat(least)), "said__lt": until and _moment(until)}
    else:
        bounds = {"said__gte": least, "said__lte": most}
    if field.type in NUMBERS:
        return Q(**{name: float(bound) for name, bound in bounds.items() if bound})
    return Q(**{name: bound for name, bound in bounds.items() if bound})


def _moment(day: dt.date) -> str:
    """The beginning of a day in the workspace's zone, as moments are kept: in UTC."""
    begins = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    return begins.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S")
