"""The conditions of a run: whose it is, what its rows become, and what happens to people who are here already."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from kartei.people.importing.matching import Number
from kartei.people.importing.resolving import Resolver, resolver
from kartei.people.models import Import
from kartei.tenancy.models import Workspace


class Duplicates(StrEnum):
    """What a row does to the person who is here already."""

    FILL = "fill"  # only what is empty there
    OVERWRITE = "overwrite"
    SKIP = "skip"
    CREATE = "create"


@dataclass
class Terms:
    batch_id: UUID
    member_id: UUID
    at: datetime  # when every record of the run is created, by which it knows its own again
    origin: str  # of consents
    duplicates: Duplicates
    resolver: Resolver
    numbers: Iterator[int]  # of new clients
    is_rehearsal: bool = False
    words: dict[str, str] = field(default_factory=dict)  # what the run writes into records, in the practice's language
    owners: dict[Number, UUID] = field(default_factory=dict)  # of external ids, as far as rows have named them

    def word(self, code: str) -> str:
        """The label of an e-mail, phone or address: one of ours, or the file's own."""
        return self.words.get(code, code)[:60]

    def line(self, code: str, text: str) -> str:
        """A line of „Weitere Angaben“."""
        return f"{self.words[code]}: {text}"


def _words() -> dict[str, str]:
    return {
        "mobile": pgettext("label", "Mobile"),
        "home": pgettext("label", "Home"),
        "work": pgettext("label", "Work"),
        "fax": pgettext("label", "Fax"),
        "other": pgettext("label", "Other"),
        "number": _("Client number"),
        "note": _("Note"),
        "status": _("Status"),
        "tags": _("Tags"),
        "assigned": _("Assigned members"),
    }


def terms_of(batch: Import, *, numbers: Iterator[int], is_rehearsal: bool = False) -> Terms:
    """What the import's options say, asked within the workspace's scope."""
    return Terms(
        batch_id=batch.pk,
        member_id=batch.member_id,
        at=batch.started_at or timezone.now(),
        origin=(_("Import of %(file)s") % {"file": batch.name})[:200],
        duplicates=Duplicates(batch.options["duplicates"]),
        resolver=resolver(),
        numbers=numbers,
        is_rehearsal=is_rehearsal,
        words=_words(),
    )


@contextmanager
def at_home(workspace: Workspace) -> Iterator[None]:
    """The language and the time zone of the practice: the words that a run writes stay in its records."""
    with override(workspace.language), timezone.override(ZoneInfo(workspace.time_zone)):
        yield
