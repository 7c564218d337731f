"""„Mein Profil“: the page, the own name, the own password."""

from collections.abc import Callable

import pytest
from django.test import Client as Browser

from kartei.accounts.models import User
from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.tenancy.models import Member
from tests.cast import PASSWORD, Cast
from tests.post import mails_to

Browse = Callable[[str], Browser]
ANNA = "anna@lindenhof.example"
NEW = "blaue Brücke im Regen"


def test_the_profile_stands_in_the_frame_of_the_workspace_used_last(browse: Browse) -> None:
    answer = browse("anna").get("/profile/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Praxis am Lindenhof" in page and "/w/lindenhof/clients/" in page and ANNA in page
    assert 'aria-current="page">' not in page.split("<main")[0].split("breadcrumb")[0]


def test_every_page_leads_to_the_profile_twice(browse: Browse) -> None:
    """From the name at the foot of the menu, and on the phone under „Mehr“."""
    page = browse("leo").get("/w/lindenhof/").content.decode()
    assert page.count('href="/profile/"') == 2


def test_a_visitor_is_sent_to_the_login_and_back(cast: Cast, client: Browser) -> None:
    assert client.get("/profile/").url == "/login/?next=/profile/"


def test_a_user_without_a_workspace_has_a_profile_too(db: None, client: Browser) -> None:
    client.force_login(User.objects.create_user("lone@practice.example", PASSWORD, name="Lone"))
    assert client.get("/profile/").status_code == 200


def test_a_new_name_goes_where_the_old_one_stood_and_into_the_log(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    assert browser.post("/profile/name/", {"name": "Anna Berg"}).url == "/profile/"
    assert User.objects.get(email=ANNA).name == "Anna Berg"
    with workspace_scope(cast.lindenhof.id):
        assert Member.objects.get(pk=cast.anna.pk).name == "Anna Berg"
        event = Event.objects.get(act="member.renaming")
        assert (event.actor, event.detail) == ("Anna", {"changes": {"Name": ["Anna", "Anna Berg"]}})


def test_a_membership_with_a_name_of_its_own_keeps_it(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        Member.objects.filter(pk=cast.anna.pk).update(name="Dr. Anna Berg")
    browse("anna").post("/profile/name/", {"name": "Annabelle"})
    with workspace_scope(cast.lindenhof.id):
        assert Member.objects.get(pk=cast.anna.pk).name == "Dr. Anna Berg"


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "nu\0ll"])
def test_a_name_that_cannot_be_one_is_refused_beside_the_field(cast: Cast, browse: Browse, name: str) -> None:
    answer = browse("anna").post("/profile/name/", {"name": name})
    assert answer.status_code == 422
    assert b"id_name_error" in answer.content
    assert User.objects.get(email=ANNA).name == "Anna"


def test_nobody_makes_themselves_operator_by_a_further_field(cast: Cast, browse: Browse) -> None:
    browse("anna").post("/profile/name/", {"name": "Anna", "is_operator": "on", "email": "x@y.example"})
    user = User.objects.get(pk=cast.users["anna"].pk)
    assert not user.is_operator and user.email == ANNA


def change(browser: Browser, old: str = PASSWORD, new: str = NEW) -> object:
    return browser.post("/profile/password/", {"oldpassword": old, "password1": new})


def test_a_new_password_keeps_this_login_ends_the_others_and_is_told(cast: Cast, browse: Browse) -> None:
    browser, other = browse("anna"), browse("anna")
    before = browser.session.session_key
    assert change(browser).url == "/profile/"
    assert browser.get("/w/lindenhof/").status_code == 200
    assert browser.session.session_key != before
    assert other.get("/w/lindenhof/").status_code == 302
    assert User.objects.get(email=ANNA).check_password(NEW)
    assert mails_to(ANNA)[-1].subject in {"Ihr Passwort wurde geändert", "Your password was changed"}
    with workspace_scope(cast.lindenhof.id):
        assert Event.objects.filter(act="password.change", member=cast.anna).count() == 1


def test_without_the_present_password_nothing_changes(cast: Cast, browse: Browse) -> None:
    answer = change(browse("anna"), old="wrong-password")
    assert answer.status_code == 422
    assert b"id_oldpassword_error" in answer.content
    assert b"wrong-password" not in answer.content and NEW.encode() not in answer.content
    assert User.objects.get(email=ANNA).check_password(PASSWORD)


@pytest.mark.parametrize("password", ["kurz", "Passwort2026!", "x" * 257, ANNA, "mit\0Null in der Mitte", ""])
def test_a_bad_new_password_is_refused_with_the_reason(cast: Cast, browse: Browse, password: str) -> None:
    answer = change(browse("anna"), new=password)
    assert answer.status_code == 422
    assert b"id_password1_error" in answer.content
    assert User.objects.get(email=ANNA).check_password(PASSWORD)


def test_a_stolen_session_cannot_guess_the_password(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    answers = [change(browser, old=f"guess-{number}").status_code for number in range(6)]
    assert answers == [422] * 5 + [429]


@pytest.mark.parametrize("place", ["name", "password"])
def test_the_address_of_a_form_leads_back_to_the_page(browse: Browse, place: str) -> None:
    assert browse("anna").get(f"/profile/{place}/").url == "/profile/"
