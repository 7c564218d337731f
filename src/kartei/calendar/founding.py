"""What a new workspace gets: statuses of appointments and automations, named by the catalogue until someone does."""

from kartei.calendar.models import BUILT_IN_APPOINTMENT_STATUSES, AppointmentStatus, Automation, Trigger
from kartei.tenancy.models import Member, Workspace

DEFAULT_SET = {
    "confirmation": (Trigger.BOOKED, None),
    "move": (Trigger.MOVED, None),
    "cancellation": (Trigger.CANCELLED, None),
    "reminder": (Trigger.BEFORE, 24),
}
"""{code: (trigger, hours)} of the automations (product.md, section 5)."""


def found_calendar(workspace: Workspace, owner: Member | None = None) -> None:
    """Called inside the new workspace's scope (workspaces/hooks.py)."""
    AppointmentStatus.objects.bulk_create(
        AppointmentStatus(code=code, kind=kind, colour=colour, frees_slot=frees_slot, position=place)
        for place, (code, (_label, kind, colour, frees_slot)) in enumerate(BUILT_IN_APPOINTMENT_STATUSES.items())
    )
    Automation.objects.bulk_create(
        Automation(code=code, trigger=trigger, hours=hours) for code, (trigger, hours) in DEFAULT_SET.items()
    )
