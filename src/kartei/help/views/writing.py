"""„Meine Nachrichten“: what a member writes to whoever runs the instance, and reads from there."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kartei.files.pictures import served
from kartei.help import listing, pages, tickets
from kartei.help.doors import picture_of, ticket_for
from kartei.help.forms import ListForm, MessageForm, StateForm, TicketForm
from kartei.help.models import Ticket, TicketState
from kartei.help.views.reading import page_named
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.submissions import once
from kartei.web.responses import Undo, conflict, fragment, is_htmx, moved, nothing, notify, page, refusal


@require_safe
@for_members()
def own_tickets(request: MemberRequest) -> HttpResponse:
    own = Ticket.objects.filter(member=request.member)
    found, following = listing.page_of(own, ListForm(request.GET).values()["after"])
    return page(request, "help/tickets.html", tickets=found, following=following)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members()
@once
def new_ticket(request: MemberRequest) -> HttpResponse:
    initial = {"page": page_named(request)}
    form = TicketForm(request.POST or None, request.FILES or None, initial=initial, sender=request.user.pk)
    if form.is_bound and form.is_valid():
        values = {"page": form.cleaned_data["page"], "by": request.member, "workspace": request.workspace}
        if opened := form.deliver(partial(tickets.open_ticket, **values)):
            notify(request, _("Message %(number)s was sent.") % {"number": opened})
            return moved(request, _address(request, opened))
    return _form(request, "help/ticket_new.html", form)


@require_safe
@for_members()
def ticket(request: MemberRequest, ticket_id: UUID) -> HttpResponse:
    return _shown(request, ticket_for(request, ticket_id), MessageForm())


@require_POST
@for_members()
@once
def replies(request: MemberRequest, ticket_id: UUID) -> HttpResponse:
    found, form = ticket_for(request, ticket_id), MessageForm(request.POST, request.FILES, sender=request.user.pk)
    if form.is_valid() and form.deliver(partial(tickets.reply, found, by=request.member)):
        notify(request, _("Your reply was sent."))
        return moved(request, _address(request, found))
    return _shown(request, found, form)


@require_POST
@for_members()
def state(request: MemberRequest, ticket_id: UUID) -> HttpResponse:
    """The author closes the message or opens it again; „in Arbeit“ is the operator's word."""
    found, form = ticket_for(request, ticket_id), StateForm(request.POST)
    if not form.is_valid() or form.cleaned_data["state"] == TicketState.WORKING:
        return refusal(request, 422)
    before, wanted = TicketState(found.state), form.cleaned_data["state"]
    try:
        version = tickets.set_state(found, wanted, version=form.cleaned_data["version"], by=request.member)
    except tickets.StaleState:
        return conflict(request)
    undo = Undo(request.path, {"state": before, "version": str(version)}) if before != TicketState.WORKING else None
    notify(request, _("%(number)s: %(state)s") % {"number": found, "state": wanted.label}, undo=undo)
    return moved(request, _address(request, found))


@require_POST
@for_members()
def reading(request: MemberRequest, ticket_id: UUID) -> HttpResponse:
    """The page says that it has been opened; by POST, since nothing changes by GET."""
    tickets.take_note(ticket_for(request, ticket_id), by=request.member)
    return nothing(request)


@require_safe
@for_members()
def picture(request: MemberRequest, ticket_id: UUID, message_id: UUID) -> HttpResponse:
    return served(picture_of(ticket_for(request, ticket_id), message_id))


def _shown(request: MemberRequest, found: Ticket, form: MessageForm) -> HttpResponse:
    messages = list(found.messages.select_related("picture").order_by("at", "id"))
    about = pages.title_of(found.page)
    return _form(request, "help/ticket.html", form, ticket=found, messages=messages, about=about)


def _form(request: MemberRequest, name: str, form: MessageForm, **values: object) -> HttpResponse:
    status = 422 if form.is_bound else 200
    if is_htmx(request) and not request.htmx.boosted:
        return fragment(request, f"{name}#form", status=status, form=form, **values)
    return page(request, name, status=status, form=form, **values)


def _address(request: MemberRequest, found: Ticket) -> str:
    return reverse("help:ticket", args=[request.workspace.slug, found.pk])
