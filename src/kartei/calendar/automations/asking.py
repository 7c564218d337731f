"""Who would be told of an act, before it is asked whether they shall be."""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from kartei.calendar.automations.addressees import addressees
from kartei.calendar.automations.doing import does
from kartei.calendar.feeding import names_of
from kartei.calendar.models import Action, Appointment, Skipped, Trigger
from kartei.db.scope import current_workspace_id
from kartei.tenancy.models import Member, Workspace


@dataclass(frozen=True)
class Prospect:
    """Names of who would get a mail, and of who would not, each with the reason."""

    told: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """What stands beside the question, or in its place."""
        names = {"names": ", ".join(self.others)}
        not_told = _("Gets no e-mail: %(names)s.") % names if self.others else ""
        if not self.told:
            return not_told
        by_mail = _("By e-mail in 3 minutes: %(names)s.") % {"names": ", ".join(self.told)}
        return f"{by_mail} {not_told}".strip()


def prospect(
    trigger: Trigger, appointment: Appointment, *, seen_by: Member, clients: Collection[UUID] | None = None
) -> Prospect:
    """Of one appointment (of a series the others are like it); `clients`: only of these, whatever their status."""
    if not does(Action.MAIL, trigger):
        return Prospect()
    rows = appointment.attendances.select_related("status").order_by("id")
    ids = [row.client_id for row in rows if not row.status.frees_slot] if clients is None else list(clients)
    is_over = appointment.starts_at <= timezone.now() and appointment.series_id is None
    known = addressees(ids, language=Workspace.objects.get(pk=current_workspace_id()).language)
    names = names_of(ids, seen_by=seen_by)
    found = Prospect()
    for pk in ids:
        name, skipped = names.get(pk) or _("Somebody else"), known[pk].skipped or (Skipped.PAST if is_over else "")
        if not skipped:
            found.told.append(name)
        elif pk in names:
            found.others.append(f"{name} ({Skipped(skipped).label})")
    return found
