"""The server's half of a passkey: what the browser is asked, and forms that read what it answers.

The forms are allauth's; what they do not foresee (an answer of another shape than WebAuthn's) is made a refusal here.
"""

import json
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as allauth
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kartei.accounts.models import User
from kartei.web.forms import Form

_BROKEN = (AttributeError, KeyError, TypeError, ValueError, ValidationError)
LONGEST = 20_000  # characters of an answer


def ask_for_new(user: User) -> dict[str, Any]:
    """The options of `navigator.credentials.create`: a key that stays on the device and wants finger, face or PIN."""
    options: dict[str, Any] = auth.begin_registration(user, passwordless=True)
    return options


def ask_for_known(user: User | None) -> dict[str, Any]:
    """The options of `navigator.credentials.get`: any passkey of the user, or of whoever sits there."""
    options: dict[str, Any] = auth.begin_authentication(user)
    return options


class _Answer(forms.Field):
    """What the browser answers, in the JSON form of WebAuthn."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> Any:
        try:
            found = json.loads(value or "") if len(value or "") <= LONGEST else None
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict) or not isinstance(found.get("id"), str):
            raise get_adapter().validation_error("incorrect_code")
        return found


class NewPasskeyForm(Form, allauth.AddWebAuthnForm):  # type: ignore[misc]  # allauth has no stubs
    name = forms.CharField(
        label=_("Name of the passkey"),
        required=False,
        max_length=60,
        help_text=_("So that you know it again, such as “Practice computer” or “Phone”."),
    )
    credential = _Answer()
    passwordless = None

    def clean(self) -> Any:
        self.cleaned_data["passwordless"] = True  # allauth then insists on finger, face or PIN
        try:
            return super().clean()
        except _BROKEN as fault:
            raise get_adapter().validation_error("incorrect_code") from fault


class _Known(Form):
    credential = _Answer()

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except ValidationError:
            raise
        except _BROKEN as fault:
            raise get_adapter().validation_error("incorrect_code") from fault


class LoginPasskeyForm(_Known, allauth.LoginWebAuthnForm):  # type: ignore[misc]
    """A login with nothing but a passkey."""


class FactorPasskeyForm(_Known, allauth.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey after the password."""


class ConfirmPasskeyForm(_Known, allauth.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey that makes a login fresh."""


class PasskeyNameForm(Form):
    name = forms.CharField(label=_("Name of the passkey"), max_length=60)
