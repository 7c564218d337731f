"""The login dialog over the page: what was typed outlives the login, whatever ended it (R19)."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kartei.accounts.sessions import stored
from tests.e2e.acts import LIST, NEW, fill
from tests.e2e.dress import PLAIN, Dress
from tests.e2e.instance import Instance
from tests.e2e.soundness import faults_of
from tests.e2e.visiting import PASSWORD, address_of

Enter = Callable[..., Page]
ODD = "Mit „Anführung“ & <b>spitz</b>: 100 % – ß, é, 🦩 "


@pytest.fixture
def begin(enter: Enter, demo: Instance) -> Callable[..., Page]:
    """`begin("anna")`: a tab with a login of its own, which the test may end."""

    def log_in(name: str = "anna", dress: Dress = PLAIN) -> Page:
        change = "UPDATE accounts_user SET language = %s, theme = %s WHERE email = %s"
        demo.ask(change, dress.language, dress.theme, address_of(name))
        page = enter(None, dress, allow=("401", "403", "404", "503"))
        page.goto("/login/")
        fill(page, login=address_of(name), password=PASSWORD)
        page.locator("main [type=submit]").first.click()
        page.wait_for_url("**/w/**")
        return page

    return log_in


def key_of(page: Page) -> str:
    return stored(next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "kartei"))


def let_pass(demo: Instance, page: Page, minutes: int = 31) -> None:
    """As if so much time had gone by since the last sign of life."""
    change = "UPDATE accounts_login SET seen_at = seen_at - %s * interval '1 minute' WHERE session_key = %s"
    demo.ask(change, minutes, key_of(page))


def log_in_there(page: Page, name: str = "anna") -> None:
    lock = page.locator("#lock")
    expect(lock.locator("input[type=password]")).to_be_focused()
    lock.locator("input[name=login]").fill(address_of(name))
    lock.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")


def first_section(page: Page) -> None:
    """Open „Stammdaten“ of a client for editing."""
    page.goto(LIST)
    page.locator("#rows tbody a").first.click()
    page.get_by_role("link", name="Personal").click()
    page.get_by_role("link", name="Bearbeiten: Stammdaten").click()
    expect(page.locator("#id_occupation")).to_be_visible()


def test_a_section_is_saved_after_the_login_as_it_was_typed(begin: Callable[..., Page], demo: Instance) -> None:
    page = begin()
    first_section(page)
    page.locator("#id_occupation").fill("Müllerin & Töpferin <i>„freiberuflich“</i>")
    let_pass(demo, page)
    page.get_by_role("button", name="Speichern").click()
    log_in_there(page)
    expect(page.locator("#lock")).to_be_hidden()
    expect(page.get_by_text("Müllerin & Töpferin <i>„freiberuflich“</i>")).to_be_visible()
    kept = demo.ask(
        "SELECT count(*) FROM people_profile WHERE occupation = %s", "Müllerin & Töpferin <i>„freiberuflich“</i>"
    )
    assert kept == [(1,)]


def test_a_new_client_is_created_once_after_the_login(begin: Callable[..., Page], demo: Instance) -> None:
    page = begin()
    page.goto(NEW)
    fill(page, first_name="Zora", last_name="Zwischenfall", email="zora@example.org")
    let_pass(demo, page)
    page.get_by_role("button", name="Erstellen").click()
    log_in_there(page)
    page.wait_for_url(re.compile(r"/clients/[0-9a-f-]{36}/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Zora Zwischenfall")
    assert demo.ask("SELECT count(*) FROM people_person WHERE last_name = 'Zwischenfall'") == [(1,)]


def test_a_form_that_the_browser_sends_itself_waits_too(begin: Callable[..., Page], demo: Instance) -> None:
    page = begin("leo")
    page.goto("/profile/")
    page.locator("#id_name").fill("Leo Lesmann-Lang")
    let_pass(demo, page)
    page.get_by_role("button", name="Name speichern").click()
    log_in_there(page, "leo")
    expect(page.get_by_text("Ihr Name ist gespeichert.")).to_be_visible()
    expect(page.locator("#id_name")).to_have_value("Leo Lesmann-Lang")


def test_a_login_that_was_ended_elsewhere_is_asked_for_again(begin: Callable[..., Page], demo: Instance) -> None:
    page = begin()
    first_section(page)
    page.locator("#id_occupation").fill("Seiltänzerin")
    demo.ask("DELETE FROM accounts_login WHERE session_key = %s", key_of(page))
    page.get_by_role("button", name="Speichern").click()
    log_in_there(page)
    expect(page.get_by_text("Seiltänzerin")).to_be_visible()


def test_a_form_made_before_the_present_login_is_sent_with_the_present_token(
    begin: Callable[..., Page], demo: Instance
) -> None:
    page = begin()
    first_section(page)
    page.locator("#id_occupation").fill("Uhrmacherin")
    other = page.context.new_page()
    other.goto("/logout/")
    other.locator("main [type=submit]").first.click()
    other.wait_for_url("**/login/**")
    expect(page.locator("#lock")).to_be_visible()
    fill(other, login=address_of("anna"), password=PASSWORD)
    other.locator("main [type=submit]").first.click()
    other.wait_for_url("**/w/**")
    expect(page.locator("#lock")).to_be_hidden()
    expect(page.locator("#id_occupation")).to_have_value("Uhrmacherin")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Uhrmacherin")).to_be_visible()


def test_somebody_else_gets_a_page_of_their_own(begin: Callable[..., Page], demo: Instance) -> None:
    page = begin()
    first_section(page)
    name = page.get_by_role("heading", level=1).inner_text()
    page.locator("#id_occupation").fill("Geheimrätin")
    let_pass(demo, page)
    page.get_by_role("button", name="Speichern").click()
    log_in_there(page, "eve")
    page.wait_for_url("**/w/nord/")
    assert name not in page.content() and "Geheimrätin" not in page.content()
    assert demo.ask("SELECT count(*) FROM people_profile WHERE occupation = 'Geheimrätin'") == [(0,)]
    page.go_back()  # 404: not hers
    assert "Geheimrätin" not in page.content()


def test_when_nothing_happens_the_page_locks_by_itself(
    begin: Callable[..., Page], demo: Instance, dress: Dress
) -> None:
    page = begin(dress=dress)
    page.clock.install()
    page.goto(NEW)
    fill(page, last_name="Unfertig", first_name=ODD * 3)
    let_pass(demo, page)
    page.clock.fast_forward("31:00")
    lock = page.get_by_role("dialog")
    expect(lock).to_be_visible()
    expect(lock.locator("input[type=password]")).to_be_focused()
    expect(lock.locator("input[name=login]")).to_have_value("anna@lindenhof.example")
    expect(page).to_have_title(re.compile("Gesperrt|Locked"))
    assert is_covered(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(lock).to_be_visible()
    page.clock.run_for(1000)
    faults = faults_of(page, dress)
    assert not faults, "\n" + "\n".join(faults)
    lock.locator("input[type=password]").fill("not the password")
    page.keyboard.press("Enter")
    expect(page.locator("#lock_form_errors")).to_be_visible()
    log_in_there(page)
    expect(page.locator("#lock")).to_be_hidden()
    assert page.locator("#id_last_name").input_value() == "Unfertig"
    assert page.locator("#id_first_name").input_value() == ODD * 3


def is_covered(page: Page) -> bool:
    """Whether what lies at the place of the heading is the dialog."""
    return bool(page.evaluate("document.elementFromPoint(innerWidth / 2, 40).closest('#lock') !== null"))


def test_a_minute_before_the_page_says_so_and_a_click_keeps_the_login(
    begin: Callable[..., Page], demo: Instance
) -> None:
    page = begin()
    page.clock.install()
    page.goto("/w/lindenhof/")
    page.clock.fast_forward("29:10")
    expect(page.get_by_role("alert").filter(has_text="In einer Minute werden Sie abgemeldet")).to_be_visible()
    let_pass(demo, page, 29)
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/login/state/" in answer.url):
        page.get_by_role("button", name="Angemeldet bleiben").click()
    expect(page.get_by_text("In einer Minute werden Sie abgemeldet")).to_have_count(0)
    [(age,)] = demo.ask(
        "SELECT now() - seen_at < interval '1 minute' FROM accounts_login WHERE session_key = %s", key_of(page)
    )
    assert age


def test_typing_alone_is_a_sign_of_life(begin: Callable[..., Page], demo: Instance) -> None:
    page = begin()
    page.clock.install()
    page.goto(NEW)
    page.clock.fast_forward("10:00")
    let_pass(demo, page, 10)
    page.locator("#id_last_name").press_sequentially("Langsam")
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/login/state/" in answer.url):
        page.clock.fast_forward("00:02")
    [(is_fresh,)] = demo.ask(
        "SELECT now() - seen_at < interval '1 minute' FROM accounts_login WHERE session_key = %s", key_of(page)
    )
    assert is_fresh


def test_without_a_connection_the_page_is_covered_and_comes_back(begin: Callable[..., Page], demo: Instance) -> None:
    page = begin()
    page.clock.install()
    page.goto(NEW)
    with page.expect_response("**/twins/"):
        fill(page, last_name="Funkloch")
        page.clock.run_for(1000)
    page.route("**/login/**", lambda route: route.fulfill(status=503))
    page.clock.fast_forward("31:00")
    expect(page.get_by_role("dialog").get_by_text("Keine Verbindung zum Server")).to_be_visible()
    page.unroute("**/login/**")
    page.get_by_role("button", name="Erneut versuchen").click()
    expect(page.locator("#lock")).to_be_hidden()
    expect(page.locator("#id_last_name")).to_have_value("Funkloch")
