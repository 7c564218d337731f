"""Logins are listed and ended; an old cookie opens nothing; limits hold whatever the browser does."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.utils import timezone

from kartei.accounts.models import Login
from kartei.accounts.sessions import stored
from kartei.audit.models import Event, InstanceEvent
from kartei.db.scope import workspace_scope
from kartei.tenancy.activity import BACKGROUND
from tests.cast import PASSWORD, Cast

Browse = Callable[[str], Browser]
HERE = "/w/lindenhof/"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)


def log_in(name: str = "anna", agent: str = WINDOWS, address: str = "192.0.2.7") -> Browser:
    browser = Browser(headers={"user-agent": agent}, REMOTE_ADDR=address)
    answer = browser.post("/login/", {"login": f"{name}@lindenhof.example", "password": PASSWORD})
    assert answer.status_code == 302
    return browser


def login_of(browser: Browser) -> Login:
    return Login.objects.get(pk=stored(browser.session.session_key))


def is_in(browser: Browser) -> bool:
    return browser.get(HERE).status_code == 200


def let_pass(browser: Browser, **time: float) -> None:
    """Move the last sign of life back, as the clock would."""
    Login.objects.filter(pk=login_of(browser).pk).update(seen_at=timezone.now() - timedelta(**time))


def test_the_profile_lists_my_logins_in_words_and_nobody_elses(cast: Cast) -> None:
    here, phone, _tom = log_in(), log_in(agent=PHONE, address="2001:db8::1"), log_in("tom", address="198.51.100.9")
    assert is_in(phone)
    page = here.get("/profile/").content.decode()
    assert "Firefox auf Windows" in page and "Beenden: Safari auf iPhone" in page
    assert "Beenden: Firefox auf Windows" not in page
    assert "192.0.2.7" in page and "2001:db8::1" in page and "198.51.100.9" not in page
    assert page.count("Dieses Gerät") == 1
    for secret in (here.session.session_key, phone.session.session_key, login_of(here).pk, login_of(phone).pk):
        assert secret not in page


def test_an_ended_login_is_dead_at_its_next_request(cast: Cast) -> None:
    here, other = log_in(), log_in(agent=PHONE)
    assert is_in(other)
    assert here.post(f"/profile/logins/{login_of(other).public_id}/end/").url == "/profile/"
    assert not is_in(other) and is_in(here)
    assert other.post("/profile/name/", {"name": "Thief"}).url.startswith("/login/")


def test_ending_all_others_keeps_this_one_and_those_of_others(cast: Cast) -> None:
    here, tom = log_in(), log_in("tom")
    others = [log_in(), log_in(agent=PHONE)]
    here.post("/profile/logins/end/")
    assert [is_in(browser) for browser in (*others, here, tom)] == [False, False, True, True]


def test_ending_this_device_is_a_logout(cast: Cast) -> None:
    here = log_in()
    assert here.post(f"/profile/logins/{login_of(here).public_id}/end/").url == "/login/"
    assert not is_in(here)


@pytest.mark.parametrize("whose", ["tom", "nobody"])
def test_the_login_of_somebody_else_cannot_be_ended(cast: Cast, whose: str) -> None:
    here, tom = log_in(), log_in("tom")
    public_id = login_of(tom).public_id if whose == "tom" else uuid4()
    assert here.post(f"/profile/logins/{public_id}/end/").status_code == 404
    assert is_in(tom)


def test_opening_the_addresses_of_the_ends_ends_nothing(cast: Cast) -> None:
    here, other = log_in(), log_in()
    assert here.get(f"/profile/logins/{login_of(other).public_id}/end/").status_code == 405
    assert here.get("/profile/logins/end/").status_code == 405
    assert is_in(other)


def test_ending_a_login_stands_in_the_log_of_the_practice(cast: Cast) -> None:
    here, other = log_in(), log_in()
    here.post(f"/profile/logins/{login_of(other).public_id}/end/")
    with workspace_scope(cast.lindenhof.id):
        assert Event.objects.filter(act="login.revocation", member=cast.anna).count() == 1


def test_a_copied_cookie_opens_nothing_after_the_logout(cast: Cast) -> None:
    here = log_in()
    stolen = Browser()
    stolen.cookies["kartei"] = here.cookies["kartei"].value
    assert is_in(stolen)
    here.post("/logout/")
    assert not is_in(stolen)
    assert not Login.objects.filter(user=cast.users["anna"]).exists()


def test_a_session_that_was_pushed_on_somebody_before_the_login_is_not_logged_in(cast: Cast) -> None:
    """Session fixation: the attacker knows the key that the victim had before."""
    victim, attacker = Browser(), Browser()
    victim.post("/language/", {"language": "en"})
    attacker.cookies["kartei"] = victim.cookies["kartei"].value
    victim.post("/login/", {"login": "anna@lindenhof.example", "password": PASSWORD})
    assert is_in(victim) and not is_in(attacker)


def test_an_invented_session_key_is_not_taken_over(cast: Cast) -> None:
    browser = Browser()
    browser.cookies["kartei"] = "x" * 32
    browser.post("/login/", {"login": "anna@lindenhof.example", "password": PASSWORD})
    assert browser.cookies["kartei"].value != "x" * 32
    assert not Login.objects.filter(pk__in=["x" * 32, stored("x" * 32)]).exists()


def test_what_lies_in_the_table_opens_nothing(cast: Cast) -> None:
    here, thief = log_in(), Browser()
    key = here.session.session_key
    assert not Login.objects.filter(pk=key).exists()
    thief.cookies["kartei"] = login_of(here).pk
    assert is_in(here) and not is_in(thief)


def test_half_an_hour_without_a_sign_of_life_ends_the_login(cast: Cast) -> None:
    here = log_in()
    assert is_in(here)
    let_pass(here, minutes=29, seconds=50)
    assert is_in(here)
    let_pass(here, minutes=30, seconds=30)
    key = login_of(here).pk
    assert here.get(HERE).url == "/login/?next=/w/lindenhof/"
    assert not Login.objects.filter(pk=key).exists()
    with workspace_scope(cast.lindenhof.id):
        assert Event.objects.filter(act="login.end", member=cast.anna).count() == 1


def test_an_idle_login_is_no_longer_listed(cast: Cast) -> None:
    here, other = log_in(), log_in(agent=PHONE)
    assert is_in(other)
    let_pass(other, minutes=31)
    assert "Safari auf iPhone" not in here.get("/profile/").content.decode()


def test_what_a_page_asks_by_itself_is_no_sign_of_life(cast: Cast) -> None:
    here = log_in()
    assert is_in(here)
    let_pass(here, minutes=20)
    before = login_of(here).seen_at
    assert here.get(HERE, headers={BACKGROUND: "1"}).status_code == 200
    assert login_of(here).seen_at == before
    assert here.get(HERE).status_code == 200
    assert login_of(here).seen_at > before


def test_a_sign_of_life_is_written_at_most_every_twenty_seconds(cast: Cast) -> None:
    here = log_in()
    assert is_in(here)
    before = login_of(here).seen_at
    assert is_in(here)
    assert login_of(here).seen_at == before


def test_twelve_hours_after_the_login_it_ends_however_busy(cast: Cast) -> None:
    here = log_in()
    assert is_in(here)
    started = timezone.now() - timedelta(hours=11, minutes=59)
    session = here.session
    session["login"] = {**session["login"], "at": started.timestamp()}
    session.save()
    here.post("/profile/name/", {"name": "Anna"})  # writes a note into the session, which saves it
    login = login_of(here)
    assert is_in(here) and login.expire_date == login.began_at + timedelta(hours=12)
    assert abs(login.expire_date - timezone.now()) < timedelta(minutes=2)
    Login.objects.filter(pk=login.pk).update(expire_date=timezone.now())
    assert not is_in(here)


def test_an_older_request_that_saves_its_session_takes_no_sign_of_life_back(cast: Cast) -> None:
    here = log_in()
    assert is_in(here)
    older = here.session
    older["theme"] = "dark"
    later = timezone.now() + timedelta(minutes=1)
    Login.objects.filter(pk=stored(older.session_key)).update(seen_at=later)
    older.save()
    assert login_of(here).seen_at == later


def test_a_login_that_was_ended_is_not_brought_back_by_a_request_at_work(cast: Cast) -> None:
    from django.contrib.sessions.backends.base import UpdateError

    here = log_in()
    at_work = here.session
    at_work["theme"] = "dark"
    Login.objects.filter(user=cast.users["anna"]).delete()
    with pytest.raises(UpdateError):
        at_work.save()
    assert not is_in(here)


def test_a_new_password_keeps_the_limits_of_the_login(cast: Cast) -> None:
    here = log_in()
    began = login_of(here).began_at
    here.post("/profile/password/", {"oldpassword": PASSWORD, "password1": "blaue Brücke im Regen"})
    assert is_in(here) and login_of(here).began_at == began
    assert login_of(here).device == "Firefox auf Windows" or login_of(here).device == "Firefox on Windows"


def test_a_browser_that_sends_rubbish_about_itself_is_an_unknown_device(cast: Cast) -> None:
    for agent in ("", "<script>alert(1)</script>", "x" * 5000, "nul\0nul"):
        here = log_in(agent=agent)
        page = here.get("/profile/").content.decode()
        assert "Unbekanntes Gerät" in page and "<script>alert" not in page


def test_a_login_of_a_user_who_was_closed_opens_nothing(cast: Cast) -> None:
    here = log_in()
    cast.users["anna"].is_active = False
    cast.users["anna"].save()
    assert not is_in(here)


def test_the_end_of_a_login_by_time_is_told_to_the_instance_too(cast: Cast) -> None:
    here = log_in()
    assert is_in(here)
    let_pass(here, hours=2)
    here.get(HERE)
    assert InstanceEvent.objects.filter(act="login.end", actor="Anna").count() == 1
