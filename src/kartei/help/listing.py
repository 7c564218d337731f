"""Tickets as a list: newest first, fifty a page, and going on from the id of the last one."""

from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from kartei.help.models import Ticket, TicketState

PAGE = 50


def page_of(found: QuerySet[Ticket], after: UUID | None) -> tuple[list[Ticket], UUID | None]:
    """The next fifty, and the id to go on from when there are more."""
    if after:
        found = found.filter(id__lt=after)
    shown = list(found.order_by("-id")[: PAGE + 1])
    return shown[:PAGE], shown[PAGE - 1].id if len(shown) > PAGE else None


def counts(found: QuerySet[Ticket]) -> dict[str, int]:
    """How many there are in each state."""
    rows: Any = found.values_list("state").annotate(Count("id"))
    return dict.fromkeys(TicketState.values, 0) | dict(rows)
