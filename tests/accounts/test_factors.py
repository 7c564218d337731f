"""Second factors on the server: who gets in with what, and what nobody gets in with."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.test import Client as Browser

from kartei.accounts.models import Login, User
from kartei.accounts.secrets import open_factor
from kartei.audit.models import InstanceEvent
from kartei.inbox.models import InstanceMail
from tests.accounts.device import Device, add_passkey, log_in_by
from tests.cast import PASSWORD, Cast

Browse = Callable[[str], Browser]


def log_in(name: str, browser: Browser | None = None) -> Browser:
    """With the password; where there is a factor, its step comes next."""
    browser = browser or Browser()
    browser.post("/login/", {"login": f"{name}@lindenhof.example", "password": PASSWORD})
    return browser


def is_in(browser: Browser) -> bool:
    return browser.get("/profile/").status_code == 200


@dataclass
class Clock:
    """The clock of codes stands still, so that no test straddles two of them."""

    now: float = 1_800_000_000

    def time(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(auth, "time", clock)
    return clock


def code_of(secret: str, steps: int = 0) -> str:
    return auth.format_hotp_value(auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time()) + steps))


def set_up_app(browser: Browser, clock: Clock) -> str:
    """The secret of an app that is a factor from then on; 30 seconds later, when it shows its next code."""
    secret = _secret(browser)
    assert browser.post("/profile/app/", {"code": code_of(secret)}).url == "/profile/recovery-codes/"
    clock.now += 30
    return secret


def _secret(browser: Browser) -> str:
    browser.get("/profile/app/")
    return open_factor(browser.session["mfa.totp.secret"])


def events(user: User) -> list[str]:
    return list(InstanceEvent.objects.filter(user=user, act__startswith="factor").values_list("act", flat=True))


def test_a_passkey_alone_lets_its_owner_in(cast: Cast) -> None:
    device = Device()
    assert add_passkey(log_in("anna"), device, "Praxisrechner").url == "/profile/recovery-codes/"
    browser = Browser()
    assert log_in_by(device, browser).url == "/"
    assert str(cast.anna.user_id) == browser.session["_auth_user_id"]
    assert "factor.addition" in events(cast.users["anna"])


@pytest.mark.parametrize(
    "device", [Device(origin="https://evil.example"), Device(is_verified=False)], ids=["foreign site", "no PIN"]
)
def test_a_passkey_of_another_site_or_without_its_user_is_refused(cast: Cast, device: Device) -> None:
    assert add_passkey(log_in("anna"), device).status_code == 422
    assert not Authenticator.objects.exists()


def test_a_passkey_of_somebody_else_is_no_second_factor(cast: Cast) -> None:
    """Neither after the password of another user, nor with another user's name written into its answer."""
    hers, his = Device(), Device()
    add_passkey(log_in("anna"), hers)
    add_passkey(log_in("tom"), his)
    browser = log_in("anna")
    options = browser.post("/login/code/passkey/").json()
    assert browser.post("/login/code/", {"credential": his.get(options)}).status_code == 422
    assert not is_in(browser)
    his.user_handle = hers.user_handle
    assert log_in_by(his).status_code == 422


def test_an_answer_counts_once_and_for_its_own_question(cast: Cast) -> None:
    device = Device()
    add_passkey(log_in("anna"), device)
    browser = Browser()
    options = browser.post("/login/passkey/options/").json()
    answer = device.get(options)
    assert Browser().post("/login/passkey/", {"credential": answer}).status_code == 422
    assert browser.post("/login/passkey/", {"credential": answer}).status_code == 302
    browser.post("/logout/")
    assert browser.post("/login/passkey/", {"credential": answer}).status_code == 422


@pytest.mark.parametrize(
    "answer", ["", "{", "[]", "1", '{"id": 1}', '{"id": "a"}', '{"id": "a", "response": []}', "[" * 5000, "x" * 30_000]
)
def test_a_broken_answer_is_refused_in_words(cast: Cast, answer: str) -> None:
    anna, browser = log_in("anna"), Browser()
    add_passkey(anna, Device())
    browser.post("/login/passkey/options/")
    anna.post("/profile/passkeys/new/options/")
    for who, place in ((browser, "/login/passkey/"), (anna, "/profile/passkeys/new/"), (anna, "/confirmation/")):
        page = who.post(place, {"credential": answer})
        assert page.status_code == 422
        assert "Das gilt nicht" in page.content.decode()


def test_a_passkey_of_somebody_else_is_neither_seen_renamed_nor_removed(cast: Cast) -> None:
    anna, tom = log_in("anna"), log_in("tom")
    add_passkey(anna, Device())
    passkey = Authenticator.objects.get(type="webauthn").data["credential"]["id"]
    for place in (f"/profile/passkeys/{passkey}/", f"/profile/passkeys/{'A' * 43}/"):
        assert tom.get(place).status_code == 404
        assert tom.post(place, {"name": "mine"}).status_code == 404
        assert tom.post(f"{place}removal/").status_code == 404
    assert anna.post(f"/profile/passkeys/{passkey}/", {"name": "Zuhause"}).status_code == 303
    assert Authenticator.objects.get(type="webauthn").data["name"] == "Zuhause"


def test_a_code_is_asked_after_the_password_and_counts_once(cast: Cast, clock: Clock) -> None:
    secret = set_up_app(log_in("anna"), clock)
    first, second = log_in("anna"), log_in("anna")
    assert not is_in(first)
    code = code_of(secret)
    assert first.post("/login/code/", {"code": code}).status_code == 302
    assert is_in(first)
    assert second.post("/login/code/", {"code": code}).status_code == 422
    assert second.post("/login/code/", {"code": code_of(secret, -3)}).status_code == 422
    assert not is_in(second)


def test_the_code_that_set_the_app_up_is_spent(cast: Cast, clock: Clock) -> None:
    secret = set_up_app(log_in("anna"), clock)
    clock.now -= 30
    browser = log_in("anna")
    assert browser.post("/login/code/", {"code": code_of(secret)}).status_code == 422
    assert not is_in(browser)


def test_ten_wrong_codes_make_the_right_one_wait(cast: Cast, clock: Clock) -> None:
    secret = set_up_app(log_in("anna"), clock)
    browser = log_in("anna")
    for _ in range(10):
        assert browser.post("/login/code/", {"code": "abcdef"}).status_code == 422
    page = browser.post("/login/code/", {"code": code_of(secret)})
    assert page.status_code == 422
    assert "Zu viele Versuche" in page.content.decode()


def test_recovery_codes_are_shown_once_and_each_counts_once(cast: Cast, clock: Clock) -> None:
    anna = log_in("anna")
    set_up_app(anna, clock)
    wrapped = Authenticator.objects.get(type="recovery_codes").wrap()
    codes = wrapped.get_unused_codes()
    shown = anna.get("/profile/recovery-codes/").content.decode()
    assert all(f"{code[:4]} {code[4:]}" in shown for code in codes) and len(codes) == 10
    assert f"{codes[0][:4]} {codes[0][4:]}" not in anna.get("/profile/recovery-codes/").content.decode()
    for expected in (302, 422):
        assert log_in("anna").post("/login/code/", {"code": codes[0]}).status_code == expected
    anna.post("/profile/recovery-codes/renewal/")
    assert log_in("anna").post("/login/code/", {"code": codes[1]}).status_code == 422


def test_secrets_lie_sealed_in_the_database(cast: Cast, clock: Clock) -> None:
    pending = log_in("tom")
    pending.get("/profile/app/")
    assert pending.session["mfa.totp.secret"].startswith("v1.")
    secret = set_up_app(log_in("anna"), clock)
    app, codes = Authenticator.objects.get(type="totp"), Authenticator.objects.get(type="recovery_codes")
    assert secret not in str(app.data) and app.data["secret"].startswith("v1.")
    assert open_factor(app.data["secret"]) == secret
    assert codes.data["seed"].startswith("v1.")


def test_a_new_factor_ends_all_other_logins_and_is_told_by_mail(cast: Cast) -> None:
    here, there = log_in("anna"), log_in("anna")
    assert is_in(there)
    add_passkey(here, Device())
    assert is_in(here) and not is_in(there)
    assert Login.objects.filter(user=cast.users["anna"]).count() == 1
    assert "zweite Faktor" in InstanceMail.objects.latest("id").subject


def test_a_new_password_keeps_the_second_factor(cast: Cast, clock: Clock) -> None:
    set_up_app(log_in("anna"), clock)
    cast.users["anna"].set_password(PASSWORD)
    cast.users["anna"].save()
    browser = log_in("anna")
    assert browser.get("/w/lindenhof/").status_code == 302
    assert "/login/" in browser.get("/w/lindenhof/").url


@pytest.mark.parametrize("place", ["app/", "passkeys/new/", "recovery-codes/"])
def test_factors_are_changed_in_a_fresh_login_only(cast: Cast, browse: Browse, place: str) -> None:
    browser = browse("anna")  # logged in without having shown anything
    answer = browser.get(f"/profile/{place}")
    assert answer.status_code == 302 and answer.url.startswith("/confirmation/?next=")
    assert browser.post("/profile/passkeys/new/options/").status_code == 302
    assert browser.post(answer.url, {"password": "falsch falsch"}).status_code == 422
    back = browser.post("/confirmation/", {"password": PASSWORD, "next": f"/profile/{place}"})
    assert back.url == f"/profile/{place}"
    assert browser.get("/profile/app/").status_code == 200


def test_what_was_sent_too_late_is_kept_and_done_after_the_confirmation(cast: Cast) -> None:
    browser = log_in("anna")
    add_passkey(browser, Device(), "Alt")
    passkey = Authenticator.objects.get(type="webauthn").data["credential"]["id"]
    session = browser.session
    session["account_authentication_methods"] = []
    session.save()
    place = f"/profile/passkeys/{passkey}/"
    confirmation = browser.post(place, {"name": "Neu"}).url
    assert Authenticator.objects.get(type="webauthn").data["name"] == "Alt"
    browser.post(confirmation, {"password": PASSWORD, "next": place})
    assert Authenticator.objects.get(type="webauthn").data["name"] == "Neu"


@pytest.mark.parametrize("place", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_no_way_leads_to_another_host(cast: Cast, place: str) -> None:
    device, anna = Device(), log_in("anna")
    add_passkey(anna, device)
    assert anna.post("/confirmation/", {"password": PASSWORD, "next": place}).url in {"/", "/profile/"}
    assert log_in_by(device, next=place).url == "/"


def test_options_tell_a_stranger_nothing_about_accounts(cast: Cast) -> None:
    add_passkey(log_in("anna"), Device())
    told = Browser().post("/login/passkey/options/").json()["publicKey"]
    assert not told.get("allowCredentials")
    assert not Browser().post("/login/code/passkey/").json()["publicKey"].get("allowCredentials")


def test_a_host_header_changes_nothing_about_the_site_of_a_passkey(cast: Cast) -> None:
    told = Browser(headers={"host": "127.0.0.1"}).post("/login/passkey/options/").json()
    assert told["publicKey"]["rpId"] == "localhost"
