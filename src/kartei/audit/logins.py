"""Logins in the log: in the instance's chain, and in that of each workspace where the user is an active member."""

from functools import partial
from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from kartei.accounts.models import User
from kartei.audit.recording import record, record_instance
from kartei.db.scope import workspace_scope
from kartei.tenancy.memberships import memberships_of

FACTOR_ACTS = {
    "factor.addition": authenticator_added,
    "factor.removal": authenticator_removed,
    "factor.renewal": authenticator_reset,
    "factor.failure": authentication_failed,
}


def connect() -> None:
    """Listen; called once, when the applications are ready."""
    user_logged_in.connect(_logged_in)
    user_logged_out.connect(_logged_out)
    user_login_failed.connect(_failed)
    for signal in (password_reset, password_changed):
        signal.connect(_password_changed)
    for act, signal in FACTOR_ACTS.items():
        signal.connect(partial(_factor, act), weak=False)


def record_user(act: str, user: User, **detail: Any) -> None:
    """Write what a user did to their login into every chain that it concerns."""
    record_instance(act, by=user, **detail)
    for member in memberships_of(user):
        with workspace_scope(member.workspace.id):
            record(act, by=member, **detail)


def _logged_in(user: User, **signal: Any) -> None:
    record_user("login.start", user)


def _logged_out(user: User | None, **signal: Any) -> None:
    if user is not None:
        record_user("login.end", user)


def _failed(credentials: dict[str, Any], **signal: Any) -> None:
    record_instance("login.failure", actor=str(credentials.get("email", "")))


def _password_changed(user: User, **signal: Any) -> None:
    record_user("password.change", user)


def _factor(act: str, user: User, authenticator: Any, **signal: Any) -> None:
    record_user(act, user, kind=authenticator.type)
