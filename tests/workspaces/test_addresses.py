"""WS-08: the old address logs in until the new link is opened; then only the new one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from kartei.accounts.models import AddressChange, User
from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.tenancy.models import Member
from tests.cast import PASSWORD, Cast
from tests.post import link_in, mails_to

OLD, NEW = "anna@lindenhof.example", "anna@neu.example"


def log_in(email: str = OLD, password: str = PASSWORD) -> Browser | None:
    browser = Browser()
    browser.post("/login/", {"login": email, "password": password})
    return browser if "_auth_user_id" in browser.session else None


@pytest.fixture
def anna(cast: Cast) -> Browser:
    browser = log_in()
    assert browser is not None
    return browser


def ask(browser: Browser, email: str = NEW) -> object:
    return browser.post("/profile/address/", {"email": email})


def link(address: str = NEW) -> str:
    return link_in(mails_to(address)[-1])


def test_the_old_address_works_until_the_link_is_opened_and_then_only_the_new_one(cast: Cast, anna: Browser) -> None:
    assert ask(anna).url == "/profile/"
    assert NEW in anna.get("/profile/").content.decode()
    assert log_in(OLD) and not log_in(NEW)
    visitor = Browser()
    assert visitor.get(link()).status_code == 200
    assert log_in(OLD) and not log_in(NEW)
    assert visitor.post(link()).status_code == 200
    assert log_in(NEW) and not log_in(OLD)
    with workspace_scope(cast.lindenhof.id):
        assert Member.objects.get(pk=cast.anna.pk).email == NEW
        assert Event.objects.filter(act="address.change", member=cast.anna).count() == 1


def test_the_link_works_once_and_a_scanner_does_not_use_it_up(anna: Browser) -> None:
    ask(anna)
    Browser().get(link(), follow=True)
    assert Browser().head(link()).status_code in {200, 405}
    assert Browser().post(link()).status_code == 200
    for answer in (Browser().get(link()), Browser().post(link())):
        assert answer.status_code == 410
    assert User.objects.get(email=NEW).name == "Anna"


def test_the_link_lives_for_a_day(anna: Browser) -> None:
    ask(anna)
    AddressChange.objects.update(asked_at=timezone.now() - timedelta(hours=24, seconds=1))
    assert Browser().get(link()).status_code == Browser().post(link()).status_code == 410
    assert log_in(OLD) and not log_in(NEW)


@pytest.mark.parametrize("taken", ["tom@lindenhof.example", "TOM@lindenhof.example", "eve@nord.example", OLD])
def test_a_taken_address_is_refused_with_a_reason(anna: Browser, taken: str) -> None:
    answer = ask(anna, taken)
    assert answer.status_code == 422
    assert "hat schon ein anderes Konto" in answer.content.decode() or "already" in answer.content.decode()
    assert mails_to(taken.lower()) == [] and not AddressChange.objects.exists()


def test_an_address_that_was_taken_meanwhile_is_refused_at_the_link(anna: Browser) -> None:
    ask(anna)
    User.objects.create_user(NEW, PASSWORD, name="Somebody")
    answer = Browser().post(link())
    assert answer.status_code == 409
    assert log_in(OLD)


def test_asking_for_an_address_does_not_reserve_it(cast: Cast, anna: Browser) -> None:
    ask(anna)
    tom = log_in("tom@lindenhof.example")
    assert tom is not None and ask(tom).url == "/profile/"


def test_both_addresses_are_told_and_the_new_one_learns_no_name(anna: Browser) -> None:
    User.objects.filter(email=OLD).update(name="Click here http://evil.example")
    ask(anna)
    assert NEW in mails_to(OLD)[-1].body
    assert "evil.example" not in mails_to(NEW)[-1].body and "Lindenhof" not in mails_to(NEW)[-1].body
    Browser().post(link())
    assert mails_to(OLD)[-1].subject in {"Ihre Anmelde-Adresse wurde geändert", "Your login address was changed"}


def test_links_for_a_new_password_die_with_the_old_address(anna: Browser) -> None:
    Browser().post("/password/reset/", {"email": OLD})
    reset = link_in(mails_to(OLD)[-1])
    ask(anna)
    Browser().post(link())
    assert Browser().get(reset).status_code == 410


def test_a_second_wish_ends_the_first_and_calling_off_ends_both(anna: Browser) -> None:
    ask(anna, "first@neu.example")
    ask(anna)
    assert Browser().post(link("first@neu.example")).status_code == 410
    anna.post("/profile/address/end/")
    assert Browser().post(link()).status_code == 410
    assert log_in(OLD)


def test_a_login_that_is_not_fresh_has_to_confirm_first(anna: Browser) -> None:
    session = anna.session
    session["account_authentication_methods"] = [
        {**record, "at": record["at"] - 600} for record in session["account_authentication_methods"]
    ]
    session.save()
    answer = ask(anna)
    assert answer.status_code == 302 and answer.url.startswith("/confirmation/")
    assert not AddressChange.objects.exists() and mails_to(NEW) == []


@pytest.mark.parametrize("email", ["", "anna", "a\0@b.example", "x" * 250 + "@b.example", "a@b@c"])
def test_what_is_no_address_is_refused_beside_the_field(anna: Browser, email: str) -> None:
    answer = ask(anna, email)
    assert answer.status_code == 422 and b"id_email_error" in answer.content


def test_the_link_carries_the_configured_address_whatever_the_host_says(anna: Browser) -> None:
    anna.post("/profile/address/", {"email": NEW}, headers={"host": "127.0.0.1"})
    assert "http://localhost:8000/profile/address/confirmation/" in mails_to(NEW)[-1].body
    assert "127.0.0.1" not in mails_to(NEW)[-1].body


def test_the_secret_of_the_link_is_not_stored(anna: Browser) -> None:
    ask(anna)
    assert AddressChange.objects.get().digest not in link()


def test_nobody_asks_for_addresses_without_end(anna: Browser) -> None:
    answers = [ask(anna, f"a{number}@neu.example").status_code for number in range(11)]
    assert answers[-1] == 429


@pytest.mark.parametrize("token", ["wrong", "x" * 100, "-_-"])
def test_an_invented_link_opens_nothing(cast: Cast, token: str) -> None:
    browser = Browser()
    assert browser.get(f"/profile/address/confirmation/{token}/").status_code == 410


def test_the_link_of_a_closed_account_opens_nothing(anna: Browser) -> None:
    ask(anna)
    User.objects.filter(email=OLD).update(is_active=False)
    assert Browser().post(link()).status_code == 410


def test_the_link_logs_nobody_in(anna: Browser, browse: Callable[[str], Browser]) -> None:
    ask(anna)
    tom = browse("tom")
    tom.post(link())
    assert tom.get("/profile/").content.decode().count("tom@lindenhof.example") >= 1
