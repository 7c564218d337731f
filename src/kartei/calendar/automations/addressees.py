"""Whom mail of automations may go to, and in which language: one question for all of them (CL-20, CA-12)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from kartei.calendar.models import Skipped
from kartei.db.scope import current_workspace_id
from kartei.lib.emails import looks_right
from kartei.lib.names import shown_name
from kartei.people.models import FormOfAddress, PersonKind

ASK = """
SELECT p.id, p.main_email, p.kind, p.organisation, p.salutation, p.title, p.first_name, p.name_prefix, p.last_name,
    coalesce(f.language, ''), coalesce(f.form_of_address, ''), coalesce(f.time_zone, ''),
    CASE WHEN p.is_demo THEN 'demo'
        WHEN p.state <> 'live' OR f.died_on IS NOT NULL THEN 'gone'
        WHEN s.kind <> 'active' THEN 'lead'
        WHEN EXISTS (SELECT 1 FROM people_consent k WHERE k.workspace_id = p.workspace_id AND k.person_id = p.id
                     AND k.purpose = 'email' AND NOT k.granted) THEN 'opted_out'
        ELSE '' END
FROM people_client c
JOIN people_person p ON p.workspace_id = c.workspace_id AND p.id = c.person_id
JOIN people_status s ON s.workspace_id = c.workspace_id AND s.id = c.status_id
LEFT JOIN people_profile f ON f.workspace_id = p.workspace_id AND f.person_id = p.id
WHERE c.workspace_id = %(workspace)s AND c.id = ANY(%(ids)s)
"""


@dataclass(frozen=True, slots=True)
class Addressee:
    """A client as a mail addresses them. `skipped` says why there is none."""

    id: UUID
    email: str
    kind: str
    organisation: str
    salutation: str
    title: str
    first_name: str
    name_prefix: str
    last_name: str
    language: str
    form_of_address: str
    time_zone: str
    skipped: str

    @property
    def name(self) -> str:
        if self.kind == PersonKind.ORGANISATION:
            return self.organisation
        return shown_name(self.first_name, self.last_name, prefix=self.name_prefix, title=self.title)

    @property
    def surname(self) -> str:
        return " ".join(filter(None, (self.name_prefix, self.last_name)))

    def greeting(self) -> str:
        """„Guten Tag Frau Dr. Köhler“, „Hallo Carla“: in the language that holds now."""
        if self.form_of_address == FormOfAddress.INFORMAL and self.first_name:
            return _("Hello %(name)s") % {"name": self.first_name}
        if self.salutation and self.last_name:
            parts = (self.salutation, self.title, self.surname)
            return _("Dear %(name)s") % {"name": " ".join(filter(None, parts))}
        return _("Dear %(name)s") % {"name": self.name}


def addressees(clients: Collection[UUID], *, language: str) -> dict[UUID, Addressee]:
    """By their ids; `language` is that of the practice, for whom has none of their own. One statement."""
    if not clients:
        return {}
    values: dict[str, Any] = {"workspace": current_workspace_id(), "ids": list(clients)}
    with connection.cursor() as cursor:
        cursor.execute(ASK, values)
        return {row[0]: _read(row, language) for row in cursor.fetchall()}


def _read(row: tuple[Any, ...], language: str) -> Addressee:
    own, form, zone, skipped = row[9:]
    if not skipped and not looks_right(row[1]):
        skipped = Skipped.NO_ADDRESS
    told: list[Any] = [*row[:9], own if own in dict(settings.LANGUAGES) else language, form, zone, str(skipped)]
    return Addressee(*told)
