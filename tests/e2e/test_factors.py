"""Second factors in a real browser: a passkey of Chromium's virtual authenticator, an app's codes, recovery codes."""

import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.acts import toast
from tests.e2e.dress import Dress
from tests.e2e.instance import Instance
from tests.e2e.soundness import faults_of

EMAIL, PASSWORD = "nele@praxis.example", "blaue Brücke im Regen"


@pytest.fixture(scope="module")
def practice(chromium: Browser) -> Iterator[Instance]:
    """An instance of its own: who adds a factor ends all other logins."""
    with Instance() as instance:
        page = chromium.new_context(base_url=instance.url, locale="de-DE", reduced_motion="reduce").new_page()
        page.goto("/setup/")
        told = {"name": "Nele Neumann", "email": EMAIL, "password1": PASSWORD, "practice": "Praxis Neumann"}
        for name, text in told.items():
            page.locator(f"#id_{name}").fill(text)
        page.get_by_label("Beruf").select_option(label="Osteopathie")
        page.get_by_role("button", name="Einrichten").click()
        expect(page).to_have_url("/w/praxis-neumann/")
        page.context.close()
        yield instance


@pytest.fixture(params=[1360, 375])
def page(request: pytest.FixtureRequest, chromium: Browser, practice: Instance) -> Iterator[Page]:
    context = _context(chromium, practice, request.param)
    yield context.new_page()
    context.close()
    practice.ask("DELETE FROM mfa_authenticator")


def _context(chromium: Browser, instance: Instance, width: int) -> BrowserContext:
    return chromium.new_context(
        base_url=instance.url,
        locale="de-DE",
        viewport={"width": width, "height": 860},
        reduced_motion="reduce",  # what fades in has another contrast meanwhile
    )


def assert_sound(page: Page) -> None:
    assert page.viewport_size
    assert faults_of(page, Dress(width=page.viewport_size["width"])) == [], page.url


def give_authenticator(page: Page) -> None:
    """A device of the kind that is built in, which knows its user."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    steady = {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options | steady})


def log_in(page: Page) -> None:
    page.goto("/login/")
    page.get_by_label("E-Mail").fill(EMAIL)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()


def log_out(page: Page) -> None:
    page.goto("/logout/")
    page.get_by_role("button", name="Abmelden").click()
    expect(page).to_have_url("/login/")


def code_of(secret: str) -> str:
    """What the app shows now; a code that is about to go is not begun with."""
    left = 30 - time.time() % 30
    time.sleep(left if left < 8 else 0)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_a_passkey_alone_opens_the_practice(page: Page) -> None:
    give_authenticator(page)
    log_in(page)
    page.goto("/profile/")
    page.get_by_role("link", name="Neuer Passkey").click()
    assert_sound(page)
    page.get_by_label("Name des Passkeys").fill("Praxisrechner")
    page.get_by_role("button", name="Passkey anlegen").click()
    expect(page).to_have_url("/profile/recovery-codes/")
    assert_sound(page)
    expect(page.locator("#recovery-codes li")).to_have_count(10)
    page.get_by_role("link", name="Ich habe sie verwahrt").click()
    expect(page.locator("#factors")).to_contain_text("Praxisrechner")
    assert_sound(page)
    log_out(page)
    assert_sound(page)
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page).to_have_url("/w/praxis-neumann/")
    log_out(page)
    log_in(page)
    expect(page).to_have_url("/login/code/")
    assert_sound(page)
    page.get_by_role("button", name="Passkey verwenden").click()
    expect(page).to_have_url("/w/praxis-neumann/")


def test_a_passkey_that_is_removed_opens_nothing(page: Page) -> None:
    give_authenticator(page)
    log_in(page)
    page.goto("/profile/passkeys/new/")
    page.get_by_role("button", name="Passkey anlegen").click()
    expect(page).to_have_url("/profile/recovery-codes/")
    page.goto("/profile/")
    page.get_by_role("link", name="Ändern: Passkey").click()
    assert_sound(page)
    page.get_by_label("Name des Passkeys").fill("Altes Telefon")
    page.get_by_role("button", name="Name speichern").click()
    expect(page.locator("#factors")).to_contain_text("Altes Telefon")
    page.get_by_role("link", name="Ändern: Altes Telefon").click()
    page.get_by_role("button", name="Entfernen").click()
    toast(page, "Dieser Passkey öffnet nichts mehr.")
    log_out(page)
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page.get_by_text("Das gilt nicht oder nicht mehr.")).to_be_visible()
    expect(page.get_by_label("E-Mail")).to_be_editable()
    assert_sound(page)


def test_an_app_is_asked_for_its_code_and_a_recovery_code_replaces_it_once(page: Page, practice: Instance) -> None:
    log_in(page)
    page.goto("/profile/")
    page.get_by_role("link", name="App einrichten").click()
    assert_sound(page)
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.get_by_label("Code, den die App anzeigt").fill("000000")
    page.get_by_role("button", name="Einschalten").click()
    expect(page.get_by_text("Das gilt nicht oder nicht mehr.")).to_be_visible()
    assert_sound(page)
    assert page.locator(".secret").inner_text().replace(" ", "") == secret
    page.get_by_label("Code, den die App anzeigt").fill(code_of(secret))
    page.get_by_role("button", name="Einschalten").click()
    recovery = page.locator("#recovery-codes li").first.inner_text()
    practice.ask("DELETE FROM cache WHERE cache_key LIKE '%%totp.used%%'")  # as if the app showed its next code
    for code in ("", recovery):
        log_out(page)
        log_in(page)
        page.locator("#id_code").fill(code or code_of(secret))
        page.get_by_role("button", name="Weiter").click()
        expect(page).to_have_url(re.compile("/w/praxis-neumann/$"))
    log_out(page)
    log_in(page)
    page.locator("#id_code").fill(recovery)
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_text("Das gilt nicht oder nicht mehr.")).to_be_visible()


@pytest.mark.parametrize("by", ["password and passkey", "passkey alone"])
def test_the_login_dialog_leads_through_the_second_factor(page: Page, practice: Instance, by: str) -> None:
    give_authenticator(page)
    log_in(page)
    page.goto("/profile/passkeys/new/")
    page.get_by_role("button", name="Passkey anlegen").click()
    expect(page).to_have_url("/profile/recovery-codes/")
    page.goto("/w/praxis-neumann/clients/new/")
    page.locator("#id_last_name").fill(f"Dialog, {by}")
    practice.ask("UPDATE accounts_login SET seen_at = seen_at - interval '1 hour'")
    page.get_by_role("button", name="Erstellen").click()
    lock = page.locator("#lock")
    expect(lock.locator("input[type=password]")).to_be_focused()
    if by == "passkey alone":
        lock.get_by_role("button", name="Mit Passkey anmelden").click()
    else:
        lock.locator("input[type=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        lock.get_by_role("button", name="Passkey verwenden").click()
    page.wait_for_url(re.compile(r"/clients/[0-9a-f-]{36}/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Dialog, {by}")
