"""Records with everything that can hang on one, and dumps of all of it, for the tests of merging."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q

from kartei.people.creating import Particulars, create_client, create_contact, default_status
from kartei.people.merging.coverage import covered
from kartei.people.models import Merge, Person
from kartei.tenancy.models import Member

DERIVED = {"version", "versions", "search"}
BOOKKEEPING = {"people.Merge", "people.MergeMove", "people.DuplicatePair"}


def client(first: str = "Tina", last: str = "Zwilling", *, by: Member, **told: Any) -> Person:
    """A further client, fresh from the database."""
    made = create_client(Particulars(first_name=first, last_name=last, **told), status=default_status(), by=by)
    return again(made.person)


def contact(first: str = "Kai", last: str = "Zwilling", *, by: Member, **told: Any) -> Person:
    return again(create_contact(Particulars(first_name=first, last_name=last, **told), by=by))


def again(person: Person) -> Person:
    found: Person = Person.objects.select_related("profile", "client__status").get(pk=person.pk)
    return found


def again_merge(made: Merge) -> Merge:
    found: Merge = Merge.objects.select_related("winner__profile", "winner__client", "loser").get(pk=made.pk)
    return found


def dump(*ids: UUID) -> dict[str, list[dict[str, Any]]]:
    """Every row of every covered table that belongs to these people, and their own; the numbers of versions apart."""
    found = {"people.Person": _rows(Person, Q(pk__in=ids))}
    columns: dict[str, set[str]] = {}
    for label, column in covered():
        columns.setdefault(label, set()).add(column)
    for label in columns.keys() - BOOKKEEPING:
        asked = Q()
        for column in columns[label]:
            asked |= Q(**{f"{column}__in": ids})
        found[label] = _rows(apps.get_model(label), asked)
    return found


def _rows(model: Any, asked: Q) -> list[dict[str, Any]]:
    rows = model.objects.filter(asked).order_by("pk").values()
    return [{name: value for name, value in row.items() if name not in DERIVED} for row in rows]
