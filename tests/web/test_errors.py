from collections.abc import Callable

import pytest
from django.http import HttpRequest
from django.utils import translation

from kartei.web import errors

Ask = Callable[..., HttpRequest]
HANDLERS = {
    400: errors.bad_request,
    403: errors.forbidden,
    404: errors.not_found,
    500: errors.server_error,
    503: errors.unavailable,
}


@pytest.mark.parametrize("status", HANDLERS)
@pytest.mark.parametrize("language", ["de", "en"])
def test_an_error_is_told_in_the_look_and_in_the_language(ask: Ask, status: int, language: str) -> None:
    with translation.override(language):
        answer = HANDLERS[status](ask())
    html = answer.content.decode()
    assert answer.status_code == status
    assert f'<html lang="{language}"' in html
    assert ("Zur Startseite" in html) == (language == "de")
    assert "csrf" not in html.lower()
    assert "nonce" not in html


def test_all_that_is_not_there_looks_alike(ask: Ask) -> None:
    one, other = (errors.not_found(ask(path)).content for path in ("/w/lindenhof/clients/1/", "/w/fremd/"))
    assert one == other


def test_an_error_of_a_script_is_a_toast_and_leaves_the_page(ask: Ask) -> None:
    answer = errors.not_found(ask(htmx=True))
    assert answer.headers["HX-Retarget"] == "#toaster"
    assert answer.content.decode().lstrip().startswith('<div class="toast"')


def test_an_expired_form_says_what_to_do(ask: Ask) -> None:
    assert "abgelaufen" in errors.csrf_failure(ask()).content.decode()


def test_when_busy_the_next_try_is_named(ask: Ask) -> None:
    assert errors.unavailable(ask()).headers["Retry-After"] == "30"


def test_an_error_page_asks_the_database_nothing(ask: Ask) -> None:
    request = ask()
    request.user = property(lambda self: pytest.fail("loaded"))  # type: ignore[assignment]
    assert errors.server_error(request).status_code == 500
