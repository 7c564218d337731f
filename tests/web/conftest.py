from collections.abc import Callable, Iterator
from typing import Any

import jinja2
import pytest
from django.contrib.messages.storage import default_storage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation

from kartei.web.pages import pages


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    with translation.override("de"):
        yield


@pytest.fixture
def ask() -> Callable[..., HttpRequest]:
    """A request of a visitor, with a session of its own; htmx=True for one of our scripts."""

    def make(path: str = "/", *, method: str = "GET", htmx: bool = False, session: Any = None) -> HttpRequest:
        headers = {"HX-Request": "true"} if htmx else {}
        request = RequestFactory(headers=headers).generic(method, path)
        request.session = session if session is not None else SessionStore()
        request._messages = default_storage(request)  # type: ignore[attr-defined]
        return request

    return make


@pytest.fixture
def write(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`write(**{"page.html": "…"})`: templates that stand beside the project's own."""

    def add(**files: str) -> None:
        env = pages().env
        assert env.loader
        monkeypatch.setattr(env, "loader", jinja2.ChoiceLoader([jinja2.DictLoader(files), env.loader]))

    return add


@pytest.fixture
def render() -> Callable[..., str]:
    """A piece of template, rendered with these values."""

    def rendered(source: str, **values: Any) -> str:
        return pages().env.from_string(source).render(values)

    return rendered
