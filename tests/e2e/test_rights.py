"""What members with less see, and when."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.acts import LIST, NEW, Enter, fill, rows, search
from tests.e2e.instance import Instance

LEVELS = "SELECT levels::text FROM tenancy_member WHERE email = 'rita@lindenhof.example'"


@pytest.fixture
def bruno(demo: Instance) -> str:
    """The record of a client whom nobody is assigned to."""
    [(pk,)] = demo.ask("SELECT id FROM people_person WHERE main_email = 'bruno@briefkasten.example'")
    return f"{LIST}{pk}/"


def test_assigned_limits_everywhere(enter: Enter, bruno: str) -> None:
    """TM-04"""
    page = enter("tom", allow=("404",))
    page.goto(LIST)
    expect(page.get_by_text(" Klienten · ")).to_contain_text(re.compile(r"^\d\d Klienten"))
    search(page, "Groß")
    expect(rows(page).filter(has_text="Bruno")).to_have_count(0)
    expect(search(page, "koehler").filter(has_text="Carla Köhler")).to_have_count(1)
    page.goto(NEW)
    fill(page, first_name="Bruno", last_name="Groß", email="bruno@briefkasten.example", phone="030 23125021")
    with page.expect_response(lambda answer: "/twins/" in answer.url):
        page.get_by_label("Telefon", exact=True).blur()
    expect(page.locator("#twins .card")).to_have_count(0)
    fill(page, first_name="", last_name="", email="", phone="")
    for path in (bruno, f"{bruno}personal/", f"{bruno}personal/master/", f"{bruno}tags/"):
        answer = page.goto(path)
        assert answer and answer.status == 404
        expect(page.get_by_role("heading", level=1)).to_have_text("Diese Seite gibt es nicht")
        expect(page.get_by_text("Bruno")).to_have_count(0)


def test_another_practice_sees_nothing_of_this_one(enter: Enter, bruno: str) -> None:
    """WS-10"""
    page = enter("eve", allow=("404",))
    page.goto("/")
    expect(page).to_have_url("/w/nord/")
    for path in ("/w/lindenhof/", LIST, bruno, bruno.replace("lindenhof", "nord")):
        answer = page.goto(path)
        assert answer and answer.status == 404
    page.goto("/w/nord/clients/")
    expect(search(page, "Köhler")).to_have_count(1)
    page.locator("#rows tbody a[data-row]").click()
    expect(page.get_by_text("carla.koehler@nordmail.example").first).to_be_visible()
    expect(page.get_by_text("carla@klientin.example")).to_have_count(0)


def test_who_may_only_read_is_offered_nothing_to_change(enter: Enter, bruno: str) -> None:
    """TM-03"""
    page = enter("leo", allow=("403",))
    page.goto(LIST)
    expect(page.get_by_role("link", name="+ Neuer Kunde")).to_have_count(0)
    expect(page.get_by_role("link", name="Importieren")).to_have_count(0)
    page.goto(f"{bruno}personal/")
    expect(page.get_by_role("link", name="Bearbeiten")).to_have_count(0)
    expect(page.locator("#status-menu")).to_have_count(0)
    answer = page.goto(NEW)
    assert answer and answer.status == 403
    expect(page.get_by_role("heading", level=1)).to_have_text("Für diese Seite fehlt Ihnen das Recht")


@pytest.fixture
def less(demo: Instance) -> Iterator[None]:
    """Puts Rita's levels back."""
    [(levels,)] = demo.ask(LEVELS)
    yield
    demo.ask("UPDATE tenancy_member SET levels = %s WHERE email = 'rita@lindenhof.example'", levels)


def test_a_right_taken_away_is_refused_at_the_next_click(enter: Enter, demo: Instance, less: None) -> None:
    """TM-07"""
    page = enter("rita", allow=("403",))
    page.goto("/w/lindenhof/")
    menu = page.get_by_role("navigation", name="Hauptmenü")
    expect(menu.get_by_role("link", name="Kundschaft")).to_be_visible()
    demo.ask(
        "UPDATE tenancy_member SET levels = levels || '{\"profiles.view\": \"none\"}' WHERE email = 'rita@lindenhof.example'"
    )
    menu.get_by_role("link", name="Kundschaft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Für diese Seite fehlt Ihnen das Recht")
    page.goto("/w/lindenhof/")
    expect(menu.get_by_role("link", name="Start")).to_be_visible()
    expect(menu.get_by_role("link", name="Kundschaft")).to_have_count(0)


def test_a_member_who_is_suspended_is_out_at_the_next_click(enter: Enter, demo: Instance) -> None:
    page = enter("berta", allow=("404",))
    page.goto(LIST)
    demo.ask("UPDATE tenancy_member SET state = 'suspended' WHERE email = 'berta@lindenhof.example'")
    try:
        page.get_by_role("navigation", name="Listen").get_by_role("link", name="Kontakte").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Diese Seite gibt es nicht")
    finally:
        demo.ask("UPDATE tenancy_member SET state = 'active' WHERE email = 'berta@lindenhof.example'")
