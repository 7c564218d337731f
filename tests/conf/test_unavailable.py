"""R5: while the database is away each page says so, wherever in its way the database was asked."""

import logging
from collections.abc import Callable

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from procrastinate.exceptions import ConnectorException
from pytest_django import Settings

from kartei.conf.logs import DatabaseAway
from kartei.conf.urls import handler500

assert handler500  # looked up here, since ROOT_URLCONF is this module


def view(request: HttpRequest) -> HttpResponse:
    raise {"away": OperationalError, "closed": InterfaceError, "wrong": ImproperlyConfigured}[request.GET["fault"]]


urlpatterns = [path("", view)]


def in_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    return view


@pytest.fixture
def browser(settings: Settings) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["away", "closed"])
@pytest.mark.parametrize("place", ["view", "middleware"])
def test_the_database_being_away_is_told_kindly(browser: Client, settings: Settings, fault: str, place: str) -> None:
    if place == "middleware":
        settings.MIDDLEWARE = [f"{__name__}.in_middleware"]
    answer = browser.get("/", {"fault": fault}, headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "What was saved before is safe" in answer.content.decode()


@pytest.mark.django_db
def test_a_fault_of_ours_stays_a_fault(browser: Client) -> None:
    answer = browser.get("/", {"fault": "wrong"})
    assert answer.status_code == 500
    assert "Retry-After" not in answer.headers


@pytest.mark.parametrize("fault", [OperationalError, InterfaceError, psycopg.OperationalError, ConnectorException])
def test_the_log_has_one_line_of_it(fault: type[Exception]) -> None:
    raised = fault("server closed\nDETAIL: more")
    if isinstance(raised, ConnectorException):
        raised.__cause__ = psycopg.OperationalError("server closed\nDETAIL: more")
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "%s", ("x",), (fault, raised, None))
    assert DatabaseAway().filter(record)
    assert record.getMessage() == "no answer of the database: server closed"
    assert record.exc_info is None


def test_the_log_keeps_the_trace_of_every_other_fault() -> None:
    record = logging.LogRecord("x", logging.ERROR, "", 1, "m", (), (ValueError, ValueError("m"), None))
    assert DatabaseAway().filter(record)
    assert record.exc_info
