"""Setting up second factors, from „Mein Profil“. Each page wants a fresh login."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kartei.accounts import factors
from kartei.accounts.forms import AppForm
from kartei.accounts.fresh import freshly
from kartei.accounts.passkeys import NewPasskeyForm, PasskeyNameForm, ask_for_new
from kartei.tenancy.doors import for_users
from kartei.web.forms import Form
from kartei.web.responses import moved, notify, page
from kartei.workspaces.frame import within_last_workspace
from kartei.workspaces.views.profile import UserRequest


@for_users
@require_safe
def duty(request: UserRequest) -> HttpResponse:
    """Where those are led who need a second factor and have none; and from „Start“, while it can still be put off."""
    if factors.has_factor(request.user.pk):
        return moved(request, "accounts:home")
    return page(request, "workspaces/factors/duty.html")


@for_users
@require_http_methods(["GET", "HEAD", "POST"])
@freshly
def app(request: UserRequest) -> HttpResponse:
    """An authenticator app: the code to scan, and the first number as the proof that it worked."""
    if not factors.may_add(request.user) or factors.factors_of(request.user).app:
        return moved(request, "accounts:profile")
    is_sent = request.method == "POST"
    secret = factors.pending_secret(request, is_new=not is_sent)
    form = AppForm(request.POST if is_sent else None, user=request.user, secret=secret)
    if is_sent and form.is_valid():
        factors.add_app(request, form)
        notify(request, _("The app is your second factor from now on. All other logins have been ended."))
        return _next(request)
    address = get_adapter().build_totp_url(request.user, secret)
    code = get_adapter().build_totp_svg(address)
    return _framed(request, "app", form, secret=secret, address=address, code=code)


@for_users
@require_POST
@freshly
def app_removal(request: UserRequest) -> HttpResponse:
    factors.remove_app(request)
    notify(request, _("The app is no second factor any more."))
    return moved(request, "accounts:profile")


@for_users
@require_http_methods(["GET", "HEAD", "POST"])
@freshly
def passkey_new(request: UserRequest) -> HttpResponse:
    if not factors.may_add(request.user):
        return moved(request, "accounts:profile")
    form = NewPasskeyForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():
        factors.add_passkey(request, form.cleaned_data["name"], form.cleaned_data["credential"])
        notify(request, _("You can log in with this passkey from now on. All other logins have been ended."))
        return _next(request)
    return _framed(request, "passkey_new", form)


@for_users
@require_POST
@freshly
def passkey_options(request: UserRequest) -> JsonResponse:
    return JsonResponse(ask_for_new(request.user))


@for_users
@require_http_methods(["GET", "HEAD", "POST"])
@freshly
def passkey(request: UserRequest, passkey: str) -> HttpResponse:
    """Its name, and its end."""
    found = _own(request, passkey)
    form = PasskeyNameForm(request.POST if request.method == "POST" else None, initial={"name": found.wrap().name})
    if form.is_bound and form.is_valid():
        factors.rename_passkey(request, found, form.cleaned_data["name"])
        notify(request, _("The name has been saved."))
        return moved(request, "accounts:profile")
    return _framed(request, "passkey", form, passkey=found)


@for_users
@require_POST
@freshly
def passkey_removal(request: UserRequest, passkey: str) -> HttpResponse:
    factors.remove_passkey(request, _own(request, passkey))
    notify(request, _("This passkey opens nothing any more. Delete it on your device as well."))
    return moved(request, "accounts:profile")


@for_users
@require_safe
@freshly
def codes(request: UserRequest) -> HttpResponse:
    """The recovery codes, once after they were made; later only how many are left."""
    found = factors.factors_of(request.user)
    if found.codes_left is None:
        return moved(request, "accounts:profile")
    shown = factors.codes_to_show(request)
    return _framed(request, "codes", None, codes=shown, left=found.codes_left)


@for_users
@require_POST
@freshly
def codes_renewal(request: UserRequest) -> HttpResponse:
    if factors.has_factor(request.user.pk):
        factors.renew_codes(request)
    return moved(request, "mfa_view_recovery_codes")


def _own(request: UserRequest, public_id: str) -> Any:
    found = factors.passkey_of(request.user, public_id)
    if found is None:
        raise Http404
    return found


def _next(request: UserRequest) -> HttpResponse:
    """To the recovery codes, when they were just made, else back."""
    return moved(request, "mfa_view_recovery_codes" if factors.has_codes_to_show(request) else "accounts:profile")


def _framed(request: UserRequest, name: str, form: Form | None, **values: Any) -> HttpResponse:
    status = 422 if form is not None and form.is_bound else 200
    with within_last_workspace(request):
        return page(request, f"workspaces/factors/{name}.html", status=status, form=form, **values)
