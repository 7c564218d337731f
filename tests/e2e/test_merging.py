"""A twin, the banner, one record, and two again: as a front desk does it, by mouse and by keyboard."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.acts import LIST, Enter, create, toast
from tests.e2e.dress import PHONE
from tests.e2e.soundness import faults_of


def until_found(page: Page, name: str) -> None:
    """The search for duplicates is a job; it takes some milliseconds, on a machine that has time for it."""
    for _look in range(120):
        page.goto(f"{LIST}duplicates/")
        if page.get_by_text(name).count():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{name} was never found to be twice")


def choose(page: Page, act: str) -> None:
    page.locator("#record-menu_button").click()
    page.get_by_role("menu", name="Weitere Aktionen").get_by_role("menuitem", name=act).click()


def test_a_twin_becomes_one_record_and_two_again(enter: Enter) -> None:
    """CL-17, CL-18, NX-01"""
    page = enter("anna")
    first = create(page, first_name="Dora", last_name="Doppelt", email="dora@x.example", birth_date="01.02.1980")
    second = create(page, first_name="Dora", last_name="Doppelt", phone="030 5556677", birth_date="01.02.1980")
    until_found(page, "Dora Doppelt")
    page.goto(LIST)
    expect(page.get_by_text("Mögliche Dubletten")).to_be_visible()
    page.get_by_role("link", name="Dubletten ansehen").click()
    page.get_by_role("link", name=re.compile("Dora Doppelt und Dora Doppelt zusammenführen")).click()
    expect(page.get_by_text("1 Telefonnummer")).to_be_visible()
    page.get_by_role("button", name="Zusammenführen").press("Enter")
    toast(page, re.compile(r"Dora Doppelt \(K-\d+\) wurde mit Dora Doppelt \(K-\d+\) zusammengeführt\."))
    expect(page).to_have_url(re.compile(f"{first}$"))
    expect(page.get_by_role("main").get_by_text("030 5556677").first).to_be_visible()
    page.goto(second)
    expect(page).to_have_url(re.compile(f"{first}$"))
    toast(page, "Diese Akte wurde mit Dora Doppelt zusammengeführt.")
    page.goto(f"{first}tasks/new/")
    page.locator("#id_text").fill("Danach dazugekommen")
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name="Erstellen").click()
    page.goto(first)
    choose(page, "Zusammenführung aufheben …")
    page.get_by_role("link", name="Zusammenführung aufheben: Dora Doppelt").first.click()
    group = page.get_by_role("group", name=re.compile("Danach dazugekommen"))
    group.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Zusammenführung aufheben").click()
    toast(page, "sind wieder zwei Akten.")
    page.goto(second)
    expect(page).to_have_url(re.compile(f"{second}$"))
    expect(page.get_by_role("main").get_by_text("Danach dazugekommen")).to_be_visible()


def test_no_duplicate_is_noted_and_taken_back(enter: Enter) -> None:
    page = enter("anna")
    for _each in range(2):
        create(page, first_name="Zwilla", last_name="Zwillinger", birth_date="03.04.1990")
    until_found(page, "Zwilla Zwillinger")
    page.get_by_role("button", name="Keine Dublette: Zwilla Zwillinger und Zwilla Zwillinger").click()
    expect(page.get_by_role("main").get_by_text("Zwilla Zwillinger")).to_have_count(0)
    toast(page, "als „keine Dublette“ vermerkt.").get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_role("main").get_by_text("Zwilla Zwillinger").first).to_be_visible()


def test_two_records_are_merged_from_the_menu_by_keyboard_on_a_phone(enter: Enter) -> None:
    page = enter("anna", PHONE)
    create(page, first_name="Philine", last_name="Handlich", phone="0171 1112223")
    path = create(page, first_name="Fila", last_name="Händlich-Langnamenhausen", phone="0171 1112224")
    choose(page, "Zusammenführen mit …")
    page.get_by_role("searchbox").fill("philine")
    page.get_by_role("dialog").get_by_role("link", name=re.compile("Philine Handlich")).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Akten zusammenführen")
    assert faults_of(page, PHONE) == []
    page.get_by_role("radiogroup", name="Vorname").get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Zusammenführen").press("Enter")
    toast(page, "zusammengeführt.").get_by_role("button", name="Rückgängig").click()
    toast(page, "sind wieder zwei Akten.")
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Fila Händlich-Langnamenhausen")
