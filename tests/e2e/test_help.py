"""WS-06 as it is tried: open „Hilfe“, search, read, write; the number appears and stays; the answer comes back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.acts import PICTURE, Enter, toast
from tests.e2e.dress import Dress
from tests.e2e.test_keyboard import tab_to

HELP = "/w/lindenhof/help/"
WORDS = {
    "de": {
        "help": "Hilfe", "search": "Beziehung", "found": "Beziehungen", "write": "Nachricht schreiben", "text": "Nachricht",
        "picture": "Bild", "send": "Senden", "open": "offen", "working": "in Arbeit", "answer": "Antworten",
        "news": "Es gibt Neues zu Ihrer Nachricht", "done": "Als erledigt kennzeichnen", "again": "Wieder öffnen",
        "this": "Hilfe zu dieser Seite", "heading": "Finden",
    },
    "en": {
        "help": "Help", "search": "Relationship", "found": "relationships", "write": "Write a message", "text": "Message",
        "picture": "Picture", "send": "Send", "open": "open", "working": "in progress", "answer": "Answer",
        "news": "There is news about your message", "done": "Mark as done", "again": "Open again",
        "this": "Help for this page", "heading": "Find",
    },
}  # fmt: skip


def open_help(page: Page, word: str, dress: Dress) -> None:
    """By the menu, which is behind „Mehr“ on the phone."""
    page.goto("/w/lindenhof/")
    if dress.is_phone:
        page.locator("[data-open=more]").click()
    page.get_by_role("link", name=word, exact=True).filter(visible=True).click()
    expect(page).to_have_url(re.compile(f"{HELP}$"))


def test_help_is_searched_read_and_written_to(enter: Enter, dress: Dress) -> None:
    said, rita = WORDS[dress.language], enter("rita", dress)
    open_help(rita, said["help"], dress)
    rita.get_by_role("searchbox").press_sequentially(said["search"], delay=20)
    expect(rita.locator("#found mark").first).to_have_text(re.compile(said["found"], re.IGNORECASE))
    assert rita.url.endswith(HELP), "the words of a search stand in no address"
    rita.locator("#found a").first.click()
    expect(rita.locator("article.prose")).to_contain_text(re.compile(said["found"], re.IGNORECASE))

    rita.get_by_role("link", name=said["write"]).click()
    rita.get_by_label(said["text"], exact=False).first.fill("Zu kurz")
    rita.get_by_role("button", name=said["send"]).click()
    expect(rita.locator("#id_text")).to_be_focused()
    expect(rita.locator("#id_text")).to_have_value("Zu kurz")
    rita.locator("#id_text").fill("Zu kurz war das, hier steht mehr.")
    rita.locator("#id_picture").set_input_files(PICTURE)
    rita.get_by_role("button", name=said["send"]).click()
    number = toast(rita, "H-").inner_text().split("H-")[1][:5]
    address = rita.url
    expect(rita.locator("main")).to_contain_text(said["open"])
    expect(rita.locator("main img")).to_have_js_property("complete", True)
    assert rita.locator("main img").evaluate("image => image.naturalWidth") > 0
    for listed in (HELP, f"{HELP}tickets/", address):
        rita.goto(listed)
        rita.reload()
        expect(rita.locator("main")).to_contain_text(f"H-{number}")

    anna = enter("anna", dress)
    anna.goto("/tickets/")
    anna.get_by_role("link", name=f"H-{number}").click()
    anna.locator("#id_text").fill("Ein guter Rat")
    anna.get_by_role("button", name=said["answer"]).click()
    expect(anna.locator("main li").filter(has_text="Ein guter Rat")).to_be_visible()
    expect(anna.locator("main .status")).to_have_text(said["working"])

    rita.goto("/w/lindenhof/")
    with rita.expect_response("**/reading/"):
        rita.get_by_role("link", name=said["news"]).click()
    expect(rita.locator("main")).to_contain_text("Ein guter Rat")
    rita.get_by_role("button", name=said["done"]).click()
    expect(rita.get_by_role("button", name=said["again"])).to_be_visible()
    rita.goto("/w/lindenhof/")
    expect(rita.get_by_text(said["news"])).to_have_count(0)


def test_the_article_of_the_page_is_one_click_away(enter: Enter, dress: Dress) -> None:
    said, page = WORDS[dress.language], enter("rita", dress)
    page.goto("/w/lindenhof/clients/")
    page.get_by_role("link", name=said["this"]).click()
    heading = page.get_by_role("heading", name=said["heading"], exact=True)
    expect(heading).to_be_in_viewport()
    assert page.url.endswith("/articles/clients/?page=people%3Aclients#find")


def test_help_without_a_mouse(enter: Enter) -> None:
    page = enter("rita")
    page.goto(HELP)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("protokol", delay=20)
    expect(page.locator("#found a .font-medium").first).to_contain_text("Protokoll")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#found a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/articles/log/"))
    tab_to(page, "Nachricht schreiben")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/tickets/new/"))


def test_the_sheet_of_all_keys_opens_from_help(enter: Enter) -> None:
    page = enter("rita")
    page.goto(HELP)
    page.locator("main").get_by_role("button", name="Tastenkürzel").click()
    expect(page.get_by_role("dialog", name="Tastenkürzel")).to_be_visible()


def test_nothing_found_offers_the_form_and_what_is_typed_there_is_sent(enter: Enter) -> None:
    page = enter("tom")
    page.goto(HELP)
    page.get_by_role("searchbox").fill("xyzzyqw")
    expect(page.get_by_text("Das Handbuch sagt nichts zu „xyzzyqw“")).to_be_visible()
    page.locator("#id_text").fill("Ich suche und finde nichts.")
    page.once("dialog", lambda dialog: dialog.dismiss())
    with page.expect_response("**/search/"):
        page.get_by_role("searchbox").fill("Protokoll")  # what is typed below is not swept away
    expect(page.locator("#id_text")).to_have_value("Ich suche und finde nichts.")
    page.get_by_role("button", name="Senden").click()
    expect(page).to_have_url(re.compile("/tickets/[0-9a-f-]{36}/$"))
    expect(page.locator("main")).to_contain_text("Ich suche und finde nichts.")


@pytest.mark.parametrize("name", ["rita", "leo"])
def test_the_desk_is_not_there_for_others(enter: Enter, name: str) -> None:
    page = enter(name, allow=("404",))
    answer = page.goto("/tickets/")
    assert answer is not None and answer.status == 404
