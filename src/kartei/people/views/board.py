"""The board of „Kundschaft“: a column a status, cards that are moved from one to the other."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from kartei.people import board as columns
from kartei.people import listing
from kartei.people.models import Person
from kartei.people.rows import Labels
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Level, Right
from kartei.web.query import id_in
from kartei.web.responses import fragment, page


@require_safe
@for_members(Right.PROFILES_VIEW)
def board(request: MemberRequest) -> HttpResponse:
    filters, labels = listing.Filters.read(request.GET), Labels.read()
    return page(
        request,
        "people/board.html",
        summary=listing.summary(*listing.counts(request.member)),
        labels=labels,
        may_create=request.member.may(Right.PROFILES_EDIT),
        **_columns(request, filters, labels),
    )


@require_safe
@for_members(Right.PROFILES_VIEW)
def cards(request: MemberRequest, status_id: UUID) -> HttpResponse:
    """„Mehr laden“ of a column."""
    filters, labels, after = listing.Filters.read(request.GET), Labels.read(), id_in(request.GET.get("after"))
    if status_id not in labels.statuses or after is None:
        raise Http404
    found = columns.further(_people(request), filters, labels, labels.statuses[status_id], after)
    return fragment(request, "people/board_cards.html", column=found, filters=filters, **_moving(request))


def moved_on_board(request: MemberRequest, address: str) -> HttpResponse:
    """After a card was moved: the columns anew in place of those on the page at `address`, which scrolls nowhere."""
    filters = listing.Filters.read(QueryDict(urlsplit(address).query))
    answer = fragment(request, "people/board.html#columns", **_columns(request, filters, Labels.read()))
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#board", "outerMorph"
    return answer


def _columns(request: MemberRequest, filters: listing.Filters, labels: Labels) -> dict[str, Any]:
    found = columns.columns_of(_people(request), filters, labels)
    return {"columns": found, "filters": filters, **_moving(request)}


def _moving(request: MemberRequest) -> dict[str, bool]:
    """Which cards the member may move: all, none, or those of clients who are assigned to them."""
    level = request.member.level(Right.PROFILES_EDIT)
    return {"may_move": level > Level.NONE, "moves_assigned_only": level == Level.ASSIGNED}


def _people(request: MemberRequest) -> Any:
    return Person.objects.visible_to(request.member).clients()
