"""A canary in every text field of both workspaces: one rare letter for each owner, so that even initials would tell."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from kartei.audit.recording import record
from kartei.calendar.models import (
    Appointment,
    AppointmentMember,
    AppointmentResource,
    AppointmentStatus,
    Attendance,
    Automation,
    AutomationRun,
    BookingRules,
    ExceptionKind,
    FreedSlot,
    HoursException,
    OnlineBooking,
    Place,
    Resource,
    Service,
    WaitingWish,
)
from kartei.db.keys import uuid7
from kartei.db.scope import current_workspace_id, workspace_scope
from kartei.files.models import Blob
from kartei.files.storage import store
from kartei.help.models import Message, Ticket
from kartei.inbox.models import MailAccount, MailState, PracticeMail
from kartei.people import searching
from kartei.people.importing import steps
from kartei.people.models import (
    Address,
    BulkAct,
    BulkState,
    Client,
    Consent,
    DuplicatePair,
    Email,
    ExternalId,
    Field,
    FieldFile,
    FieldSection,
    FieldType,
    Import,
    ImportChange,
    ImportRow,
    ImportState,
    Merge,
    MergeMove,
    Outcome,
    Person,
    Phone,
    Purpose,
    Relationship,
    RelationType,
    Release,
    SavedView,
    SectionValues,
    Sharing,
    Tag,
    Task,
    TaskAssignment,
)
from kartei.tenancy.models import Member, Submission, TenantModel, Workspace
from tests.cast import Cast

NORD, UNASSIGNED, OURS = "ꙑ", "ꙗ", "ꙙ"  # Cyrillic of old church books; none of them is ever written by chance

# What is no text of anybody: codes, keys, hashes, and what the program itself reads.
CODES = {
    "Counter.name", "Event.act", "Event.address", "Event.detail_hash", "Event.salt", "Event.subject_type",
    "Member.levels", "Person.versions", "Profile.language", "Profile.time_zone", "Address.country", "Seal.hash",
    "Seal.previous", "Status.code", "RelationType.code", "Import.options", "Import.mapping", "Import.counts", "Blob.sha256", "Ticket.page",
    "Person.sort_key", "Person.name_key", "Person.search", "Person.main_email", "Person.main_phone", "Phone.number",
    "FieldSection.built_in", "FieldFile.media_type", "MergeMove.table", "Sharing.scopes", "Conversion.kept",
    "Series.rule", "Series.time_zone", "CalendarFeed.digest", "CalendarSettings.region", "WorkWeek.stretches",
    "AppointmentStatus.code", "Automation.code", "PracticeMail.message_id", "PracticeMail.method", "SavedView.query", "BulkAct.act", "BulkAct.words", "BulkAct.query", "BulkChange.before",
    "HoursException.stretches", "SlotHold.digest", "OnlineBooking.digest", "OnlineBooking.email_key",
    "OnlineBooking.language", "OnlineBooking.time_zone", "SlotOffer.digest", "WaitingWish.weekdays",
}  # fmt: skip
APPEND_ONLY = {"Event", "Seal", "ImportChange", "Message"}


def tenant_models() -> list[type[TenantModel]]:
    return [model for model in apps.get_models() if issubclass(model, TenantModel)]


def text_fields(model: type[models.Model]) -> list[Any]:
    """The fields into which somebody may have written something."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    fields = [field for field in model._meta.concrete_fields if isinstance(field, kinds) and not field.choices]
    return [field for field in fields if f"{model.__name__}.{field.name}" not in CODES]


def plant(cast: Cast) -> None:
    """Put NORD into all of Praxis Nord, UNASSIGNED into what Tom must not see, OURS into the rest of Lindenhof."""
    with workspace_scope(cast.nord.id):
        _define()
        _furnish(cast.norbert, cast.eve)
        _keep_views(cast.eve)
        _import(NORD, cast.norbert, cast.eve)
        _ask(NORD, cast.eve)
        Tag.objects.create(name="x", key="x")
        _write(lambda row: NORD)
        _tell(cast.norbert, cast.eve, NORD)
        searching.refresh(Person.objects.get(pk=cast.norbert.pk))
    with workspace_scope(cast.lindenhof.id):
        _define()
        for name in ("carla", "bruno", "doktor", "kasse"):
            _furnish(cast.people[name], cast.anna)
        _keep_views(cast.anna)
        _import(UNASSIGNED, cast.bruno, cast.anna)
        _ask(UNASSIGNED, cast.anna)
        hidden = {cast.bruno.pk, cast.kasse.pk}
        _write(lambda row: UNASSIGNED if _is_hidden(row, hidden) else OURS)
        _tell(cast.bruno, cast.anna, UNASSIGNED)
        _tell(cast.carla, cast.anna, OURS)
        for person in Person.objects.all():
            searching.refresh(person)
    Workspace.objects.filter(pk=cast.nord.pk).update(name=f"{NORD} name")
    type(cast.users["eve"]).objects.filter(pk=cast.users["eve"].pk).update(name=f"{NORD} name")


def unplanted() -> list[str]:
    """Text fields of the open workspace in which no row holds a canary."""
    return [
        f"{model.__name__}.{field.name}"
        for model in tenant_models()
        for field in text_fields(model)
        if not any(_letters(value) for value in model.objects.values_list(field.name, flat=True))
    ]


def _define() -> None:
    """An own section with a field for a text and one for a file; a day on which the practice is closed."""
    section = FieldSection.objects.create(name="x", key="x")
    for type_ in (FieldType.SHORT_TEXT, FieldType.FILE):
        Field.objects.create(section=section, type=type_, label="x", on_contacts=True)
    MailAccount.objects.create(pk=current_workspace_id(), host="x", sender_address="x")
    today = timezone.localdate()
    BookingRules.objects.create(pk=current_workspace_id())
    HoursException.objects.create(first=today, last=today, kind=ExceptionKind.CLOSED)


def _keep_views(by: Member) -> None:
    """A view that its owner alone sees."""
    SavedView.objects.create(owner=by, is_client=True, name="x")


def _furnish(person: Person, by: Member) -> None:
    """Whatever a person can have, once; with an import that made it."""
    Email.objects.get_or_create(person=person, defaults={"value": "x", "key": "x"})
    Phone.objects.get_or_create(person=person, defaults={"value": "x", "shown": "x"})
    Address.objects.create(person=person, country="DE")
    Consent.objects.create(person=person, purpose=Purpose.EMAIL, granted=True, on=dt.date(2026, 1, 2))
    ExternalId.objects.create(person=person, system=str(person.pk), value="x")
    SectionValues.objects.create(person=person, section=FieldSection.objects.get())
    files, blob = Field.objects.get(type=FieldType.FILE), store("x", [b"x"], by=by)
    FieldFile.objects.create(field=files, person=person, blob=blob, media_type="text/plain")
    other = Person.objects.create(first_name="x", created_by=by)
    person.profile.__class__.objects.create(person=other)
    searching.refresh(other)
    relation = Relationship.objects.create(person=person, other=other, type=RelationType.objects.all()[0])
    if person.is_client:
        told = {"relationship": relation, "client_id": person.pk}
        Sharing.objects.create(**told, scopes=["all"], consented_on=dt.date(2026, 1, 2))
        Release.objects.create(**told, starts_on=dt.date(2026, 1, 2), ends_on=timezone.localdate())
    DuplicatePair.objects.create(first=person, second=other, rung=1)
    loser = Person.objects.create(first_name="x", created_by=by, state="merged")
    person.profile.__class__.objects.create(person=loser)
    searching.refresh(loser)
    merge = Merge.objects.create(winner=person, loser=loser, state="live", by=by)
    MergeMove.objects.create(merge=merge, table="people.Phone", row_id=loser.pk)
    Submission.objects.create(key=person.pk, member=by, route="x")
    if person.is_client:
        for done_by in (None, by):
            _give(by, client_id=person.pk, done_by=done_by, done_at=done_by and timezone.now())
        for days in (-1, 1):
            _book(person, by, timezone.now() + dt.timedelta(days=days))


def _book(person: Person, by: Member, starts_at: dt.datetime) -> None:
    """An appointment with a service, a place and a thing that are booked no more, so that no menu names them."""
    told = {"name": str(uuid7()), "archived_at": timezone.now()}
    service, place, thing = (model.objects.create(**told) for model in (Service, Place, Resource))
    WaitingWish.objects.create(client_id=person.pk, service=service, created_by=by)
    ends_at = starts_at + dt.timedelta(hours=1)
    FreedSlot.objects.create(member=by, starts_at=starts_at, ends_at=ends_at, freed_at=timezone.now())
    made = Appointment.objects.create(
        starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=1), service=service, place=place, created_by=by
    )
    AppointmentMember.objects.create(appointment=made, member=by)
    AppointmentResource.objects.create(appointment=made, resource=thing)
    OnlineBooking.objects.create(
        service=service, client_id=person.pk, appointment=made, confirmed_at=timezone.now(), expires_at=timezone.now(),
        digest=uuid7().hex,
    )  # fmt: skip
    status = AppointmentStatus.objects.get(code="confirmed")
    Attendance.objects.create(
        appointment=made, client_id=person.pk, status=status, starts_at=starts_at, price=Decimal(70)
    )
    told = {"recipient": "x", "subject": "x", "body": "x", "due_at": starts_at, "try_at": starts_at}
    mail = PracticeMail.objects.create(person=person, message_id=str(uuid7()), state=MailState.FAILED, **told)
    AutomationRun.objects.create(
        automation=Automation.objects.get(trigger="booked"),
        appointment=made,
        person=person,
        starts_at=starts_at,
        mail=mail,
    )


def _give(by: Member, **values: Any) -> None:
    """A task that its maker is to do, by today."""
    task = Task.objects.create(text="x", due_on=timezone.localdate(), created_by=by, **values)
    TaskAssignment.objects.create(task=task, member=by)


def _ask(letter: str, by: Member) -> None:
    """An act on many clients, a message to the operator and a task about nobody, which their author alone may see."""
    _give(by)
    BulkAct.objects.create(member=by, act="archival", state=BulkState.DONE, ended_at=timezone.now())
    ticket = Ticket.objects.create(number=1, member=by, author="x", practice="x", summary="x")
    Message.objects.create(ticket=ticket, member=by, author=f"{letter} author", text=f"{letter} text")


def _import(letter: str, person: Person, by: Member) -> None:
    """A file that was uploaded, and one that has been imported."""
    text = f"Nachname;Vorname;Notiz\n{letter}name;{letter};{letter} note\n"
    batch = steps.upload("list.csv", [text.encode()], by=by)
    batch.pk, batch.state = uuid7(), ImportState.DONE
    batch.save(force_insert=True)
    ImportRow.objects.create(batch=batch, line=2, outcome=Outcome.REFUSED, person=person)


def _write(letter_of: Any) -> None:
    for model in tenant_models():
        fields = [] if model.__name__ in APPEND_ONLY else text_fields(model)
        for row in model.objects.all() if fields else ():
            letter = letter_of(row)
            values = {field.name: _canary(letter, field, row) for field in fields}
            model.objects.filter(pk=row.pk).update(**values)


def _canary(letter: str, field: Any, row: models.Model) -> Any:
    if field.model is ImportRow and field.name == "reasons":
        return [[f"{letter} column", f"{letter} text", "no_date"]]
    if field.model is Import and field.name == "fault":
        return {"code": "no_sheet", "sheet": f"{letter} sheet"}
    if field.model is SectionValues:
        text, files = (Field.objects.get(type=type_) for type_ in (FieldType.SHORT_TEXT, FieldType.FILE))
        return {text.name: f"{letter} value", files.name: str(FieldFile.objects.get(person=row.person_id).pk)}
    if field.model is Field and field.name == "options":
        return {"unit": f"{letter} unit"}
    if field.model is Merge and field.name == "changes":
        return {"person.title": [f"{letter} before", f"{letter} since"]}
    if field.model is Merge:
        return {"people.Email": {"own": [f"{letter} known"], "came": []}}
    if field.model is MergeMove:
        return {"note": f"{letter} {field.name}"}
    if isinstance(field, models.JSONField):
        return [f"{letter} {field.name}"]
    return f"{letter}{str(row.pk)[-4:]} {field.name}"[: field.max_length]  # told apart where it has to be unique


def _tell(person: Person, by: Member, letter: str) -> None:
    """An event and an import's change, which may be added and never written over."""
    person = Person.objects.get(pk=person.pk)
    client = Client.objects.filter(pk=person.pk).first()
    changes = {f"{letter} field": [f"{letter} old", f"{letter} new"]}
    by = Member.objects.get(pk=by.pk)
    record("section.change", by=by, subject=person, client=client, changes=changes, name=f"{letter} name")
    record("client.view", by=by, subject=person, client=client)
    batch = Import.objects.all()[0]
    ImportChange.objects.create(batch=batch, person_id=person.pk, before={"name": f"{letter} before"}, version_after=1)


def _is_hidden(row: models.Model, people: set[Any]) -> bool:
    """Whether Tom, who neither imports nor sees these people, must not see the row."""
    if isinstance(row, Blob) and (file := FieldFile.objects.filter(blob=row).first()):
        row = file
    if isinstance(row, Import | ImportRow | Blob | SavedView | Submission | Ticket):
        return True
    if isinstance(row, Task) and row.client_id is None:
        return True
    if isinstance(row, Service | Place | Resource):  # of one appointment each
        link = {Service: "service", Place: "place", Resource: "needs__resource"}[type(row)]
        row = Appointment.objects.get(**{link: row})
    if isinstance(row, Appointment):
        row = row.attendances.get()
    row = row.merge if isinstance(row, MergeMove) else row
    ids = {getattr(row, name, None) for name in ("person_id", "client_id", "other_id", "winner_id")}
    if isinstance(row, Person):
        ids |= {row.pk, *_partners(row)}
    if hasattr(row, "person_id") and not isinstance(row, Relationship):
        ids |= set(_partners(Person.objects.get(pk=row.person_id)))  # type: ignore[attr-defined]
    return bool(ids & people)


def _partners(person: Person) -> Iterator[Any]:
    for relation in Relationship.objects.filter(other=person):
        yield relation.person_id
    yield from Merge.objects.filter(loser=person).values_list("winner_id", flat=True)


def _letters(value: Any) -> bool:
    return any(letter in str(value) for letter in (NORD, UNASSIGNED, OURS))
