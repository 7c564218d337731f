"""Own fields in the search: what a record says in those that are marked as searchable."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction

from kartei.db.scope import workspace_scope
from kartei.people.models import Field, FieldType, Person, SectionValues

TYPES = {
    FieldType.SHORT_TEXT, FieldType.LONG_TEXT, FieldType.EMAIL, FieldType.PHONE, FieldType.URL, FieldType.ADDRESS,
}  # fmt: skip
"""The types of which the search can know something."""
MOST = 600  # characters of one record, so that the search column keeps room for the rest
BATCH = 200

Found = tuple[str, str]  # label of the field, text


def texts_of(ids: Collection[UUID]) -> dict[UUID, list[Found]]:
    """What some people say in searchable fields; two statements, one when there are no such fields."""
    found: dict[UUID, list[Found]] = defaultdict(list)
    fields = list(Field.objects.in_use().filter(is_searchable=True, group="", type__in=TYPES))
    if not fields:
        return found
    homes = {pk for field in fields for pk in field.homes}
    rows = SectionValues.objects.filter(person_id__in=ids, section_id__in=homes).order_by("section_id")
    for person_id, values in rows.values_list("person_id", "values"):
        found[person_id] += [(field.label, text) for field in fields if (text := _text(values.get(field.name)))]
    return found


def words_of(found: list[Found]) -> list[str]:
    """The texts as the search column takes them, cut where they would leave no room for the rest."""
    words, left = [], MOST
    for _label, text in found:
        words.append(text[: max(left, 0)])
        left -= len(text)
    return [word for word in words if word]


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(value[part] for part in ("street", "extra", "postcode", "city") if value.get(part))
    return value if isinstance(value, str) else ""


def index_anew(workspace_id: UUID, field_id: UUID) -> None:
    """The job behind the mark: whoever says something in the field is found by it, or is no more.

    Each batch is a transaction of its own; whatever ended the last try, the next one may begin from the first.
    """
    after: UUID | None = None
    while True:
        after = _index_batch(workspace_id, field_id, after)
        if after is None:
            return


def _index_batch(workspace_id: UUID, field_id: UUID, after: UUID | None) -> UUID | None:
    """The last of the people who were read anew; None after the last batch."""
    from kartei.people import searching  # which asks this module for the texts

    with workspace_scope(workspace_id), transaction.atomic():
        field = Field.objects.filter(pk=field_id).first()
        if field is None:
            return None
        rows = SectionValues.objects.filter(section_id__in=field.homes, values__has_key=field.name)
        if after:
            rows = rows.filter(person_id__gt=after)
        ids = list(rows.order_by("person_id").values_list("person_id", flat=True).distinct()[:BATCH])
        people = Person.objects.select_for_update(of=("self",)).select_related("profile").filter(pk__in=ids)
        for person in people.prefetch_related("emails", "phones", "client").order_by("id"):
            searching.refresh(person)
        return ids[-1] if ids else None
