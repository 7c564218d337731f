"""What can be done with tickets: open one, write on, answer, set the state, take note."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import Truncator

from kartei.accounts.models import User
from kartei.audit.recording import record
from kartei.db.keys import uuid7
from kartei.files.pictures import Picture
from kartei.help.mails import tell_author, tell_operators
from kartei.help.models import SUMMARY, Message, Ticket, TicketState
from kartei.tenancy.models import Member, Workspace

PER_HOUR = 20  # messages of one member, so that nobody's slip fills the operator's mailbox


class TooMany(Exception):
    """The member has written as much as an hour allows."""


class StaleState(Exception):
    """Somebody else has set the state in the meantime."""


def open_ticket(text: str, picture: Picture | None, *, page: str, by: Member, workspace: Workspace) -> Ticket:
    """A new ticket with its first message; the operators get a mail. Raises TooMany, StorageFull."""
    _refuse_flood(by)
    ticket = Ticket(number=_next_number(), member=by, author=by.name, practice=workspace.name, page=page)
    ticket.email = by.user.email if by.user else by.email
    ticket.summary = Truncator(" ".join(text.split())).chars(SUMMARY)
    ticket.save(force_insert=True)
    _write(ticket, text, picture, by=by, author=by.name)
    record("ticket.opening", by=by, subject=ticket)
    tell_operators(ticket)
    return ticket


def reply(ticket: Ticket, text: str, picture: Picture | None, *, by: Member) -> Ticket:
    """The author writes on; what was done is open again. Raises TooMany, StorageFull."""
    _refuse_flood(by)
    ticket = Ticket.objects.select_for_update().get(pk=ticket.pk)
    _write(ticket, text, picture, by=by, author=by.name)
    ticket.is_new_to_operator = True
    if ticket.state == TicketState.DONE:
        _change(ticket, TicketState.OPEN, by=by)
    ticket.save(update_fields=["is_new_to_operator", "written_at"])
    record("ticket.reply", by=by, subject=ticket)
    tell_operators(ticket)
    return ticket


def answer(ticket: Ticket, text: str, picture: Picture | None, *, key: UUID, by: User) -> Ticket:
    """The operator writes; what was open is in progress. The form's key is the message's id, so two clicks are one.

    Raises StorageFull.
    """
    with ticket.scope():
        ticket = (
            Ticket.objects.select_for_update(of=["self"]).select_related("member__user", "workspace").get(pk=ticket.pk)
        )
        if ticket.messages.filter(pk=key).exists():
            return ticket
        _write(ticket, text, picture, by=None, author=by.name, pk=key)
        ticket.is_new_to_author, ticket.is_new_to_operator = True, False
        if ticket.state == TicketState.OPEN:
            _change(ticket, TicketState.WORKING, by=None, operator=by)
        ticket.save(update_fields=["is_new_to_author", "is_new_to_operator", "written_at"])
        record("ticket.answer", by=None, subject=ticket, operator=by.name)
        tell_author(ticket, ticket.workspace.slug)
        return ticket


def set_state(ticket: Ticket, state: TicketState, *, version: int, by: Member | User) -> int:
    """Set the state and return its new version. Raises StaleState."""
    with ticket.scope():
        ticket = Ticket.objects.select_for_update().get(pk=ticket.pk)
        if ticket.version != version:
            raise StaleState
        if ticket.state != state:
            operator = by if isinstance(by, User) else None
            _change(ticket, state, by=by if isinstance(by, Member) else None, operator=operator)
        return ticket.version


def take_note(ticket: Ticket, *, by: Member | User) -> None:
    """The author, or the operator, has read what is there."""
    with ticket.scope():
        side = "is_new_to_author" if isinstance(by, Member) else "is_new_to_operator"
        Ticket.objects.filter(pk=ticket.pk).update(**{side: False})


def _write(
    ticket: Ticket, text: str, picture: Picture | None, *, by: Member | None, author: str, pk: UUID | None = None
) -> None:
    message = Message(pk=pk or uuid7(), ticket=ticket, member=by, author=author, text=text)
    if picture:
        message.picture = picture.keep(str(ticket), by=by)
    message.save(force_insert=True)
    ticket.written_at = message.at


def _change(ticket: Ticket, state: TicketState, *, by: Member | None, operator: User | None = None) -> None:
    """Who was told nothing of a state by the other side learns it as news."""
    changes = {"State": [str(TicketState(ticket.state).label), str(state.label)]}
    ticket.state, ticket.version = state, ticket.version + 1
    fields = ["state", "version"]
    if by is None:
        ticket.is_new_to_author = True
        fields.append("is_new_to_author")
    ticket.save(update_fields=fields)
    detail: dict[str, Any] = {"operator": operator.name} if operator else {}
    record("ticket.state", by=by, subject=ticket, changes=changes, **detail)


def _refuse_flood(member: Member) -> None:
    since = timezone.now() - timedelta(hours=1)
    if Message.objects.filter(member=member, at__gte=since).count() >= PER_HOUR:
        raise TooMany


def _next_number() -> int:
    """A number that no other ticket of the instance has; gaps are allowed."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT nextval('help_ticket_number')")
        number: int = cursor.fetchone()[0]
        return number
