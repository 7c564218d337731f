"""The record: sections, versions, status, tags, undo."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.acts import LIST, Enter, create, edit, fill, section, toast
from tests.e2e.instance import Instance


@pytest.fixture
def record(enter: Enter) -> tuple[Page, str]:
    """Anna's tab with a record of her own making."""
    page = enter("anna")
    return page, create(page, first_name="Ruth", last_name="Aktenkundig", email="ruth@briefkasten.example")


def test_a_click_on_a_client_opens_the_overview(enter: Enter) -> None:
    """OV-01"""
    page = enter("anna")
    page.goto(LIST)
    link = page.locator("#rows tbody a").first
    name = link.locator("span").last.inner_text()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_role("navigation", name="Kundenakte").locator("[aria-current=page]")).to_have_text("Übersicht")


def test_each_section_is_edited_and_saved_alone(record: tuple[Page, str]) -> None:
    """PE-01"""
    page, path = record
    page.goto(f"{path}personal/")
    untouched = section(page, "Kontaktdaten").inner_text()
    edit(page, "Stammdaten")
    fill(page, occupation="Imkerin")
    section(page, "Stammdaten").get_by_role("button", name="Speichern").click()
    toast(page, "Stammdaten: gespeichert.")
    expect(section(page, "Stammdaten")).to_contain_text("Imkerin")
    page.reload()
    expect(section(page, "Stammdaten")).to_contain_text("Imkerin")
    assert section(page, "Kontaktdaten").inner_text() == untouched

    edit(page, "Stammdaten")
    fill(page, occupation="Müllerin")
    section(page, "Stammdaten").get_by_role("link", name="Abbrechen").click()
    expect(section(page, "Stammdaten").get_by_role("button", name="Speichern")).to_have_count(0)
    expect(section(page, "Stammdaten")).to_contain_text("Imkerin")

    edit(page, "Stammdaten")
    fill(page, occupation="")
    section(page, "Stammdaten").get_by_role("button", name="Speichern").click()
    toast(page, "Stammdaten: gespeichert.")
    page.reload()
    expect(section(page, "Stammdaten")).not_to_contain_text("Imkerin")


def test_a_section_takes_several_addresses_and_keeps_their_order(record: tuple[Page, str]) -> None:
    page, path = record
    page.goto(f"{path}personal/")
    edit(page, "Kontaktdaten")
    page.get_by_role("button", name="Weitere Telefonnummer").click()
    expect(page.locator("#id_phones-1-value")).to_be_visible()
    fill(page, **{"phones-0-value": "0341 5550101", "phones-0-label": "Büro", "phones-1-value": "0171/3920099"})
    section(page, "Kontaktdaten").get_by_role("button", name="Speichern").click()
    toast(page, "Kontaktdaten: gespeichert.")
    expect(section(page, "Kontaktdaten")).to_contain_text("Telefon (Büro)")
    page.reload()
    told = section(page, "Kontaktdaten").locator("dd")  # own fields of the practice come behind these
    for place, text in enumerate(["ruth@briefkasten.example", "0341 5550101", "0171/3920099"]):
        expect(told.nth(place)).to_have_text(text)


def test_a_day_that_does_not_exist_is_refused_and_one_that_does_is_taken(record: tuple[Page, str]) -> None:
    """PE-05"""
    page, path = record
    page.goto(f"{path}personal/")
    edit(page, "Stammdaten")
    fill(page, birth_date="31.02.2026", occupation="Hebamme")
    section(page, "Stammdaten").get_by_role("button", name="Speichern").click()
    expect(page.locator("#id_birth_date")).to_be_focused()
    expect(page.locator("#id_birth_date_error")).to_be_visible()
    expect(page.locator("#id_occupation")).to_have_value("Hebamme")
    fill(page, birth_date="311276")
    section(page, "Stammdaten").get_by_role("button", name="Speichern").click()
    expect(section(page, "Stammdaten")).to_contain_text("31.12.1976")


def test_two_windows_that_edit_one_section_lose_nothing(enter: Enter, record: tuple[Page, str]) -> None:
    """PE-07"""
    anna, path = record
    rita = enter("rita")
    for page in (anna, rita):
        page.goto(f"{path}personal/")
        edit(page, "Stammdaten")
    fill(anna, occupation="Schreinerin")
    section(anna, "Stammdaten").get_by_role("button", name="Speichern").click()
    toast(anna, "Stammdaten: gespeichert.")
    fill(rita, occupation="Försterin", title="Dr.")
    section(rita, "Stammdaten").get_by_role("button", name="Speichern").click()
    expect(rita.get_by_text("hat diesen Abschnitt inzwischen gespeichert")).to_be_visible()
    difference = rita.get_by_role("row").filter(has_text="Beruf")
    expect(difference.get_by_role("cell")).to_have_text(["Försterin", "Schreinerin"])
    expect(rita.locator("#id_occupation")).to_have_value("Försterin")
    rita.get_by_role("button", name="Meine Fassung speichern").click()
    toast(rita, "Stammdaten: gespeichert.")
    anna.reload()
    expect(section(anna, "Stammdaten")).to_contain_text("Försterin")
    expect(anna.get_by_role("heading", level=1)).to_have_text("Dr. Ruth Aktenkundig")


def test_the_toast_takes_a_change_of_a_section_back(record: tuple[Page, str]) -> None:
    page, path = record
    page.goto(f"{path}personal/")
    edit(page, "Stammdaten")
    fill(page, last_name="Vertippt")
    section(page, "Stammdaten").get_by_role("button", name="Speichern").click()
    toast(page, "Stammdaten: gespeichert.").get_by_role("button", name="Rückgängig").click()
    toast(page, "Die Änderung wurde zurückgenommen.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ruth Aktenkundig")
    expect(section(page, "Stammdaten")).to_contain_text("Aktenkundig")


def test_a_status_is_changed_in_the_head_and_taken_back(record: tuple[Page, str]) -> None:
    """CL-10"""
    page, _path = record
    page.get_by_role("button", name="Aktiv").click()
    page.get_by_role("menuitemradio", name="Potenzieller Kunde").click()
    done = toast(page, "Status: Potenzieller Kunde")
    expect(page.locator("#status-menu_button")).to_contain_text("Potenzieller Kunde")
    done.get_by_role("button", name="Rückgängig").click()
    expect(page.locator("#status-menu_button")).to_contain_text("Aktiv")


def test_tags_are_added_filtered_by_and_taken_back(record: tuple[Page, str]) -> None:
    """CL-11"""
    page, path = record
    page.get_by_role("button", name="Tags ändern").click()
    dialog = page.get_by_role("dialog", name="Tags")
    dialog.get_by_label("Online").check()
    dialog.get_by_label("Neue Tags").fill("Lesebrille, Montag")
    dialog.get_by_role("button", name="Speichern").click()
    toast(page, "Die Tags wurden geändert.")
    head = page.locator("main header")
    for tag in ("Online", "Lesebrille", "Montag"):
        expect(head.get_by_text(tag, exact=True)).to_be_visible()
    page.goto(LIST)
    page.locator("summary", has_text="Tags").click()
    page.get_by_label("Lesebrille").check()
    page.get_by_role("button", name="Anwenden").locator("visible=true").click()
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    page.goto(path)
    page.get_by_role("button", name="Tags ändern").click()
    dialog.get_by_label("Montag").uncheck()
    dialog.get_by_role("button", name="Speichern").click()
    toast(page, "Die Tags wurden geändert.").get_by_role("button", name="Rückgängig").click()
    expect(head.get_by_text("Montag", exact=True)).to_be_visible()


def test_members_are_assigned_in_a_dialog(record: tuple[Page, str]) -> None:
    page, _path = record
    expect(page.get_by_text("Niemand ist zuständig.")).to_be_visible()
    page.get_by_role("button", name="Ändern", exact=True).click()
    dialog = page.get_by_role("dialog", name="Zuständige Teammitglieder")
    dialog.get_by_label("Tom Richter").check()
    dialog.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Niemand ist zuständig.")).to_have_count(0)
    toast(page, "Die Zuständigkeit wurde geändert.").get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_text("Niemand ist zuständig.")).to_be_visible()


def test_views_and_changes_stand_in_the_log_with_old_and_new(record: tuple[Page, str], demo: Instance) -> None:
    """AU-01"""
    page, path = record
    page.goto(f"{path}personal/")
    edit(page, "Stammdaten")
    fill(page, occupation="Glasbläserin")
    section(page, "Stammdaten").get_by_role("button", name="Speichern").click()
    toast(page, "Stammdaten: gespeichert.")
    client = path.rstrip("/").rsplit("/", 1)[-1]
    events = demo.ask("SELECT act, actor, address, detail FROM audit_event WHERE client_id = %s ORDER BY id", client)
    acts = [act for act, *_ in events]
    assert acts[0] == "client.creation" and "client.view" in acts and acts[-1] == "section.change"
    assert {actor for _act, actor, *_ in events} == {"Anna Lindner"}
    assert {address for _act, _actor, address, _detail in events} == {"127.0.0.1"}
    assert events[-1][3]["changes"] == {"Occupation": ["", "Glasbläserin"]}
