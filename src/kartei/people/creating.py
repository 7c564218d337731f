"""New clients and contacts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from kartei.audit.recording import record
from kartei.db.keys import uuid7
from kartei.db.scope import current_workspace_id
from kartei.lib import ages, names, phones
from kartei.people import searching
from kartei.people.hooks import created
from kartei.people.models import (
    Assignment,
    Client,
    ClientKind,
    ClientTag,
    Email,
    Person,
    PersonKind,
    Phone,
    Profile,
    Status,
    StatusKind,
    Tag,
)
from kartei.people.statuses import tags_there
from kartei.tenancy.models import Member, Workspace, next_number
from kartei.tenancy.rights import Level, Right

ADULT_AGE = 18  # years, § 2 BGB


@dataclass
class Particulars:
    """What is told of a person when the record is made."""

    first_name: str = ""
    last_name: str = ""  # with particles, as typed
    salutation: str = ""
    title: str = ""
    preferred_name: str = ""
    pronouns: str = ""
    language: str = ""
    form_of_address: str = ""
    birth_date: date | None = None
    email: str = ""
    phone: str = ""
    kind: str = PersonKind.PERSON
    organisation: str = ""
    role: str = ""
    note: str = ""


def create_client(
    told: Particulars, *, status: Status, tags: Iterable[Tag] = (), members: Iterable[Member] = (), by: Member | None
) -> Client:
    """A client with the next number. Who creates with „Zugewiesene“ is assigned at once, to reach the record.

    `by` None: they have booked online, and nobody of the team has made the record.
    """
    number = next_number("client")
    person = _create_person(told, number=number, by=by)
    client = Client(id=person.id, person=person, number=number, status=status, kind=kind_for(told.birth_date))
    client.save(force_insert=True)
    ClientTag.objects.bulk_create([ClientTag(client=client, tag=tag) for tag in tags_there(tags)])
    assigned = {member.pk: member for member in members}
    if by is not None and by.level(Right.PROFILES_VIEW) == Level.ASSIGNED:
        assigned[by.pk] = by
    Assignment.objects.bulk_create([Assignment(client=client, member=member, by=by) for member in assigned.values()])
    record("client.creation", by=by, subject=person, client=client, number=client.shown_number)
    for tell in created:
        tell(client, by)
    return client


def create_contact(told: Particulars, *, by: Member) -> Person:
    """A person or organisation without a client record."""
    person = _create_person(told, number=None, by=by)
    record("contact.creation", by=by, subject=person, client=person)
    return person


def default_status() -> Status:
    """What a new client starts as: the first status of kind active."""
    status: Status = Status.objects.offered().filter(kind=StatusKind.ACTIVE).order_by("position", "id")[0]
    return status


def kind_for(birth_date: date | None) -> ClientKind:
    """Adult or minor by the birth date, adult when it is not known."""
    if birth_date is None:
        return ClientKind.ADULT
    return ClientKind.MINOR if ages.age_on(birth_date, timezone.localdate()) < ADULT_AGE else ClientKind.ADULT


def _country(by: Member | None) -> str:
    """In whose way a phone number is written that names no country."""
    return by.workspace.country if by else Workspace.objects.get(pk=current_workspace_id()).country


def _create_person(told: Particulars, *, number: int | None, by: Member | None) -> Person:
    """The person of a client with this number, or a contact's."""
    phone = phones.parse(told.phone, _country(by)) if told.phone else None
    prefix, last_name = names.split_prefix(told.last_name)
    person = Person(
        id=uuid7(),
        kind=told.kind,
        salutation=told.salutation,
        title=told.title,
        first_name=told.first_name,
        name_prefix=prefix,
        last_name=last_name,
        organisation=told.organisation,
        role=told.role,
        birth_date=told.birth_date,
        main_email=told.email,
        main_phone=phone.shown if phone else "",
        is_client=number is not None,
        is_demo=False,
        created_by=by,
    )
    searching.fill_keys(
        person,
        further=[told.preferred_name],
        number=number,
        emails=[told.email] if told.email else [],
        phones=[phone.number or told.phone] if phone else [],
    )
    person.save(force_insert=True)
    Profile.objects.create(
        person=person,
        preferred_name=told.preferred_name,
        pronouns=told.pronouns,
        language=told.language,
        form_of_address=told.form_of_address,
        note=told.note,
    )
    if told.email:
        Email.objects.create(person=person, value=told.email, key=Email.key_of(told.email), is_main=True)
    if phone:
        Phone.objects.create(person=person, value=told.phone, number=phone.number, shown=phone.shown, is_main=True)
    return person
