"""The head of the menu: somebody in two practices changes between them, and `/` leads to the last one used."""

from collections.abc import Callable

import pytest
from django.test import Client as Browser

from kartei.db.scope import workspace_scope
from kartei.tenancy.models import Member, MemberState
from tests.cast import PASSWORD, Cast

Browse = Callable[[str], Browser]
SWITCHER = 'id="workspaces_menu"'


@pytest.fixture
def both(cast: Cast) -> Cast:
    """Tom works in Nord too."""
    with workspace_scope(cast.nord.id):
        guest = Member(user=cast.users["tom"], name="Tom", state=MemberState.ACTIVE)
        guest.take_preset("practitioner")
        guest.save()
    return cast


def test_two_practices_stand_in_the_head_on_every_page(both: Cast, browse: Browse) -> None:
    tom = browse("tom")
    for address in ("/w/lindenhof/", "/w/nord/clients/", "/profile/"):
        head = tom.get(address).content.decode()
        assert SWITCHER in head and 'href="/w/lindenhof/"' in head and 'href="/w/nord/"' in head, address
        assert head.count('aria-checked="true" href="/w/') == 1


def test_one_practice_is_just_a_name(both: Cast, browse: Browse) -> None:
    page = browse("anna").get("/w/lindenhof/").content.decode()
    assert SWITCHER not in page and "Praxis am Lindenhof" in page and "Praxis Nord" not in page


def test_the_first_page_leads_to_the_one_used_last_however_quickly_one_changes(both: Cast, browse: Browse) -> None:
    tom = browse("tom")
    for slug in ("lindenhof", "nord", "lindenhof", "nord"):
        tom.get(f"/w/{slug}/")
        assert tom.get("/").url == f"/w/{slug}/"
    later = Browser()
    later.post("/login/", {"login": "tom@lindenhof.example", "password": PASSWORD})
    assert later.get("/").url == "/w/nord/"


def test_a_practice_that_was_left_vanishes_from_the_head_and_opens_nothing(both: Cast, browse: Browse) -> None:
    with workspace_scope(both.nord.id):
        Member.objects.filter(user=both.users["tom"]).update(state=MemberState.LEFT)
    tom = browse("tom")
    assert SWITCHER not in tom.get("/w/lindenhof/").content.decode()
    assert tom.get("/w/nord/").status_code == 404


def test_what_is_seen_in_one_practice_is_not_seen_in_the_other(both: Cast, browse: Browse) -> None:
    tom = browse("tom")
    assert b"Nordmann" not in tom.get("/w/lindenhof/clients/").content
    assert tom.get(f"/w/nord/clients/{both.carla.pk}/").status_code == 404


def test_the_strictest_practice_decides_when_a_login_is_idle(both: Cast, browse: Browse) -> None:
    if not hasattr(both.nord, "idle_minutes"):
        pytest.skip("the setting does not exist yet")
    both.nord.idle_minutes = 5
    both.nord.save()
    tom, anna = browse("tom"), browse("anna")
    for browser, minutes in ((tom, 5), (anna, 30)):
        browser.get("/w/lindenhof/")
        browser.get("/w/lindenhof/")
        assert f'data-idle="{minutes * 60}"' in browser.get("/w/lindenhof/").content.decode()
