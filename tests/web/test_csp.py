import re

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from kartei.web.csp import ContentSecurityPolicy


def answer(view: object) -> HttpResponse:
    return ContentSecurityPolicy(view)(RequestFactory().get("/"))  # type: ignore[arg-type]


def test_the_policy_allows_our_own_files_and_nothing_else() -> None:
    policy = answer(lambda request: HttpResponse()).headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_a_nonce_is_made_when_a_page_asks_and_is_never_the_same() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(f"{request.csp_nonce}")  # type: ignore[attr-defined]

    first, second = answer(view), answer(view)
    assert f"'nonce-{first.content.decode()}'" in first.headers["Content-Security-Policy"]
    assert len(first.content) >= 22
    assert first.content != second.content


def test_a_view_may_have_a_stricter_policy_of_its_own() -> None:
    view = lambda request: HttpResponse(headers={"Content-Security-Policy": "sandbox"})  # noqa: E731
    assert answer(view).headers["Content-Security-Policy"] == "sandbox"


def test_records_do_not_stay_in_a_browser() -> None:
    headers = answer(lambda request: HttpResponse()).headers
    assert headers["Cache-Control"] == "no-store"
    assert re.search(r"camera=\(\)", headers["Permissions-Policy"])
