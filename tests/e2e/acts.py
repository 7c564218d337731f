"""What journeys do again and again, in German and as a user does it."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

Enter = Callable[..., Page]
SAMPLES = Path(__file__).parents[1] / "samples"
PICTURE = Path(__file__).parents[2] / "docs/pictures/clients.png"
LIST, NEW = "/w/lindenhof/clients/", "/w/lindenhof/clients/new/"
RECORD = re.compile(r"/clients/[0-9a-f-]{36}/$")


def fill(page: Page, **texts: str) -> None:
    """Type into the form that is open, by the names of its fields."""
    for name, text in texts.items():
        page.locator(f"#id_{name}").fill(text)


def create(page: Page, **texts: str) -> str:
    """A new client through the form; returns the path of its record, which is open then."""
    page.goto(NEW)
    fill(page, **texts)
    page.get_by_role("button", name="Erstellen").click()
    expect(page).to_have_url(RECORD)
    return page.url.split("/", 3)[3].join(("/", ""))


def search(page: Page, words: str) -> Locator:
    """Type into the search; the rows that are shown then."""
    with page.expect_response(lambda answer: "/search/" in answer.url):
        page.get_by_role("searchbox").fill(words)
    return rows(page)


def rows(page: Page) -> Locator:
    return page.locator("#rows tbody tr")


def section(page: Page, title: str) -> Locator:
    """A section of „Personal“ by its heading."""
    return page.get_by_role("region", name=title, exact=True)


def edit(page: Page, title: str) -> Locator:
    """Open a section for editing; returns it with its form."""
    page.get_by_role("link", name=f"Bearbeiten: {title}").click()
    expect(section(page, title).get_by_role("button", name="Speichern")).to_be_visible()
    return section(page, title)


def toast(page: Page, text: str | re.Pattern[str]) -> Locator:
    found = page.locator("#toaster .toast").filter(has_text=text)
    expect(found).to_be_visible()
    return found
