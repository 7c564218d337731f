from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test import override_settings

from kartei.accounts.models import User
from kartei.audit.models import Event, InstanceEvent
from kartei.db.scope import workspace_scope
from kartei.inbox.models import InstanceMail
from kartei.tenancy.models import Member, Workspace
from kartei.workspaces.setup_code import is_setup_code, new_setup_code
from tests.cast import Cast

SETUP = "/setup/"
ANSWERS = {
    "name": "Nele Neumann",
    "email": "Nele@Praxis.example",
    "password1": "blaue Brücke im Regen",
    "practice": "Praxis am Übersee",
    "profession": "osteopathy",
    "country": "AT",
    "language": "en",
}


def test_a_new_instance_leads_to_the_set_up_page(db: None, client: Browser) -> None:
    assert client.get("/").url == SETUP
    assert client.get(SETUP).status_code == 200
    assert client.get("/signup/").url == SETUP
    assert client.get("/signup/practice/").url == SETUP
    assert client.post("/signup/practice/", ANSWERS).url == SETUP


def test_setting_up_makes_user_workspace_owner_and_login_without_a_mail(db: None, client: Browser) -> None:
    answer = client.post(SETUP, ANSWERS)
    assert (answer.status_code, answer.url) == (302, "/w/praxis-am-uebersee/")
    assert client.get(answer.url).status_code == 200
    user, workspace = User.objects.get(), Workspace.objects.get()
    assert (user.email, user.name, user.language, user.is_operator) == (
        "nele@praxis.example",
        "Nele Neumann",
        "en",
        True,
    )
    assert user.emailaddress_set.get().verified
    assert (workspace.name, workspace.profession, workspace.country) == ("Praxis am Übersee", "osteopathy", "AT")
    assert (workspace.language, workspace.time_zone) == ("en", "Europe/Vienna")
    with workspace_scope(workspace.id):
        owner = Member.objects.get(user=user)
        assert (owner.name, owner.preset, owner.treats) == ("Nele Neumann", "owner", True)
    assert not InstanceMail.objects.exists()


def test_the_first_user_can_log_in_again(db: None, client: Browser) -> None:
    client.post(SETUP, ANSWERS)
    client.post("/logout/")
    login = client.post("/login/", {"login": "nele@praxis.example", "password": ANSWERS["password1"]})
    assert login.status_code == 302


def test_setting_up_is_written_into_both_chains(db: None, client: Browser) -> None:
    client.post(SETUP, ANSWERS)
    assert list(InstanceEvent.objects.order_by("seal__seq").values_list("act", flat=True)) == [
        "setup.completion",
        "login.start",
    ]
    with workspace_scope(Workspace.objects.get().id):
        acts = set(Event.objects.filter(seal__isnull=False).values_list("act", flat=True))
        assert {"workspace.founding", "login.start"} <= acts


def test_the_page_is_gone_once_there_is_a_user(cast: Cast, client: Browser) -> None:
    assert client.get(SETUP).status_code == 404
    assert client.post(SETUP, ANSWERS).url == "/"
    assert not User.objects.filter(email="nele@praxis.example").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 201),
        ("name", "Nele\0Neumann"),
        ("email", "no address"),
        ("email", ""),
        ("password1", "kurz"),
        ("password1", "passwort1234"),
        ("password1", "nele@praxis.example"),
        ("password1", "x" * 257),
        ("practice", ""),
        ("practice", " "),
        ("profession", "wizardry"),
        ("profession", ""),
        ("country", "XX"),
        ("country", "Germany"),
        ("language", "fr"),
    ],
)
def test_a_bad_answer_is_marked_and_nothing_is_stored_or_lost(
    db: None, client: Browser, field: str, value: str
) -> None:
    answer = client.post(SETUP, ANSWERS | {field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert ANSWERS["password1"] not in page
    assert all(typed in page for name, typed in ANSWERS.items() if name in {"name", "practice"} - {field})
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("country", "is_shown"), [("DE", False), ("CH", True), ("", False), ("zz", True), ("\0", True)]
)
def test_a_country_without_the_euro_gets_a_sentence(db: None, client: Browser, country: str, is_shown: bool) -> None:
    fragment = client.get("/signup/currency/", {"country": country}, headers={"accept-language": "en"})
    assert fragment.status_code == 200
    assert (b"euro only" in fragment.content) is is_shown
    page = client.post(SETUP, ANSWERS | {"country": country, "name": ""}, headers={"accept-language": "en"})
    assert (b"euro only" in page.content) is is_shown


@pytest.mark.parametrize(("language", "first"), [("de", "Deutschland"), ("en", "Germany")])
def test_countries_are_named_in_the_language_of_the_page(db: None, client: Browser, language: str, first: str) -> None:
    page = client.get(SETUP, headers={"accept-language": language}).content.decode()
    assert f'value="DE" selected>{first}</option>' in page


def test_loopback_needs_no_code(db: None, client: Browser) -> None:
    assert b'name="code"' not in client.get(SETUP).content


@pytest.mark.parametrize("typed", ["", "AAAA-AAAA-AAAA-AAAA", "\0", "ü" * 40])
def test_beyond_loopback_nobody_sets_up_without_the_code(db: None, client: Browser, tmp_path: Path, typed: str) -> None:
    with override_settings(KARTEI_IS_LOOPBACK=False, DATA=tmp_path):
        new_setup_code(tmp_path)
        assert b'name="code"' in client.get(SETUP).content
        assert client.post(SETUP, ANSWERS | {"code": typed}).status_code == 422
    assert not User.objects.exists()


def test_the_code_that_the_start_printed_opens_the_page_once(db: None, client: Browser, tmp_path: Path) -> None:
    with override_settings(KARTEI_IS_LOOPBACK=False, DATA=tmp_path):
        code = new_setup_code(tmp_path)
        assert code not in (tmp_path / "run/setup-code").read_text()
        assert client.post(SETUP, ANSWERS | {"code": code.lower().replace("-", " ")}).status_code == 302
        assert not is_setup_code(tmp_path, code)


def test_without_a_printed_code_no_code_is_right(tmp_path: Path) -> None:
    assert not is_setup_code(tmp_path, "")


def test_a_new_start_ends_the_earlier_code(tmp_path: Path) -> None:
    earlier, later = new_setup_code(tmp_path), new_setup_code(tmp_path)
    assert not is_setup_code(tmp_path, earlier)
    assert is_setup_code(tmp_path, later)
    assert (tmp_path / "run/setup-code").stat().st_mode & 0o777 == 0o600


def test_pressing_the_button_twice_sets_up_one_workspace(committed: None) -> None:
    def press(number: int) -> str:
        try:
            return str(Browser().post(SETUP, ANSWERS | {"email": f"nele{number}@praxis.example"}).url)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hands:
        places = sorted(hands.map(press, range(4)))
    assert places == ["/", "/", "/", "/w/praxis-am-uebersee/"]
    assert (User.objects.count(), Workspace.objects.count()) == (1, 1)


def test_who_guesses_the_code_has_to_wait(db: None, client: Browser, settings: Any, tmp_path: Path) -> None:
    settings.KARTEI_IS_LOOPBACK, settings.DATA = False, tmp_path
    new_setup_code(tmp_path)
    answers = [client.post("/setup/", {"code": f"AAAA-AAAA-AAAA-{number:04}"}).status_code for number in range(21)]
    assert set(answers[:20]) == {422} and answers[20] == 429
