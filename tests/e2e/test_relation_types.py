"""Own types, release of secrecy and conversion, as a user does it, in German."""

from playwright.sync_api import Page, expect

from tests.e2e.acts import Enter, create, fill, toast

TYPES = "/w/lindenhof/settings/relation-types/"


def link(page: Page, record: str, name: str, kind: str) -> None:
    page.goto(f"{record}relationships/")
    page.get_by_role("link", name="+ Neue Beziehung").first.click()
    page.get_by_role("dialog").get_by_role("searchbox").fill(name)
    page.locator("a[data-hit]").filter(has_text=name).first.click()
    page.locator("#id_type").select_option(label=kind)
    page.get_by_role("button", name="Verbinden").click()


def of_row(page: Page, name: str, act: str) -> None:
    row = page.locator("tbody tr").filter(has_text=name)
    row.get_by_role("button", name="Weitere Aktionen").click()
    page.get_by_role("menuitem", name=act).filter(visible=True).click()


def test_an_own_type_a_release_and_the_picture(enter: Enter) -> None:
    page = enter("anna")
    page.goto(TYPES)
    page.get_by_role("link", name="+ Neuer Typ").click()
    expect(page.locator("#id_name")).to_be_focused()
    fill(page, name="Patentante", inverse_name="Patenkind")
    page.get_by_role("button", name="Erstellen").click()
    toast(page, "Der Typ „Patentante / Patenkind“ ist angelegt.")

    aunt = create(page, first_name="Paula", last_name="Patentante")
    child = create(page, first_name="Kim", last_name="Kindler")
    link(page, child, "Paula Patentante", "Patentante")
    expect(page.locator("tbody tr").filter(has_text="Paula")).to_contain_text("Patentante")
    page.goto(f"{aunt}relationships/")
    expect(page.locator("tbody tr").filter(has_text="Kim Kindler")).to_contain_text("Patenkind")

    of_row(page, "Kim Kindler", "Schweigepflichtentbindung")
    page.get_by_role("link", name="+ Neue Schweigepflichtentbindung").click()
    expect(page.locator("#id_topic")).to_be_focused()
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator(".field-error")).to_be_visible()
    fill(page, topic="Befunde", ends_on="31.12.2090")
    page.get_by_role("button", name="Speichern").click()
    row = page.locator("tbody tr").filter(has_text="Kim Kindler")
    expect(row).to_contain_text("Befunde bis 31.12.2090")
    page.get_by_role("button", name="Rückgängig").click()
    expect(row).not_to_contain_text("Befunde")

    of_row(page, "Kim Kindler", "Informationen teilen")
    page.get_by_label("Termine").check()
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("#id_consented_by_error")).to_be_visible()
    fill(page, consented_by="Paula Patentante", consented_on="01.02.2026", ends_on="02.02.2026")
    page.get_by_role("button", name="Speichern").click()
    expect(row).to_contain_text("abgelaufen am 02.02.2026")

    link(page, child, "Carla Köhler", "Geschwister")
    expect(page.locator("#family svg[role=group]").filter(visible=True)).to_have_count(1)
    page.locator("#family svg[role=group]").filter(visible=True).get_by_role(
        "link", name="Paula Patentante, Patentante"
    ).click()
    page.wait_for_url(f"**{aunt}")


def test_a_client_becomes_a_contact_and_comes_back(enter: Enter) -> None:
    page = enter("anna")
    record = create(page, first_name="Wanda", last_name="Wandelbar")
    number = page.locator("#head").get_by_text("K-0").inner_text()
    page.locator("#record-menu_button").click()
    page.get_by_role("menuitem", name="In Kontakt umwandeln …").click()
    dialog = page.get_by_role("dialog", name="In Kontakt umwandeln")
    expect(dialog).to_contain_text(number)
    dialog.get_by_role("button", name="In Kontakt umwandeln").click()
    toast(page, "Wanda Wandelbar ist jetzt Kontakt.")
    expect(page.locator("#head")).not_to_contain_text(number)
    page.goto(record)  # the old address
    page.wait_for_url("**/contacts/**")
    page.locator("#record-menu_button").click()
    page.get_by_role("menuitem", name="In Klient umwandeln …").click()
    page.get_by_role("button", name="Früheren Klienten wiederherstellen").click()
    toast(page, "Wanda Wandelbar ist wieder Klient.")
    expect(page.locator("#head")).to_contain_text(number)


def test_a_minor_without_custodian_is_led_to_link_one(enter: Enter) -> None:
    page = enter("anna")
    record = create(page, first_name="Mina", last_name="Derjährig", birth_date="01.02.2020")
    page.get_by_role("link", name="Sorgeberechtigte Person verbinden").click()
    page.get_by_role("dialog").get_by_role("searchbox").fill("Carla Köhler")
    page.locator("a[data-hit]").filter(has_text="Carla Köhler").first.click()
    expect(page.locator("#id_type option:checked")).to_have_text("Sorgeberechtigte Person")
    page.locator("#id_custody").select_option(label="Gemeinsames Sorgerecht")
    page.get_by_role("button", name="Verbinden").click()
    expect(page.locator("tbody tr").filter(has_text="Carla Köhler")).to_contain_text("Gemeinsames Sorgerecht")
    page.goto(record)
    expect(page.get_by_role("link", name="Sorgeberechtigte Person verbinden")).to_have_count(0)
