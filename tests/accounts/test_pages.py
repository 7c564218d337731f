"""allauth shows Django's bare look for each page that we lack: none of those that can be reached may be among them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from kartei.web.pages import Pages


def _views(resolver: URLResolver) -> Iterator[Any]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _views(entry)
        elif isinstance(entry, URLPattern):
            yield getattr(entry.callback, "view_class", entry.callback)


def _allauth_templates() -> list[str]:
    from kartei.accounts.views import SignupView

    classes = [view for view in (*_views(get_resolver()), SignupView) if isinstance(view, type)]
    names = {getattr(view, name) for view in classes for name in dir(view) if name.startswith("template_name")}
    return sorted(name for name in names if isinstance(name, str))


def test_the_pages_of_allauth_are_found() -> None:
    assert {"account/login.html", "account/signup.html", "account/signup_closed.html"} <= set(_allauth_templates())


@pytest.mark.parametrize("name", _allauth_templates())
def test_each_page_of_allauth_that_can_be_reached_is_ours(name: str) -> None:
    assert isinstance(get_template(name).backend, Pages)


def test_only_the_pages_of_allauth_that_we_want_are_mounted() -> None:
    names = {
        key for key in get_resolver().reverse_dict if isinstance(key, str) and key.startswith(("account_", "mfa_"))
    }
    assert names == {
        "account_login", "account_logout", "account_inactive", "account_signup", "account_signup_practice",
        "account_email_verification_sent", "account_resend", "account_confirm_email", "account_reset_password",
        "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done", "account_reauthenticate",
        "mfa_authenticate", "mfa_login_webauthn", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes", "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn",
    }  # fmt: skip
