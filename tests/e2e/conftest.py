"""The browser tests: one demo instance and one Chromium for all of them, a fresh context for each test.

Every page is watched: an error on the console, a breach of the Content Security Policy or a request to another host
fails the test that caused it.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.chromium import ARGUMENTS, MISSING, PROGRAM
from tests.e2e.dress import ALL, SHOWN
from tests.e2e.instance import Instance
from tests.e2e.visiting import Visits


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of them run in one worker, since they share instance and browser; without Chromium they are skipped by name."""
    for item in items:
        if item.path.is_relative_to(__file__.removesuffix("conftest.py")):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            if PROGRAM is None:
                item.add_marker(pytest.mark.skip(reason=MISSING))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`dress` runs a test in two pairings of language, theme and width, with --all-pairings in all eight."""
    if "dress" in metafunc.fixturenames:
        dresses = ALL if metafunc.config.getoption("all_pairings") else SHOWN
        metafunc.parametrize("dress", dresses, ids=str, scope="package")


# Package and not session: while Playwright runs, Django takes the thread for an asynchronous one.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def demo() -> Iterator[Instance]:
    """Praxis am Lindenhof and Praxis Nord, as `up --demo` loads them. A test changes only what it has made itself."""
    with Instance("--demo") as instance:
        yield instance


@pytest.fixture(scope="package")
def visits(chromium: Browser, demo: Instance) -> Visits:
    return Visits(chromium, demo)


@pytest.fixture
def enter(visits: Visits) -> Iterator[Callable[..., Page]]:
    """`enter("anna")`: a tab of hers, logged in; `enter(None)` a visitor's; `dress=` for language, theme and width."""
    yield visits.enter
    visits.end()
