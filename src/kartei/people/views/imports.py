"""„Importieren“: from the file over layout, columns and rehearsal to the run. Nobody is stored before the last."""

import re
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kartei.files.storage import StorageFull
from kartei.lib.tables import TableError
from kartei.people.doors import import_for
from kartei.people.import_forms import ColumnsForm, LayoutForm, UploadForm
from kartei.people.importing import progress, reading, steps, targets
from kartei.people.importing.refused import refused_rows
from kartei.people.importing.wording import fault_text, reason_text
from kartei.people.models import Import, ImportRow, ImportState, Outcome
from kartei.tenancy.doors import MemberRequest, View, for_members
from kartei.tenancy.rights import Level, Right
from kartei.tenancy.submissions import once
from kartei.web.responses import fragment, is_htmx, moved, notify, page, refusal

SHOWN = 50

_may_import = for_members(Right.PROFILES_EDIT, Level.ALL)
_asks = require_http_methods(["GET", "HEAD", "POST"])


def _reads(view: View) -> View:
    """A step that opens the file to show it: when that cannot be read, a sentence says why."""

    @wraps(view)
    def guarded(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except TableError as fault:
            return refusal(request, 503 if fault.code == "busy" else 409, fault_text(fault))

    return guarded


@require_safe
@_may_import
def imports(request: MemberRequest) -> HttpResponse:
    """The imports so far, newest first."""
    found = list(Import.objects.select_related("member").order_by("-id")[:SHOWN])
    return page(request, "people/imports.html", imports=[(batch, _step_url(batch, request)) for batch in found])


@_asks
@_may_import
@once
def new_import(request: MemberRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            with transaction.atomic():
                batch = steps.upload(file.name, file.chunks(), by=request.member)
            return moved(request, _url(batch, "import-layout", request))
        except TableError as fault:
            form.add_error("file", fault_text(fault))
        except StorageFull:
            form.add_error("file", _("The server has no room for another file. Please tell whoever runs it."))
    return _form(request, "people/import_new.html", form=form)


@_asks
@_may_import
@_reads
def import_layout(request: MemberRequest, import_id: UUID) -> HttpResponse:
    """Encoding, separator, sheet and head row, with a preview that follows each change; stored by POST alone."""
    batch = import_for(request, import_id)
    if batch.state not in steps.OPEN or batch.blob is None:
        return moved(request, _step_url(batch, request))
    stored = reading.look(batch, batch.options["layout"])
    form = LayoutForm(stored, request.POST or request.GET or None)
    found = stored
    if form.is_bound and form.is_valid():
        try:
            found = reading.look(batch, form.cleaned_data)
            if request.method == "POST":
                steps.lay_out(batch, form.cleaned_data)
                return moved(request, _url(batch, "import-columns", request))
        except TableError as fault:
            form.add_error(None, fault_text(fault))
    return _form(request, "people/import_layout.html", form=form, batch=batch, found=found, fault=_fault(batch))


@_asks
@_may_import
@_reads
def import_columns(request: MemberRequest, import_id: UUID) -> HttpResponse:
    """What each column holds, and what becomes of rows whose person is here already."""
    batch = import_for(request, import_id)
    if batch.state not in steps.OPEN or batch.blob is None:
        return moved(request, _step_url(batch, request))
    form = ColumnsForm(batch.mapping["header"], request.POST or None, initial=batch.options)
    if request.method == "POST" and form.is_valid():
        steps.assign(batch, form.targets, form.cleaned_data)
        return moved(request, _url(batch, "import-rehearsal", request))
    chosen = form.targets if form.is_bound else batch.mapping["targets"]
    found = reading.look(batch, batch.options["layout"])
    columns = list(zip(found["header"], found["examples"], chosen, strict=True))
    choices = targets.choices(batch.mapping["targets"])
    return _form(
        request, "people/import_columns.html", form=form, batch=batch, columns=columns, choices=choices, found=found
    )


@require_safe
@_may_import
def import_rehearsal(request: MemberRequest, import_id: UUID) -> HttpResponse:
    """What the run would do; while it is being counted, how far that is."""
    batch = import_for(request, import_id)
    if batch.state not in steps.OPEN:
        return moved(request, _step_url(batch, request))
    return _report(request, "people/import_rehearsal.html", batch, is_working=batch.state == ImportState.CHECKING)


@_asks
@_may_import
@once
def import_run(request: MemberRequest, import_id: UUID) -> HttpResponse:
    """POST confirms; GET shows how far the run is, and what came of it."""
    batch = import_for(request, import_id)
    if request.method == "POST":
        steps.confirm(batch, by=request.member)
        return moved(request, _url(batch, "import-run", request))
    if batch.state in steps.OPEN and batch.state != ImportState.FAILED:
        return moved(request, _step_url(batch, request))
    is_working = batch.state in (ImportState.WAITING, ImportState.RUNNING)
    return _report(request, "people/import_run.html", batch, is_working=is_working)


@require_safe
@_may_import
def import_refused(request: MemberRequest, import_id: UUID) -> HttpResponse:
    """The refused rows as CSV."""
    batch = import_for(request, import_id)
    text = refused_rows(batch).encode("utf-8-sig")
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="refused.csv"'
    return response


@require_POST
@_may_import
def import_removal(request: MemberRequest, import_id: UUID) -> HttpResponse:
    """Throw away a file that nobody was imported from."""
    batch = import_for(request, import_id)
    if steps.discard(batch, by=request.member):
        notify(request, _("The file was deleted. Nobody was imported."))
        return moved(request, reverse("people:imports", args=[request.workspace.slug]))
    return moved(request, _step_url(batch, request))


def _form(request: MemberRequest, name: str, *, form: Any, **values: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    if is_htmx(request) and not request.htmx.boosted:
        return fragment(request, f"{name}#form", status=status, form=form, **values)
    return page(request, name, status=status, form=form, **values)


def _report(request: MemberRequest, name: str, batch: Import, *, is_working: bool) -> HttpResponse:
    """A page that renews its middle while the work is on."""
    outcome = request.GET.get("outcome", "")
    rows, after = _rows(batch, outcome, request.GET.get("after", ""))
    answer, template = (fragment, f"{name}#report") if is_htmx(request) else (page, name)
    return answer(
        request, template, batch=batch, is_working=is_working, progress=progress.read(batch.pk), rows=rows, after=after,
        outcome=outcome, reason=reason_text, submission=uuid4(), fault=_fault(batch),
    )  # fmt: skip


def _rows(batch: Import, outcome: str, after: str) -> tuple[list[ImportRow], int | None]:
    """A page of the rows that need a word, and the line after which the next one begins."""
    found = ImportRow.objects.filter(batch=batch).order_by("line")
    if outcome in Outcome.values:
        found = found.filter(outcome=outcome)
    if re.fullmatch(r"[0-9]{1,9}", after):
        found = found.filter(line__gt=int(after))
    rows = list(found.select_related("person__client")[: SHOWN + 1])
    return rows[:SHOWN], rows[SHOWN - 1].line if len(rows) > SHOWN else None


def _fault(batch: Import) -> str:
    return fault_text(batch.fault) if batch.fault else ""


def _step_url(batch: Import, request: MemberRequest) -> str:
    """Where an import stands."""
    if batch.state in (ImportState.CHECKING, ImportState.CHECKED):
        return _url(batch, "import-rehearsal", request)
    return _url(batch, "import-layout" if batch.state == ImportState.UPLOADED else "import-run", request)


def _url(batch: Import, name: str, request: MemberRequest) -> str:
    return reverse(f"people:{name}", args=[request.workspace.slug, batch.pk])
