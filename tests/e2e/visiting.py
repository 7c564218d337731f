"""Tabs of the people of the demo, and what is held against the pages that they open."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, StorageState

from tests.e2e.dress import PLAIN, Dress
from tests.e2e.instance import Instance

PASSWORD = "kartei-demo-2026"
EXPECTED = ("409 (", "410 (", "422 (")  # refused forms and spent links: the browser calls them errors, we do not


@dataclass
class Witness:
    """What went wrong while pages were open."""

    host: str
    allowed: tuple[str, ...] = EXPECTED
    faults: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.faults.append(f"error in a script: {error}"))
        page.on("request", lambda request: self._see(request.url))

    def conclude(self) -> None:
        """Begin anew; raise AssertionError for what was seen."""
        faults, self.faults, self.allowed = self.faults, [], EXPECTED
        assert not faults, "\n" + "\n".join(faults)

    def _hear(self, message: ConsoleMessage) -> None:
        is_expected = any(f"status of {status}" in message.text for status in self.allowed)
        if message.type in {"error", "warning"} and not is_expected:
            self.faults.append(f"console: {message.text}")

    def _see(self, url: str) -> None:
        if urlsplit(url).netloc != self.host and not url.startswith(("data:", "blob:", "about:", "chrome-error:")):
            self.faults.append(f"request to another host: {url}")


class Visits:
    """Opens tabs on one instance. A login is made once for each person and then kept."""

    def __init__(self, chromium: Browser, instance: Instance) -> None:
        self.chromium = chromium
        self.instance = instance
        self._logins: dict[str, StorageState] = {}
        self._contexts: list[BrowserContext] = []
        self._kept: dict[tuple[str | None, Dress], Page] = {}
        self._witness = Witness(urlsplit(instance.url).netloc)

    def enter(self, name: str | None, dress: Dress = PLAIN, *, allow: tuple[str, ...] = (), keep: bool = False) -> Page:
        """A new tab in a browser of its own, or with `keep` the one that another test had.

        `allow` names further statuses that the test provokes, such as "404".
        """
        self._witness.allowed = (*self._witness.allowed, *(f"{status} (" for status in allow))
        state = self._login(name) if name else None
        if name:
            self._clothe(name, dress)
        if not keep:
            return self._open(dress, state)
        if (name, dress) not in self._kept:
            self._kept[name, dress] = self._open(dress, state)
            self._contexts.remove(self._kept[name, dress].context)
        return self._kept[name, dress]

    def end(self) -> None:
        """Close the tabs; raise AssertionError for what was seen in them."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()
        self._witness.conclude()

    def _clothe(self, name: str, dress: Dress) -> None:
        """Set language and theme as the menu at the name would."""
        change = "UPDATE accounts_user SET language = %s, theme = %s WHERE email = %s"
        self.instance.ask(change, dress.language, dress.theme, address_of(name))

    def _open(self, dress: Dress, state: StorageState | None) -> Page:
        context = self.chromium.new_context(
            base_url=self.instance.url,
            viewport={"width": dress.width, "height": dress.height},
            color_scheme="dark" if dress.theme == "dark" else "light",
            locale={"de": "de-DE", "en": "en-GB"}[dress.language],
            reduced_motion="reduce",
            storage_state=state,
        )
        self._contexts.append(context)
        context.on("page", self._witness.watch)
        return context.new_page()

    def _login(self, name: str) -> StorageState:
        if name not in self._logins:
            page = self._open(PLAIN, None)
            log_in(page, address_of(name))
            self._logins[name] = page.context.storage_state()
        return self._logins[name]

    def forget(self, name: str) -> None:
        """A test has ended all logins of this user; the next tab logs in anew."""
        self._logins.pop(name, None)


def address_of(name: str) -> str:
    return f"{name}@{'nord' if name == 'eve' else 'lindenhof'}.example"


def log_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Through the page, in German."""
    page.goto("/login/")
    page.get_by_label("E-Mail").fill(email)
    page.get_by_label("Passwort").fill(password)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url("**/w/**")
