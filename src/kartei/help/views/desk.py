"""The desk of whoever runs the instance: the tickets of all workspaces. No page of it leads into a workspace."""

from functools import partial
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kartei.accounts.models import User
from kartei.files.pictures import served
from kartei.help import listing, pages, tickets
from kartei.help.doors import for_operators, picture_of, ticket_at_desk
from kartei.help.forms import ListForm, MessageForm, StateForm
from kartei.help.models import Message, Ticket, TicketState
from kartei.web.responses import Undo, conflict, fragment, is_htmx, moved, nothing, notify, page, refusal


@require_safe
@for_operators
def all_tickets(request: HttpRequest) -> HttpResponse:
    asked, every = ListForm(request.GET).values(), Ticket.unscoped.all()
    counts = listing.counts(every)
    found, following = listing.page_of(every.filter(state=asked["state"]) if asked["state"] else every, asked["after"])
    states = [(state, state.label, counts[state]) for state in TicketState]
    return page(
        request, "desk/tickets.html", tickets=found, following=following, states=states, chosen=asked["state"] or ""
    )


@require_safe
@for_operators
def ticket(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    return _shown(request, ticket_at_desk(ticket_id), MessageForm())


@require_POST
@for_operators
def replies(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    found, form = ticket_at_desk(ticket_id), MessageForm(request.POST, request.FILES, sender=request.user.pk)
    if form.is_valid():
        key = form.cleaned_data["submission"] or uuid4()
        if form.deliver(partial(tickets.answer, found, key=key, by=_operator(request))):
            notify(request, _("Your answer was sent."))
            return moved(request, _address(found))
    return _shown(request, found, form)


@require_POST
@for_operators
def state(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    found, form = ticket_at_desk(ticket_id), StateForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    wanted = form.cleaned_data["state"]
    try:
        version = tickets.set_state(found, wanted, version=form.cleaned_data["version"], by=_operator(request))
    except tickets.StaleState:
        return conflict(request)
    undo = Undo(request.path, {"state": found.state, "version": str(version)})
    notify(request, _("%(number)s: %(state)s") % {"number": found, "state": wanted.label}, undo=undo)
    return moved(request, _address(found))


@require_POST
@for_operators
def reading(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    tickets.take_note(ticket_at_desk(ticket_id), by=_operator(request))
    return nothing(request)


@require_safe
@for_operators
def picture(request: HttpRequest, ticket_id: UUID, message_id: UUID) -> HttpResponse:
    """The file lies with the workspace; of that, this picture alone is read."""
    found = ticket_at_desk(ticket_id)
    with found.scope():
        return served(picture_of(found, message_id))


def _shown(request: HttpRequest, found: Ticket, form: MessageForm) -> HttpResponse:
    messages = list(Message.unscoped.filter(ticket_id=found.pk).order_by("at", "id"))
    status = 422 if form.is_bound else 200
    answer, name = (fragment, "desk/ticket.html#form") if is_htmx(request) else (page, "desk/ticket.html")
    return answer(
        request,
        name,
        status=status,
        form=form,
        ticket=found,
        messages=messages,
        about=pages.title_of(found.page),
        states=TicketState,
    )


def _operator(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # says for_operators
    return request.user


def _address(found: Ticket) -> str:
    return reverse("desk:ticket", args=[found.pk])
