"""What may be told of a client: consent to share, and release of secrecy, each by its dates (RL-05, NX-05's ground)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.utils import timezone

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.people.disclosing import is_shared_on, may_tell_on
from kartei.people.models import Person, Relationship, Release, Scope, Sharing, Standing
from kartei.people.relating import connect
from tests.cast import Cast
from tests.people.relatives import add_contact, base_of, bond
from tests.people.test_relationship_changes import undo_of

Browse = Callable[[str], Browser]
TODAY = date(2026, 11, 27)


def of(person: Person, relation: Relationship, end: str) -> str:
    return f"{base_of(person)}{relation.pk}/{end}"


def shared(**told: Any) -> dict[str, Any]:
    return {
        "scopes": ["appointments"],
        "consented_by": "Carla Köhler",
        "consented_on": "01.02.2026",
        "version": "0",
        **told,
    }


def released(**told: Any) -> dict[str, Any]:
    return {"topic": "Befunde", "starts_on": "01.02.2026", "submission": str(uuid4()), **told}


def tell(cast: Cast, **told: Any) -> Release:
    with workspace_scope(cast.lindenhof.id):
        key = {"relationship": cast.relations["carla"], "client_id": cast.carla.pk}
        row: Release = Release.objects.create(**{**key, "topic": "Befunde", "starts_on": TODAY, **told})
        return row


def day(offset: int) -> str:
    return (timezone.localdate() + timedelta(days=offset)).strftime("%d.%m.%Y")


def test_sharing_holds_until_its_last_day_and_for_its_scope(cast: Cast, browse: Browse) -> None:
    """RL-05: „Termine“ until tomorrow; the portal will ask the same function."""
    anna, one = browse("anna"), cast.relations["carla"]
    assert anna.post(of(cast.carla, one, "sharing/"), shared(ends_on=day(1))).status_code == 303
    between = {"client": cast.carla, "other": cast.doktor}
    with workspace_scope(cast.lindenhof.id):
        today = timezone.localdate()
        for offset, scope, expected in (
            (0, Scope.APPOINTMENTS, True),
            (1, Scope.APPOINTMENTS, True),
            (2, Scope.APPOINTMENTS, False),
            (0, Scope.INVOICES, False),
        ):
            assert is_shared_on(today + timedelta(days=offset), scope, **between) is expected, (offset, scope)
        assert not is_shared_on(date(2026, 1, 31), Scope.APPOINTMENTS, **between)  # before the consent
        assert not is_shared_on(today, Scope.APPOINTMENTS, client=cast.bruno, other=cast.doktor)
        Sharing.objects.update(scopes=["all"])
        assert is_shared_on(today, Scope.INVOICES, **between)
    page = anna.get(base_of(cast.carla)).content.decode()
    assert "Alles Geteilte" in page and f"bis {day(1)}" in page


def test_what_has_ended_is_grey_and_says_since_when(cast: Cast, browse: Browse) -> None:
    anna, one = browse("anna"), cast.relations["carla"]
    anna.post(of(cast.carla, one, "sharing/"), shared(has_portal_access="on", ends_on="03.02.2026"))
    tell(cast, starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 31))
    page = anna.get(base_of(cast.carla)).content.decode()
    assert "<s>Portalzugang, Termine</s>" in page and "abgelaufen am 03.02.2026" in page
    assert "<s>Befunde</s>" in page and "abgelaufen am 31.01.2026" in page


@pytest.mark.parametrize(
    ("told", "field", "said"),
    [
        ({"consented_by": ""}, "consented_by", "Ohne Einwilligung darf nichts geteilt werden"),
        ({"consented_on": ""}, "consented_on", "Ohne Einwilligung darf nichts geteilt werden"),
        ({"consented_on": day(1)}, "consented_on", "heute"),
        ({"consented_on": "31.02.2026"}, "consented_on", "Diesen Tag gibt es nicht"),
        ({"ends_on": "31.01.2026"}, "ends_on", "nicht vor dem ersten"),
        ({"scopes": ["everything"]}, "scopes", "everything"),
        ({"consented_by": "x" * 201}, "consented_by", "200"),
        ({"consented_by": "a\0"}, "consented_by", "nicht gespeichert werden kann"),
        ({"version": "x"}, "version", ""),
    ],
)
def test_bad_consent_is_refused_in_words_and_nothing_is_stored(
    cast: Cast, browse: Browse, told: dict[str, Any], field: str, said: str
) -> None:
    answer = browse("anna").post(of(cast.carla, cast.relations["carla"], "sharing/"), shared(**told))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    with workspace_scope(cast.lindenhof.id):
        assert not Sharing.objects.exists()


def test_with_nothing_chosen_the_sharing_ends_and_comes_back_by_undo(cast: Cast, browse: Browse) -> None:
    anna, path = browse("anna"), of(cast.carla, cast.relations["carla"], "sharing/")
    anna.post(path, shared(scopes=["appointments", "invoices"], ends_on="31.12.2030"))
    anna.get(base_of(cast.carla))  # takes the first toast away
    assert anna.post(path, {"version": "1"}).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert not Sharing.objects.exists()
    assert undo_of(anna, base_of(cast.carla)).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        row = Sharing.objects.get()
        assert (row.scopes, row.ends_on, row.consented_by) == (
            ["appointments", "invoices"],
            date(2030, 12, 31),
            "Carla Köhler",
        )
        acts = list(Event.objects.filter(act__startswith="sharing.").order_by("id").values_list("act", flat=True))
    assert acts == ["sharing.creation", "sharing.deletion", "sharing.creation"]


def test_two_who_change_a_sharing_lose_nothing(cast: Cast, browse: Browse) -> None:
    anna, path = browse("anna"), of(cast.carla, cast.relations["carla"], "sharing/")
    anna.post(path, shared())
    answer = browse("rita").post(path, shared(scopes=["invoices"], consented_by="Mutter"))
    page = answer.content.decode()
    assert answer.status_code == 409 and "inzwischen" in page and 'value="Mutter"' in page and "Carla Köhler" in page
    with workspace_scope(cast.lindenhof.id):
        assert Sharing.objects.get().scopes == ["appointments"]


def test_a_release_is_recorded_listed_changed_withdrawn_and_deleted(cast: Cast, browse: Browse) -> None:
    anna, one = browse("anna"), cast.relations["carla"]
    told = released(ends_on="31.12.2030")
    for _twice in range(2):  # two clicks are one
        assert anna.post(of(cast.carla, one, "releases/new/"), told).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        row = Release.objects.get()
        assert [each.topic for each in may_tell_on(TODAY, client=cast.carla, other=cast.doktor)] == ["Befunde"]
        assert may_tell_on(date(2031, 1, 1), client=cast.carla, other=cast.doktor) == []
    assert "Von der Schweigepflicht entbunden" in anna.get(base_of(cast.doktor)).content.decode()  # on both records
    path = of(cast.carla, one, f"releases/{row.pk}/")
    change = {"topic": "Befunde", "starts_on": "01.02.2026", "withdrawn_on": "03.02.2026", "version": "1"}
    assert anna.post(path, change).status_code == 303
    assert "widerrufen am 03.02.2026" in anna.get(of(cast.carla, one, "releases/")).content.decode()
    with workspace_scope(cast.lindenhof.id):
        assert may_tell_on(TODAY, client=cast.carla, other=cast.doktor) == []
        assert len(may_tell_on(date(2026, 2, 2), client=cast.carla, other=cast.doktor)) == 1
    assert anna.post(path, change).status_code == 409
    anna.get(base_of(cast.carla))
    assert anna.post(f"{path}deletion/", {"version": "2"}).status_code == 303
    assert undo_of(anna, base_of(cast.carla)).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        back = Release.objects.get()
        assert (back.pk, back.withdrawn_on, back.version) == (row.pk, date(2026, 2, 3), 1)


def test_undo_of_a_new_release_takes_it_away(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    anna.post(of(cast.carla, cast.relations["carla"], "releases/new/"), released())
    assert undo_of(anna, base_of(cast.carla)).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert not Release.objects.exists()


@pytest.mark.parametrize(
    "told", [{"topic": ""}, {"starts_on": ""}, {"ends_on": "31.01.2026"}, {"topic": "x" * 201}, {"starts_on": "morgen"}]
)
def test_a_bad_release_is_refused_and_what_was_typed_stays(cast: Cast, browse: Browse, told: dict[str, str]) -> None:
    answer = browse("anna").post(of(cast.carla, cast.relations["carla"], "releases/new/"), released(**told))
    assert answer.status_code == 422 and "field-error" in answer.content.decode()
    assert all(f'value="{value}"' in answer.content.decode() for value in told.values() if value)
    with workspace_scope(cast.lindenhof.id):
        assert not Release.objects.exists()


def test_how_a_release_stands_is_a_matter_of_days(cast: Cast) -> None:
    row = Release(topic="x", starts_on=date(2026, 2, 1), ends_on=date(2026, 2, 10), withdrawn_on=date(2026, 2, 5))
    days = {31: Standing.COMING, 1: Standing.VALID, 4: Standing.VALID, 5: Standing.WITHDRAWN, 11: Standing.WITHDRAWN}
    for number, standing in days.items():
        assert row.standing_on(date(2026, 1 if number == 31 else 2, number)) == standing, number
    row.withdrawn_on = None
    assert row.standing_on(date(2026, 2, 10)) == Standing.VALID and row.standing_on(date(2026, 2, 11)) == Standing.OVER


def test_a_deleted_relation_comes_back_with_what_was_told_by_it(cast: Cast, browse: Browse) -> None:
    anna, one = browse("anna"), cast.relations["carla"]
    anna.post(of(cast.carla, one, "sharing/"), shared())
    row = tell(cast, ends_on=date(2030, 1, 1))
    anna.get(base_of(cast.carla))
    assert anna.post(of(cast.carla, one, "deletion/"), {"version": "1"}).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert not Release.objects.exists() and not Sharing.objects.exists()
    assert undo_of(anna, base_of(cast.carla)).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert Release.objects.get().pk == row.pk and Release.objects.get().ends_on == date(2030, 1, 1)
        assert Sharing.objects.get().scopes == ["appointments"]


def test_of_two_clients_the_open_record_is_told_of(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        couple = connect(cast.carla, cast.bruno, bond("partner"), by=cast.anna)
    anna = browse("anna")
    anna.post(of(cast.bruno, couple, "releases/new/"), released(topic="Rechnungsfragen"))
    with workspace_scope(cast.lindenhof.id):
        assert may_tell_on(TODAY, client=cast.bruno, other=cast.carla) != []
        assert may_tell_on(TODAY, client=cast.carla, other=cast.bruno) == []
        row = Release.objects.get()
    assert "Rechnungsfragen" not in anna.get(base_of(cast.carla)).content.decode()
    assert anna.get(of(cast.carla, couple, f"releases/{row.pk}/")).status_code == 404
    change = Event.objects
    with workspace_scope(cast.lindenhof.id):
        pk = change.get(act="release.creation").pk
    for person, status in ((cast.carla, 404), (cast.bruno, 303)):
        told = {"change": str(pk), "version": "1"}
        assert anna.post(of(person, couple, "disclosure/reversal/"), told).status_code == status


def test_from_a_contacts_page_only_who_may_edit_the_client_tells_of_them(cast: Cast, browse: Browse) -> None:
    """Berta sees everybody and edits Carla, through whom the contact is hers to edit; Bruno is not."""
    kin = add_contact(cast, "Olga Onkel")
    with workspace_scope(cast.lindenhof.id):
        hers = connect(cast.carla, kin, bond("relative"), by=cast.anna)
        his = connect(cast.bruno, kin, bond("relative"), by=cast.anna)
    berta = browse("berta")
    assert berta.get(of(kin, hers, "sharing/")).status_code == 200
    for end in ("sharing/", "releases/", "releases/new/"):
        assert berta.get(of(kin, his, end)).status_code == 403, end
    assert berta.post(of(kin, his, "sharing/"), shared()).status_code == 403
    assert browse("leo").get(of(cast.carla, cast.relations["carla"], "sharing/")).status_code == 403
    assert browse("eve").get(of(cast.carla, cast.relations["carla"], "sharing/")).status_code == 404


def test_the_table_asks_the_same_number_of_questions_for_each_length(
    cast: Cast, browse: Browse, django_assert_num_queries: Any
) -> None:
    anna = browse("anna")
    anna.get(base_of(cast.carla))
    with django_assert_num_queries(count := _queries(anna, base_of(cast.carla))):
        anna.get(base_of(cast.carla))
    for number in range(5):
        other = add_contact(cast, f"Vera Vielfach{number}")
        with workspace_scope(cast.lindenhof.id):
            row = connect(cast.carla, other, bond("friend"), by=cast.anna)
            Release.objects.create(relationship=row, client_id=cast.carla.pk, topic="x", starts_on=TODAY)
    with django_assert_num_queries(count):
        anna.get(base_of(cast.carla))


def _queries(browser: Browser, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as found:
        browser.get(path)
    return len(found)


def test_custody_is_asked_of_custodians_alone(cast: Cast, browse: Browse) -> None:
    from tests.people.relatives import kind

    anna = browse("anna")
    told = {"other": str(cast.bruno.pk), "type": kind(cast, "custodian"), "custody": "sole", "submission": str(uuid4())}
    assert anna.post(f"{base_of(cast.carla)}new/", told).status_code == 303
    assert "Alleiniges Sorgerecht" in anna.get(base_of(cast.carla)).content.decode()
    with workspace_scope(cast.lindenhof.id):
        row = Relationship.objects.get(type__code="custodian")
    anna.post(f"{base_of(cast.carla)}{row.pk}/", {"type": kind(cast, "friend"), "custody": "sole", "version": "1"})
    with workspace_scope(cast.lindenhof.id):
        assert Relationship.objects.get(pk=row.pk).custody == ""
    assert undo_of(anna, base_of(cast.carla)).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert Relationship.objects.get(pk=row.pk).custody == "sole"


@pytest.mark.parametrize(("ends", "is_told"), [(0, True), (14, True), (15, False), (-1, False)])
def test_start_tells_of_a_release_that_ends_soon(cast: Cast, browse: Browse, ends: int, is_told: bool) -> None:
    row = tell(cast, starts_on=date(2026, 1, 1), ends_on=timezone.localdate() + timedelta(days=ends))
    text = f"Eine Schweigepflichtentbindung von Carla Köhler endet am {day(ends)}."
    for name in ("anna", "tom"):
        page = browse(name).get("/w/lindenhof/").content.decode()
        assert (text in page) is is_told and (base_of(cast.carla) in page) is is_told, name
    assert text not in browse("leo").get("/w/lindenhof/").content.decode()  # who cannot renew it
    with workspace_scope(cast.lindenhof.id):
        Release.objects.filter(pk=row.pk).update(client_id=cast.bruno.pk)
    assert "Bruno" not in browse("tom").get("/w/lindenhof/").content.decode()
