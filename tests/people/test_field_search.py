"""Own fields that the search knows."""

from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from kartei.db.scope import workspace_scope
from kartei.people.fields import searched
from kartei.people.fields.searched import index_anew
from kartei.people.models import Person
from tests.cast import Cast
from tests.people import wizard
from tests.people.filling import FIELDS, Browse, define, field, fill


def hits(browser: Any, words: str, where: str = "clients") -> str:
    answer = browser.post(f"/w/lindenhof/{where}/search/", {"q": words}, headers={"HX-Request": "true"})
    return str(answer.content.decode())


def jobs(cast: Cast, name: str) -> int:
    """Do the waiting jobs of a name, and say how many there were."""
    found = ProcrastinateJob.objects.filter(task_name=name, status="todo")
    for job in found:
        index_anew(cast.lindenhof.pk, job.args["field_id"])
    return len(found)


def mark(browser: Any, cast: Cast, label: str, **told: str) -> int:
    found = field(cast, label)
    answer = browser.post(
        f"{FIELDS}{found.pk}/", {"version": str(found.version), "label": label, "section": "health", **told}
    )
    return int(answer.status_code)


def test_a_searchable_field_is_found_and_named_as_the_reason(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    assert define(anna, "short_text", label="Hund", is_searchable="on", on_contacts="on").status_code == 303
    name = field(cast, "Hund").name
    assert fill(anna, cast.carla, "health", **{name: "Wüterich"}).status_code == 303
    page = hits(anna, "wuete")
    assert "Carla" in page and "Hund: Wüterich" in page and "Bruno" not in page
    assert fill(anna, cast.carla, "health", 1, **{name: "Bello"}).status_code == 303
    assert "Carla" not in hits(anna, "wuete") and "Carla" in hits(anna, "koehler bell")
    assert "Carla" not in hits(browse("eve"), "bello", "contacts")


def test_an_address_is_found_by_its_parts(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    define(anna, "address", label="Zweitwohnung", is_searchable="on")
    name = field(cast, "Zweitwohnung").name
    told = {f"{name}_street": "Rosenstieg 8", f"{name}_postcode": "24103", f"{name}_city": "Kiel"}
    fill(anna, cast.carla, "health", **told)
    assert "Zweitwohnung: Rosenstieg 8 24103 Kiel" in hits(anna, "rosenstieg")


def test_the_mark_is_switched_and_a_job_reads_everybody_anew(
    cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searched, "BATCH", 1)
    anna = browse("anna")
    define(anna, "short_text", label="Hund")
    name = field(cast, "Hund").name
    for person in (cast.carla, cast.bruno):
        fill(anna, person, "health", **{name: "Wüterich"})
    assert "Carla" not in hits(anna, "wuete")
    assert mark(anna, cast, "Hund", is_searchable="on") == 303
    assert jobs(cast, "people.index_field") == 1
    assert "Carla" in hits(anna, "wuete") and "Bruno" in hits(anna, "wuete")
    assert mark(anna, cast, "Hund") == 303
    assert jobs(cast, "people.index_field") == 2
    assert "Carla" not in hits(anna, "wuete")


def test_an_archived_field_is_found_no_more_until_it_is_back(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    define(anna, "short_text", label="Hund", is_searchable="on")
    found = field(cast, "Hund")
    fill(anna, cast.carla, "health", **{found.name: "Wüterich"})
    anna.post(f"{FIELDS}{found.pk}/removal/")
    jobs(cast, "people.index_field")
    assert "Carla" not in hits(anna, "wuete")
    anna.post(f"{FIELDS}{found.pk}/restoration/")
    jobs(cast, "people.index_field")
    assert "Carla" in hits(anna, "wuete")


def test_a_long_text_leaves_room_for_the_sound_of_the_name(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    define(anna, "long_text", label="Roman", is_searchable="on")
    fill(anna, cast.carla, "health", **{field(cast, "Roman").name: "Wort " * 3_000})
    assert "Carla" in hits(anna, "Köhlar")  # by its sound


def test_an_import_that_fills_a_record_leaves_it_found(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    define(anna, "short_text", label="Hund", is_searchable="on")
    fill(anna, cast.carla, "health", **{field(cast, "Hund").name: "Wüterich"})
    data = "Nachname;Vorname;E-Mail;Beruf\nKöhler;Carla;carla@klientin.example;Malerin\n".encode()
    wizard.bring(anna, cast.lindenhof, "liste.csv", data)
    with workspace_scope(cast.lindenhof.id):
        assert Person.objects.get(pk=cast.carla.pk).profile.occupation == "Malerin"
    assert "Carla" in hits(anna, "wuete")


def test_types_that_say_nothing_to_a_search_have_no_mark(browse: Browse) -> None:
    anna = browse("anna")
    for type_, is_there in (("short_text", True), ("number", False), ("person", False), ("signature", False)):
        assert ("is_searchable" in anna.get(f"{FIELDS}new/{type_}/").content.decode()) == is_there
