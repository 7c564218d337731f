"""The lists „Klienten“ and „Kontakte“, and the search in them."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from kartei.lib import textkey
from kartei.people import columns, listing, saved_views, searching
from kartei.people.birthdays import WINDOWS
from kartei.people.bulk.acts import offered
from kartei.people.chips import chips
from kartei.people.duplicate_pairs import count_pairs
from kartei.people.filters import ALL, has_blanks
from kartei.people.forms import SearchForm
from kartei.people.links import add_links
from kartei.people.models import Person, StatusKind
from kartei.people.own_filters import answers_offered
from kartei.people.rows import Labels, Row, rows_of
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Level, Right
from kartei.web.responses import fragment, moved, page

HITS = 20


@require_safe
@for_members(Right.PROFILES_VIEW)
def clients(request: MemberRequest) -> HttpResponse:
    return _open(request, is_client=True)


@require_safe
@for_members(Right.PROFILES_VIEW)
def contacts(request: MemberRequest) -> HttpResponse:
    return _open(request, is_client=False)


@require_POST
@for_members(Right.PROFILES_VIEW)
def client_search(request: MemberRequest) -> HttpResponse:
    return _search(request, is_client=True)


@require_POST
@for_members(Right.PROFILES_VIEW)
def contact_search(request: MemberRequest) -> HttpResponse:
    return _search(request, is_client=False)


def _open(request: MemberRequest, is_client: bool) -> HttpResponse:
    """The list, or the way to the address that says what it shows: that of a default view, or one without blanks."""
    filters = _filters(request, is_client)
    is_whole = request.GET.dict() == {"view": ALL}
    if not request.GET or is_whole:
        default = saved_views.default_of(request.member, is_client=is_client)
        if default is None and is_whole:
            return moved(request, request.path)
        if default and not is_whole:
            return moved(request, f"{request.path}?{default.address}")
    if has_blanks(request.GET):
        return moved(request, f"{request.path}?{filters.query()}".removesuffix("?"))
    return _list(request, is_client=is_client)


def _list(request: MemberRequest, *, is_client: bool, query: str = "") -> HttpResponse:
    labels = Labels.read(fields_for=request.member)
    filters = _filters(request, is_client).within(labels)
    shown = _columns(filters, labels, is_client)
    found = listing.page_of(_people(request, is_client), filters, labels, request.GET)
    _add_details(request, found.rows, shown, labels)
    clients, contacts = listing.counts(request.member)
    values: dict[str, Any] = {
        "is_client": is_client,
        "page": found,
        "filters": filters,
        "labels": labels,
        "query": query,
        "hits": None,
        "shown": shown,
        "chips": chips(filters, labels),
        "whole": found.matches if filters.are_set else listing.count_text(clients),
        **_permissions(request),
        **_bulk(request, filters, is_client),
    }
    if request.htmx and not request.htmx.boosted:
        return fragment(request, "people/list.html#rows", **values)
    return page(
        request, "people/list.html", **values, columns=columns.offered(labels, is_client=is_client),
        view_menu=saved_views.menu_of(request.member, filters, is_client=is_client),
        summary=listing.summary(clients, contacts), may_change_view=saved_views.may_change,
        twins=count_pairs(request.member, is_client=is_client), birthday_windows=WINDOWS,
        status_kinds=StatusKind.choices, filter_answers=answers_offered,
    )  # fmt: skip


def _search(request: MemberRequest, *, is_client: bool) -> HttpResponse:
    """The words come by POST and stay in the page: no address, log or history holds them."""
    form = SearchForm(request.POST)
    query = form.cleaned_data["q"].strip() if form.is_valid() else ""
    if not textkey.patterns(query):
        return _list(request, is_client=is_client, query=query)
    labels = Labels.read(fields_for=request.member)
    filters = _filters(request, is_client).within(labels)
    shown = _columns(filters, labels, is_client)
    reach, more = _people(request, is_client), form.cleaned_data["more"]
    after = reach.filter(id=more).values_list("sort_key", "id").first() if more else None
    rows, more, is_sound = _hits(filters.apply(reach), query, after, labels)
    _add_details(request, rows, shown, labels)
    return fragment(
        request, "people/list.html#rows", is_client=is_client, page=listing.Page(rows), filters=filters, labels=labels,
        query=query, hits={"more": more, "is_sound": is_sound}, shown=shown, chips=chips(filters, labels), whole="",
        **_permissions(request), **_bulk(request, filters, is_client),
    )  # fmt: skip


def _hits(people: Any, query: str, after: Any, labels: Labels) -> tuple[list[Row], Any, bool]:
    """At most twenty rows in the order of names behind (sort key, id), the id to go on from, whether by sound only."""
    ids = _first_ids(searching.matching(people, query), after)
    is_sound = not ids and after is None
    if is_sound:
        ids = _first_ids(searching.sounding_like(people, query), None)
    rows = rows_of(ids[:HITS], labels)
    searching.give_reasons(rows, query, sounds=is_sound)
    return rows, ids[HITS - 1] if len(ids) > HITS else None, is_sound


def _first_ids(people: Any, after: Any) -> list[Any]:
    """Ids first: the covering index alone answers, without a look at the table."""
    if after:
        people = people.filter(listing.beyond("sort_key", after, descending=False))
    return list(people.order_by("sort_key", "id").values_list("id", flat=True)[: HITS + 1])


def _people(request: MemberRequest, is_client: bool) -> Any:
    people = Person.objects.visible_to(request.member)
    return people.clients() if is_client else people.contacts()


def _columns(filters: listing.Filters, labels: Labels, is_client: bool) -> list[columns.Column]:
    return columns.chosen(columns.offered(labels, is_client=is_client), filters.columns, is_client=is_client)


def _add_details(request: MemberRequest, rows: list[Row], shown: list[columns.Column], labels: Labels) -> None:
    columns.add_details(rows, shown, labels)
    if any(column.key == "links" for column in shown):
        add_links(rows, seen_by=request.member)


def _permissions(request: MemberRequest) -> dict[str, bool]:
    """Which buttons stand at the top. An import reaches everybody, so it needs the right to edit all profiles."""
    level, may_export = request.member.level(Right.PROFILES_EDIT), request.member.may(Right.REPORTS_VIEW)
    return {"may_create": level > Level.NONE, "may_import": level == Level.ALL, "may_export": may_export}


def _bulk(request: MemberRequest, filters: listing.Filters, is_client: bool) -> dict[str, Any]:
    """What can be done with many rows at once."""
    may_edit = is_client and request.member.may(Right.PROFILES_EDIT)
    return {"bulk_acts": offered(is_archived=filters.archived) if may_edit else []}


def _filters(request: MemberRequest, is_client: bool) -> listing.Filters:
    return listing.Filters.read(request.GET, is_client=is_client)
