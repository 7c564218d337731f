"""Section 2, „Tags“: one with a visibility group is seen by that group only, also in filters and exports."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.people.merging.parting import questions
from kartei.people.merging.uniting import merge
from kartei.people.models import Client, ClientTag, Tag
from kartei.people.statuses import change_tags
from tests.cast import Cast
from tests.people.test_list_filters import CARLA, LIST, shown
from tests.people.twins import again, client

Browse = Callable[[str], Browser]
TAGS = "/w/lindenhof/settings/tags/"


@pytest.fixture
def crisis(cast: Cast) -> Tag:
    """„Krise“, which only those see who see the documentation; Carla has it beside „Privat“."""
    with workspace_scope(cast.lindenhof.id):
        made: Tag = Tag.objects.create(name="Krise", key="krise", group="treating")
        ClientTag.objects.create(client=cast.carla.client, tag=made)
    return made


def tags_of(cast: Cast) -> set[str]:
    with workspace_scope(cast.lindenhof.id):
        return set(ClientTag.objects.filter(client=cast.carla.pk).values_list("tag__name", flat=True))


def text(answer: Any) -> str:
    return str(b"".join(answer).decode() if answer.streaming else answer.content.decode())


def test_no_page_tells_it_to_whom_it_is_closed(cast: Cast, browse: Browse, crisis: Tag) -> None:
    pages = [
        "",
        "board/",
        "csv/",
        "print/",
        "new/",
        *(f"{cast.carla.pk}/{part}" for part in ("", "tags/", "conversion/")),
    ]
    for page in pages:
        assert "Krise" in text(browse("anna").get(LIST + page)), page
        for who in ("rita", "ada"):
            assert "Krise" not in text(browse(who).get(LIST + page)), (who, page)
    assert "Krise" in text(browse("tom").get(f"{LIST}{cast.carla.pk}/"))
    asked = {"client": [str(cast.carla.pk)]}
    assert "Krise" in text(browse("anna").post(f"{LIST}bulk/tagging/", asked))
    assert "Krise" not in text(browse("rita").post(f"{LIST}bulk/tagging/", asked))


def test_a_filter_by_it_finds_nobody_for_whom_it_is_closed(cast: Cast, browse: Browse, crisis: Tag) -> None:
    assert shown(browse("anna"), f"tag={crisis.pk}") == {CARLA}
    page = text(browse("rita").get(f"{LIST}?tag={crisis.pk}"))
    assert "Carla" not in page and "Feld oder Tag, für Sie nicht sichtbar" in page and "Krise" not in page
    assert "Carla" not in text(browse("rita").get(f"{LIST}csv/?tag={crisis.pk}"))


def test_whoever_changes_the_other_tags_leaves_it_be(cast: Cast, browse: Browse, crisis: Tag) -> None:
    rita, address = browse("rita"), f"/w/lindenhof/clients/{cast.carla.pk}/tags/"
    assert rita.post(address, {"tags": [str(crisis.pk)], "version": "0"}).status_code == 422  # no choice of hers
    assert rita.post(address, {"tags": [], "new": "Neu", "version": "0"}).status_code == 303
    assert tags_of(cast) == {"Krise", "Neu"}
    bulk = {"client": [str(cast.carla.pk)], "tags": [str(crisis.pk)], "total": "1"}
    assert rita.post(f"{LIST}bulk/untagging/", bulk).status_code == 422
    assert tags_of(cast) == {"Krise", "Neu"}


def test_the_activity_tells_each_what_they_may_read(cast: Cast, browse: Browse, crisis: Tag) -> None:
    with workspace_scope(cast.lindenhof.id):
        row = Client.objects.select_related("person").get(pk=cast.carla.pk)
        change_tags(row, [], by=cast.anna)
        event = Event.objects.get(act="tags.change")
    assert event.detail["changes"] == {"Tags": ["Privat", ""]} and "Krise" in str(event.detail["reserved"])
    activity = f"/w/lindenhof/clients/{cast.carla.pk}/activity/"
    assert "Krise" in text(browse("anna").get(activity))
    theirs = text(browse("rita").get(activity))
    assert "Krise" not in theirs and "Privat" in theirs
    with workspace_scope(cast.lindenhof.id):
        Tag.objects.filter(name="Privat").update(group="treating")  # it gets a group later
    assert "Privat" not in text(browse("rita").get(activity))


def test_undo_of_a_merge_asks_only_for_what_one_is_told_of(cast: Cast, crisis: Tag) -> None:
    with workspace_scope(cast.lindenhof.id):
        twin = client("Carla", "Koehler", by=cast.anna)
        made = merge(again(cast.carla), again(twin), {}, by=cast.anna)
        later = [
            Tag.objects.create(name=name, key=name, group=group) for name, group in (("zu", "treating"), ("auf", ""))
        ]
        ClientTag.objects.bulk_create([ClientTag(client=cast.carla.client, tag=tag) for tag in later])
        asked = {who.name: {item.text for item in questions(made, seen_by=who).added} for who in (cast.anna, cast.rita)}
    assert asked == {"Anna": {"zu", "auf"}, "Rita": {"auf"}}


def test_the_group_is_set_in_the_settings_and_nobody_opens_it_to_themselves(
    cast: Cast, browse: Browse, crisis: Tag
) -> None:
    anna, ada = browse("anna"), browse("ada")
    told = {"name": "Schulden", "colour": "red", "group": "billing"}
    assert anna.post(f"{TAGS}new/", told).status_code == 303
    assert "Wer die Rechnungsstellung sehen darf" in text(anna.get(TAGS))
    answer = ada.post(f"{TAGS}{crisis.pk}/", {"name": "Krise", "colour": "gray", "group": "", "version": "0"})
    assert answer.status_code == 422 and "auch für Sie geschlossen" in text(answer)
    renamed = {"name": "Krise!", "colour": "gray", "group": "treating", "version": "0"}
    assert ada.post(f"{TAGS}{crisis.pk}/", renamed).status_code == 303
    assert anna.post(f"{TAGS}{crisis.pk}/", {**renamed, "group": "", "version": "1"}).status_code == 303
    assert "Krise!" in text(browse("rita").get(LIST))
