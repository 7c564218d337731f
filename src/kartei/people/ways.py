"""Where a record begins, and from which list somebody has acted on one, so that the answer leaves them there."""

from urllib.parse import urlsplit

from django.urls import Resolver404, resolve, reverse

from kartei.people.models import Person
from kartei.tenancy.doors import MemberRequest
from kartei.web.responses import back_to

LISTS = {"people:clients", "people:contacts", "people:board", "people:member-clients"}


def back_to_list(request: MemberRequest, otherwise: str) -> str:
    """The address of the list on which a menu, a card or a toast stood; else `otherwise`."""
    address = back_to(request, f"/w/{request.workspace.slug}/", "")
    try:
        return address if address and resolve(urlsplit(address).path).view_name in LISTS else otherwise
    except Resolver404:
        return otherwise


def record_address(request: MemberRequest, person: Person) -> str:
    """The first page of the record of a client or a contact."""
    name = "overview:client" if person.is_client else "people:contact"
    return reverse(name, args=[request.workspace.slug, person.pk])
