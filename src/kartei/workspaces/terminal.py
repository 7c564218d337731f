"""What the operator does to accounts from the command line: make the first one, let in who has lost every factor."""

import getpass
import sys
from typing import Any

from django.conf import settings
from django.db import transaction

from kartei.accounts import factors, mails
from kartei.accounts.logins import end_logins
from kartei.accounts.models import User
from kartei.audit.recording import record, record_instance
from kartei.db.scope import workspace_scope
from kartei.tenancy.memberships import memberships_of
from kartei.tenancy.models import Workspace
from kartei.workspaces.forms import SetupForm
from kartei.workspaces.founding import set_up
from kartei.workspaces.setup_code import drop_setup_code

TAKEN = "There is an account already; the set-up makes the first one only."


class Refused(Exception):
    """Nothing was changed; the text says why, a sentence for each line."""


def make_first_account(**answers: str) -> Workspace:
    """Make the first user and their workspace, by the form and verb of the set-up page. Raises Refused.

    `answers` as on that page, but for the password, which is asked for.
    """
    if User.objects.exists():
        raise Refused(TAKEN)
    form = SetupForm({**answers, "password1": _password()})
    form.fields.pop("code", None)  # whoever reaches the data folder needs no code
    if not form.is_valid():
        raise Refused("\n".join(_sentences(form)))
    data: dict[str, Any] = form.cleaned_data
    made = set_up(form.answers(), email=data["email"], password=data["password1"], name=data["name"])
    if made is None:
        raise Refused(TAKEN)
    drop_setup_code(settings.DATA)
    return made[1]


@transaction.atomic
def let_in(email: str) -> User:
    """Remove every second factor of a user who has lost them all; password and duties stay. Raises Refused."""
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise Refused(f"Nobody logs in with {email}.")
    if not factors.remove_all(user):
        raise Refused(f"{user.email} has no second factor; the password alone is asked for.")
    end_logins(user)
    record_instance("factor.removal", actor="kartei let-in", email=user.email)
    for member in memberships_of(user):
        with workspace_scope(member.workspace.id):
            record("factor.removal", by=None, subject=member)
    mails.post("mfa/email/totp_deactivated", user.email, {"user": user})
    return user


def _password() -> str:
    """Typed twice without an echo, or the first line of the standard input when that is no terminal."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != password:
        raise Refused("The two passwords differ.")
    return password


def _sentences(form: SetupForm) -> list[str]:
    names = {"practice": "--practice", "email": "--email", "name": "--name", "password1": "Password"}
    return [f"{names.get(name, f'--{name}')}: {' '.join(map(str, errors))}" for name, errors in form.errors.items()]
