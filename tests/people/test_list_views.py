"""CL-08: a state of a list is kept under a name, for oneself at first."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.utils import timezone

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.people import saved_views
from kartei.people.models import DefaultView, SavedView, Tag
from kartei.people.saved_views import forget_deleted_views
from tests.cast import Cast
from tests.people.test_list_filters import CONTACTS, LIST, names

Browse = Callable[[str], Browser]
VIEWS = "/w/lindenhof/views/"


def save(browser: Browser, name: str, query: str = "kind=lead&sort=-name", where: str = LIST, **told: str) -> Any:
    return browser.post(f"{where}views/new/", {"name": name, "query": query, "submission": str(uuid4()), **told})


def view(cast: Cast, name: str) -> SavedView:
    with workspace_scope(cast.lindenhof.id):
        found: SavedView = SavedView.objects.get(name=name)
        return found


def menu(browser: Browser, where: str = f"{LIST}?view=all") -> str:
    text = browser.get(where, follow=True).content.decode()
    found = re.search(r'<nav[^>]* aria-label="Ansichten">(.*?)</nav>', text, re.DOTALL)
    assert found
    return found[1]


def test_a_view_is_kept_and_private_until_it_is_shared(cast: Cast, browse: Browse) -> None:
    anna, rita = browse("anna"), browse("rita")
    answer = save(anna, "Wartende", "kind=lead&sort=-name&columns=name,phone&after=x&nonsense=1")
    kept = view(cast, "Wartende")
    assert kept.query == "kind=lead&sort=-name&columns=name,phone" and not kept.is_shared
    assert answer.headers["Location"] == f"{LIST}?{kept.query}&view={kept.pk}"
    assert "Die Ansicht „Wartende“ wurde gespeichert." in anna.get(answer.headers["Location"]).content.decode()
    assert "Wartende" in menu(anna) and "Wartende" not in menu(rita)
    assert rita.get(f"{VIEWS}{kept.pk}/").status_code == 404
    told = {"name": "Wartende", "is_shared": "on", "version": "0"}
    assert anna.post(f"{VIEWS}{kept.pk}/", told).status_code == 303
    assert "Wartende" in menu(rita) and cast.anna.name in menu(rita)
    assert names(rita.get(f"{LIST}?{kept.query}&view={kept.pk}").content.decode()) == {"Bruno Groß"}


def test_a_name_is_needed_and_taken_once(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    answer = save(anna, "")
    assert answer.status_code == 422 and 'value="kind=lead&amp;sort=-name"' in answer.content.decode()
    save(anna, "Wartende")
    answer = save(anna, "WARTENDE")
    assert answer.status_code == 422 and "gibt es schon" in answer.content.decode()
    assert save(anna, "Wartende", where=CONTACTS, query="sort=-name").status_code == 303
    assert save(browse("rita"), "Wartende").status_code == 303


def test_two_clicks_save_one_view(cast: Cast, browse: Browse) -> None:
    anna, told = browse("anna"), {"name": "Wartende", "query": "", "submission": str(uuid4())}
    assert {anna.post(f"{LIST}views/new/", told).headers["Location"] for _click in range(2)} == {
        f"{LIST}?view={view(cast, 'Wartende').pk}"
    }


def test_no_list_of_views_grows_without_end(cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_views, "MOST", 1)
    save(browse("anna"), "Eine")
    answer = save(browse("anna"), "Zwei")
    assert answer.status_code == 422 and "Es gibt schon zu viele" in answer.content.decode()


def test_what_the_list_shows_now_becomes_the_view_and_undo_brings_it_back(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    save(anna, "Wartende")
    kept = view(cast, "Wartende")
    page = anna.get(f"{LIST}?kind=lead&view={kept.pk}").content.decode()
    assert "geändert" in page and "Änderungen in „Wartende“ speichern" in page
    told = {"query": "kind=lead&phone=missing", "version": "0"}
    answer = anna.post(f"{VIEWS}{kept.pk}/state/", told)
    assert view(cast, "Wartende").query == "kind=lead&phone=missing"
    page = anna.get(answer.headers["Location"]).content.decode()
    assert "geändert</span>" not in page and 'value="kind=lead&amp;sort=-name"' in page  # in the toast
    assert anna.post(f"{VIEWS}{kept.pk}/state/", told).status_code == 409
    anna.post(f"{VIEWS}{kept.pk}/state/", {"query": "kind=lead&sort=-name", "version": "1"})
    assert view(cast, "Wartende").query == "kind=lead&sort=-name"


def test_a_shared_view_is_changed_by_its_author_and_by_admins(cast: Cast, browse: Browse) -> None:
    save(browse("rita"), "Gemeinsam", is_shared="on")
    kept = view(cast, "Gemeinsam")
    told = {"name": "Anders", "is_shared": "on", "version": "0", "query": ""}
    for act in ("", "state/", "deletion/"):
        assert browse("tom").post(f"{VIEWS}{kept.pk}/{act}", told).status_code == 403
    page = browse("tom").get(f"{LIST}?{kept.query}&view={kept.pk}").content.decode()
    assert "Gemeinsam" in page and "Ansicht löschen" not in page and "Als meine Standardansicht" in page
    assert browse("ada").post(f"{VIEWS}{kept.pk}/", told).status_code == 303
    assert browse("rita").post(f"{VIEWS}{kept.pk}/", {**told, "name": "Zurück", "version": "1"}).status_code == 303


def test_somebody_who_was_slower_reads_what_it_is_called_now(cast: Cast, browse: Browse) -> None:
    save(browse("rita"), "Gemeinsam", is_shared="on")
    kept, told = view(cast, "Gemeinsam"), {"name": "Anders", "is_shared": "on", "version": "0"}
    browse("ada").post(f"{VIEWS}{kept.pk}/", told)
    answer = browse("rita").post(f"{VIEWS}{kept.pk}/", {**told, "name": "Meins"})
    text = answer.content.decode()
    assert answer.status_code == 409 and "„Anders“" in text and 'value="Meins"' in text
    assert 'name="version" value="1"' in text


def test_a_deleted_view_comes_back_by_undo(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    save(anna, "Wartende", is_default="on")
    kept = view(cast, "Wartende")
    answer = anna.post(f"{VIEWS}{kept.pk}/deletion/", {"version": "0"})
    assert answer.headers["Location"] == LIST
    assert "Wartende" not in menu(anna) and anna.get(LIST).status_code == 200
    assert anna.get(f"{VIEWS}{kept.pk}/").status_code == 404
    assert anna.post(f"{VIEWS}{kept.pk}/restoration/", {"version": "0"}).status_code == 409
    assert browse("rita").post(f"{VIEWS}{kept.pk}/restoration/", {"version": "1"}).status_code == 404
    assert anna.post(f"{VIEWS}{kept.pk}/restoration/", {"version": "1"}).status_code == 303
    assert "Wartende" in menu(anna) and anna.get(LIST).status_code == 302
    with workspace_scope(cast.lindenhof.id):
        acts = list(Event.objects.filter(act__startswith="view.").order_by("id").values_list("act", flat=True))
    assert acts == ["view.creation", "view.choice", "view.deletion", "view.restoration"]


def test_deleted_views_are_forgotten_after_thirty_days(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    for name in ("Alt", "Neu", "Bleibt"):
        save(anna, name)
    with workspace_scope(cast.lindenhof.id):
        now = timezone.now()
        SavedView.objects.filter(name="Alt").update(deleted_at=now - saved_views.KEPT * 1.1)
        SavedView.objects.filter(name="Neu").update(deleted_at=now)
    forget_deleted_views(now)
    with workspace_scope(cast.lindenhof.id):
        assert set(SavedView.objects.values_list("name", flat=True)) == {"Neu", "Bleibt"}


def test_a_list_opens_with_the_default_view_and_as_a_whole_when_asked(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    save(anna, "Wartende", is_default="on")
    kept = view(cast, "Wartende")
    assert anna.get(LIST).headers["Location"] == f"{LIST}?kind=lead&sort=-name&view={kept.pk}"
    assert anna.get(CONTACTS).status_code == 200 and browse("rita").get(LIST).status_code == 200
    whole = anna.get(f"{LIST}?view=all").content.decode()
    assert names(whole) == {"Carla Köhler", "Bruno Groß"}
    filtered = anna.get(f"{LIST}?kind=lead&view={kept.pk}").content.decode()
    assert f'href="{LIST}?view=all">Filter zurücksetzen' in filtered
    save(anna, "Andere", "phone=missing", is_default="on")  # one a list
    with workspace_scope(cast.lindenhof.id):
        assert DefaultView.objects.get().view.name == "Andere"
    assert anna.post(f"{VIEWS}{view(cast, 'Andere').pk}/choice/", {"is_default": ""}).status_code == 303
    assert anna.get(LIST).status_code == 200
    assert anna.get(f"{LIST}?view=all").headers["Location"] == LIST


def test_a_view_that_is_no_longer_shared_opens_for_nobody_else(cast: Cast, browse: Browse) -> None:
    rita, tom = browse("rita"), browse("tom")
    save(rita, "Gemeinsam", is_shared="on")
    kept = view(cast, "Gemeinsam")
    assert tom.post(f"{VIEWS}{kept.pk}/choice/", {"is_default": "on"}).status_code == 303
    assert tom.get(LIST).status_code == 302
    rita.post(f"{VIEWS}{kept.pk}/", {"name": "Gemeinsam", "version": "0"})
    assert tom.get(LIST).status_code == 200
    assert names(tom.get(f"{LIST}?view={kept.pk}").content.decode()) == {"Carla Köhler"}  # a link that was kept


def test_a_view_outlives_the_tag_that_it_asked_for(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    with workspace_scope(cast.lindenhof.id):
        tag = Tag.objects.create(name="Bald weg", key="bald weg")
    save(anna, "Mit Tag", f"tag={tag.pk}&sort=-name")
    kept = view(cast, "Mit Tag")
    assert names(anna.get(f"{LIST}?{kept.query}&view={kept.pk}").content.decode()) == set()
    with workspace_scope(cast.lindenhof.id):
        tag.delete()
    page = anna.get(f"{LIST}?{kept.query}&view={kept.pk}").content.decode()
    assert names(page) == {"Carla Köhler", "Bruno Groß"} and "Filter zurücksetzen" not in page


def test_views_of_another_workspace_are_not_there(cast: Cast, browse: Browse) -> None:
    save(browse("anna"), "Wartende", is_shared="on")
    kept, eve = view(cast, "Wartende"), browse("eve")
    for act in ("", "state/", "choice/", "deletion/", "restoration/"):
        assert eve.post(f"/w/nord/views/{kept.pk}/{act}", {"version": "0"}).status_code == 404
    assert "Wartende" not in menu(eve, "/w/nord/clients/")
