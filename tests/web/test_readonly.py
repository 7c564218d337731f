"""R6: on a full disk kartei only reads, says so, and goes on by itself."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client as Browser
from django.urls import reverse

from kartei.files.models import Blob
from kartei.lib import disk
from kartei.people.models import Person
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
Browse = Callable[[str], Browser]
MANY = str(10**9 - 1)  # megabytes: more than any disk of ours


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    disk._asked.cache_clear()
    yield
    disk._asked.cache_clear()


@pytest.fixture
def low(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KARTEI_DISK_LOW", MANY)


@pytest.fixture
def spent(low: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KARTEI_DISK_SPENT", MANY)


def new_client(browser: Browser, **headers: str) -> tuple[int, str]:
    answer = browser.post("/w/lindenhof/clients/new/", {"first_name": "Neu", "last_name": "Neu"}, headers=headers)
    return answer.status_code, answer.content.decode()


def test_writing_is_refused_and_said_in_words(cast: Cast, browse: Browse, spent: None) -> None:
    before = Person.unscoped.count()
    status, page = new_client(browse("anna"))
    assert (status, "Es wurde nichts gespeichert" in page) == (507, True)
    status, toast = new_client(browse("anna"), hx_request="true")
    assert (status, 'role="alert"' in toast, "<html" in toast) == (507, True, False)
    assert Person.unscoped.count() == before


def test_reading_searching_and_logging_in_go_on(cast: Cast, browse: Browse, spent: None) -> None:
    anna = browse("anna")
    page = anna.get("/w/lindenhof/clients/")
    assert (page.status_code, "Die Platte des Servers ist voll." in page.content.decode()) == (200, True)
    assert "Carla" in anna.post("/w/lindenhof/clients/search/", {"query": "carla"}).content.decode()
    fresh = Browser()
    answer = fresh.post("/login/", {"login": "anna@lindenhof.example", "password": PASSWORD})
    assert answer.status_code in (302, 303)
    assert fresh.get("/w/lindenhof/").status_code == 200
    assert fresh.post("/logout/").status_code in (302, 303)


def test_it_goes_back_by_itself(cast: Cast, browse: Browse, spent: None, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = browse("anna")
    assert new_client(anna)[0] == 507
    monkeypatch.setenv("KARTEI_DISK_SPENT", "0")
    disk._asked.cache_clear()  # what three seconds do
    assert new_client(anna)[0] != 507
    assert 'id="read-only"' not in anna.get("/w/lindenhof/clients/").content.decode()


def test_on_a_disk_that_fills_up_files_are_refused_and_the_rest_goes_on(cast: Cast, browse: Browse, low: None) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    anna = browse("anna")
    table = SimpleUploadedFile("a.csv", b"Vorname;Nachname\nA;B\n")
    answer = anna.post(reverse("people:new-import", args=["lindenhof"]), {"file": table})
    assert (answer.status_code, "kein Platz" in answer.content.decode()) == (422, True)
    assert Blob.unscoped.count() == 0
    assert new_client(anna)[0] != 507
    page = anna.get("/w/lindenhof/").content.decode()
    assert "Die Platte des Servers wird voll" in page
    assert "Die Platte des Servers wird voll" not in browse("tom").get("/w/lindenhof/").content.decode()
