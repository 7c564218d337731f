"""How a row becomes a person."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from zoneinfo import available_timezones

from kartei.lib import dates, emails, names, phones, vocabulary
from kartei.lib.tables.columns import KEEP
from kartei.lib.tables.people import NO_NAME, PersonRow
from kartei.lib.tables.places import Places
from kartei.lib.tables.reading import Row
from kartei.lib.tables.surveying import DATES, Survey

# field: greatest length in the record
_TEXTS = {
    "first_name": 200, "middle_name": 200, "last_name": 200, "name_prefix": 40, "preferred_name": 200,
    "birth_name": 200, "pronouns": 60, "occupation": 200, "employer": 200, "family_state": 60, "insurer": 200,
    "insurance_number": 60, "alerts": 20_000,
}  # fmt: skip
_NAMES = ("first_name", "middle_name", "last_name", "full_name")
_CHOICES: dict[str, Callable[[str], str]] = {
    "status": vocabulary.status, "kind": vocabulary.kind, "language": vocabulary.language,
    "form_of_address": vocabulary.form_of_address,
}  # fmt: skip
_RELATIONS = frozenset(("guardian", "family_doctor", "emergency", "referrer", "payer"))
_OWN_NUMBER = re.compile(r"K-?(\d{1,9})", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_LOST = re.compile(r"\w\?|\?\w")
_MEMBERS = re.compile(r"\s*[,;\n|]\s*")

# puts one filled cell into the person: (person, heading, cell)
Step = Callable[[PersonRow, str, str], None]


class Interpreter:
    """Reads the rows of one table.

    `targets` has one target a column. `region` is the country of the practice; `system` names the source of external
    ids; `kind` is what rows without a type column become; `meanings` says what the texts of a choice mean, as decided
    by the user: {"status": {"VIP": "active"}}, handed on as it is. `unshouts` writes NAMES IN CAPITALS as Names.
    """

    def __init__(
        self,
        header: Sequence[str],
        targets: Sequence[str],
        *,
        region: str,
        today: date,
        survey: Survey,
        system: str = "import",
        kind: str = "client",
        meanings: Mapping[str, Mapping[str, str]] | None = None,
        unshouts: bool = False,
    ) -> None:
        self.region, self.today, self.survey = region, today, survey
        self.system, self.kind, self.unshouts = system, kind, unshouts
        self.meanings = meanings or {}
        self.header = [heading or f"({at + 1})" for at, heading in enumerate(header)]
        self._places = Places(self.header, targets, region)
        self._labels = {target.replace("_label", ""): at for at, target in enumerate(targets) if "_label." in target}
        self._phones = [(at, target) for at, target in enumerate(targets) if target.split(".")[0] == "phone"]
        self._emails = [(at, target) for at, target in enumerate(targets) if target.split(".")[0] == "email"]
        self._genders = [at for field in ("gender", "sex") for at, target in enumerate(targets) if target == field]
        self._steps = [(at, step) for at, target in enumerate(targets) if (step := self._step(at, target))]

    def read(self, row: Row) -> PersonRow:
        """Give the person of a row. What cannot be read stays as text, with a warning; nothing is raised or lost."""
        person = PersonRow(row.number, kind=self.kind)
        cells = row.cells
        for at, step in self._steps:
            if cell := cells[at]:
                step(person, self.header[at], cell)
        country = self._places.read(person, cells) if self._places.groups else ""
        self._read_phones(person, cells, country or self.region)
        self._read_emails(person, cells)
        self._read_gender(person, cells)
        if row.surplus or row.missing:
            _note_shape(person, row)
        _finish_name(person, self.unshouts)
        return person

    def _step(self, at: int, target: str) -> Step | None:
        """Give the reader of a column, None for the parts of names, places and reach that are read together."""
        field, _, group = target.partition(".")
        step: Step | None = self._readers().get(target)
        if field in _TEXTS:
            step = _text_step(field)
        elif field in DATES:
            step = self._date_step(at, field)
        elif field in _CHOICES:
            step = self._choice_step(field)
        elif field == "consent":
            step = self._consent_step(group)
        elif field in _RELATIONS:
            step = _relation_step(field, group)
        elif field == "tags":
            step = _tags_step(self.survey.dividers.get(at, ""))
        return step

    def _readers(self) -> dict[str, Step]:
        return {
            KEEP: _keep, "full_name": self._read_full_name, "salutation": self._read_salutation,
            "title": self._read_title, "external_id": self._read_external_id, "number": self._read_number,
            "assigned": self._read_assigned, "note": self._read_note, "time_zone": self._read_time_zone,
            "has_aid": self._read_has_aid,
        }  # fmt: skip

    def _read_full_name(self, person: PersonRow, heading: str, cell: str) -> None:
        name = names.split_full(cell)
        person.first_name, person.last_name = name.first, name.last
        person.title, person.salutation = person.title or name.title, person.salutation or name.salutation
        if name.is_couple:
            person.keep(heading, cell, "couple")
        elif _LOST.search(cell):
            person.warn(heading, cell, "lost_characters")

    def _read_salutation(self, person: PersonRow, heading: str, cell: str) -> None:
        salutation, title, rest = names.split_titles(cell)
        person.salutation = salutation or ("" if title else rest)
        person.title = person.title or title

    def _read_title(self, person: PersonRow, heading: str, cell: str) -> None:
        salutation, title, rest = names.split_titles(cell)
        person.salutation = person.salutation or salutation
        person.title = " ".join(filter(None, (title, rest))) or person.title

    def _read_external_id(self, person: PersonRow, heading: str, cell: str) -> None:
        if _SCIENTIFIC.fullmatch(cell):
            person.keep(heading, cell, "id_scientific")
        elif len(cell) > 100:
            person.keep(heading, cell, "too_long")
        else:
            person.external_ids.append((self.system, cell))

    def _read_number(self, person: PersonRow, heading: str, cell: str) -> None:
        if own := _OWN_NUMBER.fullmatch(cell):
            person.number = int(own[1])
        else:
            self._read_external_id(person, heading, cell)

    def _read_assigned(self, person: PersonRow, heading: str, cell: str) -> None:
        person.assigned += [name for name in _MEMBERS.split(cell) if name]

    def _read_note(self, person: PersonRow, heading: str, cell: str) -> None:
        if len(cell) + len(person.note) >= 20_000:
            person.keep(heading, cell, "too_long")
        else:
            person.note = f"{person.note}\n{cell}".strip()

    def _read_time_zone(self, person: PersonRow, heading: str, cell: str) -> None:
        if cell in _time_zones():
            person.time_zone = cell
        else:
            person.keep(heading, cell, "unknown_time_zone")

    def _read_has_aid(self, person: PersonRow, heading: str, cell: str) -> None:
        if answer := self._answer("has_aid", person, heading, cell):
            person.has_aid = answer == "yes"

    def _answer(self, field: str, person: PersonRow, heading: str, cell: str) -> str:
        answer = self._meaning(field, cell) or vocabulary.answer(cell)
        if not answer:
            person.keep(heading, cell, "unknown_answer")
        return "" if answer == "not_asked" else answer

    def _meaning(self, field: str, cell: str) -> str:
        return self.meanings.get(field, {}).get(cell, "")

    def _consent_step(self, purpose: str) -> Step:
        def read(person: PersonRow, heading: str, cell: str) -> None:
            if answer := self._answer("consent", person, heading, cell):
                person.consents[purpose] = answer == "yes"

        return read

    def _choice_step(self, field: str) -> Step:
        understand = _CHOICES[field]

        def read(person: PersonRow, heading: str, cell: str) -> None:
            if meaning := self._meaning(field, cell) or understand(cell):
                setattr(person, field, meaning)
            else:
                person.keep(heading, cell, f"unknown_{field}")

        return read

    def _date_step(self, at: int, field: str) -> Step:
        order = self.survey.date_orders.get(at, "")
        has_no_field = field in ("registered_on", "archived_on")

        def read(person: PersonRow, heading: str, cell: str) -> None:
            if field == "birth_date":
                found = dates.read_birth(cell, self.today, order=order, serials=True)
            else:
                found = dates.read(cell, self.today, order=order, serials=True, past=True)
            setattr(person, field, found.value)
            if found.reason:
                person.keep(heading, cell, f"date_{found.reason}")
            elif found.value and has_no_field:
                person.keep(heading, cell)

        return read

    def _read_phones(self, person: PersonRow, cells: list[str], region: str) -> None:
        seen = set()
        for at, target in self._phones:
            if not (cell := cells[at]):
                continue
            for label, value in phones.split(cell, region):
                phone = self._phone(value, region)
                if len(phone.value) > 60:
                    person.keep(self.header[at], value, "too_long")
                elif (phone.number or phone.value) not in seen:
                    seen.add(phone.number or phone.value)
                    person.phones.append((self._label(label, target, cells), phone))
                    if phone.warning:
                        person.warn(self.header[at], value, f"phone_{phone.warning}")

    def _phone(self, value: str, region: str) -> phones.Phone:
        """Read a number by the country of the address; who lives abroad may still have a number from here."""
        abroad = phones.parse(value, region, self.region)
        if not abroad.warning or region == self.region:
            return abroad
        here = phones.parse(value, self.region)
        return abroad if here.warning else here

    def _read_emails(self, person: PersonRow, cells: list[str]) -> None:
        seen = set()
        for at, target in self._emails:
            if not (cell := cells[at]):
                continue
            for label, address in emails.split(cell):
                if not emails.looks_right(address):
                    person.keep(self.header[at], address, "email_form")
                elif address.casefold() not in seen:
                    seen.add(address.casefold())
                    person.emails.append((self._label(label, target, cells), address))

    def _label(self, own: str, target: str, cells: list[str]) -> str:
        if own:
            return vocabulary.label(own)
        if target in self._labels:
            return vocabulary.label(cells[self._labels[target]])
        group = target.partition(".")[2]
        return "" if group.isdigit() else group

    def _read_gender(self, person: PersonRow, cells: list[str]) -> None:
        """The gender somebody names goes before the sex; a text that says something else is kept."""
        for at in self._genders:
            if not (cell := cells[at]):
                continue
            found = self._meaning("gender", cell) or vocabulary.gender(cell)
            person.gender = person.gender or found
            if not found:
                person.keep(self.header[at], cell, "unknown_gender")
            elif found != person.gender:
                person.keep(self.header[at], cell)


def _keep(person: PersonRow, heading: str, cell: str) -> None:
    if not dates.is_nothing(cell):
        person.keep(heading, cell)


def _text_step(field: str) -> Step:
    length = _TEXTS[field]
    is_line = field != "alerts"
    is_name = field in _NAMES

    def read(person: PersonRow, heading: str, cell: str) -> None:
        text = " ".join(cell.split()) if is_line else cell
        if len(text) > length:
            person.keep(heading, cell, "too_long")
            text = text[:length].strip()
        if is_name and "?" in text and _LOST.search(text):
            person.warn(heading, cell, "lost_characters")
        setattr(person, field, text)

    return read


def _relation_step(relation: str, part: str) -> Step:
    """Relatives and doctors arrive as text; the parts are handed on too, for whoever links them."""

    def read(person: PersonRow, heading: str, cell: str) -> None:
        person.keep(heading, cell)
        person.relations.setdefault(relation, {})[part] = cell

    return read


def _tags_step(divider: str) -> Step:
    def read(person: PersonRow, heading: str, cell: str) -> None:
        for tag in vocabulary.tags(cell, divider):
            if len(tag) > 60:
                person.keep(heading, tag, "too_long")
            elif tag not in person.tags:
                person.tags.append(tag)

    return read


def _note_shape(person: PersonRow, row: Row) -> None:
    """Cells beyond the header join the note; cells that the file left out are told."""
    if row.surplus:
        surplus = "\n".join(row.surplus)
        person.note = f"{person.note}\n{surplus}".strip()[:20_000]
        person.warn("", surplus, "too_many_cells")
    if row.missing:
        person.warn("", "", "too_few_cells")


def _finish_name(person: PersonRow, unshouts: bool) -> None:
    """Take titles and particles off the names, title-case what is shouted, refuse who has no name at all."""
    if "." in person.first_name or "." in person.last_name:
        _move_titles(person)
    if unshouts:
        _unshout(person)
    if not person.name_prefix:
        prefix, last = names.split_prefix(person.last_name)
        if len(prefix) <= 40:
            person.name_prefix, person.last_name = prefix, last
    _shorten_name(person)
    if not person.first_name and not person.last_name:
        person.organisation = person.employer or person.preferred_name
        person.refusal = "" if person.organisation else NO_NAME


def _move_titles(person: PersonRow) -> None:
    for field in ("first_name", "last_name"):
        salutation, title, rest = names.split_titles(getattr(person, field))
        if (salutation or title) and rest:
            setattr(person, field, rest)
            person.salutation = person.salutation or salutation
            person.title = " ".join(filter(None, (person.title, title)))


def _unshout(person: PersonRow) -> None:
    for field in ("first_name", "middle_name", "last_name", "birth_name"):
        if names.is_shouted(name := getattr(person, field)):
            setattr(person, field, names.unshouted(name))


def _shorten_name(person: PersonRow) -> None:
    for field, length in (("first_name", 200), ("last_name", 200), ("title", 60), ("salutation", 40)):
        if len(text := getattr(person, field)) > length:
            person.keep(field, text, "too_long")
            setattr(person, field, text[:length].strip())


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())
