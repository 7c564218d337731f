"""The logins of a user: the buttons of the card on „Mein Profil“."""

from uuid import UUID

from allauth.account.internal.flows.logout import logout
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kartei.accounts.sessions import key_of
from kartei.tenancy.doors import for_users
from kartei.web.responses import moved, notify
from kartei.workspaces.ending import end_others, end_own
from kartei.workspaces.views.profile import UserRequest


@for_users
@require_POST
def end(request: UserRequest, login_id: UUID) -> HttpResponse:
    """End one login; that of this device is a logout."""
    if request.session.row.public_id == login_id:  # type: ignore[attr-defined]  # see accounts.sessions
        logout(request)
        return moved(request, "account_login")
    if end_own(request.user, login_id) is None:
        raise Http404
    notify(request, _("The login has been ended."))
    return moved(request, "accounts:profile")


@for_users
@require_POST
def end_all_others(request: UserRequest) -> HttpResponse:
    count = end_others(request.user, but=key_of(request))
    notify(
        request,
        ngettext("%(count)s login has been ended.", "%(count)s logins have been ended.", count) % {"count": count},
    )
    return moved(request, "accounts:profile")
