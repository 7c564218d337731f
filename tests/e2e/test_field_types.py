"""The types of own fields that one does not just type into, the order by drag, and a photo (PE-02, PE-04, issue 8)."""

import re

from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.acts import PICTURE, SAMPLES, Enter, create, edit, fill, section, toast
from tests.e2e.dress import PHONE
from tests.e2e.soundness import faults_of
from tests.e2e.test_fields import FIELDS, made, new_field

SEARCH = re.compile(r"/people/\?field=")  # of a field that names a person


def save(page: Page, title: str) -> None:
    section(page, title).get_by_role("button", name="Speichern").click()
    toast(page, f"{title}: gespeichert.")


def test_a_signature_is_drawn_and_then_typed_instead(enter: Enter) -> None:
    page = enter("anna")
    record = create(page, first_name="Sigrid", last_name="Signatur")
    page.goto(f"{record}personal/")
    new_field(page, "Einwilligungen", "Unterschrift")
    fill(page, label="Behandlungsvertrag")
    made(page, "Behandlungsvertrag")
    edit(page, "Einwilligungen")
    canvas = section(page, "Einwilligungen").locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 90, steps=6)
    page.mouse.up()
    save(page, "Einwilligungen")
    expect(section(page, "Einwilligungen")).to_contain_text("gezeichnet, ")
    expect(section(page, "Einwilligungen").get_by_role("img", name="Unterschrift")).to_be_visible()
    edit(page, "Einwilligungen")
    page.get_by_label("Getippter Name").fill("Sigrid Signatur")  # which wipes the drawing
    page.keyboard.press("Enter")
    expect(section(page, "Einwilligungen")).to_contain_text("Sigrid Signatur (getippt, ")


def choose_while_searching(page: Page, hit: Locator) -> None:
    """Type on, and choose before the answer is there; it comes too late to take the choice back."""
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route(SEARCH, hold)
    with page.expect_request(SEARCH):
        page.get_by_label("Reitlehrerin: Klienten und Kontakte suchen").press_sequentially("l")
    with page.expect_event("requestfailed"):
        hit.press(" ")
    late[0].abort()
    page.unroute(SEARCH)
    expect(hit).to_be_checked()


def test_a_person_is_found_by_keyboard_and_a_file_comes_along(enter: Enter) -> None:
    page = enter("anna")
    create(page, first_name="Paulina", last_name="Pferdepflege")
    record = create(page, first_name="Reiner", last_name="Reiter")
    page.goto(f"{record}personal/")
    for type_, label in (("Person", "Reitlehrerin"), ("Datei", "Attest")):
        new_field(page, "Gesundheit", type_)
        fill(page, label=label)
        made(page, label)
    edit(page, "Gesundheit")
    page.get_by_label("Reitlehrerin: Klienten und Kontakte suchen").fill("pferdepf")
    page.keyboard.press("Enter")  # searches, and does not send the form
    hit = page.get_by_role("radio", name=re.compile("Paulina Pferdepflege"))
    expect(hit).to_be_visible()
    choose_while_searching(page, hit)
    page.set_input_files("[type=file]", PICTURE)
    save(page, "Gesundheit")
    expect(section(page, "Gesundheit").get_by_role("link", name="Paulina Pferdepflege")).to_be_visible()
    with page.expect_download() as download:
        section(page, "Gesundheit").get_by_role("link", name=PICTURE.name).click()
    assert download.value.suggested_filename == PICTURE.name
    edit(page, "Gesundheit")
    page.set_input_files("[type=file]", SAMPLES / "excel_patientenliste.xlsx")
    save(page, "Gesundheit")
    expect(section(page, "Gesundheit")).to_contain_text("excel_patientenliste.xlsx")


def test_a_result_is_worked_out_and_a_formula_explained(enter: Enter) -> None:
    page = enter("anna")
    record = create(page, first_name="Berta", last_name="Bemessen")
    page.goto(f"{record}personal/")
    for label in ("Masse", "Länge"):
        new_field(page, "Adresse", "Zahl")
        fill(page, label=label)
        made(page, label)
    new_field(page, "Adresse", "Berechnet")
    fill(page, label="Verhältnis", formula="[Masse] ÷ ([Länge × 2")
    page.get_by_role("dialog").get_by_role("button", name="Erstellen").click()
    expect(page.locator("#id_formula_error")).to_contain_text("gehört nicht dorthin")
    fill(page, formula="[Masse] ÷ ([Länge] × 2)")
    made(page, "Verhältnis")
    edit(page, "Adresse")
    page.get_by_label("Masse").fill("10")
    page.get_by_label("Länge").fill("2,5")
    page.keyboard.press("Enter")
    expect(section(page, "Adresse")).to_contain_text(re.compile("Verhältnis\\s*2\\b"))


def test_a_field_is_dragged_before_another_and_into_another_section(enter: Enter) -> None:
    page = enter("anna")
    page.goto(FIELDS)
    for label in ("Zuerst", "Danach"):
        page.get_by_role("link", name="+ Neues Feld: Kontaktdaten").click()
        page.get_by_role("dialog", name="Neues Feld").get_by_role("link", name="Kurzer Text").click()
        fill(page, label=label)
        made(page, label)
    reach, master = (page.get_by_role("region", name=name) for name in ("Kontaktdaten", "Stammdaten"))

    def drag(label: str, target: Locator) -> None:
        page.get_by_role("listitem").filter(has_text=label).locator("[data-grip]").hover()  # waits for a list made anew
        page.mouse.down()
        end = target.bounding_box()
        assert end
        page.mouse.move(end["x"] + 60, end["y"] + 3, steps=8)
        with page.expect_response("**/place/"):
            page.mouse.up()

    drag("Danach", page.get_by_role("listitem").filter(has_text="Zuerst"))
    expect(reach.get_by_role("listitem").filter(has_text=re.compile("Zuerst|Danach")).first).to_contain_text("Danach")
    drag("Danach", master.get_by_role("heading", name="Stammdaten"))
    expect(master.get_by_role("listitem").filter(has_text="Danach")).to_be_visible()
    page.reload()
    expect(master.get_by_role("listitem").filter(has_text="Danach")).to_be_visible()
    expect(reach.get_by_role("listitem").filter(has_text="Danach")).to_have_count(0)


def test_a_photo_is_shown_taken_out_and_brought_back(enter: Enter) -> None:
    page = enter("anna", PHONE)
    create(page, first_name="Frida", last_name="Fotografin")
    page.locator("#head").get_by_role("link", name="Foto").press("Enter")
    dialog = page.get_by_role("dialog", name="Foto")
    dialog.get_by_label("Foto").set_input_files(PICTURE)
    dialog.get_by_role("button", name="Hochladen").click()
    toast(page, "Das Foto wird jetzt angezeigt.").locator("[data-dismiss]").click()  # it would lie over the dialog
    expect(page.locator("#head .avatar img")).to_be_visible()
    page.locator("#head").get_by_role("link", name="Foto").click()
    expect(dialog.get_by_role("img", name="Foto von Frida Fotografin")).to_be_visible()
    assert faults_of(page, PHONE) == []
    dialog.get_by_role("button", name="Entfernen").click()
    expect(page.locator("#head .avatar")).to_have_text("FF")
    toast(page, "Das Foto wurde entfernt.").get_by_role("button", name="Rückgängig").click()
    expect(page.locator("#head .avatar img")).to_be_visible()
