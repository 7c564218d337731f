"""Taking what a row says into a record: into an empty one, or into the gaps or over the values of an old one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from django.db import models

from kartei.lib import phones, textkey
from kartei.lib.addresses import Address as ReadAddress
from kartei.lib.phones import Phone as ReadPhone
from kartei.lib.tables import PersonRow
from kartei.lib.tables.people import FURTHER_LENGTH, Remark
from kartei.people.creating import kind_for
from kartei.people.importing.records import Record, Values
from kartei.people.importing.terms import Duplicates, Terms
from kartei.people.models import Address, Assignment, ClientTag, Consent, Email, ExternalId, PersonKind, Phone
from kartei.people.sections import ADDRESS_PARTS, CLIENT_SECTIONS, CONTACT_SECTIONS, IMPORTED

_SECTIONS = {"name_prefix": "master", "note": "master", "imported": "imported"} | {
    name: section.code
    for section in (*CONTACT_SECTIONS, *CLIENT_SECTIONS, IMPORTED)
    for name in section.form.base_fields
}  # field → section of the page „Personal“

_OF_PERSON = ("salutation", "title", "first_name", "name_prefix", "last_name", "organisation", "birth_date")
_OF_PROFILE = (
    "middle_name", "birth_name", "preferred_name", "pronouns", "gender", "language", "form_of_address", "time_zone",
    "occupation", "employer", "family_state", "died_on", "insurer", "insurance_number", "has_aid", "alerts",
)  # fmt: skip


def absorb(record: Record, row: PersonRow, terms: Terms) -> list[Remark]:
    """Take in a row, and say what is to be said of it. What has no place in this record stays in „Weitere Angaben“."""
    over = record.is_new or terms.duplicates == Duplicates.OVERWRITE
    _take_fields(record, "person", vars(record.person), row, _OF_PERSON, over=over)
    _take_fields(record, "profile", record.profile, row, _OF_PROFILE, over=over)
    _take_reach(record, _EMAILS, [_email(terms, *email) for email in row.emails], over=over)
    _take_reach(record, _PHONES, [_phone(terms, *phone) for phone in row.phones], over=over)
    _take_reach(record, _ADDRESSES, [_address(terms, *address) for address in row.addresses], over=over)
    _take_consents(record, row, terms, over=over)
    further = list(row.further)
    if record.is_new and row.organisation:
        record.person.kind = PersonKind.ORGANISATION
    if record.is_new and row.number:
        further.append(terms.line("number", f"K-{row.number:05}"))
    if record.client is None:
        _take_fields(record, "profile", record.profile, row, ("note",), over=over)
        further += _what_only_clients_have(row, terms)
    else:
        _take_status(record, record.client, row, terms, over=over)
        _take_tags(record, row, terms)
        further += _take_members(record, row, terms)
        further += [terms.line("note", row.note)] if row.note else []
    _take_further(record, further)
    return _take_numbers(record, row, terms)


def _take_fields(record: Record, table: str, old: Values, row: PersonRow, names: Sequence[str], *, over: bool) -> None:
    for name in names:
        value = getattr(row, name)
        if value in ("", None) or old.get(name) == value or (old.get(name) not in ("", None) and not over):
            continue
        record.set(table, old, name, value, _SECTIONS[name])


@dataclass(frozen=True)
class _Reach:
    """E-mails, phones or addresses: in which list of the record, and when two of them are the same."""

    model: type[models.Model]
    name: str
    section: str
    key: Callable[[Values], str]


def _email(terms: Terms, label: str, value: str) -> Values:
    return {"label": terms.word(label), "value": value, "key": Email.key_of(value)}


def _phone(terms: Terms, label: str, phone: ReadPhone) -> Values:
    return {"label": terms.word(label), "value": phone.value, "number": phone.number, "shown": phone.shown}


def _address(terms: Terms, label: str, address: ReadAddress) -> Values:
    return {"label": terms.word(label), **{name: getattr(address, name) for name in ADDRESS_PARTS}}


def _phone_key(phone: Values) -> str:
    return str(phone["number"]) or phones.digits(phone["value"]) or str(phone["value"])


def _address_key(address: Values) -> str:
    return "".join(
        textkey.words(" ".join([address["street"].replace("str.", "straße"), address["postcode"], address["city"]]))
    )


_EMAILS = _Reach(Email, "emails", "reach", itemgetter("key"))
_PHONES = _Reach(Phone, "phones", "reach", _phone_key)
_ADDRESSES = _Reach(Address, "addresses", "address", _address_key)


def _take_reach(record: Record, reach: _Reach, told: Sequence[Values], *, over: bool) -> None:
    """Add what is not there yet; the first of the file is the main one of a new record, and of an overwritten one."""
    there: list[Values] = getattr(record, reach.name)
    known = {reach.key(row): row for row in there}  # a row of the file says nothing twice
    taken = [(known and known.get(reach.key(new))) or _add_reach(record, reach, there, new) for new in told]
    if taken and over and not record.is_new:
        _make_main(record, reach, taken[0])


def _add_reach(record: Record, reach: _Reach, there: list[Values], new: Values) -> Values:
    new["is_main"], new["position"] = not there, len(there)
    there.append(new)
    record.add(reach.model, reach.section, new)
    return new


def _make_main(record: Record, reach: _Reach, main: Values) -> None:
    for row in getattr(record, reach.name):
        if row["is_main"] != (row is main):
            record.set(reach.name, row, "is_main", row is main, reach.section)


def _take_consents(record: Record, row: PersonRow, terms: Terms, *, over: bool) -> None:
    for purpose, granted in row.consents.items():
        given = record.consents.get(purpose)
        if given is None:
            new = {"purpose": purpose, "granted": granted, "origin": terms.origin, "on": None}
            record.consents[purpose] = new
            record.add(Consent, "consents", new)
        elif over and given["granted"] != granted:
            for name, value in (("granted", granted), ("origin", terms.origin), ("on", None)):
                record.set("consents", given, name, value, "consents")


def _take_numbers(record: Record, row: PersonRow, terms: Terms) -> list[Remark]:
    """Keep the numbers that nobody has: a number has one owner, be it in the trash or earlier in the file."""
    remarks = []
    for number in row.external_ids:
        owner = terms.owners.get(number)
        if owner is None:
            terms.owners[number] = record.person.pk
            record.add(ExternalId, "", {"system": number[0], "value": number[1]})
        elif owner != record.person.pk:
            remarks.append(Remark("", number[1], "number_taken"))
    return remarks


def _take_status(record: Record, client: Values, row: PersonRow, terms: Terms, *, over: bool) -> None:
    status = terms.resolver.statuses.get(row.status or ("completed" if row.archived_on else ""))
    if record.is_new:
        client["status_id"] = status or terms.resolver.fallback
        client["kind"] = kind_for(row.birth_date)
    elif status and over and client["status_id"] != status:
        record.set("client", client, "status_id", status, "status")


def _take_tags(record: Record, row: PersonRow, terms: Terms) -> None:
    for tag in map(terms.resolver.tag, row.tags):
        if tag not in record.tags:
            record.tags.add(tag)
            record.add(ClientTag, "tags", {"tag_id": tag})


def _take_members(record: Record, row: PersonRow, terms: Terms) -> list[str]:
    unknown = []
    for word in row.assigned:
        member = terms.resolver.member(word)
        if member is None:
            unknown.append(terms.line("assigned", word))
        elif member not in record.members:
            record.members.add(member)
            record.add(Assignment, "assignments", {"member_id": member, "by_id": terms.member_id, "at": terms.at})
    return unknown


def _what_only_clients_have(row: PersonRow, terms: Terms) -> list[str]:
    told = {"status": row.status, "tags": ", ".join(row.tags), "assigned": ", ".join(row.assigned)}
    return [terms.line(name, text) for name, text in told.items() if text]


def _take_further(record: Record, lines: list[str]) -> None:
    """Add the lines that are not there, so that a file that comes twice says everything once."""
    there = record.profile["imported"]
    new = [line for line in lines if line not in there]
    if new:
        text = "\n".join(filter(None, (there, *new)))[:FURTHER_LENGTH]
        record.set("profile", record.profile, "imported", text, "imported")
