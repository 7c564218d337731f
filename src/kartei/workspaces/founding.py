"""How a workspace comes to be: by the set-up page, or by the confirmation of a registration."""

from dataclasses import dataclass
from typing import Self

from django.db import IntegrityError, connection, transaction
from django.utils.text import slugify

from kartei.accounts.creating import create_confirmed_user
from kartei.accounts.models import User
from kartei.audit.recording import record, record_instance
from kartei.db.locks import SETTING_UP
from kartei.db.scope import workspace_scope
from kartei.lib.textkey import sort_key
from kartei.tenancy.models import Member, Preset, Workspace
from kartei.workspaces.countries import time_zone_of
from kartei.workspaces.hooks import founded
from kartei.workspaces.models import Registration

SLUG_LENGTH = 50


@dataclass(frozen=True)
class Answers:
    """What a founder is asked: name of the practice, code of the profession, ISO country, „de“ or „en“."""

    practice: str
    profession: str
    country: str
    language: str

    @classmethod
    def of(cls, registration: Registration) -> Self:
        return cls(registration.practice, registration.profession, registration.country, registration.language)


@transaction.atomic
def found(answers: Answers, user: User) -> Workspace:
    """Make a workspace with `user` as its owner and all that the founding hooks add, or nothing at all."""
    workspace = _named(answers)
    with workspace_scope(workspace.id):
        owner = Member(user=user, name=user.name, email=user.email, treats=True)
        owner.take_preset(Preset.OWNER)
        owner.save()
        record("workspace.founding", by=owner, subject=workspace)
        for fill in founded:
            fill(workspace, owner)
    return workspace


@transaction.atomic
def set_up(answers: Answers, *, email: str, password: str, name: str) -> tuple[User, Workspace] | None:
    """Make the first user, who runs the instance, and their workspace; None when somebody was faster."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SETTING_UP])
    if User.objects.exists():
        return None
    user = create_confirmed_user(email, password, name=name, language=answers.language, is_operator=True)
    record_instance("setup.completion", by=user)
    return user, found(answers, user)


@transaction.atomic
def confirm(user: User) -> Workspace | None:
    """Found what the user registered; None when that has happened already (a second click waits here for the first)."""
    registration = Registration.objects.select_for_update().filter(user=user).first()
    if registration is None:
        return None
    workspace = found(Answers.of(registration), user)
    registration.delete()
    record_instance("registration.confirmation", by=user)
    return workspace


def _named(answers: Answers) -> Workspace:
    """The workspace under the first slug that is free: praxis-am-lindenhof, praxis-am-lindenhof-2 …"""
    stem = slug_of(answers.practice)
    taken = set(Workspace.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number = 1
    while True:
        slug = stem if number == 1 else f"{stem}-{number}"
        number += 1
        if slug in taken:
            continue
        try:
            with transaction.atomic():
                return Workspace.objects.create(
                    slug=slug,
                    name=answers.practice,
                    profession=answers.profession,
                    country=answers.country,
                    language=answers.language,
                    time_zone=time_zone_of(answers.country),
                )
        except IntegrityError:  # somebody took it in this moment
            continue


def slug_of(name: str) -> str:
    """The name as it stands in addresses: ä as ae, blanks as hyphens; „praxis“ when no Latin letter is left."""
    return slugify(sort_key(name))[:SLUG_LENGTH].strip("-") or "praxis"
