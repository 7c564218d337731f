"""Another login address: the form on „Mein Profil“, and the page behind the mailed link."""

from allauth.decorators import rate_limit
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from kartei.accounts import addresses
from kartei.accounts.forms import AddressForm
from kartei.accounts.fresh import freshly
from kartei.tenancy.doors import for_everyone, for_users
from kartei.web.responses import moved, notify, page
from kartei.workspaces.addressing import ask_for_address, change_login_address
from kartei.workspaces.profile import profile_page
from kartei.workspaces.views.profile import UserRequest


@for_users
@rate_limit(action="manage_email")  # type: ignore[untyped-decorator]
def wish(request: UserRequest) -> HttpResponse:
    if request.method != "POST":
        return moved(request, "accounts:profile")
    return _wish(request)


@freshly
def _wish(request: UserRequest) -> HttpResponse:
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            ask_for_address(request.user, form.cleaned_data["email"])
        except addresses.Taken:
            form.add_error("email", _("Another account has this address already."))
    if not form.is_valid():
        return profile_page(request, status=422, address_form=form)
    notify(request, _("The link is on its way to %(address)s.") % {"address": form.cleaned_data["email"]})
    return moved(request, "accounts:profile")


@for_users
@require_POST
def call_off(request: UserRequest) -> HttpResponse:
    addresses.call_off(request.user)
    notify(request, _("Your login address stays as it is."))
    return moved(request, "accounts:profile")


@for_everyone
@sensitive_variables("token")
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing, the button on its page does, once. Works in any browser."""
    try:
        if request.method == "POST":
            change_login_address(token)
            return page(request, "workspaces/address.html", state="done")
        return page(request, "workspaces/address.html", state="open", address=addresses.wish_behind(token).address)
    except addresses.Spent:
        return page(request, "workspaces/address.html", status=410, state="spent")
    except addresses.Taken:
        return page(request, "workspaces/address.html", status=409, state="taken")
