"""A list as a file: the same people in the same order and columns as the page shows, all of them, in constant memory.

Nothing is held between two batches, neither rows nor a transaction: whoever fetches slowly keeps nobody waiting.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone, translation

from kartei.audit.recording import record
from kartei.db.scope import workspace_scope
from kartei.lib.tables.writing import guarded
from kartei.lib.workbooks import workbook
from kartei.people import columns
from kartei.people.chips import chips
from kartei.people.columns import Cell, Column
from kartei.people.filters import Filters
from kartei.people.links import add_links
from kartei.people.listing import Key, batches, matching
from kartei.people.models import Person
from kartei.people.rows import Labels, Row, rows_of
from kartei.tenancy.models import Member, Workspace
from kartei.tenancy.rights import Right

BATCH = 500  # rows that are read at once
PRINTED = 1_000  # rows of a printed list


@dataclass(frozen=True)
class Extract:
    """What somebody sees of a list: by their reach, with their filters, in their language."""

    workspace: Workspace
    member: Member
    language: str
    is_client: bool
    filters: Filters
    labels: Labels
    chosen: tuple[UUID, ...] | None = None  # these alone, of whom the filters find

    @property
    def columns(self) -> list[Column]:
        offered = columns.offered(self.labels, is_client=self.is_client)
        return columns.chosen(offered, self.filters.columns, is_client=self.is_client)

    def people(self) -> QuerySet[Person]:
        """In reach of both rights: to see profiles, and to take lists away."""
        people: QuerySet[Person] = Person.objects.visible_to(self.member).visible_to(self.member, Right.REPORTS_VIEW)
        people = people.filter(is_client=self.is_client)
        return people if self.chosen is None else people.filter(pk__in=self.chosen)

    def exported(self) -> QuerySet[Person]:
        """Examples stay out of every file (product.md, section 1)."""
        return self.people().filter(is_demo=False)

    def count(self) -> int:
        return matching(self.exported(), self.filters).count()

    def batch(self, people: QuerySet[Person], after: Key | None, size: int) -> tuple[list[Row], Key | None]:
        """The next rows with all that the columns show, and the key behind which to go on; None at the end."""
        keys = batches(people, self.filters, after, size)
        rows = rows_of([pk for _value, pk in keys], self.labels)
        shown = self.columns
        columns.add_details(rows, shown, self.labels)
        if any(column.key == "links" for column in shown):
            add_links(rows, seen_by=self.member)
        return rows, keys[-1] if len(keys) == size else None


def note_export(extract: Extract, act: str, count: int) -> None:
    """Who took what out of the house: `act` is export or print."""
    record(
        f"{'clients' if extract.is_client else 'contacts'}.{act}",
        by=extract.member,
        counts={"people": count},
        filters=[str(chip) for chip in chips(extract.filters, extract.labels)],
        columns=[str(column.label) for column in extract.columns],
    )


def as_csv(extract: Extract) -> Iterator[bytes]:
    """As spreadsheets open it: with a mark that it is UTF-8, and in German with semicolons and decimal commas."""
    return _csv_pieces(extract, _heads(extract))


def as_xlsx(extract: Extract, title: str) -> Iterator[bytes]:
    """With numbers and days that a spreadsheet calculates with."""
    lines = (line for batch in _batches(extract) for line in batch)
    return workbook(title, _heads(extract), (list(map(_guarded, line)) for line in lines))


def printed(extract: Extract) -> tuple[list[Row], bool]:
    """The rows of a printed list, and whether there are more than it shows."""
    rows, _key = extract.batch(extract.people(), None, PRINTED + 1)
    return rows[:PRINTED], len(rows) > PRINTED


def _heads(extract: Extract) -> list[str]:
    return guarded(column.head for column in extract.columns)


def _batches(extract: Extract) -> Iterator[list[list[Cell]]]:
    """Batch after batch, each in a transaction, a language and a time zone of its own: the request is over by then."""
    zone, after, shown = ZoneInfo(extract.workspace.time_zone), None, extract.columns
    while True:
        with workspace_scope(extract.workspace.id), translation.override(extract.language), timezone.override(zone):
            rows, after = extract.batch(extract.exported(), after, BATCH)
            lines = [[column.cell(row) for column in shown] for row in rows]
        yield lines
        if after is None:
            return


def _csv_pieces(extract: Extract, heads: list[str]) -> Iterator[bytes]:
    is_german, text = extract.language.startswith("de"), io.StringIO()
    writer = csv.writer(text, delimiter=";" if is_german else ",")

    def taken() -> bytes:
        piece = text.getvalue().encode()
        text.seek(0)
        text.truncate()
        return piece

    text.write("\ufeff")
    writer.writerow(heads)
    yield taken()
    for lines in _batches(extract):
        writer.writerows(guarded(_plain(cell, is_german) for cell in line) for line in lines)
        yield taken()


def _guarded(cell: Cell) -> Cell:
    return guarded([cell])[0] if isinstance(cell, str) else cell


def _plain(cell: Cell, is_german: bool) -> str:
    if isinstance(cell, dt.datetime):
        return cell.strftime("%d.%m.%Y %H:%M" if is_german else "%d/%m/%Y %H:%M")
    if isinstance(cell, dt.date):
        return cell.strftime("%d.%m.%Y" if is_german else "%d/%m/%Y")
    if isinstance(cell, Decimal):
        return f"{cell:f}".replace(".", "," if is_german else ".")
    return cell
