"""„Demodaten entfernen“: what goes, and the button."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kartei.demo.removing import examples, remove_examples
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.web.responses import fragment, is_htmx, moved, notify, page


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.SETTINGS_EDIT)
def removal(request: MemberRequest) -> HttpResponse:
    if request.method == "POST":
        gone = remove_examples(by=request.member)
        notify(request, _("The demo data has been removed.") if gone else _("The demo data had been removed already."))
        return moved(request, reverse("overview:start", args=[request.workspace.slug]))
    if is_htmx(request):
        return fragment(request, "demo/removal.html#dialog", examples=examples())
    return page(request, "demo/removal.html", examples=examples())
