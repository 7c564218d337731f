"""„Mein Profil“: what a user says about themselves and their login."""

from allauth.account.internal.flows.password_change import finalize_password_change
from allauth.decorators import rate_limit
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from kartei.accounts.forms import ChangePasswordForm, MailsForm, NameForm
from kartei.accounts.models import User
from kartei.tenancy.doors import for_users
from kartei.web.responses import moved, notify
from kartei.workspaces.profile import profile_page
from kartei.workspaces.renaming import rename


class UserRequest(HttpRequest):
    """A request as `for_users` hands it to a view (for type checkers; never instantiated)."""

    user: User


@for_users
@require_safe
def profile(request: UserRequest) -> HttpResponse:
    return profile_page(request)


@for_users
def name(request: UserRequest) -> HttpResponse:
    form = NameForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return moved(request, "accounts:profile")
    if not form.is_valid():
        return profile_page(request, status=422, name_form=form)
    rename(request.user, form.cleaned_data["name"])
    notify(request, _("Your name has been saved."))
    return moved(request, "accounts:profile")


@for_users
def mails(request: UserRequest) -> HttpResponse:
    form = MailsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        request.user.wants_task_mail = form.cleaned_data["wants_task_mail"]
        request.user.save(update_fields=["wants_task_mail"])
        notify(request, _("Saved."))
    return moved(request, "accounts:profile")


@for_users
@sensitive_post_parameters("oldpassword", "password1")
@rate_limit(action="change_password")  # type: ignore[untyped-decorator]
def password(request: UserRequest) -> HttpResponse:
    """The new password ends all other logins: it is part of what a session is signed with."""
    form = ChangePasswordForm(request.user, request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return moved(request, "accounts:profile")
    if not form.is_valid():
        return profile_page(request, status=422, password_form=form)
    form.save()
    finalize_password_change(request, request.user)
    notify(request, _("Your password has been changed. All other logins have been ended."))
    return moved(request, "accounts:profile")
