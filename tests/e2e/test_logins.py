"""Logins are seen and ended, workspaces changed, an address taken, as a user does it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.acts import fill
from tests.e2e.dress import PHONE, PLAIN, Dress
from tests.e2e.instance import Instance
from tests.e2e.visiting import PASSWORD, Visits, address_of

Enter = Callable[..., Page]


@pytest.fixture
def begin(enter: Enter, visits: Visits, demo: Instance) -> Callable[..., Page]:
    def log_in(name: str, dress: Dress = PLAIN) -> Page:
        visits.forget(name)  # the test may end all of them
        demo.ask("UPDATE accounts_user SET language = 'de', theme = 'light' WHERE email = %s", address_of(name))
        page = enter(None, dress, allow=("401",))
        page.goto("/login/")
        fill(page, login=address_of(name), password=PASSWORD)
        page.locator("main [type=submit]").first.click()
        page.wait_for_url("**/w/**")
        return page

    return log_in


def test_a_login_is_ended_from_another_device(begin: Callable[..., Page]) -> None:
    lost, here = begin("leo"), begin("leo")
    here.locator("#user_button").click()
    here.get_by_role("menuitem", name="Mein Profil").click()
    logins = here.locator("#logins")
    expect(logins.get_by_text("Dieses Gerät")).to_have_count(1)
    before = logins.locator("li").count()
    logins.get_by_role("button", name="Beenden: Chrome auf Linux").first.click()
    expect(here.get_by_text("Die Anmeldung ist beendet.")).to_be_visible()
    expect(logins.locator("li")).to_have_count(before - 1)
    if logins.get_by_role("button", name="Alle anderen beenden").count():
        logins.get_by_role("button", name="Alle anderen beenden").click()
        expect(logins.locator("li")).to_have_count(1)
    lost.goto("/w/lindenhof/")
    expect(lost).to_have_url("/login/?next=/w/lindenhof/")


def test_an_admin_ends_the_logins_of_a_member(begin: Callable[..., Page]) -> None:
    berta, anna = begin("berta"), begin("anna")
    anna.get_by_role("navigation", name="Hauptmenü").get_by_role("link", name="Team").click()
    anna.get_by_role("link", name="Anmeldungen von Berta").click()
    anna.get_by_role("button", name="Anmeldungen beenden").click()
    anna.get_by_role("dialog").get_by_role("button", name="Anmeldungen beenden").click()
    expect(anna.get_by_text("ist im Moment nirgends angemeldet")).to_be_visible()
    berta.goto("/w/lindenhof/")
    expect(berta).to_have_url("/login/?next=/w/lindenhof/")


def test_workspaces_are_changed_by_keyboard_and_on_the_phone(begin: Callable[..., Page], demo: Instance) -> None:
    guest = """INSERT INTO tenancy_member (id, workspace_id, user_id, name, email, job_title, preset, levels, state, treats,
        is_demo, created_at) SELECT gen_random_uuid(), w.id, u.id, u.name, u.email, '', m.preset, m.levels, 'active', false,
        false, now() FROM accounts_user u JOIN tenancy_member m ON m.user_id = u.id, tenancy_workspace w
        WHERE u.email = 'tom@lindenhof.example' AND w.slug = 'nord'"""
    demo.ask(guest)
    try:
        page = begin("tom")
        page.locator("#workspaces_button").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("menuitemradio", name="Praxis Nord")).to_be_visible()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/w/*/")
        page.get_by_role("button", name="Arbeitsbereich wechseln").click()
        page.get_by_role("menuitemradio", name="Praxis Nord").click()
        expect(page).to_have_url("/w/nord/")
        page.goto("/")
        expect(page).to_have_url("/w/nord/")
        phone = begin("tom", PHONE)
        phone.get_by_role("button", name="Mehr").click()
        phone.get_by_role("dialog").get_by_role("link", name="Praxis am Lindenhof").click()
        expect(phone).to_have_url("/w/lindenhof/")
    finally:
        demo.ask(
            "UPDATE tenancy_member m SET state = 'left' FROM tenancy_workspace w, accounts_user u"
            " WHERE w.id = m.workspace_id AND u.id = m.user_id AND w.slug = 'nord' AND u.email = 'tom@lindenhof.example'"
        )
