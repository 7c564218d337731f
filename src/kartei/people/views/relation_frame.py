"""What the pages and dialogs of „Beziehungen“ have in common: the tab, a step of a dialog, and the way back to both."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone

from kartei.people.disclosing import told_by
from kartei.people.family import circle_of
from kartei.people.family_drawing import draw
from kartei.people.models import Person
from kartei.people.panels import record_page
from kartei.people.relations import Relation, page_of_relations
from kartei.tenancy.doors import MemberRequest
from kartei.tenancy.models import Member
from kartei.web.query import id_in
from kartei.web.responses import Undo, fragment, is_htmx, moved, notify


def sent(request: MemberRequest) -> QueryDict | None:
    """What was posted, be it nothing at all; None while the form is only looked at."""
    return request.POST if request.method == "POST" else None


def is_in_reach(request: MemberRequest, person: Person) -> bool:
    return bool(Person.objects.visible_to(request.member).filter(pk=person.pk).exists())


def done(request: MemberRequest, person: Person, said: str, undo: Undo | None = None) -> HttpResponse:
    """Say it and show the table; or the list, when the act has led the person out of reach."""
    notify(request, said, undo=undo)
    if is_in_reach(request, person):
        return moved(request, address(request, person, "relationships"))
    return moved(request, reverse("people:contacts", args=[request.workspace.slug]))


def dialog(
    request: MemberRequest, person: Person, step: str, form: Any, *, status: int | None = None, **values: Any
) -> HttpResponse:
    """A step of a dialog: alone for htmx, else in the page that it belongs to."""
    status = status or (422 if form is not None and form.is_bound else 200)
    values = {"step": step, "form": form, "twins": [], **values}
    if is_htmx(request):
        return part(request, person, "people/relationship_dialog.html", status=status, **values)
    return tab(request, person, status=status, **values)


def part(request: MemberRequest, person: Person, name: str, *, status: int = 200, **values: Any) -> HttpResponse:
    """A part of the tab, or of a dialog over it."""
    return fragment(request, name, person=person, prefix=_prefix(person), status=status, **values)


def tab(request: MemberRequest, person: Person, **values: Any) -> HttpResponse:
    """The whole page with the table."""
    found = page_of_relations(person, seen_by=request.member, after=id_in(request.GET.get("after")))
    told = told_by([relation.id for relation in found.rows], person)
    family = None if found.is_later else _family(person, found.rows, request.member)
    values = {"step": "", "told": told, "today": timezone.localdate(), "family": family, **values}
    return record_page(request, "people/relationships.html", person, page=found, prefix=_prefix(person), **values)


def _family(person: Person, relations: list[Relation], seen_by: Member) -> dict[str, Any] | None:
    """The picture below the table; of two alone there is nothing to see."""
    circle = circle_of(person, relations, seen_by=seen_by)
    if len(circle.nodes) <= 2:
        return None
    return {"circle": circle, "wide": draw(circle, across=6), "narrow": draw(circle, across=2)}


def address(request: MemberRequest, person: Person, name: str, *args: Any) -> str:
    """Of a page below the tab: "deletion", "reversal"; "" is one relation."""
    suffix = {"relationships": "relationships", "": "relationship"}.get(name, f"relationship-{name}")
    return reverse(_prefix(person) + suffix, args=[request.workspace.slug, person.pk, *args])


def _prefix(person: Person) -> str:
    return "people:client-" if person.is_client else "people:contact-"
