"""Appointments on a client's record: what comes, what was, and the same again (product.md, 3.1)."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client as Browser
from django.utils import timezone

from kartei.calendar.models import Appointment, Attendance, Occupancy
from kartei.db.scope import workspace_scope
from kartei.people.archiving import erase
from kartei.people.converting import Refused, make_contact
from kartei.people.models import Person
from kartei.people.versions import version_of
from kartei.web.dates import read_date
from tests.calendar.booked import CALENDAR, PART, booked, room, service, text
from tests.cast import Cast
from tests.security.filling import forms_in

Browse = Callable[[str], Browser]
NOW = timezone.now().replace(second=0, microsecond=0)
DAYS = dt.timedelta(days=1)


def record_of(person: Person) -> str:
    return f"/w/lindenhof/clients/{person.pk}/"


def visits(page: str) -> list[str]:
    """The appointments that a page links, in its order."""
    return re.findall(r'class="tabular-nums hover:underline[^"]*" href="[^"]+/appointments/([^/]+)/"', page)


def test_the_record_has_what_comes_in_order_and_what_was_newest_first(cast: Cast, browse: Browse) -> None:
    """OV-02, OV-03"""
    with workspace_scope(cast.lindenhof.id):
        coming = [booked(cast, NOW + number * DAYS) for number in range(1, 13)]
        was = [booked(cast, NOW - number * DAYS) for number in range(1, 43)]
        booked(cast, NOW + DAYS, 50, cast.bruno, members=[cast.tom])
    anna = browse("anna")
    page = text(anna.get(record_of(cast.carla)))
    assert visits(page) == [str(made.pk) for made in (*coming[:10], *was[:20])]
    assert f'href="{CALENDAR}appointments/new/?client={cast.carla.pk}"' in page and "Termin buchen" in page
    seen, more = visits(page)[10:], re.search(r'id="past-more".*?href="([^"]+)"', page, re.DOTALL)
    while more:
        part = text(anna.get(more[1], headers=PART))
        seen += visits(part)
        more = re.search(r'id="past-more".*?href="([^"]+)"', part, re.DOTALL)
    assert seen == [str(made.pk) for made in was]
    assert anna.get(f"{record_of(cast.carla)}appointments/past/").headers["Location"] == record_of(cast.carla)
    assert visits(text(anna.get(f"{record_of(cast.carla)}appointments/past/?after={coming[0].pk}", headers=PART)))


def test_whoever_may_not_book_gets_no_menu(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        booked(cast, NOW - DAYS)
        cast.leo.levels["calendar.edit"] = "none"
        cast.leo.save(update_fields=["levels"])
    page = text(browse("leo").get(record_of(cast.carla)))
    assert len(visits(page)) == 1 and "Neu planen" not in page and "Termin buchen" not in page
    assert "Neu planen" in text(browse("anna").get(record_of(cast.carla)))


def test_plan_anew_fills_the_form_and_leaves_the_old_one(cast: Cast, browse: Browse) -> None:
    """OV-06"""
    with workspace_scope(cast.lindenhof.id):
        made = booked(
            cast, NOW - 10 * DAYS, 75, cast.carla, cast.bruno, service=service(capacity=4), place=room(), note="Wie immer",
            price=Decimal(90), members=[cast.anna, cast.tom],
        )  # fmt: skip
    anna, address = browse("anna"), f"{CALENDAR}appointments/new/"
    page = text(anna.get(address, {"like": made.pk, "client": cast.carla.pk}, headers=PART))
    [form] = [form for form in forms_in(page) if form.action == address]
    told = dict(form.pairs)
    then, wanted = timezone.localtime(made.starts_at), read_date(told["day"])
    assert told["begins"] == f"{then:%H:%M}" and told["minutes"] == "75" and told["price"] == "90"
    assert wanted.weekday() == then.weekday() and 0 < (wanted - timezone.localdate()).days <= 7
    assert re.findall(r'name="clients" value="([^"]+)"', page) == [str(cast.carla.pk)]
    assert told["service"] == str(made.service_id) and told["place"] == str(made.place_id) and "Wie immer" in page
    whole = text(anna.get(address, {"like": made.pk}, headers=PART))
    assert set(re.findall(r'name="clients" value="([^"]+)"', whole)) == {str(cast.carla.pk), str(cast.bruno.pk)}
    sent = {**told, "members": [cast.anna.pk, cast.tom.pk], "despite": ""}
    assert anna.post(address, sent).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        made.refresh_from_db()
        assert (made.version, made.attendances.count()) == (1, 2)
        assert Appointment.objects.get(starts_at__gt=NOW).attendances.get().price == 90


def test_a_client_with_an_appointment_becomes_no_contact(cast: Cast, browse: Browse) -> None:
    """CO-03"""
    with workspace_scope(cast.lindenhof.id):
        booked(cast, NOW + DAYS)
        carla = Person.objects.select_related("profile", "client").get(pk=cast.carla.pk)
        with pytest.raises(Refused, match="1 Termin"):
            make_contact(carla, version=version_of(carla, "master"), by=cast.anna)
    assert "1 Termin" in text(browse("anna").get(f"{record_of(cast.carla)}conversion/"))


def test_who_is_erased_leaves_neither_a_note_nor_a_busy_hour(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        alone = booked(cast, NOW + DAYS, note="Vertraulich")
        group = booked(cast, NOW + 2 * DAYS, 50, cast.carla, cast.bruno)
        erase([cast.carla.pk])
        assert list(Appointment.objects.all()) == [group] and alone.pk != group.pk
        assert Attendance.objects.get().client_id == cast.bruno.pk
        assert set(Occupancy.objects.values_list("taken_id", flat=True)) == {cast.anna.pk, cast.bruno.pk}
