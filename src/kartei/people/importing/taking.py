"""Some thousand rows of a file become records: new ones, or additions to those that are here."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kartei.lib.tables.people import PersonRow, Remark
from kartei.people.importing.absorbing import absorb
from kartei.people.importing.matching import Known, Marks, Match, Number, known
from kartei.people.importing.records import Record, empty, load
from kartei.people.importing.rows import Line, Result, marks_of
from kartei.people.importing.sheaf import Sheaf
from kartei.people.importing.terms import Duplicates, Terms
from kartei.people.models import Outcome, Tag


@dataclass(frozen=True, slots=True)
class Found:
    """What the database knows of some rows: whom each means, the numbers of others, and the records to be changed."""

    matches: list[Match | None]
    owners: dict[Number, UUID]
    records: dict[UUID, Record]


def find(lines: Sequence[Line], terms: Terms) -> Found:
    """Ask the database for all that deciding needs, and lock the records that may be changed."""
    marks = [marks_of(line.row) for line in lines]
    found = known(marks, before=terms.at)
    matches = [_match(mark, found, terms) for mark in marks]
    updates = terms.duplicates in (Duplicates.FILL, Duplicates.OVERWRITE)
    wanted = {match.person_id for match in matches if match} if updates else set()
    return Found(matches, found.owners, load(wanted, lock=not terms.is_rehearsal))


def take(lines: Sequence[Line], found: Found, terms: Terms, sheaf: Sheaf) -> list[Result]:
    """Decide what becomes of each row and gather what is to be stored, without a word with the database."""
    terms.owners |= found.owners
    records = found.records
    results = [_take_one(line, match, records, terms, sheaf) for line, match in zip(lines, found.matches, strict=True)]
    for record in records.values():
        if record.changes:
            sheaf.bind(record, terms)
    _store_tags_first(terms, sheaf)
    return results


def _match(marks: Marks, found: Known, terms: Terms) -> Match | None:
    return None if terms.duplicates == Duplicates.CREATE else found.match(marks)


def _take_one(line: Line, match: Match | None, records: dict[UUID, Record], terms: Terms, sheaf: Sheaf) -> Result:
    if match is None:
        if line.row.refusal:
            return Result(line, Outcome.REFUSED, remark=line.row.refusal)
        return _create(line, terms, sheaf)
    if match.person_id not in records:
        return Result(line, Outcome.SKIPPED, match.person_id, remark="here_already")
    return _add_to(records[match.person_id], match, line, terms)


def _create(line: Line, terms: Terms, sheaf: Sheaf) -> Result:
    is_client = line.row.kind == "client" and not line.row.organisation
    record = empty(terms, number=next(terms.numbers) if is_client else None)
    doubts = absorb(record, line.row, terms)
    sheaf.bind(record, terms)
    return Result(line, Outcome.NEW, record.person.pk, is_client, doubts=doubts)


def _add_to(record: Record, match: Match, line: Line, terms: Terms) -> Result:
    changes = record.changes
    doubts = absorb(record, line.row, terms) + _doubts(line.row, match, record)
    result = Result(line, Outcome.UPDATED, record.person.pk, record.client is not None, doubts=doubts)
    if record.changes == changes:
        result.outcome, result.remark = Outcome.SKIPPED, "nothing_new"
    return result


def _doubts(row: PersonRow, match: Match, record: Record) -> list[Remark]:
    """What people should look at, although the row is taken to mean this record."""
    doubts = []
    if match.differs:
        doubts.append(Remark("", str(row.birth_date), "birth_date_differs"))
    if (row.kind == "client") != (record.client is not None) and not row.organisation:
        doubts.append(Remark("", row.kind, "other_kind"))
    return doubts


def _store_tags_first(terms: Terms, sheaf: Sheaf) -> None:
    for tag in terms.resolver.new_tags:
        sheaf.add(Tag, tag)
    terms.resolver.new_tags.clear()
