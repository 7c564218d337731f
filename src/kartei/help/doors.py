"""The only ways to a ticket: its author's within the workspace, and the operator's desk outside of all of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse

from kartei.files.models import Blob
from kartei.help.models import Message, Ticket
from kartei.tenancy.doors import MemberRequest, View, for_users
from kartei.tenancy.factors import operator_must_set_up
from kartei.web.responses import moved


def ticket_for(request: MemberRequest, ticket_id: UUID) -> Ticket:
    """A ticket of the member's own; those of colleagues are not there."""
    ticket: Ticket | None = Ticket.objects.filter(pk=ticket_id, member=request.member).first()
    if ticket is None:
        raise Http404
    return ticket


def ticket_at_desk(ticket_id: UUID) -> Ticket:
    """Any ticket of the instance, for a view of `for_operators`."""
    ticket: Ticket | None = Ticket.unscoped.filter(pk=ticket_id).first()
    if ticket is None:
        raise Http404
    return ticket


def picture_of(ticket: Ticket, message_id: UUID) -> Blob:
    """The picture of a message, of a ticket that has passed one of the doors; within the workspace's scope."""
    found: Message | None = Message.objects.filter(ticket=ticket, pk=message_id).select_related("picture").first()
    if found is None or found.picture is None:
        raise Http404
    return found.picture


def for_operators(view: View) -> View:
    """A page of whoever runs the instance; for everybody else it is not there. It opens no workspace."""

    @for_users
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_operator:  # type: ignore[union-attr]  # logged in, says for_users
            raise Http404
        if operator_must_set_up(request.user):  # type: ignore[arg-type]
            return moved(request, "accounts:factor-duty")
        with desk():
            return view(request, *args, **kwargs)

    return guarded


@contextmanager
def desk() -> Iterator[None]:
    """See the tickets of all workspaces, and nothing else of them: a policy of row-level security, for SELECT alone."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL kartei.ticket_desk = 'on'")
        yield
        cursor.execute("SET LOCAL kartei.ticket_desk = ''")
