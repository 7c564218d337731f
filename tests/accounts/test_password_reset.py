from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client as Browser

from kartei.accounts.models import User
from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from tests.cast import PASSWORD, Cast
from tests.post import link_in, mails_to

ANNA = "anna@lindenhof.example"
NEW = "blaue Brücke im Regen"


def ask(client: Browser, email: str = ANNA, **more: str) -> object:
    return client.post("/password/reset/", {"email": email}, **more)


def open_link(client: Browser) -> str:
    """Ask for a link, open it as a browser does and return the address of the form behind it."""
    ask(client)
    answer = client.get(link_in(mails_to(ANNA)[-1]))
    assert answer.status_code == 302
    return answer.url


def test_a_new_password_replaces_the_old_one(cast: Cast, client: Browser) -> None:
    form = open_link(client)
    assert client.get(form).status_code == 200
    assert client.post(form, {"password1": NEW}).url == "/password/reset/done/"
    assert client.get("/password/reset/done/").status_code == 200
    user = User.objects.get(email=ANNA)
    assert user.check_password(NEW) and not user.check_password(PASSWORD)


def test_known_and_unknown_addresses_get_the_same_answer_and_only_the_known_one_a_mail(
    cast: Cast, client: Browser
) -> None:
    answers = [ask(client, email) for email in (ANNA, "nobody@lindenhof.example")]
    assert answers[0].url == answers[1].url == "/password/reset/sent/"
    assert client.get("/password/reset/sent/").status_code == 200
    assert len(mails_to(ANNA)) == 1
    assert mails_to("nobody@lindenhof.example") == []


def test_the_link_carries_the_configured_address_whatever_the_host_says(cast: Cast, client: Browser) -> None:
    ask(client, headers={"host": "127.0.0.1"})
    mail = mails_to(ANNA)[0]
    assert "http://localhost:8000/password/reset/" in mail.body
    assert "127.0.0.1" not in mail.body


def test_a_scanner_that_opens_the_link_does_not_use_it_up(cast: Cast, client: Browser) -> None:
    ask(client)
    link = link_in(mails_to(ANNA)[0])
    Browser().get(link, follow=True)
    assert client.get(link).status_code == 302


def test_a_link_works_once(cast: Cast, client: Browser) -> None:
    form = open_link(client)
    client.post(form, {"password1": NEW})
    for answer in (Browser().get(link_in(mails_to(ANNA)[0])), client.post(form, {"password1": "another bridge here"})):
        assert answer.status_code == 410
    assert User.objects.get(email=ANNA).check_password(NEW)


def test_a_link_ends_after_an_hour(cast: Cast, client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    from allauth.account.forms import default_token_generator

    ask(client)
    later = datetime.now() + timedelta(minutes=62)  # noqa: DTZ005 (Django counts in local time here)
    monkeypatch.setattr(type(default_token_generator), "_now", lambda self: later)
    assert client.get(link_in(mails_to(ANNA)[0])).status_code == 410


@pytest.mark.parametrize("key", ["abc-def", "0" * 32 + "-abc-def"])
def test_an_invented_link_opens_nothing(cast: Cast, client: Browser, key: str) -> None:
    assert client.get(f"/password/reset/{key}/").status_code == 410


@pytest.mark.parametrize("password", ["kurz", "Passwort2026!", "x" * 257, ANNA, "mit\0Null in der Mitte", ""])
def test_a_bad_password_is_refused_with_the_reason(cast: Cast, client: Browser, password: str) -> None:
    form = open_link(client)
    answer = client.post(form, {"password1": password})
    assert answer.status_code == 422
    assert b"id_password1_error" in answer.content
    assert User.objects.get(email=ANNA).check_password(PASSWORD)


def test_a_new_password_ends_all_other_logins_and_is_told_by_mail_and_log(
    cast: Cast, client: Browser, browse: Callable[[str], Browser]
) -> None:
    other = browse("anna")
    client.post(open_link(client), {"password1": NEW})
    assert other.get("/w/lindenhof/").status_code == 302
    assert mails_to(ANNA)[-1].subject in {"Ihr Passwort wurde geändert", "Your password was changed"}
    with workspace_scope(cast.lindenhof.id):
        assert Event.objects.filter(act="password.change", member=cast.anna).count() == 1


def test_a_new_password_frees_an_account_that_had_to_wait(cast: Cast, client: Browser) -> None:
    for _ in range(10):
        client.post("/login/", {"login": ANNA, "password": "wrong-password"})
    client.post(open_link(client), {"password1": NEW})
    assert client.post("/login/", {"login": ANNA, "password": NEW}).status_code == 302


@pytest.mark.parametrize(("language", "subject"), [("de", "Neues Passwort setzen"), ("en", "Set a new password")])
def test_the_mail_is_written_in_the_language_of_its_reader(
    cast: Cast, client: Browser, language: str, subject: str
) -> None:
    User.objects.filter(email=ANNA).update(language=language)
    ask(client, headers={"accept-language": "en" if language == "de" else "de"})
    assert mails_to(ANNA)[0].subject == subject
    assert "Lindenhof" not in mails_to(ANNA)[0].subject


def test_somebody_elses_link_does_not_change_my_login_by_opening_it(
    cast: Cast, browse: Callable[[str], Browser]
) -> None:
    ask(Browser())
    tom = browse("tom")
    tom.get(link_in(mails_to(ANNA)[0]))
    assert tom.get("/w/lindenhof/").status_code == 200
