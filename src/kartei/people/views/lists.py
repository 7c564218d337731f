"""The lists „Klienten“ and „Kontakte“, and the search in them."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from kartei.lib import textkey
from kartei.people import listing, searching
from kartei.people.duplicate_pairs import count_pairs
from kartei.people.forms import SearchForm
from kartei.people.links import add_links
from kartei.people.models import Person
from kartei.people.rows import Labels, Row, rows_of
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Level, Right
from kartei.web.responses import fragment, page

HITS = 20


@require_safe
@for_members(Right.PROFILES_VIEW)
def clients(request: MemberRequest) -> HttpResponse:
    return _list(request, is_client=True)


@require_safe
@for_members(Right.PROFILES_VIEW)
def contacts(request: MemberRequest) -> HttpResponse:
    return _list(request, is_client=False)


@require_POST
@for_members(Right.PROFILES_VIEW)
def client_search(request: MemberRequest) -> HttpResponse:
    return _search(request, is_client=True)


@require_POST
@for_members(Right.PROFILES_VIEW)
def contact_search(request: MemberRequest) -> HttpResponse:
    return _search(request, is_client=False)


def _list(request: MemberRequest, *, is_client: bool, query: str = "") -> HttpResponse:
    filters, labels = _filters(request, is_client), Labels.read()
    people = _people(request, is_client)
    found = listing.page_of(people, filters, labels, request.GET)
    if not is_client:
        add_links(found.rows, seen_by=request.member)
    summary = listing.summary(*listing.counts(request.member))
    matching = listing.count_text(listing.capped(filters.apply(people))) if filters.are_set else ""
    answer = fragment if request.htmx and not request.htmx.boosted else page
    name = "people/list.html#rows" if answer is fragment else "people/list.html"
    twins = count_pairs(request.member, is_client=is_client)
    return answer(
        request, name, twins=twins, is_client=is_client, page=found, filters=filters, labels=labels, summary=summary,
        matching=matching, query=query, hits=None, **_permissions(request),
    )  # fmt: skip


def _search(request: MemberRequest, *, is_client: bool) -> HttpResponse:
    """The words come by POST and stay in the page: no address, log or history holds them."""
    form = SearchForm(request.POST)
    query = form.cleaned_data["q"].strip() if form.is_valid() else ""
    if not textkey.patterns(query):
        return _list(request, is_client=is_client, query=query)
    filters, labels = _filters(request, is_client), Labels.read()
    reach, more = _people(request, is_client), form.cleaned_data["more"]
    after = reach.filter(id=more).values_list("sort_key", "id").first() if more else None
    rows, more, is_sound = _hits(filters.apply(reach), query, after, labels)
    if not is_client:
        add_links(rows, seen_by=request.member)
    return fragment(
        request, "people/list.html#rows", is_client=is_client, page=listing.Page(rows), filters=filters, labels=labels,
        query=query, hits={"more": more, "is_sound": is_sound}, **_permissions(request),
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


def _permissions(request: MemberRequest) -> dict[str, bool]:
    """Which buttons stand at the top. An import reaches everybody, so it needs the right to edit all profiles."""
    level = request.member.level(Right.PROFILES_EDIT)
    return {"may_create": level > Level.NONE, "may_import": level == Level.ALL}


def _filters(request: MemberRequest, is_client: bool) -> listing.Filters:
    return listing.Filters.read(request.GET) if is_client else listing.Filters.read_order(request.GET)
