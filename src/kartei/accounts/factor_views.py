"""Showing a second factor: after the password, instead of it, or once more before a sensitive act."""

from typing import Any

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.stages import LoginStageController
from allauth.account.views import BaseReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.internal.flows import reauthenticate as confirm_by_passkey
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST

from kartei.accounts.factors import factors_of
from kartei.accounts.forms import CodeForm, ConfirmCodeForm, ConfirmPasswordForm
from kartei.accounts.passkeys import ConfirmPasskeyForm, FactorPasskeyForm, LoginPasskeyForm, ask_for_known
from kartei.accounts.views import LoginView, Refusing
from kartei.web.audiences import for_everyone, for_users
from kartei.web.forms import Form


class CodeView(AuthenticateView):  # type: ignore[misc]  # allauth has no stubs
    """The step after the password: a code, or a passkey."""

    template_name = "account/second_step.html"

    def get_form_class(self) -> type[Form]:
        return CodeForm

    def get_webauthn_form_class(self) -> type[Form]:
        return FactorPasskeyForm

    def get_context_data(self, **values: Any) -> dict[str, Any]:
        factors = factors_of(self.stage.login.user)
        return {"form": self.auth_form, "passkey_form": self.webauthn_form, "factors": factors, "view": self}

    def form_invalid(self, form: Form) -> TemplateResponse:
        return self.render_to_response(self.get_context_data(), status=422)  # type: ignore[no-any-return]


class PasskeyLoginView(LoginWebAuthnView):  # type: ignore[misc]
    """Logging in with a passkey alone. A refusal is the login page again, which says so."""

    http_method_names = ("post",)

    def get_form_class(self) -> type[Form]:
        return LoginPasskeyForm

    def form_invalid(self, form: Form) -> HttpResponse:
        view = LoginView(request=self.request, args=(), kwargs={})
        context = view.get_context_data(form=view.get_form_class()(request=self.request), passkey_form=form)
        return view.render_to_response(context, status=422)  # type: ignore[no-any-return]


class ConfirmView(Refusing, BaseReauthenticateView):  # type: ignore[misc]
    """„Sind Sie es?“ Password, code or passkey, whichever comes."""

    template_name = "account/reauthenticate.html"
    forms: tuple[tuple[str, type[Form]], ...] = (
        ("credential", ConfirmPasskeyForm),
        ("code", ConfirmCodeForm),
        ("password", ConfirmPasswordForm),
    )

    def get_form_class(self) -> type[Form]:
        found = [form for name, form in self.forms if name in self.request.POST]
        return found[0] if found else ConfirmPasswordForm

    def get_form_kwargs(self) -> dict[str, Any]:
        given: dict[str, Any] = super().get_form_kwargs()
        return {**given, "user": self.request.user}

    def form_valid(self, form: Form) -> HttpResponse:
        if isinstance(form, ConfirmPasskeyForm):
            confirm_by_passkey(self.request, form.cleaned_data["credential"])
        elif isinstance(form, ConfirmCodeForm):
            form.save()
        else:
            reauthenticate_by_password(self.request)
        return super().form_valid(form)  # type: ignore[no-any-return]

    def get_context_data(self, form: Form | None = None, **values: Any) -> dict[str, Any]:
        """One form for each way; the one that was sent comes back with what was wrong."""
        ways = {
            f"{name}_form": form if isinstance(form, kind) else kind(user=self.request.user)
            for name, kind in self.forms
        }
        found: dict[str, Any] = super().get_context_data(form=form, **values)
        return {**found, **ways, "factors": factors_of(self.request.user)}


@for_everyone
@require_POST
def passkey_options(request: HttpRequest) -> JsonResponse:
    """What a browser is asked that wants to log in with a passkey: which one, the visitor knows and we do not."""
    return JsonResponse(ask_for_known(None))


@for_everyone
@require_POST
def factor_options(request: HttpRequest) -> JsonResponse:
    """The same after the password, when it is known whose passkey it has to be."""
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    return JsonResponse(ask_for_known(stage.login.user if stage else None))


@for_users
@require_POST
def confirm_options(request: HttpRequest) -> JsonResponse:
    return JsonResponse(ask_for_known(request.user))  # type: ignore[arg-type]


code = for_everyone(CodeView.as_view())
passkey_login = for_everyone(PasskeyLoginView.as_view())
confirm = for_users(ConfirmView.as_view())
