"""Attempts at the door: guessing passwords by many hands, and learning who has an account."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from allauth.core.internal import ratelimit
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser
from django.test import RequestFactory

from kartei.accounts.creating import create_confirmed_user
from kartei.audit.models import InstanceEvent
from tests.cast import PASSWORD, Cast
from tests.post import mails_to

ANNA, NOBODY = "anna@lindenhof.example", "nobody@lindenhof.example"
SIGNUP = {
    "name": "Nele Neumann",
    "password1": "blaue Brücke im Regen",
    "practice": "Praxis Neumann",
    "profession": "osteopathy",
    "country": "DE",
    "language": "de",
}


class Counting(MD5PasswordHasher):
    """Counts what takes the time of a login in service."""

    hashed = 0

    def encode(self, password: str, salt: str) -> str:
        Counting.hashed += 1
        return super().encode(password, salt)


@pytest.fixture
def counting(settings: Any, cast: Cast) -> type[Counting]:
    settings.PASSWORD_HASHERS = ["tests.security.test_entry.Counting"]
    Counting.hashed = 0
    return Counting


def hashes(counting: type[Counting], address: str, values: dict[str, str]) -> int:
    before = counting.hashed
    Browser().post(address, values)
    return counting.hashed - before


@pytest.fixture
def committed(transactional_db: None) -> Any:
    cache.clear()
    yield
    cache.clear()


def in_parallel(work: Any, count: int, hands: int = 8) -> list[Any]:
    def once(number: int) -> Any:
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(hands) as pool:
        return list(pool.map(once, range(count)))


def test_a_thousand_tries_by_eight_hands_get_ten_through(committed: None) -> None:
    """The limit is counted in the database, not checked and then counted."""
    config = {"login_failed": "10/900s/key"}

    def attempt(number: int) -> bool:
        request = RequestFactory().post("/login/", REMOTE_ADDR=f"198.51.100.{number % 250}")
        used = ratelimit.consume(request, app="allauth.account", action="login_failed", config=config, key=ANNA)
        return used is not None

    assert sum(in_parallel(attempt, 1_000)) == 10


def test_wrong_passwords_sent_at_once_from_many_places_are_counted_as_one_after_the_other(committed: None) -> None:
    create_confirmed_user(ANNA, PASSWORD, name="Anna")

    def attempt(number: int) -> int:
        browser = Browser(REMOTE_ADDR=f"198.51.100.{number}")
        return int(browser.post("/login/", {"login": ANNA, "password": f"guess-number-{number}"}).status_code)

    assert set(in_parallel(attempt, 40)) == {422}
    assert InstanceEvent.objects.filter(act="login.failure").count() <= 10
    late = Browser(REMOTE_ADDR="203.0.113.1")
    late.post("/login/", {"login": ANNA, "password": PASSWORD})
    assert "_auth_user_id" not in late.session


def test_a_login_hashes_once_whoever_it_names(counting: type[Counting], cast: Cast) -> None:
    cast.users["leo"].is_active = False
    cast.users["leo"].save()
    unconfirmed = cast.users["rita"].emailaddress_set.get()
    unconfirmed.verified = False
    unconfirmed.save()
    for address in (ANNA, NOBODY, "leo@lindenhof.example", "rita@lindenhof.example"):
        assert hashes(counting, "/login/", {"login": address, "password": "wrong-password"}) == 1, address


def test_signing_up_hashes_once_be_the_address_taken_or_not(counting: type[Counting]) -> None:
    taken, free = ({**SIGNUP, "email": email} for email in (ANNA, "nele@praxis.example"))
    assert hashes(counting, "/signup/practice/", taken) == hashes(counting, "/signup/practice/", free) == 1


def test_signing_up_and_sending_again_read_alike_be_the_address_taken_or_not(cast: Cast) -> None:
    said = []
    for email in (ANNA, "nele@praxis.example"):
        browser = Browser()
        answers = [browser.post("/signup/practice/", {**SIGNUP, "email": email})]
        answers.append(browser.get("/email/confirmation/"))
        answers.append(browser.post("/email/confirmation/resending/"))
        answers.append(browser.get("/email/confirmation/"))
        said.append([
            (answer.status_code, answer.headers.get("Location"), _shown(answer.content.decode(), email))
            for answer in answers
        ])  # fmt: skip
    assert said[0] == said[1]


def test_asking_for_a_new_password_reads_alike_be_the_address_known_or_not(cast: Cast) -> None:
    said = []
    for email in (ANNA, NOBODY):
        browser = Browser()
        answer = browser.post("/password/reset/", {"email": email})
        said.append((answer.status_code, answer.url, _shown(browser.get(answer.url).content.decode(), email)))
    assert said[0] == said[1]


def _shown(page: str, email: str) -> str:
    """What stands on a page, without its tokens and the address that was given."""
    text = page.replace(email, "…")
    return "".join(part for part in text.split('"') if len(part) != 64 and "X-CSRFToken" not in part)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_mail_of_a_registration_carries_the_configured_address(db: None, host: str) -> None:
    create_confirmed_user(ANNA, PASSWORD, name="Anna")
    Browser().post(
        "/signup/practice/",
        {**SIGNUP, "email": "nele@praxis.example"},
        headers={"host": f"{host}:1234", "x-forwarded-host": "evil.example"},
    )
    body = mails_to("nele@praxis.example")[0].body
    assert "http://localhost:8000/email/confirmation/" in body
    assert "1234" not in body and "evil" not in body


def test_no_way_out_is_a_link(cast: Cast) -> None:
    """Logging out, ending logins and calling off need a POST: a picture on a foreign page could ask for a GET."""
    browser = Browser()
    browser.post("/login/", {"login": ANNA, "password": PASSWORD})
    for address in (
        "/logout/",
        "/profile/logins/end/",
        "/profile/address/end/",
        "/profile/address/",
        "/profile/password/",
    ):
        browser.get(address)
        browser.head(address)
    assert browser.get("/w/lindenhof/").status_code == 200


@pytest.mark.parametrize("answer", [{}, {"credential": ""}, {"credential": "null"}, {"credential": "{"}])
def test_a_passkey_without_an_answer_is_refused_and_never_a_fault(cast: Cast, answer: dict[str, str]) -> None:
    assert 400 <= Browser().post("/login/passkey/", answer).status_code < 500
