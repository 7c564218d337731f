"""The lists as files and on paper."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from kartei.people import exporting
from kartei.people.bulk.choosing import Chosen
from kartei.people.chips import chips
from kartei.people.exporting import Extract
from kartei.people.filters import Filters
from kartei.people.rows import Labels
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.web.responses import conflict, download, page, refusal

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@for_members(Right.REPORTS_VIEW)
def csv(request: MemberRequest, is_client: bool) -> HttpResponse:
    return _taken_away(_extract(request, is_client), "csv")


@require_GET
@for_members(Right.REPORTS_VIEW)
def xlsx(request: MemberRequest, is_client: bool) -> HttpResponse:
    return _taken_away(_extract(request, is_client), "xlsx")


@require_GET
@for_members(Right.REPORTS_VIEW)
def paper(request: MemberRequest, is_client: bool) -> HttpResponse:
    extract = _extract(request, is_client)
    rows, is_cut = exporting.printed(extract)
    exporting.note_export(extract, "print", len(rows))
    back = reverse("people:clients" if is_client else "people:contacts", args=[request.workspace.slug])
    return page(
        request, "people/paper.html", rows=rows, is_cut=is_cut, most=exporting.PRINTED, columns=extract.columns,
        chips=chips(extract.filters, extract.labels), is_client=is_client, today=timezone.now(),
        back=f"{back}?{extract.filters.query()}",
    )  # fmt: skip


@require_POST
@for_members(Right.REPORTS_VIEW)
def chosen(request: MemberRequest, ending: str) -> HttpResponse:
    """The rows that were chosen in the list of clients, or all that match, as a CSV file or a workbook."""
    told = Chosen.read(request.POST)
    if not told:
        return refusal(request, 422, _("Please choose at least one client."))
    extract = _extract(request, is_client=True, query=QueryDict(told.query), only=None if told.is_whole else told.ids)
    if told.is_whole and extract.filters != Filters.read(QueryDict(told.query)):
        return conflict(request, _("Something the list is filtered by is there no more. Please open the list again."))
    return _taken_away(extract, ending)


def _taken_away(extract: Extract, ending: str) -> HttpResponse:
    """The file, which the log of the practice knows about."""
    exporting.note_export(extract, "export", extract.count())
    name = _file(extract.is_client, ending)
    if ending == "csv":
        return download(exporting.as_csv(extract), CSV, name)
    return download(exporting.as_xlsx(extract, _title(extract.is_client)), XLSX, name)


def _extract(
    request: MemberRequest, is_client: bool, *, query: QueryDict | None = None, only: tuple[UUID, ...] | None = None
) -> Extract:
    """Lists are taken away by whoever may see the people in them, too. Of chosen rows no filter is asked again."""
    if not request.member.may(Right.PROFILES_VIEW):
        raise PermissionDenied
    labels = Labels.read(fields_for=request.member)
    filters = Filters.read(request.GET if query is None else query, is_client=is_client).within(labels)
    if only is not None:
        filters = Filters(sort=filters.sort, columns=filters.columns, archived=filters.archived)
    language = translation.get_language() or "de"
    return Extract(request.workspace, request.member, language, is_client, filters, labels, only)


def _title(is_client: bool) -> str:
    return pgettext("people", "Clients") if is_client else _("Contacts")


def _file(is_client: bool, ending: str) -> str:
    """The name of the file tells the day."""
    return f"{_title(is_client)}-{timezone.localdate():%Y-%m-%d}.{ending}"
