"""allauth's pages with our answers: 422 for a form that must be mended, 410 for a link that is spent."""

from typing import Any

from allauth.account import views as allauth
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import send_verification_email_at_login
from allauth.account.stages import EmailVerificationStage, LoginStage, LoginStageController
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kartei.accounts.links import state_of
from kartei.accounts.passkeys import LoginPasskeyForm
from kartei.web.audiences import for_everyone
from kartei.web.responses import moved, notify, page


class Refusing:
    """A form view whose invalid form comes back with status 422."""

    def form_invalid(self, form: Any) -> TemplateResponse:
        context = self.get_context_data(form=form)  # type: ignore[attr-defined]
        return self.render_to_response(context, status=422)  # type: ignore[attr-defined, no-any-return]


class LoginView(Refusing, allauth.LoginView):  # type: ignore[misc]
    def get_context_data(self, **values: Any) -> dict[str, Any]:
        values |= {"may_register": get_adapter().is_open_for_signup(self.request)}
        values.setdefault("passkey_form", LoginPasskeyForm())
        return super().get_context_data(**values)  # type: ignore[no-any-return]


class SignupView(Refusing, allauth.SignupView):  # type: ignore[misc]
    pass


class PasswordResetView(Refusing, allauth.PasswordResetView):  # type: ignore[misc]
    pass


class NewPasswordView(Refusing, allauth.PasswordResetFromKeyView):  # type: ignore[misc]
    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> TemplateResponse:
        if context.setdefault("token_fail", False):
            kwargs["status"] = 410
        return super().render_to_response(context, **kwargs)  # type: ignore[no-any-return]


class ConfirmEmailView(allauth.ConfirmEmailView):  # type: ignore[misc]
    """The link of the confirmation mail. Opening it changes nothing; the button on the page does, once."""

    object = None

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        try:
            self.object = self.get_object()
        except Http404:
            return self._answer(state_of(key))
        return self._answer("open")

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        try:
            return super().post(request, key=key)  # type: ignore[no-any-return]
        except Http404:
            return self._answer(state_of(key))

    def respond(self, success: bool) -> HttpResponse:
        if success:
            notify(self.request, _("Your e-mail address is confirmed. You can log in now."))
        return super().respond(success)  # type: ignore[no-any-return]

    def _answer(self, state: str) -> HttpResponse:
        context = self.get_context_data() | {"state": state}
        return self.render_to_response(context, status=200 if state == "open" else 410)  # type: ignore[no-any-return]


@for_everyone
@require_safe
def check_mail(request: HttpRequest) -> HttpResponse:
    """The page after signing up, and all that an unconfirmed address opens. It looks alike for taken addresses."""
    stage = _waiting(request)
    address = (stage.login.email or stage.login.user.email) if stage else ""
    return page(request, "account/verification_sent.html", address=address, has_mail_page=settings.HAS_MAIL_PAGE)


@for_everyone
@require_POST
def send_again(request: HttpRequest) -> HttpResponse:
    """Send the confirmation once more, at most every 60 seconds."""
    stage = _waiting(request)
    if stage is None:
        return moved(request, "account_login")
    if send_verification_email_at_login(request, stage.login):
        notify(request, _("The mail is on its way once more."))
    else:
        notify(request, _("A mail was sent less than a minute ago. Please wait a moment."), level="info")
    return moved(request, "account_email_verification_sent")


@for_everyone
@require_safe
def password_reset_sent(request: HttpRequest) -> HttpResponse:
    return page(request, "account/password_reset_done.html", has_mail_page=settings.HAS_MAIL_PAGE)


def _waiting(request: HttpRequest) -> LoginStage | None:
    """The login that this browser began and that waits for the confirmation; without user for a taken address."""
    stage: LoginStage | None = LoginStageController.enter(request, EmailVerificationStage.key)
    return stage


login = for_everyone(LoginView.as_view())
logout = for_everyone(allauth.LogoutView.as_view())
inactive = for_everyone(allauth.AccountInactiveView.as_view())
signup = for_everyone(SignupView.as_view())
confirm_email = for_everyone(ConfirmEmailView.as_view())
password_reset = for_everyone(PasswordResetView.as_view())
new_password = for_everyone(NewPasswordView.as_view())
new_password_done = for_everyone(allauth.PasswordResetFromKeyDoneView.as_view())
