"""The demo practice lets people book online: first talks at once, single sessions on request, and places in its group."""

from typing import Any

from kartei.calendar.models import Bookable, BookingRules, Service
from kartei.db.scope import current_workspace_id

RULE = "Bei Absage später als 24 Stunden vorher berechnen wir die Hälfte des Honorars."


def open_online_booking() -> None:
    """Of the practice whose scope is open."""
    BookingRules.objects.create(
        pk=current_workspace_id(), is_open=True, phone="0511 555 0100",
        intro="Neu bei uns? Buchen Sie ein Erstgespräch. Ein laufender Platz kommt erst danach zustande.",
    )  # fmt: skip
    services: Any = Service.objects.filter(archived_at=None)
    services.filter(name="Erstgespräch").update(bookable=Bookable.ALL, cancellation_rule=RULE)
    services.filter(name="Einzeltherapie").update(bookable=Bookable.ALL, needs_approval=True, cancellation_rule=RULE)
    services.filter(name__startswith="Gruppe").update(bookable=Bookable.ALL)
    services.filter(name="Doppelstunde").update(bookable=Bookable.KNOWN)
