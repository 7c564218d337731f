"""Waiting for what a page comes to by itself."""

import time
from collections.abc import Callable

from playwright.sync_api import Page


def until(page: Page, condition: Callable[[], object], seconds: float = 20) -> None:
    """Look again and again until `condition` holds; raises AssertionError when it does not in time.

    Playwright's own `wait_for_function` asks within the page, where the Content Security Policy forbids it.
    """
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"still not so after {seconds} s"
        page.wait_for_timeout(50)


def until_js(page: Page, expression: str) -> None:
    """The same for an expression of JavaScript."""
    until(page, lambda: page.evaluate(expression))
