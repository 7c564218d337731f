"""What a line of the file became; and by what the person in it is recognised."""

from dataclasses import dataclass, field
from uuid import UUID

from kartei.lib import names, textkey
from kartei.lib.tables import PersonRow
from kartei.lib.tables.people import Remark
from kartei.people.importing.matching import Marks
from kartei.people.models import Outcome


@dataclass(slots=True)
class Line:
    """A row of the file as it was read; `raw` only where it was refused."""

    row: PersonRow
    raw: list[str]

    @property
    def name(self) -> str:
        row = self.row
        return (
            names.shown_name(row.first_name, row.last_name, prefix=row.name_prefix, title=row.title) or row.organisation
        )


@dataclass(slots=True)
class Result:
    """What a row became, or would become; `remark` says why it was refused or skipped, `doubts` what to look at."""

    line: Line
    outcome: Outcome
    person_id: UUID | None = None
    is_client: bool = False
    remark: str = ""
    doubts: list[Remark] = field(default_factory=list)

    @property
    def is_doubtful(self) -> bool:
        return self.outcome != Outcome.REFUSED and bool(self.line.row.warnings or self.doubts)

    @property
    def reasons(self) -> list[Remark]:
        first = [Remark("", "", self.remark)] if self.remark else []
        return [*first, *self.line.row.warnings, *self.doubts]


def marks_of(row: PersonRow) -> Marks:
    last = row.last_name or ("" if row.first_name else row.organisation)
    return Marks(
        textkey.name_key(last, row.first_name),
        (row.last_name, row.first_name),
        row.birth_date,
        frozenset(value.casefold()[:254] for _label, value in row.emails),
        frozenset(phone.number for _label, phone in row.phones if phone.number),
        tuple(row.external_ids),
    )
