"""„Zusammenführen“: whom, field by field, and the way back at any time."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kartei.people.candidates import likes_of
from kartei.people.doors import merge_for, person_for
from kartei.people.duplicate_pairs import in_order, told_apart
from kartei.people.forms import SearchForm
from kartei.people.merging.choices import differing
from kartei.people.merging.coverage import rules
from kartei.people.merging.parting import part, questions, refuse_parting
from kartei.people.merging.trail import page_of_merges
from kartei.people.merging.uniting import MergeRefused, merge, refuse_unlike
from kartei.people.merging_forms import MergeForm, PartingForm
from kartei.people.models import Merge, Person
from kartei.people.tasks import gather_late_rows, look_for_twins
from kartei.people.versions import StaleVersion
from kartei.people.ways import record_address
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.web.query import id_in
from kartei.web.responses import Undo, conflict, fragment, is_htmx, moved, notify, page, refusal


@require_safe
@for_members(Right.PROFILES_EDIT)
def choosing(request: MemberRequest, person_id: UUID, is_client: bool) -> HttpResponse:
    """„Zusammenführen mit …“: whom."""
    return _choosing(request, person_for(request, person_id, is_client=is_client))


@require_POST
@for_members(Right.PROFILES_EDIT)
def search(request: MemberRequest, person_id: UUID, is_client: bool) -> HttpResponse:
    """The words come by POST and stay in the page: no address, log or history holds them."""
    person, form = person_for(request, person_id, is_client=is_client), SearchForm(request.POST)
    query = form.cleaned_data["q"].strip() if form.is_valid() else ""
    return _choosing(request, person, query, block="#hits" if is_htmx(request) else "")


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.PROFILES_EDIT)
def merging(request: MemberRequest, person_id: UUID, other_id: UUID, is_client: bool) -> HttpResponse:
    """The record of the first id stays and takes in the other; nothing happens before „Zusammenführen“."""
    winner, loser = (person_for(request, pk, is_client=is_client) for pk in (person_id, other_id))
    try:
        refuse_unlike(winner, loser)
        choices = differing(winner, loser, seen_by=request.member)
        form = MergeForm(request.POST or None, winner=winner, loser=loser, choices=choices)
        if not form.is_valid():
            return _comparing(request, winner, loser, form)
        made = merge(winner, loser, form.chosen, versions=form.versions, by=request.member)
    except MergeRefused as refused:
        return refusal(request, 409, refused.text)
    except StaleVersion:
        return conflict(request, _("One of the two records was changed in the meantime. Please open the page again."))
    return _merged(request, made)


@require_safe
@for_members(Right.PROFILES_EDIT)
def merges(request: MemberRequest) -> HttpResponse:
    found = page_of_merges(request.member, after=id_in(request.GET.get("after")))
    return page(request, "people/merges.html", page=found)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.PROFILES_EDIT)
def separation(request: MemberRequest, merge_id: UUID) -> HttpResponse:
    """„Zusammenführung aufheben“: asks for what came since, then both records are as they were."""
    made = merge_for(request, merge_id)
    try:
        refuse_parting(made)
        asked = questions(made, seen_by=request.member)
        if asked and "at_once" in request.POST:  # „Rückgängig“ of the toast: something has come in between
            return moved(request, request.path)
        form = PartingForm(request.POST if request.method == "POST" else None, asked=asked, **_both(made))
        if not form.is_valid():
            status = 422 if form.is_bound else 200
            return page(
                request, "people/separation.html", status=status, merge=made, form=form, asked=asked, names=_names(made)
            )
        part(made, form.answers, by=request.member)
    except MergeRefused as refused:
        return refusal(request, 409, refused.text)
    look_for_twins(made.winner, made.loser)
    notify(request, _("The merge was undone: %(name)s and %(other)s are two records again.") % _names(made))
    return moved(request, record_address(request, made.winner))


def _merged(request: MemberRequest, made: Merge) -> HttpResponse:
    look_for_twins(made.winner)
    gather_late_rows(made)
    undo = Undo(reverse("people:separation", args=[request.workspace.slug, made.pk]), {"at_once": "on"})
    notify(request, _("%(other)s was merged into %(name)s.") % _names(made), undo=undo)
    return moved(request, record_address(request, made.winner))


def _choosing(request: MemberRequest, person: Person, query: str = "", *, block: str = "") -> HttpResponse:
    found = likes_of(person, query, seen_by=request.member)
    others = {other.pk: other for other in Person.objects.filter(pk__in=[row.id for row in found.rows])}
    prefix = "people:client-" if person.is_client else "people:contact-"
    hits = [(row, [each.pk for each in in_order(person, others[row.id])]) for row in found.rows]
    values: dict[str, Any] = {"person": person, "query": query, "found": found, "hits": hits, "prefix": prefix}
    if is_htmx(request):
        return fragment(request, f"people/merge_choose.html{block or '#dialog'}", **values)
    return page(request, "people/merge_choose.html", back=record_address(request, person), **values)


def _comparing(request: MemberRequest, winner: Person, loser: Person, form: MergeForm) -> HttpResponse:
    prefix = "people:client-" if winner.is_client else "people:contact-"
    comes = [text for rule in rules() if (text := rule.told(loser.pk, winner.pk))]
    return page(
        request, "people/merge.html", status=422 if form.is_bound else 200, winner=winner, loser=loser, form=form,
        comes=comes, back=record_address(request, winner),
        swapped=reverse(f"{prefix}merge", args=[request.workspace.slug, loser.pk, winner.pk]),
    )  # fmt: skip


def _both(made: Merge) -> dict[str, Person]:
    return {"winner": made.winner, "loser": made.loser}


def _names(made: Merge) -> dict[str, str]:
    name, other = told_apart(made.winner, made.loser)
    return {"name": name, "other": other}
