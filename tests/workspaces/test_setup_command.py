"""`kartei setup`: the first account from the command line."""

import io

import pytest
from django.test import Client as Browser

from kartei.accounts.models import User
from kartei.tenancy.memberships import memberships_of
from kartei.workspaces.setup_code import is_setup_code, new_setup_code
from kartei.workspaces.terminal import Refused, make_first_account
from tests.cast import Cast

ANSWERS = {
    "email": "Nele@Praxis.example",
    "name": "Nele Neumann",
    "practice": "Praxis Neumann",
    "profession": "osteopathy",
    "country": "AT",
    "language": "de",
}
PASSWORD = "blaue Brücke im Regen"


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    given = io.StringIO(f"{PASSWORD}\n")
    monkeypatch.setattr("sys.stdin", given)
    return given


def test_the_first_account_is_made_and_can_log_in(db: None, client: Browser, stdin: io.StringIO) -> None:
    workspace = make_first_account(**ANSWERS)
    user = User.objects.get()
    assert (workspace.slug, workspace.country, workspace.time_zone) == ("praxis-neumann", "AT", "Europe/Vienna")
    assert user.is_operator and user.email == "nele@praxis.example"
    assert memberships_of(user)[0].preset == "owner"
    assert client.post("/login/", {"login": user.email, "password": PASSWORD}).status_code == 302


def test_with_an_account_it_refuses(cast: Cast, stdin: io.StringIO) -> None:
    with pytest.raises(Refused, match="There is an account already"):
        make_first_account(**ANSWERS)
    assert not User.objects.filter(email="nele@praxis.example").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("email", "nele"),
        ("name", ""),
        ("practice", "x" * 201),
        ("profession", "magic"),
        ("country", "XX"),
        ("practice", "nu\0ll"),
    ],
)
def test_a_bad_answer_is_one_sentence_and_stores_nothing(db: None, stdin: io.StringIO, name: str, value: str) -> None:
    with pytest.raises(Refused, match=f"^--{name}: "):
        make_first_account(**{**ANSWERS, name: value})
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["kurz", "passwort1234", "", "nele@praxis.example"])
def test_a_bad_password_is_refused_with_the_reason(db: None, monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    with pytest.raises(Refused, match=r"^Password: "):
        make_first_account(**ANSWERS)
    assert not User.objects.exists()


def test_two_passwords_that_differ_are_refused(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter([PASSWORD, PASSWORD + "x"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))
    with pytest.raises(Refused, match="differ"):
        make_first_account(**ANSWERS)


def test_beyond_loopback_no_code_is_asked_for_and_the_printed_one_dies(
    db: None, stdin: io.StringIO, settings: object, tmp_path: object
) -> None:
    settings.KARTEI_IS_LOOPBACK, settings.DATA = False, tmp_path  # type: ignore[attr-defined]
    code = new_setup_code(tmp_path)  # type: ignore[arg-type]
    make_first_account(**ANSWERS)
    assert not is_setup_code(tmp_path, code)  # type: ignore[arg-type]
