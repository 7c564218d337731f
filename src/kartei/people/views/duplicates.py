"""„Dubletten“: pairs that look alike, „Zusammenführen“ or „Keine Dublette“."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kartei.people.doors import pair_for
from kartei.people.duplicate_pairs import dismiss, page_of_pairs, reopen, told_apart
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.web.query import id_in
from kartei.web.responses import Undo, moved, notify, page


@require_safe
@for_members(Right.PROFILES_EDIT)
def duplicates(request: MemberRequest) -> HttpResponse:
    found = page_of_pairs(request.member, after=id_in(request.GET.get("after")))
    return page(request, "people/duplicates.html", page=found)


@require_POST
@for_members(Right.PROFILES_EDIT)
def dismissal(request: MemberRequest, pair_id: UUID) -> HttpResponse:
    """Sent twice it is done once, so that the form needs no version."""
    pair = pair_for(request, pair_id)
    dismiss(pair, by=request.member)
    way_back = reverse("people:duplicate-reopening", args=[request.workspace.slug, pair.pk])
    said = _("%(name)s and %(other)s: noted as not a duplicate.")
    names = dict(zip(("name", "other"), told_apart(pair.first, pair.second), strict=True))
    notify(request, said % names, undo=Undo(way_back, {"pair": str(pair.pk)}))
    return moved(request, reverse("people:duplicates", args=[request.workspace.slug]))


@require_POST
@for_members(Right.PROFILES_EDIT)
def reopening(request: MemberRequest, pair_id: UUID) -> HttpResponse:
    reopen(pair_for(request, pair_id), by=request.member)
    notify(request, _("The pair is among the possible duplicates again."))
    return moved(request, reverse("people:duplicates", args=[request.workspace.slug]))
