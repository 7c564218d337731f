"""`kartei setup`: the first account from the command line, by the same form and verb as the set-up page."""

import getpass
import sys
from typing import Any

from django.conf import settings

from kartei.accounts.models import User
from kartei.tenancy.models import Workspace
from kartei.workspaces.forms import SetupForm
from kartei.workspaces.founding import set_up
from kartei.workspaces.setup_code import drop_setup_code

TAKEN = "There is an account already; the set-up makes the first one only."


class Refused(Exception):
    """Nothing was set up; the text says why, a sentence for each line."""


def make_first_account(**answers: str) -> Workspace:
    """Make the first user and their workspace; asks for the password. `answers` as the set-up page. Raises Refused."""
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
