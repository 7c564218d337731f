"""Workspaces of a given size, written by COPY as the owner role: loading is not what is measured here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import connection, models, transaction
from django.test import Client as Visitor
from django.utils import timezone
from psycopg.types.json import Jsonb

from benchmarks import errands, kin, own_fields, people
from kartei.accounts.models import User
from kartei.db.scope import workspace_scope
from kartei.demo.words import TAGS
from kartei.people.founding import found_people
from kartei.people.models import (
    Address,
    Assignment,
    Client,
    ClientTag,
    Email,
    Person,
    Phone,
    Profile,
    Relationship,
    RelationType,
    SectionValues,
    Status,
    Tag,
    Task,
    TaskAssignment,
)
from kartei.tenancy.models import Counter, Member, Preset, Workspace

FIRST, CHUNK = 500, 10_000  # people of a transaction
PASSWORD = "vier Worte zum Messen"
FILLER = 900  # people in each of the other workspaces of a full run


@dataclass
class Place:
    """A loaded workspace and the ids that filters need."""

    slug: str
    id: UUID
    status: UUID
    tag: UUID
    client: UUID
    fields: dict[str, str]  # label of an own field: its name in addresses


def make_user() -> User:
    user = User.objects.create_user("bench@kartei.example", PASSWORD, name="Bea Messer")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def cookies(user: User) -> dict[str, str]:
    """Those of a browser in which the user is logged in."""
    visitor = Visitor()
    visitor.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return {name: morsel.value for name, morsel in visitor.cookies.items()}


def fill(slug: str, count: int, user: User) -> Place:
    """A workspace with `count` clients of which `user` is the owner."""
    workspace = Workspace.objects.create(name=f"Praxis {slug}", slug=slug)
    with transaction.atomic(), workspace_scope(workspace.id):
        found_people(workspace)
        members = [_join(user, "Bea Messer", Preset.OWNER)]
        members += [_join(None, name, Preset.PRACTITIONER) for name in ("Ben", "Mia", "Jan", "Lea")]
        Tag.objects.bulk_create([Tag(name=name, key=name.casefold(), colour=colour) for name, colour in TAGS.items()])
        statuses = list(Status.objects.values_list("id", flat=True))
        tags, fields = list(Tag.objects.values_list("id", flat=True)), own_fields.define()
    told = people.clients(count, len(slug) + count, workspace.id, statuses, tags, members, fields)
    for chunk in _chunks(told):
        with transaction.atomic(), workspace_scope(workspace.id):
            _write(chunk)
        if len(chunk) == FIRST:
            _analyze()
    with transaction.atomic(), workspace_scope(workspace.id):
        Counter.objects.create(name="client", value=count)
        middle = (
            Person.objects.order_by("sort_key", "id").values_list("id", flat=True)[count // 2] if count else UUID(int=0)
        )
        if count > FILLER:
            _give_tasks(workspace.id, members[0], count)
            _link(workspace.id, middle)
    names = {field.label: field.name for field in fields}
    return Place(slug, workspace.id, statuses[2], tags[0], middle, names)


def _give_tasks(workspace: UUID, member: UUID, seed: int) -> None:
    clients = list(Client.objects.order_by("id").values_list("id", flat=True)[:2_000])
    rows, doers = errands.tasks(seed, workspace, member, clients)
    copy_rows(Task, rows)
    copy_rows(TaskAssignment, doers)


def _link(workspace: UUID, middle: UUID) -> None:
    types = dict(RelationType.objects.values_list("code", "id"))
    clients = list(Client.objects.order_by("id").values_list("id", flat=True))
    copy_rows(Relationship, kin.relations(workspace, types, clients, middle))


def fill_others(total: int, user: User) -> None:
    """Workspaces of about 900 people each until the instance holds `total`."""
    for number in range((total - Person.unscoped.count()) // FILLER + 1):
        fill(f"praxis-{number}", FILLER, user)


def vacuum() -> None:
    """What autovacuum does some minutes after a big load; index-only scans need it."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _analyze() -> None:
    """On tables that were empty a moment ago the checks of foreign keys would plan to read all of them for each row."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _join(user: User | None, name: str, preset: str) -> UUID:
    member = Member(user=user, name=name, email=user.email if user else "", treats=True)
    member.take_preset(preset)
    member.save()
    return member.id


def _chunks(told: Iterable[people.Telling]) -> Iterable[list[people.Telling]]:
    chunk: list[people.Telling] = []
    size = FIRST
    for one in told:
        chunk.append(one)
        if len(chunk) == size:
            yield chunk
            chunk, size = [], CHUNK
    if chunk:
        yield chunk


def _write(chunk: list[people.Telling]) -> None:
    copy_rows(Person, (one.person for one in chunk))
    copy_rows(Client, (one.client for one in chunk))
    copy_rows(Profile, (one.profile for one in chunk))
    copy_rows(Email, (one.email for one in chunk if one.email))
    copy_rows(Phone, (one.phone for one in chunk))
    copy_rows(Address, (one.address for one in chunk))
    copy_rows(ClientTag, (tag for one in chunk for tag in one.tags))
    copy_rows(Assignment, (one.assignment for one in chunk))
    copy_rows(SectionValues, (one.values for one in chunk))


def copy_rows(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    """COPY rows into the model's table; what a row does not name takes the field's default."""
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with (
        connection.cursor() as cursor,
        cursor.cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy,
    ):
        for row in rows:
            copy.write_row([_value(field, row) for field in fields])


def _value(field: models.Field[Any, Any], row: dict[str, Any]) -> Any:
    value = row[field.attname] if field.attname in row else field.get_default()
    if isinstance(field, models.JSONField):
        return Jsonb(value)
    return timezone.now() if value is None and getattr(field, "auto_now_add", False) else value
