from collections.abc import Callable

import pytest

from kartei.web.responses import Undo, conflict, fragment, moved, nothing, notify, page, toasts

Ask = Callable[..., object]
PAGE = """{% extends "entrance.html" %}{% set greeting = "Guten Tag" %}{% block title %}T{% endblock %}
{% block content %}<h1>x</h1>{% block rows %}<ul id="rows">{{ greeting }} {{ name }}</ul>{% endblock %}{% endblock %}"""


@pytest.fixture(autouse=True)
def sample(write: Callable[..., None], settings: object) -> None:
    settings.ROOT_URLCONF = "tests.web.gallery"  # type: ignore[attr-defined]
    write(**{"sample.html": PAGE})


def test_a_page_is_whole_and_strict(ask: Ask) -> None:
    answer = page(ask(), "sample.html", name="Anna", status=422)
    assert answer.status_code == 422
    assert answer.content.startswith(b"<!doctype html>")
    assert answer.headers["Vary"] == "HX-Request"


def test_a_fragment_is_one_block_and_knows_what_the_page_set_above_it(ask: Ask) -> None:
    answer = fragment(ask(htmx=True), "sample.html#rows", name="<Anna>")
    assert answer.content.decode() == '<ul id="rows">Guten Tag &lt;Anna&gt;</ul>'


def test_a_block_that_is_not_there_raises(ask: Ask) -> None:
    with pytest.raises(KeyError):
        fragment(ask(), "sample.html#nothing", name="")


def test_notes_come_along_with_a_fragment(ask: Ask) -> None:
    request = ask(htmx=True)
    notify(request, "Status: <Aktiv>", undo=Undo("/undo/", {"version": "4", "tags": ["a", "b"]}))
    answer = fragment(request, "sample.html#rows", name="")
    html = answer.content.decode()
    assert '<div hx-swap-oob="beforeend:#toaster">' in html
    assert "Status: &lt;Aktiv&gt;" in html
    assert 'hx-post="/undo/"' in html
    assert html.count('name="tags"') == 2
    assert "Rückgängig" in html
    request._messages.update(answer)  # what MessageMiddleware does
    assert not list(toasts(ask(session=request.session)))


def test_notes_wait_for_the_page_that_the_browser_goes_to(ask: Ask) -> None:
    first = ask(method="POST", htmx=True)
    notify(first, "Gespeichert.", undo=Undo("/undo/", {"version": "4"}))
    answer = moved(first, "/there/")
    first._messages.update(answer)
    html = page(ask(session=first.session), "sample.html", name="").content.decode()
    assert "Gespeichert." in html
    assert 'action="/undo/"' in html


def test_moving_tells_htmx_by_header_and_the_browser_by_303(ask: Ask) -> None:
    assert moved(ask(htmx=True), "/there/").headers["HX-Redirect"] == "/there/"
    answer = moved(ask(method="POST"), "/there/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/there/")


def test_moving_knows_names_of_addresses(ask: Ask) -> None:
    assert moved(ask(), "people:clients", slug="lindenhof").headers["Location"] == "/w/lindenhof/clients/"


def test_an_answer_of_nothing_leaves_the_page_alone(ask: Ask) -> None:
    request = ask(htmx=True)
    notify(request, "Fertig.")
    answer = nothing(request)
    assert answer.headers["HX-Reswap"] == "none"
    assert "Fertig." in answer.content.decode()


def test_a_conflict_is_a_sentence_or_the_block_that_shows_both_texts(ask: Ask) -> None:
    told = conflict(ask(), "Jemand war schneller.")
    assert told.status_code == 409
    assert "Jemand war schneller." in told.content.decode()
    shown = conflict(ask(htmx=True), block="sample.html#rows", name="")
    assert shown.status_code == 409
