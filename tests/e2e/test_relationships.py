"""RL-02, RL-03, RL-07, UX-03 „relate“: the journey in both languages, at both widths, without a mouse."""

import re
from typing import NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.acts import LIST, Enter
from tests.e2e.dress import PHONE, PLAIN, Dress
from tests.e2e.test_keyboard import tab_to


class Words(NamedTuple):
    """What the controls are called."""

    relationships: str
    new: str
    dialog: str
    doctor: str
    sentence: str
    connect: str
    create: str
    last_name: str
    parent: str
    emergency: str
    more: str
    delete: str
    undo: str


GERMAN = Words(
    "Beziehungen", "+ Neue Beziehung", "Neue Beziehung", "Fachärztliche Praxis",
    "{doctor} ist fachärztliche Praxis von {client}.", "Verbinden", "Neuen Kunden/Kontakt erstellen", "Nachname", "Elternteil",
    "Notfallkontakt", "Weitere Aktionen", "Löschen", "Rückgängig",
)  # fmt: skip
ENGLISH = Words(
    "Relationships", "+ New relationship", "New relationship", "Specialist’s practice",
    "{doctor} is a specialist’s practice of {client}.", "Connect", "Create new client/contact", "Last name", "Parent",
    "Emergency contact", "More actions", "Delete", "Undo",
)  # fmt: skip
DRESSES = [PLAIN, PHONE, Dress("en", "light", 1360), Dress("en", "dark", 375)]


@pytest.mark.parametrize("look", DRESSES, ids=str)
def test_people_are_linked_made_and_unlinked_by_the_keyboard_alone(enter: Enter, look: Dress) -> None:
    words, page, client = ENGLISH if look.language == "en" else GERMAN, enter("anna", look), f"Rela {look}"
    mother = f"Mutter-{look.language}{look.width}"
    page.goto(f"{LIST}new/")
    page.locator("#id_last_name").fill(client)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/clients/[0-9a-f-]{36}/$"))
    tab_to(page, words.relationships)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/relationships/$"))

    doctor = link_a_doctor(page, words, client)
    make_a_mother(page, words, mother)
    expect(page.locator("tbody tr").filter(has_text=mother)).to_contain_text(words.emergency)
    unlink(page, words, doctor)
    page.keyboard.press("F8")
    expect(page.get_by_role("button", name=words.undo).first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr").filter(has_text=doctor)).to_be_visible()


def link_a_doctor(page: Page, words: Words, client: str) -> str:
    """Search, choose, say what; returns the doctor's name."""
    open_dialog(page, words, by="Tab")
    page.keyboard.type("Nervenärztliche")
    hit = page.locator("#hits li a").first
    expect(hit).to_be_visible()
    doctor = hit.locator("span.font-medium").inner_text()
    page.keyboard.press("ArrowDown")
    expect(hit).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#id_type")).to_be_focused()
    choose(page, words.doctor)
    expect(page.locator("#hints")).to_contain_text(words.sentence.format(doctor=doctor, client=client))
    tab_to(page, words.connect)
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr").filter(has_text=doctor)).to_contain_text(words.doctor)
    return doctor


def make_a_mother(page: Page, words: Words, name: str) -> None:
    """Nobody is found, so she is made here; a first try without a type leaves all that was typed."""
    open_dialog(page, words)
    page.keyboard.type(f"Xenia {name}")
    expect(page.locator("#hits [role=status]")).to_contain_text(f"Xenia {name}")
    tab_to(page, words.create)
    page.keyboard.press("Enter")
    expect(page.locator("#id_first_name")).to_be_focused()
    expect(page.locator("#id_last_name")).to_have_value(name)
    page.keyboard.press("Enter")
    expect(page.locator("#id_type_error")).to_be_visible()
    expect(page.locator("#id_type")).to_be_focused()
    choose(page, words.parent)
    expect(page.locator("#hints")).to_contain_text(f"Xenia {name}")
    tab_to(page, words.emergency)
    page.keyboard.press("Space")
    tab_to(page, words.connect)
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr").filter(has_text=name)).to_contain_text(words.parent)


def unlink(page: Page, words: Words, name: str) -> None:
    page.locator("#main").focus()  # where the link for skipping leads
    tab_to(page, f"{words.more}: {name}")
    page.keyboard.press("ArrowDown")
    expect(menu(page)).to_be_visible()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.locator("dialog:modal")).to_contain_text(name)
    tab_to(page, words.delete)
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr").filter(has_text=name)).to_have_count(0)


def open_dialog(page: Page, words: Words, *, by: str = "c") -> None:
    """By the key for what is new, or along all stops."""
    if by == "Tab":
        tab_to(page, words.new)
    page.keyboard.press("Enter" if by == "Tab" else by)
    expect(page.get_by_role("dialog", name=words.dialog).get_by_role("searchbox")).to_be_focused()


def choose(page: Page, label: str) -> None:
    """Type the beginning of an option into the select that has the focus."""
    page.keyboard.type(label)
    expect(page.locator("#id_type option:checked")).to_have_text(label)


def menu(page: Page) -> Locator:
    return page.get_by_role("menu").filter(visible=True)


def test_closing_the_dialog_leaves_the_focus_where_it_was_opened(enter: Enter) -> None:
    page = enter("anna")
    page.goto(LIST)
    page.locator("#rows tbody a").first.click()
    page.get_by_role("link", name="Beziehungen", exact=True).click()
    page.get_by_role("link", name="+ Neue Beziehung").click()
    expect(page.get_by_role("dialog").get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("praxis")
    page.locator("#hits li a").first.click()
    expect(page.locator("#id_type")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="+ Neue Beziehung")).to_be_focused()


def test_cancelling_a_new_person_leaves_neither_person_nor_relation(enter: Enter) -> None:
    page = enter("anna")
    page.goto(f"{LIST}new/")
    page.get_by_label("Nachname").fill("Abbruch-Test")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Beziehungen", exact=True).click()
    page.get_by_role("link", name="+ Neue Beziehung").click()
    page.keyboard.type("Niemals Angelegt")
    page.get_by_role("button", name="Neuen Kunden/Kontakt erstellen").click()
    page.get_by_label("Klient", exact=True).check()
    expect(page.get_by_label("Organisation")).to_be_hidden()
    page.get_by_label("Telefon").fill("0171 3920055")
    page.once("dialog", lambda question: question.accept())
    page.get_by_role("button", name="Abbrechen").click()
    expect(page.locator("dialog:modal")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("heading", name="Noch keine Beziehungen")).to_be_visible()
    page.goto(LIST)
    page.get_by_role("searchbox").fill("niemals angelegt")
    expect(page.get_by_text("Niemand gefunden")).to_be_visible()
