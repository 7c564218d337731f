"""The order of fields and sections, and fields that go into another section with all that the records say in them.

Values lie in one row for each section and record. A field that is moved is read from both sections at once; a job
carries its values over, a batch of records in each transaction, and each record's sections get a new version.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from kartei.audit.recording import record
from kartei.db.locks import VOCABULARY, in_turn
from kartei.db.scope import workspace_scope
from kartei.people.fields.defining import Refused, Starting, own_sections, section_row, used
from kartei.people.models import Field, FieldSection, Merge, Person, SectionValues
from kartei.people.versions import version_of
from kartei.people.vocabulary import row_of
from kartei.tenancy.models import Member

BATCH = 100  # records in one transaction


@transaction.atomic
def move_field(found: Field, step: int, *, by: Member) -> None:
    """One place up (-1) or down (1) in its section; at the end of it nothing happens."""
    in_turn(VOCABULARY)
    order = list(Field.objects.in_use().filter(section_id=found.section_id))
    if _stepped(order, found, step):
        Field.objects.bulk_update(order, ["position"])
        record("field.change", by=by, subject=found)


@transaction.atomic
def place_field(found: Field, section: str, before: UUID | None, *, by: Member, start: Starting) -> None:
    """Put a field before another one, or at the end, of its own section or of another one.

    Raises Refused and DoesNotExist.
    """
    in_turn(VOCABULARY)
    row = section_row(section)
    found = Field.objects.select_for_update(of=("self",)).select_related("section").get(pk=found.pk)
    order = list(Field.objects.in_use().filter(section=row).exclude(pk=found.pk))
    if row.pk != found.section_id:
        _change_section(found, row, start, by=by)
    order.insert(_place_of(order, before), found)
    _number(order)
    Field.objects.bulk_update(order, ["position"])
    record("field.change", by=by, subject=found)


def _change_section(found: Field, row: FieldSection, start: Starting, *, by: Member) -> None:
    if found.moved_from_id:
        raise Refused("moving")
    if any(found.label.casefold() == other.label.casefold() for other in Field.objects.filter(section=row)):
        raise Refused("taken")
    old, count = found.section, used(found)
    found.section, found.moved_from = row, old if count else None
    found.version += 1
    found.save(update_fields=["section", "moved_from", "version"])
    record("field.move", by=by, subject=found, changes={"Section": [str(old), str(row)]}, counts={"records": count})
    if count:
        start(workspace_id=str(found.workspace_id), field_id=str(found.pk))
    else:
        _rename_in_merges(found, old.pk)


@transaction.atomic
def move_section(row: FieldSection, step: int, *, by: Member) -> None:
    """One place up (-1) or down (1) among the own sections."""
    order = own_sections()
    if _stepped(order, row, step):
        FieldSection.objects.bulk_update(order, ["position"])
        record("fieldsection.change", by=by, subject=row)


@transaction.atomic
def place_section(row: FieldSection, before: UUID | None, *, by: Member) -> None:
    """Put an own section before another one, or at the end. Raises DoesNotExist."""
    there = own_sections()
    row = row_of(row, there)
    order = [other for other in there if other.pk != row.pk]
    order.insert(_place_of(order, before), row)
    _number(order)
    FieldSection.objects.bulk_update(order, ["position"])
    record("fieldsection.change", by=by, subject=row)


def finish_move(workspace_id: UUID, field_id: UUID) -> None:
    """The job: each batch is a transaction of its own, so whatever ends it, the next try goes on from there."""
    after: UUID | None = None
    while True:
        last = _carry_batch(workspace_id, field_id, after)
        if last is None and after is None:
            return
        after = last


def _carry_batch(workspace_id: UUID, field_id: UUID, after: UUID | None) -> UUID | None:
    """The last record of the batch; None when there was none, and then, from the beginning, the move is done."""
    with workspace_scope(workspace_id), transaction.atomic():
        found = Field.objects.select_for_update(of=("self",), no_key=True).filter(pk=field_id).first()
        if found is None or found.moved_from_id is None:
            return None
        rows = SectionValues.objects.filter(section_id=found.moved_from_id, values__has_key=found.name)
        if after:
            rows = rows.filter(person_id__gt=after)
        ids = list(rows.order_by("person_id").values_list("person_id", flat=True)[:BATCH])
        if ids:
            _carry(found, list(Person.objects.select_for_update().filter(pk__in=ids).order_by("id")))
        elif after is None:
            _rename_in_merges(found, found.moved_from_id)
            found.moved_from = None
            found.save(update_fields=["moved_from"])
        return ids[-1] if ids else None


def _rename_in_merges(found: Field, old_section: Any) -> None:
    """What merges have kept of the field stands under its section, too: undo has to find it."""
    old, new = (f"own.{pk.hex}.{found.name}" for pk in (old_section, found.section_id))
    for made in Merge.objects.filter(undone_at=None, changes__has_key=old):
        made.changes[new] = made.changes.pop(old)
        made.save(update_fields=["changes"])


def _carry(found: Field, people: Sequence[Person]) -> None:
    """Move what some people, whose rows are locked, say in a field; who has a section open sees both texts."""
    old, new = (_rows(section_id, people) for section_id in (found.moved_from_id, found.section_id))
    codes = [row.code for row in FieldSection.objects.filter(pk__in=found.homes)]
    for person in people:
        source = old.get(person.pk)
        if source is None or found.name not in source.values:  # somebody has changed it a moment ago
            continue
        target = new.setdefault(person.pk, SectionValues(section_id=found.section_id, person=person))
        target.values.setdefault(found.name, source.values.pop(found.name))
        source.values.pop(found.name, None)
        person.version += 1
        person.versions = {**person.versions, **{code: version_of(person, code) + 1 for code in codes}}
    SectionValues.objects.bulk_update(old.values(), ["values"])
    SectionValues.objects.bulk_create(
        new.values(), update_conflicts=True, unique_fields=["workspace", "section", "person"], update_fields=["values"]
    )
    Person.objects.bulk_update(people, ["version", "versions"])


def _rows(section_id: Any, people: Sequence[Person]) -> dict[UUID, SectionValues]:
    return {row.person_id: row for row in SectionValues.objects.filter(section_id=section_id, person__in=people)}


def _stepped(order: list[Any], one: Any, step: int) -> bool:
    """Change places in `order` and number it anew; False at the end of it."""
    at = next((place for place, other in enumerate(order) if other.pk == one.pk), None)
    if at is None or not 0 <= at + step < len(order):
        return False
    order[at], order[at + step] = order[at + step], order[at]
    _number(order)
    return True


def _place_of(order: Sequence[Any], before: UUID | None) -> int:
    """Where the neighbour stands; the end, when it is not there."""
    return next((place for place, other in enumerate(order) if other.pk == before), len(order))


def _number(order: Sequence[Any]) -> None:
    for place, other in enumerate(order):
        other.position = place
