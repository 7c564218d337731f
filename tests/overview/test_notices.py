"""„Hinweise“ on „Start“: there while they hold, gone when they do not."""

from collections.abc import Callable

from django.test import Client as Browser

from kartei.db.scope import workspace_scope
from kartei.demo.founding import add_examples
from kartei.overview.notices import NOTICES, Notice
from tests.cast import Cast

Browse = Callable[[str], Browser]


def start(browser: Browser, slug: str) -> str:
    return browser.get(f"/w/{slug}/").content.decode()


def test_start_says_that_examples_are_there(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.nord.id):
        add_examples(cast.nord, cast.members["eve"])
    assert ">Hinweise<" in start(browse("eve"), "nord") and "Zeichen „Demo“" in start(browse("eve"), "nord")


def test_without_a_notice_the_card_is_absent(cast: Cast, browse: Browse) -> None:
    assert ">Hinweise<" not in start(browse("anna"), "lindenhof")


def test_what_matters_most_stands_first(cast: Cast, browse: Browse) -> None:
    levels = ("info", "error", "warning")
    told = [Notice(f"A notice that is {level}", "/", level=level) for level in levels]  # type: ignore[arg-type]
    NOTICES.append(lambda request: told)
    try:
        page = start(browse("anna"), "lindenhof")
    finally:
        NOTICES.pop()
    places = [page.index(f"is {level}") for level in ("error", "warning", "info")]
    assert places == sorted(places)
