"""„+ Neuer Kunde“ and „+ Neuer Kontakt“, with the hint that somebody may be here already."""

from typing import TypeVar

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kartei.lib import names
from kartei.people.creating import create_client, create_contact
from kartei.people.duplicates import likely_twins
from kartei.people.fields.guarding import open_tags
from kartei.people.forms import ClientForm, ContactForm, offer
from kartei.people.panels import warn_of_phones
from kartei.people.tasks import look_for_twins
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.tenancy.submissions import once
from kartei.web.forms import CreateForm
from kartei.web.responses import fragment, moved, notify, page

Opened = TypeVar("Opened", bound=CreateForm)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.PROFILES_EDIT)
@once
def new_client(request: MemberRequest) -> HttpResponse:
    form = _opened(request, ClientForm)
    offer(form, tags=open_tags(request.member))
    if form.is_bound and form.is_valid():
        chosen = {name: form.cleaned_data[name] for name in ("status", "tags", "members")}
        client = create_client(form.particulars, **chosen, by=request.member)
        look_for_twins(client.person)
        notify(request, _("%(name)s was created.") % {"name": client})
        warn_of_phones(request, [form.cleaned_data["phone"]])
        return moved(request, reverse("overview:client", args=[request.workspace.slug, client.pk]))
    return _form(request, form, is_client=True)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.PROFILES_EDIT)
@once
def new_contact(request: MemberRequest) -> HttpResponse:
    form = _opened(request, ContactForm)
    if form.is_bound and form.is_valid():
        contact = create_contact(form.particulars, by=request.member)
        look_for_twins(contact)
        notify(request, _("%(name)s was created.") % {"name": contact})
        warn_of_phones(request, [form.cleaned_data["phone"]])
        return moved(request, reverse("people:contact", args=[request.workspace.slug, contact.pk]))
    return _form(request, form, is_client=False)


@require_POST
@for_members(Right.PROFILES_EDIT)
def twins(request: MemberRequest) -> HttpResponse:
    """The hint beside the form while it is being filled in; nothing is stored."""
    form = ClientForm(request.POST)
    form.is_valid()
    told = {name: form.cleaned_data.get(name) or "" for name in ("first_name", "last_name", "email", "phone")}
    found = likely_twins(**told, birth_date=form.cleaned_data.get("birth_date"), seen_by=request.member)
    return fragment(request, "people/creation.html#twins", twins=found, is_client=True)


def _opened(request: MemberRequest, form: type[Opened]) -> Opened:
    """The form as sent, or with the words of a search that found nobody: by POST, since no address holds a name."""
    if request.method == "POST" and "prefill" not in request.POST:
        return form(request.POST)
    parts = names.split_full(request.POST.get("prefill", "")[:200])
    return form(initial={"first_name": parts.first, "last_name": parts.last})


def _form(request: MemberRequest, form: CreateForm, *, is_client: bool) -> HttpResponse:
    status = 422 if form.is_bound else 200
    if request.htmx and not request.htmx.boosted:
        return fragment(request, "people/creation.html#form", form=form, is_client=is_client, twins=[], status=status)
    return page(request, "people/creation.html", form=form, is_client=is_client, twins=[], status=status)
