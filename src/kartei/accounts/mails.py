"""The words of the account mails, in the language of whoever receives them. Subjects say nothing about a practice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kartei.accounts.models import User


@dataclass(frozen=True)
class Letter:
    """Subject and paragraphs of a mail; greeting and last line are added when it is posted."""

    subject: str
    paragraphs: list[str]


def post(name: str, email: str, context: Mapping[str, Any]) -> None:
    """Send the mail that allauth calls `name` to `email`; `context` is what allauth knows about it."""
    user = context.get("user") or User.objects.filter(email=email).first()
    with translation.override(user.language if user else translation.get_language()):
        send(LETTERS[name](context), email, user)


def send(letter: Letter, email: str, user: User | None) -> None:
    """Greet and sign it in the language that is set, which the caller has made the receiver's, and send it."""
    last = _("This mail was sent by %(address)s.") % {"address": settings.KARTEI_URL}
    body = "\n\n".join([_greeting(user, email), *letter.paragraphs, last]) + "\n"
    EmailMessage(letter.subject, body, to=[email]).send()


def absolute_url(name: str, **kwargs: Any) -> str:
    """The address of a page, to be mailed or copied. It rests on KARTEI_URL, never on the Host header of a request."""
    return settings.KARTEI_URL.rstrip("/") + reverse(name, kwargs=kwargs)


def _greeting(user: User | None, email: str) -> str:
    """By name only once the address is confirmed: the name of a registration could be a message to a stranger."""
    if user and EmailAddress.objects.filter(user=user, email=email, verified=True).exists():
        return _("Hello %(name)s,") % {"name": user.name}
    return _("Hello,")


def _confirmation(context: Mapping[str, Any]) -> Letter:
    return Letter(
        _("Please confirm your e-mail address"),
        [
            _("This address was used to create an account. Please confirm it on this page:"),
            context["activate_url"],
            _("The link lives for 24 hours and works once."),
            _("If this was not you, there is nothing to do: without the confirmation the account is deleted again."),
        ],
    )


def _already_registered(context: Mapping[str, Any]) -> Letter:
    return Letter(
        _("You already have an account"),
        [
            _("Somebody has just tried to create an account with this address, which has one already."),
            _("If this was you, log in here. If the address is still unconfirmed, you then get a new link:"),
            absolute_url("account_login"),
            _("If you have forgotten your password, set a new one here:"),
            absolute_url("account_reset_password"),
            _("If this was not you, there is nothing to do: nothing has changed."),
        ],
    )


def _new_password(context: Mapping[str, Any]) -> Letter:
    return Letter(
        _("Set a new password"),
        [
            _("You can set a new password on this page:"),
            context["password_reset_url"],
            _("The link lives for one hour and works once."),
            _("If you did not ask for it, there is nothing to do: your password stays as it is."),
        ],
    )


def _password_changed(context: Mapping[str, Any]) -> Letter:
    return Letter(
        _("Your password was changed"),
        [
            _("The password of your account has just been changed. All other logins have been ended."),
            _("If this was not you, please set a new password at once:"),
            absolute_url("account_reset_password"),
        ],
    )


def _factors_changed(context: Mapping[str, Any]) -> Letter:
    return Letter(
        _("The second factor of your account was changed"),
        [
            _("A passkey, an authenticator app or the recovery codes of your account have just been changed."),
            _("All other logins have been ended. What there is now stands in your profile:"),
            absolute_url("accounts:profile"),
            _("If this was not you, please set a new password at once:"),
            absolute_url("account_reset_password"),
        ],
    )


def _address_link(context: Mapping[str, Any]) -> Letter:
    return Letter(
        _("Please confirm your new address"),
        [
            _("Somebody wants to log in with this address from now on. If this was you, confirm it on this page:"),
            absolute_url("accounts:address-confirmation", token=context["token"]),
            _("The link lives for 24 hours and works once."),
            _("If this was not you, there is nothing to do: nothing changes."),
        ],
    )


def _address_wish(context: Mapping[str, Any]) -> Letter:
    return Letter(
        _("A new login address was asked for"),
        [
            _("For your account another login address was asked for: %(address)s") % {"address": context["address"]},
            _("The present one works until the link that was sent there is opened."),
            _("If this was not you, please set a new password at once, and call the change off on this page:"),
            absolute_url("accounts:profile"),
        ],
    )


def _address_change(context: Mapping[str, Any]) -> Letter:
    return Letter(
        _("Your login address was changed"),
        [
            _("Your account is now logged into with another address; this one opens nothing any more."),
            _("If this was not you, please turn to whoever runs this server at once:"),
            absolute_url("accounts:home"),
        ],
    )


LETTERS: dict[str, Callable[[Mapping[str, Any]], Letter]] = {
    "account/email/email_confirmation": _confirmation,
    "account/email/email_confirmation_signup": _confirmation,
    "account/email/account_already_exists": _already_registered,
    "account/email/password_reset_key": _new_password,
    "account/email/password_reset": _password_changed,
    "account/email/password_changed": _password_changed,
    "mfa/email/totp_activated": _factors_changed,
    "mfa/email/totp_deactivated": _factors_changed,
    "mfa/email/webauthn_added": _factors_changed,
    "mfa/email/webauthn_removed": _factors_changed,
    "mfa/email/recovery_codes_generated": _factors_changed,
    "address/link": _address_link,
    "address/wish": _address_wish,
    "address/change": _address_change,
}
