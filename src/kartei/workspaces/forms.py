"""The questions of „Konto erstellen“ and of the set-up page."""

from typing import Any

from allauth.account import forms as allauth
from allauth.account.internal.flows.signup import prevent_enumeration
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kartei.accounts.forms import EmailField, PasswordField
from kartei.accounts.models import User
from kartei.audit.recording import record_instance
from kartei.tenancy.professions import Profession
from kartei.web.forms import Form
from kartei.workspaces.countries import countries, pays_in_euro
from kartei.workspaces.founding import Answers
from kartei.workspaces.models import Registration
from kartei.workspaces.setup_code import is_setup_code

CURRENCY_HINT = {
    "hx-get": reverse_lazy("workspaces:currency"),
    "hx-target": "#currency",
    "hx-swap": "outerHTML",
    "hx-trigger": "change",
}
ORDER = ["code", "name", "email", "password1", "practice", "profession", "country", "language"]


def _countries() -> list[tuple[str, str]]:
    return countries(get_language() or "de")


class FounderForm(Form):
    """Who founds what. The language is that of the account, of its mails and of the workspace."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"}))
    practice = forms.CharField(
        label=_("Name of the practice"), max_length=200, widget=forms.TextInput({"autocomplete": "organization"})
    )
    profession = forms.ChoiceField(label=_("Profession"), choices=[("", _("Please choose")), *Profession.choices])
    country = forms.ChoiceField(
        label=_("Country"), choices=_countries, widget=forms.Select(CURRENCY_HINT), initial="DE"
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("de", "Deutsch"), ("en", "English")], initial=get_language
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(ORDER)
        self.focus_first()

    def is_in_euro(self) -> bool:
        """Whether the country that is chosen now has the euro; otherwise the page says what that means."""
        return pays_in_euro(self["country"].value() or "DE")

    def answers(self) -> Answers:
        return Answers(**{name: self.cleaned_data[name] for name in ("practice", "profession", "country", "language")})


class SignupForm(FounderForm, allauth.SignupForm):  # type: ignore[misc]  # allauth has no stubs
    """allauth's form for a new account, which also keeps the answers until the address is confirmed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {"email": EmailField(), "password1": PasswordField(is_new=True)}
        self.order_fields(ORDER)

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Save, or do what looks the same and takes as long when the address has an account."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        try:
            with transaction.atomic():
                return super().try_save(request)  # type: ignore[no-any-return]
        except IntegrityError:  # the same form was sent twice at once
            return None, prevent_enumeration(request, email=self.cleaned_data["email"])

    def signup(self, request: HttpRequest, user: User) -> None:
        Registration.objects.create(user=user, **vars(self.answers()))
        record_instance("registration.start", by=user)


class SetupForm(FounderForm):
    """The first login of the instance. Beyond loopback it asks for the code that the start printed."""

    email = EmailField()
    password1 = PasswordField(is_new=True)
    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("The start of the server printed it on its console."),
        widget=forms.TextInput({"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if settings.KARTEI_IS_LOOPBACK:
            del self.fields["code"]
            self.focus_first()

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not is_setup_code(settings.DATA, code):
            raise ValidationError(_("This is not the code that the start of the server printed."), "wrong_code")
        return code

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        told = self.cleaned_data
        validate_password(password, User(email=told.get("email", ""), name=told.get("name", "")))
        return password
