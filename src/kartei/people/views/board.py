"""The board of „Kundschaft“: a column a status, cards that are moved from one to the other."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from kartei.people import board as columns
from kartei.people import listing
from kartei.people.birthdays import WINDOWS
from kartei.people.chips import chips
from kartei.people.filters import has_blanks
from kartei.people.models import Person, StatusKind
from kartei.people.own_filters import answers_offered
from kartei.people.rows import Labels
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Level, Right
from kartei.web.query import id_in
from kartei.web.responses import fragment, moved, page


@require_safe
@for_members(Right.PROFILES_VIEW)
def board(request: MemberRequest) -> HttpResponse:
    filters, labels = _asked(request, request.GET)
    if has_blanks(request.GET):
        return moved(request, f"{request.path}?{filters.query()}".removesuffix("?"))
    return page(
        request,
        "people/board.html",
        summary=listing.summary(*listing.counts(request.member)),
        labels=labels,
        chips=chips(filters, labels),
        is_client=True,
        birthday_windows=WINDOWS,
        status_kinds=StatusKind.choices,
        filter_answers=answers_offered,
        may_create=request.member.may(Right.PROFILES_EDIT),
        **_columns(request, filters, labels),
    )


@require_safe
@for_members(Right.PROFILES_VIEW)
def cards(request: MemberRequest, status_id: UUID) -> HttpResponse:
    """„Mehr laden“ of a column."""
    (filters, labels), after = _asked(request, request.GET), id_in(request.GET.get("after"))
    if status_id not in labels.statuses or after is None:
        raise Http404
    found = columns.further(_people(request), filters, labels, labels.statuses[status_id], after)
    return fragment(request, "people/board_cards.html", column=found, filters=filters, **_moving(request))


def moved_on_board(request: MemberRequest, address: str) -> HttpResponse:
    """After a card was moved: the columns anew in place of those on the page at `address`, which scrolls nowhere."""
    filters, labels = _asked(request, QueryDict(urlsplit(address).query))
    answer = fragment(request, "people/board.html#columns", **_columns(request, filters, labels))
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#board", "outerMorph"
    return answer


def _asked(request: MemberRequest, query: QueryDict) -> tuple[listing.Filters, Labels]:
    labels = Labels.read(fields_for=request.member)
    return listing.Filters.read(query).within(labels), labels


def _columns(request: MemberRequest, filters: listing.Filters, labels: Labels) -> dict[str, Any]:
    found = columns.columns_of(_people(request), filters, labels)
    return {"columns": found, "filters": filters, **_moving(request)}


def _moving(request: MemberRequest) -> dict[str, bool]:
    """Which cards the member may move: all, none, or those of clients who are assigned to them."""
    level = request.member.level(Right.PROFILES_EDIT)
    return {"may_move": level > Level.NONE, "moves_assigned_only": level == Level.ASSIGNED}


def _people(request: MemberRequest) -> Any:
    return Person.objects.visible_to(request.member).clients()
