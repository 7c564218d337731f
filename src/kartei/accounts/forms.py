"""allauth's forms with our labels and our rules of input."""

from collections.abc import Callable
from typing import Any

from allauth.account import forms as allauth
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as factors
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.internal.flows.add import validate_can_add_authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from kartei.accounts.models import User
from kartei.accounts.passwords import LONGEST
from kartei.web.forms import Form

_rules: Callable[[], str] = lazy(lambda: " ".join(filter(None, password_validators_help_texts())), str)


class EmailField(forms.EmailField):
    """The login: an address in lower case. `autocomplete` as password managers expect it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("E-mail"), "max_length": 254, **kwargs})
        self.widget.attrs |= {"autocomplete": "username", "inputmode": "email", "autocapitalize": "none"}

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).lower()


class PasswordField(forms.CharField):
    """A password as typed or pasted: no blank is cut off."""

    def __init__(self, *, is_new: bool, **kwargs: Any) -> None:
        autocomplete = "new-password" if is_new else "current-password"
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        text = _rules() if is_new else ""
        super().__init__(**{"label": _("Password"), "strip": False, "widget": widget, "help_text": text, **kwargs})


class LoginForm(Form, allauth.LoginForm):  # type: ignore[misc]  # allauth has no stubs
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = EmailField()
        self.fields["password"] = PasswordField(is_new=False, max_length=LONGEST)
        self.order_fields(["login", "password"])
        self.focus_first()


class ResetForm(Form, allauth.ResetPasswordForm):  # type: ignore[misc]
    email = EmailField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.focus_first()


class _NewPassword(Form):
    """One field: whoever mistypes can ask for another link. `user` is whose password it becomes."""

    password1 = PasswordField(is_new=True, label=_("New password"))
    password2 = None
    user: User

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.user)
        return password


class NewPasswordForm(_NewPassword, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    """The password after a link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.focus_first()


class ChangePasswordForm(_NewPassword, allauth.ChangePasswordForm):  # type: ignore[misc]
    """The present password and a new one."""

    oldpassword = PasswordField(is_new=False, label=_("Current password"), max_length=LONGEST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["oldpassword", "password1"])


class AddressForm(Form):
    """Another login address."""

    email = EmailField(label=_("New address"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs |= {"autocomplete": "email"}


class NameForm(Form):
    """A user's own name."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"}))


class MailsForm(Form):
    """Which mails a user wants besides those that belong to the login."""

    wants_task_mail = forms.BooleanField(
        label=_("In the morning an e-mail with my due tasks"),
        help_text=_("It gives their number and no names. When nothing is due, no e-mail is sent."),
        required=False,
    )


class CodeField(forms.CharField):
    """Six digits of an app or eight of a recovery code, with blanks and dashes as one likes."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false", "autocapitalize": "none"}
        )
        super().__init__(**{"label": _("Code"), "max_length": 40, "widget": widget, **kwargs})


class AppForm(Form):
    """The first code of an authenticator app, which proves that the app knows the `secret`."""

    code = CodeField(label=_("Code that the app shows"))

    def __init__(self, *args: Any, user: User, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.secret = user, secret
        self.focus_first()

    def clean_code(self) -> str:
        """Limited like every other code. allauth's own form keeps the secret in the session as it is."""
        validate_can_add_authenticator(self.user)
        forgive = check_rate_limit(self.user, error_key="rate_limited")
        code: str = self.cleaned_data["code"]
        if not validate_totp_code(self.secret, code):
            raise get_adapter().validation_error("incorrect_code")
        forgive()
        return code


class CodeForm(Form, factors.AuthenticateForm):  # type: ignore[misc]
    """The code after the password."""

    code = CodeField(help_text=_("The six digits that your app shows now, or one of your recovery codes."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.focus_first()


class ConfirmCodeForm(Form, factors.ReauthenticateForm):  # type: ignore[misc]
    """A code that makes a login fresh."""

    code = CodeField(label=_("Code of the app"))


class ConfirmPasswordForm(Form, allauth.ReauthenticateForm):  # type: ignore[misc]
    """The password that makes a login fresh."""

    password = PasswordField(is_new=False, max_length=LONGEST)
