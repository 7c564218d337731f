"""A person as one row of a table told it: plain values, nothing stored yet."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from kartei.lib.addresses import Address
from kartei.lib.phones import Phone

NO_NAME = "no_name"  # the only reason to refuse a row

WARNINGS = (
    "date_unreadable", "date_impossible", "date_ambiguous", "date_year_unknown", "date_too_early", "date_in_future",
    "phone_unreadable", "phone_implausible", "email_form", "unknown_gender", "unknown_status", "unknown_kind",
    "unknown_answer", "unknown_language", "unknown_form_of_address", "unknown_time_zone", "unknown_country",
    "postcode_short", "id_scientific", "too_long", "too_many_cells", "too_few_cells", "lost_characters", "couple",
)  # fmt: skip

FURTHER_LENGTH = 200_000


class Remark(NamedTuple):
    """A value that was kept another way than its column wanted: heading, text of the cell, one of WARNINGS."""

    column: str
    raw: str
    code: str


@dataclass(slots=True)
class PersonRow:
    """What a row says. Texts are clean and within the lengths of the record; "" and None are „not said“."""

    line: int
    refusal: str = ""  # NO_NAME, or taken
    kind: str = ""  # client, contact
    salutation: str = ""
    title: str = ""
    first_name: str = ""
    middle_name: str = ""
    name_prefix: str = ""
    last_name: str = ""
    preferred_name: str = ""
    birth_name: str = ""
    organisation: str = ""  # only when the row has no name of a person
    pronouns: str = ""
    gender: str = ""  # female, male, other, unknown
    birth_date: date | None = None
    died_on: date | None = None
    registered_on: date | None = None
    archived_on: date | None = None
    emails: list[tuple[str, str]] = field(default_factory=list)  # (label, address); labels: see vocabulary.label
    phones: list[tuple[str, Phone]] = field(default_factory=list)
    addresses: list[tuple[str, Address]] = field(default_factory=list)
    language: str = ""
    form_of_address: str = ""  # formal, informal
    time_zone: str = ""
    status: str = ""  # code of a built-in status, or what `meanings` gave for the text
    tags: list[str] = field(default_factory=list)
    assigned: list[str] = field(default_factory=list)  # names or e-mails of members, as written
    number: int | None = None  # our own, K-00042
    external_ids: list[tuple[str, str]] = field(default_factory=list)  # (system, value)
    occupation: str = ""
    employer: str = ""
    family_state: str = ""
    insurer: str = ""
    insurance_number: str = ""
    has_aid: bool | None = None
    alerts: str = ""
    note: str = ""
    consents: dict[str, bool] = field(default_factory=dict)  # purpose → answer; absent: not asked
    relations: dict[str, dict[str, str]] = field(
        default_factory=dict
    )  # guardian → {name, phone, email}; also in `further`
    further: list[str] = field(default_factory=list)  # „Weitere Angaben aus dem Import“, „column: value“
    warnings: list[Remark] = field(default_factory=list)

    @property
    def further_text(self) -> str:
        return "\n".join(self.further)[:FURTHER_LENGTH]

    def keep(self, column: str, value: str, code: str = "") -> None:
        """Keep a value as text among the further details, with a warning when there is a reason."""
        self.further.append(f"{column}: {value}")
        if code:
            self.warn(column, value, code)

    def warn(self, column: str, raw: str, code: str) -> None:
        self.warnings.append(Remark(column, raw[:500], code))
