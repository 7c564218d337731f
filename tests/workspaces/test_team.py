"""„Team“: who works here, and ending the logins of a member."""

from collections.abc import Callable

import pytest
from django.test import Client as Browser

from kartei.accounts.models import Login
from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.tenancy.models import Member, MemberState
from tests.cast import PRESETS, Cast

Browse = Callable[[str], Browser]
TEAM = "/w/lindenhof/team/"


def place(member: Member, what: str = "") -> str:
    return f"{TEAM}{member.pk}/logins/{what}"


def is_in(browser: Browser, slug: str = "lindenhof") -> bool:
    return browser.get(f"/w/{slug}/").status_code == 200


def test_the_team_lists_everybody_of_this_practice_and_nobody_of_another(cast: Cast, browse: Browse) -> None:
    page = browse("leo").get(TEAM).content.decode()
    assert all(name.capitalize() in page for name in PRESETS)
    assert ">Eve<" not in page and ">Anna<" in page
    assert "Praxisleitung" in page and "Abrechnung" in page


def test_a_demo_member_has_a_badge_and_no_logins(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        mia = Member(name="Mia Demo", is_demo=True, state=MemberState.ACTIVE, preset="practitioner")
        mia.save()
    page = browse("anna").get(TEAM).content.decode()
    row = page.split("Mia Demo")[1].split("</tr>")[0]
    assert "Demo" in row and "/logins/" not in row
    assert browse("anna").get(place(mia)).status_code == 200
    assert browse("anna").post(place(mia, "end/")).url == place(mia)


@pytest.mark.parametrize("name", [name for name, preset in PRESETS.items() if preset not in {"owner", "admin"}])
def test_without_the_right_there_is_neither_link_nor_page(cast: Cast, browse: Browse, name: str) -> None:
    browser, other = browse(name), browse("anna")
    assert "/logins/" not in browser.get(TEAM).content.decode()
    assert browser.get(place(cast.anna)).status_code == browser.post(place(cast.anna, "end/")).status_code == 403
    assert is_in(other)


def test_an_admin_ends_the_logins_of_a_member_and_the_log_says_so(cast: Cast, browse: Browse) -> None:
    ada, phones, rita = browse("ada"), [browse("tom"), browse("tom")], browse("rita")
    assert "Unbekanntes Gerät" in ada.get(place(cast.tom)).content.decode()
    assert ada.post(place(cast.tom, "end/")).url == place(cast.tom)
    assert [is_in(browser) for browser in (*phones, rita, ada)] == [False, False, True, True]
    with workspace_scope(cast.lindenhof.id):
        event = Event.objects.get(act="login.revocation")
        assert (event.actor, event.subject) == ("Ada", "Tom")


def test_who_ends_their_own_logins_there_stays_in(cast: Cast, browse: Browse) -> None:
    here, other = browse("anna"), browse("anna")
    here.post(place(cast.anna, "end/"))
    assert is_in(here) and not is_in(other)


def test_nothing_of_a_user_of_another_practice_is_seen_or_ended(cast: Cast, browse: Browse) -> None:
    eve, anna = browse("eve"), browse("anna")
    Login.objects.filter(user=cast.users["eve"]).update(address="203.0.113.77")
    answers = [anna.get(place(cast.eve)), anna.post(place(cast.eve, "end/"))]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert not any(b"203.0.113.77" in answer.content for answer in answers)
    assert is_in(eve, "nord")


def test_the_other_practice_of_a_member_is_not_told_and_not_named(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.nord.id):
        guest = Member(user=cast.users["tom"], name="Tom")
        guest.take_preset("practitioner")
        guest.save()
    tom, ada = browse("tom"), browse("ada")
    assert is_in(tom, "nord")
    page = ada.get(place(cast.tom)).content.decode()
    assert "Nord" not in page.split("<main")[1]
    ada.post(place(cast.tom, "end/"))
    assert not is_in(tom, "nord")
    with workspace_scope(cast.nord.id):
        assert not Event.objects.filter(act="login.revocation").exists()


def test_last_here_is_what_happened_in_this_practice(cast: Cast, browse: Browse) -> None:
    """The page of the logins says nothing of when a device was used: that could have been elsewhere."""
    browse("tom").get("/w/lindenhof/")
    page = browse("ada").get(place(cast.tom)).content.decode()
    assert "zuletzt benutzt" not in page and "last used" not in page


def test_a_large_team_is_paged(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        for number in range(60):
            Member(name=f"Zoe {number:02}", preset="read_only").save()
    browser = browse("anna")
    first = browser.get(TEAM).content.decode()
    link = first.split('href="?after=')[1].split('"')[0]
    second = browser.get(f"{TEAM}?after={link}").content.decode()
    assert "Zoe 00" in first and "Zoe 59" not in first and "Zoe 59" in second and "Zoe 00" not in second
    assert browser.get(f"{TEAM}?after=rubbish").status_code == 200
