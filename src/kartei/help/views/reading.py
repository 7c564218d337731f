"""„Hilfe“: the handbook, its search, and the article of a page."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from kartei.help import pages, searching
from kartei.help.forms import SearchForm, TicketForm
from kartei.help.handbook import LANGUAGES, article, handbook
from kartei.help.models import Ticket
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.web.responses import fragment, page

SHOWN = 5


@require_safe
@for_members()
def start(request: MemberRequest) -> HttpResponse:
    return page(request, "help/handbook.html", **_start(request), query="", hits=None)


@require_POST
@for_members()
def search(request: MemberRequest) -> HttpResponse:
    """The words come by POST and stay in the page, since people type names here too."""
    form = SearchForm(request.POST)
    query = form.cleaned_data["q"].strip() if form.is_valid() else ""
    hits, is_similar = searching.search(query, get_language()) if query else (None, False)
    values: dict[str, Any] = {"query": query, "hits": hits, "is_similar": is_similar}
    if request.htmx:
        values |= {"subjects": handbook(get_language()), "form": TicketForm()}
        return fragment(request, "help/handbook.html#found", **values)
    return page(request, "help/handbook.html", **_start(request), **values)


@require_safe
@for_members()
def read(request: MemberRequest, article_name: str) -> HttpResponse:
    """An article, with `?language=` in the other language, with `?page=` knowing which page it was asked from."""
    chosen = request.GET.get("language", "")
    language = chosen if chosen in LANGUAGES else get_language()
    try:
        shown, others = article(article_name, language), [code for code in LANGUAGES if code != language]
    except KeyError as fault:
        raise Http404 from fault
    other = article(article_name, others[0])
    return page(request, "help/article.html", article=shown, other=other, page_name=page_named(request))


@require_safe
@for_members()
def page_article(request: MemberRequest, page_name: str) -> HttpResponse:
    """The article of the present page, one click away: from the name of its URL to the heading that explains it."""
    try:
        name, anchor = pages.place_of(page_name)
    except KeyError as fault:
        raise Http404 from fault
    address = reverse("help:article", args=[request.workspace.slug, name])
    return HttpResponseRedirect(f"{address}?{urlencode({'page': page_name})}{'#' if anchor else ''}{anchor}")


def _start(request: MemberRequest) -> dict[str, Any]:
    """What stands around the search: the articles, and what the member has written last."""
    own = Ticket.objects.filter(member=request.member).order_by("-id")
    return {"subjects": handbook(get_language()), "tickets": own[:SHOWN], "form": TicketForm()}


def page_named(request: MemberRequest) -> str:
    """The URL name that a link brought along, when it is one; empty otherwise."""
    named = request.GET.get("page", "")
    return named if pages.is_page(named) else ""
