from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from kartei.accounts.models import User
from kartei.audit.models import Event, InstanceEvent
from kartei.db.scope import workspace_scope
from kartei.tenancy.models import Member
from tests.cast import PASSWORD, Cast
from tests.post import link_in, mails_to

LOGIN = "/login/"


def log_in(browser: Browser, email: str, password: str = PASSWORD, url: str = LOGIN, **more: str) -> object:
    return browser.post(url, {"login": email, "password": password, **more})


def test_the_right_password_opens_the_workspace(cast: Cast, client: Browser) -> None:
    answer = log_in(client, "anna@lindenhof.example")
    assert (answer.status_code, answer.url) == (302, "/")
    assert client.get("/").url == "/w/lindenhof/"
    assert client.get("/w/lindenhof/").status_code == 200


def test_the_address_is_read_without_regard_to_case(cast: Cast, client: Browser) -> None:
    assert log_in(client, " Anna@LINDENHOF.example ").status_code == 302


def test_unknown_addresses_and_wrong_passwords_look_alike(cast: Cast, client: Browser) -> None:
    pages = [
        log_in(client, email, "wrong-password").content
        for email in ("anna@lindenhof.example", "nobody@lindenhof.example")
    ]
    shown = [page.decode().replace("nobody@", "anna@") for page in pages]
    assert _without_tokens(shown[0]) == _without_tokens(shown[1])
    assert "gehören nicht zusammen" in shown[0] or "do not belong together" in shown[0]


def test_a_wrong_password_keeps_the_address_and_never_the_password(cast: Cast, client: Browser) -> None:
    answer = log_in(client, "anna@lindenhof.example", "wrong-password")
    assert answer.status_code == 422
    assert b'value="anna@lindenhof.example"' in answer.content
    assert b"wrong-password" not in answer.content


def test_ten_failures_make_the_next_try_wait_even_with_the_right_password(cast: Cast, client: Browser) -> None:
    for _ in range(10):
        assert log_in(client, "anna@lindenhof.example", "wrong-password").status_code == 422
    answer = log_in(client, "ANNA@lindenhof.example")
    assert answer.status_code == 422
    assert "_auth_user_id" not in client.session
    assert log_in(client, "tom@lindenhof.example").status_code == 302


def test_another_name_of_the_server_gives_no_further_tries(cast: Cast, client: Browser) -> None:
    for _ in range(10):
        log_in(client, "anna@lindenhof.example", "wrong-password")
    client.post(LOGIN, {"login": "anna@lindenhof.example", "password": PASSWORD}, headers={"host": "127.0.0.1"})
    assert "_auth_user_id" not in client.session


def test_too_many_tries_from_one_address_get_a_page_that_says_so(cast: Cast, client: Browser) -> None:
    answers = [log_in(client, f"guess{number}@lindenhof.example", "wrong-password") for number in range(31)]
    assert answers[-1].status_code == 429


@pytest.mark.parametrize(
    "place", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "\0"]
)
def test_a_foreign_next_stays_on_our_host(cast: Cast, client: Browser, place: str) -> None:
    assert client.get(LOGIN, {"next": place}).status_code == 200
    assert log_in(client, "anna@lindenhof.example", next=place).url == "/"


def test_even_our_own_host_must_not_stand_in_next(cast: Cast, client: Browser) -> None:
    assert log_in(client, "anna@lindenhof.example", next="http://localhost:9/x").url == "/"


def test_next_leads_back_to_the_page_that_was_asked_for(cast: Cast, client: Browser) -> None:
    asked = client.get("/w/lindenhof/clients/")
    assert asked.url == "/login/?next=/w/lindenhof/clients/"
    assert b'name="next" value="/w/lindenhof/clients/"' in client.get(asked.url).content
    assert log_in(client, "anna@lindenhof.example", next="/w/lindenhof/clients/").url == "/w/lindenhof/clients/"


def test_a_login_gets_a_session_of_its_own(cast: Cast, client: Browser) -> None:
    client.post("/language/", {"language": "en"})
    before = client.session.session_key
    log_in(client, "anna@lindenhof.example")
    assert before and client.session.session_key != before


def test_an_unconfirmed_address_opens_only_the_page_that_says_check_your_mail(cast: Cast, client: Browser) -> None:
    user = User.objects.create_user("new@practice.example", PASSWORD, name="Nele Neu")
    user.emailaddress_set.create(email=user.email, verified=False, primary=True)
    answer = log_in(client, "new@practice.example")
    assert answer.url == "/email/confirmation/"
    assert "new@practice.example" in client.get(answer.url).content.decode()
    assert client.get("/w/lindenhof/").url.startswith("/login/")
    assert client.get("/").url == "/login/"
    assert link_in(mails_to("new@practice.example")[0]).startswith("/email/confirmation/")


def test_a_closed_account_is_told_so_only_after_its_password(cast: Cast, client: Browser) -> None:
    User.objects.filter(email="anna@lindenhof.example").update(is_active=False)
    assert log_in(client, "anna@lindenhof.example", "wrong-password").status_code == 422
    assert log_in(client, "anna@lindenhof.example").url == "/login/inactive/"
    assert client.get("/login/inactive/").status_code == 200


def test_a_closed_account_loses_its_access_at_once(browse: Callable[[str], Browser]) -> None:
    browser = browse("anna")
    assert browser.get("/w/lindenhof/").status_code == 200
    User.objects.filter(email="anna@lindenhof.example").update(is_active=False)
    assert browser.get("/w/lindenhof/").status_code == 302


def test_opening_the_logout_page_changes_nothing_and_its_button_ends_the_session(
    browse: Callable[[str], Browser],
) -> None:
    browser = browse("anna")
    stolen = Browser()
    stolen.cookies = browser.cookies.copy()
    assert browser.get("/logout/").status_code == 200
    assert browser.get("/w/lindenhof/").status_code == 200
    assert browser.post("/logout/").url == "/"
    assert browser.get("/").url == "/login/"
    assert stolen.get("/w/lindenhof/").status_code == 302


def test_who_is_logged_in_is_sent_on_from_the_login_page(browse: Callable[[str], Browser]) -> None:
    assert browse("anna").get(LOGIN).url == "/"


def test_the_first_page_leads_to_the_workspace_that_was_used_last(cast: Cast, browse: Callable[[str], Browser]) -> None:
    with workspace_scope(cast.nord.id):
        member = Member(user=cast.users["anna"], name="Anna")
        member.take_preset("read_only")
        member.save()
    browser = browse("anna")
    browser.get("/w/lindenhof/")
    assert browser.get("/").url == "/w/lindenhof/"
    with workspace_scope(cast.lindenhof.id):
        Member.objects.filter(pk=cast.anna.pk).update(last_seen_at=timezone.now() - timedelta(hours=1))
    browser.get("/w/nord/")
    assert browser.get("/").url == "/w/nord/"


def test_who_belongs_to_no_practice_is_told_so(db: None, client: Browser) -> None:
    client.force_login(User.objects.create_user("lone@practice.example", PASSWORD, name="Lone"))
    answer = client.get("/")
    assert answer.status_code == 200
    assert b"lone@practice.example" in answer.content


@pytest.mark.parametrize("address", ["anna\0@lindenhof.example", "anna", "", "ä" * 300 + "@x.example"])
def test_a_login_that_cannot_be_an_address_is_refused_beside_the_field(
    cast: Cast, client: Browser, address: str
) -> None:
    answer = log_in(client, address)
    assert answer.status_code == 422
    assert b"id_login_error" in answer.content


def test_a_foreign_host_is_refused(cast: Cast, client: Browser) -> None:
    answer = client.post("/password/reset/", {"email": "anna@lindenhof.example"}, headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert mails_to("anna@lindenhof.example") == []


def test_logins_and_logouts_stand_in_both_chains_and_failures_in_the_one_of_the_instance(
    cast: Cast, client: Browser
) -> None:
    log_in(client, "anna@lindenhof.example", "wrong-password")
    log_in(client, "anna@lindenhof.example")
    client.post("/logout/")
    instance = list(InstanceEvent.objects.order_by("seal__seq").values_list("act", "actor"))
    assert instance == [("login.failure", "anna@lindenhof.example"), ("login.start", "Anna"), ("login.end", "Anna")]
    with workspace_scope(cast.lindenhof.id):
        events = Event.objects.filter(act__startswith="login.").order_by("seal__seq")
        assert [(event.act, event.actor) for event in events] == [("login.start", "Anna"), ("login.end", "Anna")]


def test_a_login_of_one_practice_is_not_written_into_another(cast: Cast, client: Browser) -> None:
    log_in(client, "anna@lindenhof.example")
    with workspace_scope(cast.nord.id):
        assert not Event.objects.filter(act__startswith="login.").exists()


def _without_tokens(page: str) -> str:
    """The page without CSRF tokens, which differ each time."""
    return "".join(part for part in page.split('"') if len(part) != 64 and "X-CSRFToken" not in part)
