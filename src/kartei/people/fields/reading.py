"""What it takes to tell the own fields of one record to one member. Each table is asked once at most."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from kartei.people.fields.guarding import closed_groups
from kartei.people.merging.trail import successor_of
from kartei.people.models import Field, FieldFile, FieldSection, FieldType, Person, PersonState, SectionValues
from kartei.people.models.person import name_of
from kartei.tenancy.models import Member

Values = dict[str, Any]
NAMES = ("kind", "organisation", "title", "first_name", "name_prefix", "last_name", "is_client")


@dataclass(frozen=True)
class Told:
    """A field and what the record says in it, as „Personal“ shows it; some values lead somewhere or are drawn."""

    label: str
    text: str
    file: UUID | None = None
    person: Person | None = None
    url: str = ""
    drawing: str = ""  # the path of a signature


class Reading:
    def __init__(self, person: Person, seen_by: Member) -> None:
        self.person, self.member = person, seen_by

    @cached_property
    def sections(self) -> list[FieldSection]:
        """Every section that holds own fields, and every own section, with all of its fields."""
        return list(FieldSection.objects.prefetch_related(Prefetch("fields", queryset=Field.objects.all())))

    @cached_property
    def all_fields(self) -> dict[str, Field]:
        return {field.name: field for row in self.sections for field in row.fields.all()}

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The fields that this member is not told of: those of closed groups, and what is calculated from them."""
        guarded = {name for name, field in self.all_fields.items() if field.group}
        if not guarded:
            return frozenset()
        closed = closed_groups(self.member, self.person)
        return hidden_among(self.all_fields, closed)

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Those that this kind of record has and this member sees, archived ones too."""
        return {
            name: field
            for name, field in self.all_fields.items()
            if name not in self.hidden and (self.person.is_client or field.on_contacts)
        }

    def kept(self, person: Person) -> Values:
        """{name of a field: value} of a record, of whichever section: a field that is being moved lies in either."""
        found: Values | None = person.__dict__.get("_own_values")
        if found is None:
            rows = SectionValues.objects.filter(person=person).values_list("values", flat=True)
            found = person.__dict__["_own_values"] = {name: value for row in rows for name, value in row.items()}
        return found

    @cached_property
    def members(self) -> dict[str, Member]:
        """All who are or were in the team, by id, in the order of their names."""
        found = Member.objects.only("name", "state").order_by("name", "id")
        return {str(member.pk): member for member in found}

    @cached_property
    def files(self) -> dict[str, FieldFile]:
        """All files of the record, by id."""
        found = FieldFile.objects.filter(person_id=self.person.pk).select_related("blob", "field")
        return {str(file.pk): file for file in found}

    @cached_property
    def _people(self) -> dict[str, Person | None]:
        """Those whom the record names, and who else was asked for; None stands for one out of reach."""
        named = [name for name, field in self.all_fields.items() if field.type == FieldType.PERSON]
        kept = self.kept(self.person) if named else {}
        ids = [kept[name] for name in named if kept.get(name)]
        return people_by_id(ids, self.member) if ids else {}

    def meet(self, ids: Iterable[str]) -> None:
        """Ask for further people at once, of whom `other` will be asked."""
        if unknown := set(ids) - self._people.keys():
            self._people.update(people_by_id(unknown, self.member))

    def other(self, pk: str) -> Person | None:
        """A person whom a field names; None when this member does not see them."""
        self.meet([pk])
        return self._people[pk]

    def other_name(self, pk: str) -> str:
        return name_of_other(self.other(pk))


class Overlooking(Reading):
    """The same for a list, whose records are many: what they name is told to it before (`look_up`)."""

    def __init__(self, seen_by: Member) -> None:
        self.member = seen_by

    @cached_property
    def files(self) -> dict[str, FieldFile]:
        return {}

    @cached_property
    def _people(self) -> dict[str, Person | None]:
        return {}

    def look_up(self, fields: Iterable[Field], several: Iterable[Values]) -> None:
        """Ask at once for the people and files that these values name."""
        names: dict[str, list[str]] = {}
        for field in fields:
            names.setdefault(field.type, []).append(field.name)
        told = list(several)
        people = {values[name] for name in names.get(FieldType.PERSON, ()) for values in told if name in values}
        if people:
            self.meet(people)
        files = {values[name] for name in names.get(FieldType.FILE, ()) for values in told if name in values}
        if files:
            found = FieldFile.objects.filter(pk__in=files).select_related("blob")
            self.files.update({str(file.pk): file for file in found})


def hidden_among(fields: dict[str, Field], closed: frozenset[str]) -> frozenset[str]:
    """The fields of closed groups, and whatever is calculated from one of them."""
    from kartei.people.fields.formulas import depending_on  # which tells fields by a reading

    own = {name for name, field in fields.items() if field.group in closed}
    return frozenset(own | depending_on(own, fields))


def people_by_id(ids: Iterable[str], seen_by: Member) -> dict[str, Person | None]:
    """Those whom the member sees; for a merged record stands the one that it went into."""
    found: dict[str, Person | None] = dict.fromkeys(ids)
    found |= _seen(found, seen_by)
    missing = [pk for pk, person in found.items() if person is None]
    if missing:
        merged = Person.objects.filter(pk__in=missing, state=PersonState.MERGED).values_list("pk", flat=True)
        stands = {str(pk): str(successor_of(pk)) for pk in merged}
        seen = _seen(stands.values(), seen_by) if stands else {}
        found |= {pk: seen.get(other) for pk, other in stands.items()}
    return found


def _seen(ids: Iterable[str], seen_by: Member) -> dict[str, Person]:
    here = Person.objects.exclude(state__in=[PersonState.TRASH, PersonState.MERGED]).visible_to(seen_by)
    return {str(person.pk): person for person in here.filter(pk__in=list(ids)).only(*NAMES)}


def name_of_other(person: Person | None) -> str:
    return name_of(person) if person else _("not visible to you")
