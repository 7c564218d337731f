"""The log of the workspace, for those with the right to read it, and the walk along its chain."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kartei.audit.forms import LogForm
from kartei.audit.models import Seal
from kartei.audit.reading import chosen, page_of
from kartei.audit.recording import record
from kartei.audit.verification import verify_workspace
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.web.responses import page

SHOWN_FAULTS = 20


@require_safe
@for_members(Right.AUDIT_VIEW)
def log(request: MemberRequest) -> HttpResponse:
    form = LogForm(request.GET)
    values = form.cleaned_data if form.is_valid() else {}
    lines, following = page_of(chosen(values), values.get("after"))
    record("log.view", by=request.member, filters={name: str(value) for name, value in values.items() if value})
    next_url = f"?{urlencode({**_kept(request), 'after': following})}" if following else None
    return page(request, "audit/log.html", form=form, lines=lines, next_url=next_url, is_narrowed=any(values.values()))


@require_POST
@for_members(Right.AUDIT_VIEW)
def verification(request: MemberRequest) -> HttpResponse:
    """„Kette prüfen“: walk the whole chain and say where it does not hold."""
    faults = list(verify_workspace())
    count = Seal.objects.count()
    record("log.verification", by=request.member, count=count, faults=len(faults))
    return page(
        request,
        "audit/verification.html",
        faults=faults[:SHOWN_FAULTS],
        more=max(0, len(faults) - SHOWN_FAULTS),
        count=count,
        back=reverse("audit:log", args=[request.workspace.slug]),
        title=_("Verify the chain"),
    )


def _kept(request: MemberRequest) -> dict[str, str]:
    names = ("member", "act", "since", "until", "client")
    return {name: request.GET[name] for name in names if request.GET.get(name)}
