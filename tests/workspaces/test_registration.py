from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test import Client as Browser
from django.test import override_settings
from django.utils import timezone

from kartei.accounts.models import User
from kartei.audit.models import InstanceEvent
from kartei.db.scope import workspace_scope
from kartei.tenancy.models import Member, Workspace
from kartei.workspaces.models import Registration
from kartei.workspaces.registering import forget_unconfirmed
from tests.cast import PASSWORD, Cast
from tests.post import link_in, mails_to

FORM = "/signup/practice/"
NELE = "nele@practice.example"
ANSWERS = {
    "name": "Nele Neumann",
    "email": NELE,
    "password1": "blaue Brücke im Regen",
    "practice": "Praxis Neumann",
    "profession": "physiotherapy",
    "country": "DE",
    "language": "de",
}


@pytest.fixture
def link(cast: Cast, client: Browser) -> str:
    """The link that Nele got; `client` is the browser in which she registered."""
    client.post(FORM, ANSWERS)
    return link_in(mails_to(NELE)[0])


def test_creating_an_account_begins_with_the_choice_of_who_one_is(cast: Cast, client: Browser) -> None:
    page = client.get("/signup/", headers={"accept-language": "de"}).content.decode()
    assert "Ich behandle oder berate" in page and 'href="/signup/practice/"' in page
    assert "Ich bin Klient" in page and 'href="/signup/client/"' in page
    assert client.get(FORM).status_code == 200
    assert "Einladung" in client.get("/signup/client/", headers={"accept-language": "de"}).content.decode()


def test_before_the_link_every_page_is_refused(cast: Cast, client: Browser) -> None:
    answer = client.post(FORM, ANSWERS)
    assert (answer.status_code, answer.url) == (302, "/email/confirmation/")
    assert NELE in client.get(answer.url).content.decode()
    assert client.get("/").url == "/login/"
    assert client.get("/w/lindenhof/").url.startswith("/login/")
    assert not Workspace.objects.filter(name="Praxis Neumann").exists()
    assert client.post("/login/", {"login": NELE, "password": ANSWERS["password1"]}).url == "/email/confirmation/"


def test_the_link_opens_start_in_the_browser_that_registered(client: Browser, link: str) -> None:
    assert client.get(link).status_code == 200
    assert client.post(link).url == "/"
    assert client.get("/").url == "/w/praxis-neumann/"
    assert client.get("/w/praxis-neumann/").status_code == 200
    workspace = Workspace.objects.get(slug="praxis-neumann")
    assert (workspace.profession, workspace.country) == ("physiotherapy", "DE")
    with workspace_scope(workspace.id):
        assert Member.objects.get(user__isnull=False).preset == "owner"
    assert not User.objects.get(email=NELE).is_operator
    assert not Registration.objects.exists()


def test_the_link_in_another_browser_leads_to_the_login(client: Browser, link: str) -> None:
    other = Browser()
    assert other.post(link).url == "/login/"
    assert "_auth_user_id" not in other.session
    assert other.post("/login/", {"login": NELE, "password": ANSWERS["password1"]}).url == "/"
    assert other.get("/").url == "/w/praxis-neumann/"


def test_opening_the_link_changes_nothing(link: str) -> None:
    Browser().get(link)
    Browser().head(link)
    assert not User.objects.get(email=NELE).emailaddress_set.get().verified
    assert not Workspace.objects.filter(name="Praxis Neumann").exists()


def test_opening_it_while_logged_in_as_somebody_else_keeps_that_login(cast: Cast, link: str) -> None:
    browser = Browser()
    browser.force_login(cast.users["anna"])
    assert browser.get(link).status_code == 200
    assert browser.get("/w/lindenhof/").status_code == 200


@pytest.mark.parametrize(("language", "words"), [("de", "Dieser Link ist verbraucht"), ("en", "This link is spent")])
def test_the_link_used_twice_says_it_is_spent(client: Browser, link: str, language: str, words: str) -> None:
    client.post(link)
    for answer in (
        Browser().get(link, headers={"accept-language": language}),
        Browser().post(link, headers={"accept-language": language}),
    ):
        assert answer.status_code == 410
        assert words in answer.content.decode()
    assert Workspace.objects.filter(name="Praxis Neumann").count() == 1


def test_the_link_lives_for_24_hours(link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 24 * 3600 - 5)
    assert Browser().get(link).status_code == 200
    monkeypatch.setattr(signing.time, "time", lambda: now + 24 * 3600 + 5)
    answer = Browser().post(link, headers={"accept-language": "en"})
    assert answer.status_code == 410
    assert b"expired" in answer.content
    assert not User.objects.get(email=NELE).emailaddress_set.get().verified


@pytest.mark.parametrize("key", ["x", "MQ:abc:def", "a" * 400])
def test_an_invented_link_confirms_nothing(cast: Cast, client: Browser, key: str) -> None:
    assert client.get(f"/email/confirmation/{key}/").status_code == 410
    assert client.post(f"/email/confirmation/{key}/").status_code == 410


def test_the_mail_can_be_sent_again_after_60_seconds(
    client: Browser, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from allauth.core.internal import ratelimit

    client.post("/email/confirmation/resending/")
    assert len(mails_to(NELE)) == 1
    now = ratelimit.time.time()
    monkeypatch.setattr(ratelimit.time, "time", lambda: now + 61)
    assert client.post("/email/confirmation/resending/").url == "/email/confirmation/"
    assert len(mails_to(NELE)) == 2
    assert client.post(link_in(mails_to(NELE)[1])).url == "/"


def test_who_has_not_registered_here_cannot_have_anything_sent(cast: Cast, client: Browser) -> None:
    assert client.post("/email/confirmation/resending/").url == "/login/"


def test_registering_twice_looks_the_same_and_tells_the_owner_of_the_address(cast: Cast, client: Browser) -> None:
    fresh, taken = Browser(), Browser()
    answers = [
        browser.post(FORM, ANSWERS | {"email": email})
        for browser, email in ((fresh, NELE), (taken, "anna@lindenhof.example"))
    ]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, "/email/confirmation/")] * 2
    pages = [browser.get("/email/confirmation/").content.decode() for browser in (fresh, taken)]
    assert pages[0].count("<form") == pages[1].count("<form")
    assert "anna@lindenhof.example" in pages[1]
    assert taken.post("/email/confirmation/resending/").url == "/email/confirmation/"
    [mail] = mails_to("anna@lindenhof.example")
    assert mail.subject == "Sie haben bereits ein Konto"
    assert User.objects.get(email="anna@lindenhof.example").check_password(PASSWORD)


def test_a_taken_address_in_other_letters_is_still_taken(cast: Cast, client: Browser) -> None:
    client.post(FORM, ANSWERS | {"email": "ANNA@Lindenhof.Example"})
    assert User.objects.filter(email__iexact="anna@lindenhof.example").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "nele"),
        ("password1", "123456789"),
        ("password1", "Passwort123!"),
        ("country", "xx"),
        ("practice", "a\0b"),
        ("name", ""),
    ],
)
def test_a_bad_answer_is_marked_and_nothing_is_stored(cast: Cast, client: Browser, field: str, value: str) -> None:
    answer = client.post(FORM, ANSWERS | {field: value})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not User.objects.filter(email=NELE).exists()
    assert mails_to(NELE) == []


def test_further_fields_change_nothing(cast: Cast, client: Browser) -> None:
    more = {
        "is_operator": "on",
        "is_active": "",
        "slug": "lindenhof",
        "preset": "owner",
        "user": "1",
        "workspace": str(cast.lindenhof.id),
    }
    client.post(FORM, ANSWERS | more)
    assert not User.objects.get(email=NELE).is_operator
    client.post(link_in(mails_to(NELE)[0]))
    with workspace_scope(cast.lindenhof.id):
        assert not Member.objects.filter(email=NELE).exists()


def test_a_registration_carries_no_words_of_its_own_to_a_stranger(cast: Cast, client: Browser) -> None:
    client.post(FORM, ANSWERS | {"name": "Buy at evil.example", "practice": "Win a prize"})
    assert "evil.example" not in mails_to(NELE)[0].body
    assert "prize" not in mails_to(NELE)[0].body


@pytest.mark.parametrize("registration", ["invite", "closed"])
def test_a_closed_instance_takes_no_new_accounts(cast: Cast, client: Browser, registration: str) -> None:
    with override_settings(KARTEI_REGISTRATION=registration):
        for page in ("/signup/", FORM):
            assert "Einladung" in client.get(page, headers={"accept-language": "de"}).content.decode()
        client.post(FORM, ANSWERS)
        assert b"/signup/" not in client.get("/login/").content
    assert not User.objects.filter(email=NELE).exists()


def test_users_who_never_confirm_go_after_7_days(cast: Cast, client: Browser) -> None:
    client.post(FORM, ANSWERS)
    Registration.objects.update(created_at=timezone.now() - timedelta(days=6, hours=23))
    assert forget_unconfirmed() == 0
    Registration.objects.update(created_at=timezone.now() - timedelta(days=7, hours=1))
    assert forget_unconfirmed() == 1
    assert not User.objects.filter(email=NELE).exists()
    assert User.objects.filter(email="anna@lindenhof.example").exists()


def test_a_registration_and_its_confirmation_stand_in_the_log_of_the_instance(client: Browser, link: str) -> None:
    client.post(link)
    acts = list(InstanceEvent.objects.order_by("seal__seq").values_list("act", flat=True))
    assert acts == ["registration.start", "registration.confirmation", "login.start"]


@pytest.mark.parametrize(
    ("language", "subject"),
    [("de", "Bitte bestätigen Sie Ihre E-Mail-Adresse"), ("en", "Please confirm your e-mail address")],
)
def test_the_mail_is_written_in_the_chosen_language(cast: Cast, client: Browser, language: str, subject: str) -> None:
    client.post(FORM, ANSWERS | {"language": language}, headers={"accept-language": "en" if language == "de" else "de"})
    assert mails_to(NELE)[0].subject == subject


def test_pressing_the_confirmation_twice_founds_one_workspace(committed: None) -> None:
    User.objects.create_user("first@practice.example", PASSWORD, name="First")
    Browser().post(FORM, ANSWERS)
    link = link_in(mails_to(NELE)[0])

    def press(_number: int) -> int:
        try:
            return Browser().post(link).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hands:
        codes = set(hands.map(press, range(4)))
    assert codes <= {302, 410}
    assert Workspace.objects.count() == 1


def test_sending_the_form_twice_makes_one_user(committed: None) -> None:
    User.objects.create_user("first@practice.example", PASSWORD, name="First")

    def press(_number: int) -> str:
        try:
            return str(Browser().post(FORM, ANSWERS).url)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hands:
        assert set(hands.map(press, range(4))) == {"/email/confirmation/"}
    assert User.objects.filter(email=NELE).count() == 1
