"""What django-allauth asks us: who may register, where links lead, what is said and mailed."""

from typing import Any, ClassVar
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from kartei.accounts.fresh import is_fresh
from kartei.accounts.mails import absolute_url, post
from kartei.accounts.models import User


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no stubs
    """allauth's account adapter for kartei."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-mail and password do not belong together. Please check both."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your password."),
        "too_many_login_attempts": _("Too many attempts. Please wait 15 minutes, or set a new password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.KARTEI_REGISTRATION == "open"

    def is_safe_url(self, url: str) -> bool:
        """Only addresses within this installation, and only as paths: a host is never taken from the request."""
        return bool(url) and url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return not is_fresh(self.request)

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """One page for all ways."""
        return [{"id": "reauthenticate", "url": reverse("account_reauthenticate")}] if user.is_authenticated else []

    def is_ajax(self, request: HttpRequest) -> bool:
        return False  # allauth would answer with JSON, which nothing here reads

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: each of our pages says itself what has happened."""

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        user.name, user.language = form.cleaned_data["name"], form.cleaned_data["language"]
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return absolute_url("account_confirm_email", key=emailconfirmation.key)

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = absolute_url("account_reset_password_from_key", uidb36="UID", key="KEY")
        return path.replace("UID-KEY", quote(key))

    def send_account_already_exists_mail(self, email: str) -> None:
        self.send_mail("account/email/account_already_exists", email, {})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        post(template_prefix, email, context)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        address = email or EmailAddress.objects.get_primary_email(user)
        if address:
            self.send_mail(template_prefix, address, {"user": user})

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """The address alone: with the Host header, as allauth has it, each name of a machine would give more tries."""
        return str(credentials.get("email", "")).lower()
