"""Events of the calendar on the records of those who come: what has changed, in words that name no other client."""

from collections.abc import Container, Iterable
from decimal import Decimal
from uuid import UUID

from kartei.audit.recording import record, record_each
from kartei.calendar.models import Appointment, Attendance
from kartei.people.models import Client
from kartei.tenancy.models import Member
from kartei.web import formats


def money_text(price: Decimal | None) -> str:
    return "" if price is None else formats.number(price, "#,##0.00")


def clients_of(appointment: Appointment) -> dict[UUID, Client]:
    rows = appointment.attendances.select_related("client__person")
    return {row.client_id: row.client for row in rows}


def facts_of(appointment: Appointment, members: Iterable[Member] | None = None) -> dict[str, str]:
    """{English id of the label: text} of what the log tells; no client reads of another one. `members` give it."""
    if members is None:
        members = [row.member for row in appointment.given_by.select_related("member")]
    return {
        "Begins": formats.datetime(appointment.starts_at),
        "Ends": formats.datetime(appointment.ends_at),
        "Service": str(appointment.service or ""),
        "Place": str(appointment.place or ""),
        "Team members": ", ".join(sorted(member.name for member in members)),
    }


def tell(
    act: str,
    appointment: Appointment,
    by: Member | None,
    before: dict[str, str] | None = None,
    since: dict[str, str] | None = None,
    *,
    also: dict[UUID, Client] | None = None,
) -> None:
    """An event on the record of each client, of those too who come no more."""
    now = clients_of(appointment)
    tell_each(act, appointment, by, changes_between(before or {}, since or {}), {**(also or {}), **now}.values(), now)


def changes_between(before: dict[str, str], since: dict[str, str]) -> dict[str, list[str]]:
    return {label: [before.get(label, ""), text] for label, text in since.items() if before.get(label, "") != text}


def tell_each(
    act: str, appointment: Appointment, by: Member | None, changes: dict[str, list[str]], clients: Iterable[Client],
    coming: Container[UUID],
) -> None:  # fmt: skip
    """The same changes for all, and of whoever is not `coming` that they do no more."""
    told = []
    for client in clients:
        gone = {} if client.pk in coming else {"Client": [client.person.name, ""]}
        detail = {"appointment": appointment.pk, "starts_at": appointment.starts_at, "changes": {**changes, **gone}}
        told.append((act, client.person, detail))
    record_each(told, by=by)


def tell_of(row: Attendance, act: str, changes: dict[str, list[str]], *, by: Member | None) -> None:
    """An event on the record of this client alone; the row has `client.person` at hand."""
    person, appointment = row.client.person, row.appointment
    record(act, by=by, subject=person, client=person, appointment=appointment.pk,
           starts_at=appointment.starts_at, changes=changes)  # fmt: skip
