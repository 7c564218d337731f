"""„Einstellungen“ → „Terminstatus“: own words for how an appointment went (CA-08)."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kartei.audit.models import Event
from kartei.calendar import statuses
from kartei.calendar.booking import change_attendance, status_of
from kartei.calendar.models import (
    BUILT_IN_APPOINTMENT_STATUSES,
    Appointment,
    AppointmentStatus,
    AppointmentStatusKind,
    Occupancy,
)
from kartei.calendar.occupying import Occupied, spans_of
from kartei.db.scope import workspace_scope
from kartei.people.models import Client
from tests.calendar.booked import at, booked, make, page_of, text
from tests.cast import Cast

Browse = Callable[[str], Browser]
BASE = "/w/lindenhof/settings/appointment-statuses/"


def word(cast: Cast, name: str) -> AppointmentStatus:
    with workspace_scope(cast.lindenhof.id):
        return next(one for one in AppointmentStatus.objects.all() if name in {one.code, one.name})


def order(cast: Cast) -> list[str]:
    with workspace_scope(cast.lindenhof.id):
        return [one.name or one.code for one in AppointmentStatus.objects.all()]


def add(browser: Browser, name: str, **told: str) -> Any:
    return browser.post(
        f"{BASE}new/", {"name": name, "kind": "open", "colour": "teal", "submission": str(uuid4()), **told}
    )


def give(cast: Cast, made: Appointment, status: AppointmentStatus, **told: Any) -> Appointment:
    with workspace_scope(cast.lindenhof.id):
        found = Appointment.objects.get(pk=made.pk)
        return change_attendance(found.attendances.get(), status, version=found.version, by=cast.anna, **told)


def is_busy(cast: Cast, made: Appointment) -> bool:
    with workspace_scope(cast.lindenhof.id):
        return Occupancy.objects.filter(appointment=made.pk).exists()


def nothing(**told: str) -> None:
    """Instead of a job."""


def test_a_new_practice_has_the_statuses_of_the_table(cast: Cast) -> None:
    """product.md, 5: kind, and whether the slot is freed. Other tests ask the code what they expect."""
    with workspace_scope(cast.lindenhof.id):
        there = [(one.code, one.kind, one.frees_slot) for one in AppointmentStatus.objects.all()]
    assert there == [
        ("requested", "pending", False), ("planned", "open", False), ("confirmed", "open", False),
        ("arrived", "open", False), ("done", "done", False), ("no_show", "missed", False),
        ("late_cancellation", "missed", True), ("cancelled", "cancelled", True),
    ]  # fmt: skip


def test_an_own_status_is_added_given_and_removed_with_a_replacement(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    assert add(anna, "Wartet draußen", kind="pending").status_code == 303
    outside = word(cast, "Wartet draußen")
    assert (outside.kind, outside.colour, outside.frees_slot, order(cast)[-1]) == (
        "pending", "teal", False, "Wartet draußen",
    )  # fmt: skip
    made = make(cast, at(10))
    assert "Wartet draußen" in text(anna.get(page_of(made)))
    give(cast, made, outside)
    assert "1 Termin hat den Status" in text(anna.get(f"{BASE}{outside.pk}/removal/"))
    removal = f"{BASE}{outside.pk}/removal/"
    assert anna.post(removal, {"replacement": ""}).status_code == 422
    assert anna.post(removal, {"replacement": str(outside.pk)}).status_code == 422
    assert anna.post(removal, {"replacement": str(word(cast, "arrived").pk)}).status_code == 303
    assert f'value="{outside.pk}"' not in text(anna.get(page_of(made)))
    assert "Wird durch „Eingetroffen“ ersetzt" in text(anna.get(BASE))
    statuses.finish_replacement(cast.lindenhof.id, outside.pk, cast.anna.pk)
    statuses.finish_replacement(cast.lindenhof.id, outside.pk, cast.anna.pk)  # once more: nothing to do
    assert "Wartet draußen" not in order(cast)
    with workspace_scope(cast.lindenhof.id):
        assert made.attendances.get().status.code == "arrived"
        event = Event.objects.filter(act="appointment.status", client_id=cast.carla.pk).latest("id")
    assert event.detail["changes"] == {"Status": ["Wartet draußen", "Eingetroffen"]}


def test_a_replacement_that_holds_the_time_keeps_it_busy_whatever_it_overlaps(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        told = {"name": "Verschoben", "kind": "missed", "colour": "red", "frees_slot": True}
        freeing = statuses.add_status(told, by=cast.anna)
        made = booked(cast, at(10))
    give(cast, made, freeing)
    assert not is_busy(cast, made)
    other = make(cast, at(10), 50, cast.bruno)
    with workspace_scope(cast.lindenhof.id):
        statuses.replace_status(freeing, status_of("planned"), by=cast.anna, start=nothing)
    statuses.finish_replacement(cast.lindenhof.id, freeing.pk, cast.anna.pk)
    assert is_busy(cast, made) and is_busy(cast, other)


def test_a_job_that_was_ended_goes_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statuses, "BATCH", 1)
    with workspace_scope(cast.lindenhof.id):
        told = {"name": "Alt", "kind": "open", "colour": "red", "frees_slot": False}
        old = statuses.add_status(told, by=cast.anna)
    several = [make(cast, at(hour)) for hour in (9, 11, 13)]
    for made in several:
        give(cast, made, old)
    with workspace_scope(cast.lindenhof.id):
        statuses.replace_status(old, status_of("confirmed"), by=cast.anna, start=nothing)
    [first] = statuses._to_replace(cast.lindenhof.id, old.pk)
    with workspace_scope(cast.lindenhof.id):
        statuses._replace(first, old.pk, by=cast.anna)
    statuses.finish_replacement(cast.lindenhof.id, old.pk, cast.anna.pk)
    with workspace_scope(cast.lindenhof.id):
        assert {made.attendances.get().status.code for made in several} == {"confirmed"}
        assert Event.objects.filter(act="appointment.status").count() == 6


def test_who_was_given_a_third_status_meanwhile_keeps_it(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        told = {"name": "Alt", "kind": "open", "colour": "red", "frees_slot": False}
        old = statuses.add_status(told, by=cast.anna)
    made, gone = make(cast, at(9)), make(cast, at(11))
    give(cast, made, old)
    give(cast, gone, old)
    with workspace_scope(cast.lindenhof.id):
        statuses.replace_status(old, status_of("confirmed"), by=cast.anna, start=nothing)
        late = made.attendances.get().pk, gone.attendances.get().pk
    give(cast, made, word(cast, "no_show"))
    with workspace_scope(cast.lindenhof.id):
        gone.delete()
        for row in late:
            statuses._replace(row, old.pk, by=cast.anna)
        assert made.attendances.get().status.code == "no_show"
    statuses.finish_replacement(cast.lindenhof.id, old.pk, cast.anna.pk)
    with workspace_scope(cast.lindenhof.id):
        assert made.attendances.get().status.code == "no_show"
        assert not AppointmentStatus.objects.filter(pk=old.pk).exists()


def test_of_a_built_in_one_only_name_and_colour_are_free(cast: Cast, browse: Browse) -> None:
    anna, done = browse("anna"), word(cast, "done")
    form = text(anna.get(f"{BASE}{done.pk}/"))
    assert 'name="colour"' in form and 'name="kind"' not in form and 'name="frees_slot"' not in form
    told = {"name": "Fertig", "colour": "green", "kind": "cancelled", "frees_slot": "on", "version": "0"}
    assert anna.post(f"{BASE}{done.pk}/", told).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        done = status_of("done")
        with pytest.raises(statuses.Refused):
            statuses.replace_status(done, status_of("planned"), by=cast.anna, start=nothing)
        statuses.edit_status(done, {"frees_slot": True, "name": "Fertig"}, version=1, by=cast.anna, start=nothing)
        done.refresh_from_db()
    assert (done.label, done.colour, done.kind, done.frees_slot) == ("Fertig", "green", "done", False)
    answer = anna.post(f"{BASE}{done.pk}/removal/", {"replacement": str(word(cast, "planned").pk)})
    assert answer.status_code == 422 and "bleibt" in text(answer)
    assert f"{done.pk}/removal/" not in text(anna.get(BASE))


def test_whether_it_frees_the_time_is_felt_by_what_is_booked(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    add(anna, "Vielleicht")
    maybe, made = word(cast, "Vielleicht"), make(cast, at(10))
    give(cast, made, maybe)
    told = {"name": "Vielleicht", "kind": "open", "colour": "teal", "version": "0"}
    assert is_busy(cast, made)
    assert anna.post(f"{BASE}{maybe.pk}/", {**told, "frees_slot": "on"}).status_code == 303
    statuses.go_through(cast.lindenhof.id, maybe.pk)
    assert not is_busy(cast, made)
    with workspace_scope(cast.lindenhof.id):
        assert Client.objects.get(pk=cast.carla.pk).next_appointment_at is None
    other = make(cast, at(10), 50, cast.bruno)
    assert anna.post(f"{BASE}{maybe.pk}/", {**told, "version": "1"}).status_code == 303
    statuses.go_through(cast.lindenhof.id, maybe.pk)
    assert is_busy(cast, made) and is_busy(cast, other)
    with workspace_scope(cast.lindenhof.id):
        with pytest.raises(Occupied):
            booked(cast, at(10), 50, cast.carla, members=[cast.tom])
        assert Client.objects.get(pk=cast.carla.pk).next_appointment_at == at(10)


@pytest.mark.parametrize("name", ["", "  ", "Geplant", "gEPLANT", "x" * 61, "nu\0ll"])
def test_a_bad_name_is_refused_and_nothing_is_stored(cast: Cast, browse: Browse, name: str) -> None:
    before = order(cast)
    assert add(browse("anna"), name).status_code == 422
    assert order(cast) == before


def test_an_older_version_is_told_and_what_was_typed_stays(cast: Cast, browse: Browse) -> None:
    anna, planned = browse("anna"), word(cast, "planned")
    told = {"name": "Vereinbart", "colour": "blue", "version": "0"}
    assert anna.post(f"{BASE}{planned.pk}/", told).status_code == 303
    late = anna.post(f"{BASE}{planned.pk}/", {**told, "name": "Fest"})
    assert late.status_code == 409 and "Vereinbart" in text(late) and 'value="Fest"' in text(late)


def test_the_order_is_changed_and_ends_at_its_ends(cast: Cast, browse: Browse) -> None:
    anna, before = browse("anna"), order(cast)
    second = word(cast, before[1])
    for _again in range(2):
        assert anna.post(f"{BASE}{second.pk}/place/", {"step": "-1"}).status_code == 303
        assert order(cast)[:2] == [before[1], before[0]]
    assert anna.post(f"{BASE}{second.pk}/place/", {"step": "x"}).status_code == 422
    assert anna.post(f"{BASE}{second.pk}/place/", {"step": "1"}, headers={"HX-Request": "true"}).status_code == 200


def test_calendar_overview_filter_and_settings_agree(cast: Cast, browse: Browse) -> None:
    """CA-08: set „Nicht erschienen“."""
    anna, missed = browse("anna"), word(cast, "no_show")
    made = make(cast, at(10))
    make(cast, at(14))
    answer = anna.post(page_of(made, f"attendances/{_row(cast, made)}/"), {"status": str(missed.pk), "version": "1"})
    assert answer.status_code == 303
    agenda = f"/w/lindenhof/calendar/?view=agenda&date=2027-03-02&status={missed.pk}"
    assert "Nicht erschienen" in text(anna.get(agenda)) and str(made.pk) in text(anna.get(agenda))
    assert ">1 Termin<" in text(anna.get(agenda)) and ">2 Termine<" in text(anna.get(agenda.partition("&status")[0]))
    assert str(made.pk) not in text(anna.get(agenda.replace(str(missed.pk), str(word(cast, "planned").pk))))
    assert "Nicht erschienen" in text(anna.get(f"/w/lindenhof/clients/{cast.carla.pk}/"))
    with workspace_scope(cast.lindenhof.id):
        counts = {status.code: count for status, count in statuses.counted_statuses()}
    assert counts["no_show"] == 1 and sum(counts.values()) == 2


def test_any_status_moves_to_any_other_and_the_slot_follows(cast: Cast) -> None:
    """product.md, 5: any open or pending one to any other, and from done back while nothing is invoiced."""
    made = make(cast, at(10))
    for first in BUILT_IN_APPOINTMENT_STATUSES:
        for second in BUILT_IN_APPOINTMENT_STATUSES:
            for code in (first, second):
                give(cast, made, word(cast, code))
                assert is_busy(cast, made) != BUILT_IN_APPOINTMENT_STATUSES[code][3]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["edit", "give", "replace"]), st.integers(0, 2), st.integers(0, 2), st.booleans()),
        max_size=6,
    )
)
def test_whatever_is_done_to_statuses_occupancies_stay_true(
    cast: Cast, steps: list[tuple[str, int, int, bool]]
) -> None:
    with workspace_scope(cast.lindenhof.id):
        own = [
            statuses.add_status(
                {"name": f"S{uuid4()}", "kind": "open", "colour": "red", "frees_slot": False}, by=cast.anna
            )
            for _number in range(3)
        ]
        day = at(6) + dt.timedelta(days=1)
        several = [booked(cast, day + dt.timedelta(hours=number)) for number in range(3)]
        for what, one, two, flag in steps:
            status = AppointmentStatus.objects.filter(pk=own[one].pk, replacement=None).first()
            if status is None:
                continue
            if what == "edit":
                kind = AppointmentStatusKind.CANCELLED if flag else AppointmentStatusKind.OPEN
                told = {"name": status.name, "kind": kind, "frees_slot": flag}
                statuses.edit_status(status, told, version=status.version, by=cast.anna, start=nothing)
                statuses.go_through(cast.lindenhof.id, status.pk)
            elif what == "give":
                found = Appointment.objects.get(pk=several[two].pk)
                row = found.attendances.get()
                change_attendance(row, status, version=found.version, by=cast.anna, despite=True)
            elif one != two and AppointmentStatus.objects.filter(pk=own[two].pk).exists():
                statuses.replace_status(status, own[two], by=cast.anna, start=nothing)
                statuses.finish_replacement(cast.lindenhof.id, status.pk, cast.anna.pk)
        for made in Appointment.objects.filter(pk__in=[one.pk for one in several]):
            want = {(span.taken_id, span.starts_at) for span in spans_of(made)}
            assert set(made.occupancies.values_list("taken_id", "starts_at")) == want
        coming = [
            row.starts_at
            for made in several
            for row in made.attendances.select_related("status")
            if row.status.kind == "open" and not row.status.frees_slot
        ]
        assert Client.objects.get(pk=cast.carla.pk).next_appointment_at == min(coming, default=None)
        for made in several:
            Appointment.objects.get(pk=made.pk).delete()


def _row(cast: Cast, made: Appointment) -> Any:
    with workspace_scope(cast.lindenhof.id):
        return made.attendances.get().pk
