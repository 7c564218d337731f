"""An act on many clients: the question with the number, the act, its progress and result, and the way back."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kartei.people.bulk import running
from kartei.people.bulk.acts import ACTS, Act
from kartei.people.bulk.choosing import Chosen
from kartei.people.bulk.forms import BulkForm, form_of
from kartei.people.bulk.wording import named, report, report_of_undo
from kartei.people.doors import bulk_for
from kartei.people.fields.guarding import open_tags
from kartei.people.forms import offer
from kartei.people.models import BulkAct, BulkState
from kartei.people.tasks import run_bulk_act
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.tenancy.submissions import once
from kartei.web.formats import number
from kartei.web.responses import Undo, back_to, conflict, fragment, is_htmx, moved, notify, page, refusal

LIST, RESULT = "people:clients", "people:bulk-act"


@require_POST
@for_members(Right.PROFILES_EDIT)
@once
def bulk(request: MemberRequest, act: str) -> HttpResponse:
    """Asked first without `total`: the dialog says how many there are; then with it: done."""
    if act not in ACTS:
        raise Http404
    chosen = Chosen.read(request.POST)
    if not chosen:
        return refusal(request, 422, _("Please choose at least one client."))
    count = chosen.people(request.member).count()
    form = form_of(ACTS[act], request.POST if "total" in request.POST else None)
    if "tags" in form.fields:
        offer(form, tags=open_tags(request.member))
    if not form.is_valid():
        return _question(request, ACTS[act], chosen, form, count)
    if form.cleaned_data["total"] != count:
        return _question(request, ACTS[act], chosen, form, count, status=409)
    done = running.begin(act, chosen, form.words, count, by=request.member, start=run_bulk_act.defer)
    return _answer(request, done, back_to(request, _list(request), f"{_list(request)}?{chosen.query}"))


@require_safe
@for_members(Right.PROFILES_EDIT)
def bulk_act(request: MemberRequest, bulk_id: UUID) -> HttpResponse:
    """How far a large act is, and what came of it."""
    found = bulk_for(request, bulk_id)
    counts = running.counts_of(found)
    values: dict[str, Any] = {
        "bulk": found,
        "title": named(found),
        "is_working": found.state not in (BulkState.DONE, BulkState.UNDONE),
        "progress": running.progress_of(found, counts),
        "lines": report_of_undo(counts) if found.state == BulkState.UNDONE else report(counts),
        "may_undo": found.state == BulkState.DONE and bool(counts.get("done")),
    }
    if is_htmx(request):
        return fragment(request, "people/bulk_act.html#report", **values)
    return page(request, "people/bulk_act.html", **values)


@require_POST
@for_members(Right.PROFILES_EDIT)
def reversal(request: MemberRequest, bulk_id: UUID) -> HttpResponse:
    found = bulk_for(request, bulk_id)
    if not running.undo(found, start=run_bulk_act.defer):
        return conflict(request, _("This has been undone already."))
    return _answer(request, found, back_to(request, _list(request), _list(request)))


def _answer(request: MemberRequest, done: BulkAct, back: str) -> HttpResponse:
    """Back to the list with a word about it; to the page with the progress while a job is at work."""
    if done.state not in (BulkState.DONE, BulkState.UNDONE):
        return moved(request, RESULT, request.workspace.slug, done.pk)
    counts = running.counts_of(done)
    if done.state == BulkState.UNDONE:
        notify(request, " ".join([f"{named(done)} –", *report_of_undo(counts)]))
        return moved(request, back)
    way_back = Undo(reverse("people:bulk-reversal", args=[request.workspace.slug, done.pk]), {})
    notify(request, " ".join([f"{named(done)} –", *report(counts)]), undo=way_back if counts.get("done") else None)
    return moved(request, back)


def _question(
    request: MemberRequest, act: Act, chosen: Chosen, form: BulkForm, count: int, status: int = 0
) -> HttpResponse:
    """As a dialog over the list, or as a page of its own."""
    values: dict[str, Any] = {
        "act": act,
        "chosen": chosen,
        "form": form,
        "count": count,
        "is_stale": status == 409,
        "whom": ngettext("%(count)s client is chosen.", "%(count)s clients are chosen.", count)
        % {"count": number(count)},
        "back": f"{_list(request)}?{chosen.query}",
    }
    status = status or (422 if form.is_bound else 200)
    if is_htmx(request):
        return fragment(request, "people/bulk.html#dialog", status=status, **values)
    return page(request, "people/bulk.html", status=status, **values)


def _list(request: MemberRequest) -> str:
    return reverse(LIST, args=[request.workspace.slug])
