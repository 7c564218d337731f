"""`up --demo`: the practices of house.md, section 2, the same on every machine."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.db.models import Count
from django.utils import timezone

from kartei.accounts.models import User
from kartei.audit.verification import verify_all
from kartei.calendar.models import Appointment, Attendance, Occupancy, Place, PlaceKind, Service
from kartei.db.scope import workspace_scope
from kartei.demo.loading import PASSWORD, OtherPractice, load_if_empty
from kartei.demo.practices import lindenhof
from kartei.people.models import (
    Assignment,
    Client,
    ClientKind,
    Person,
    Phone,
    Relationship,
)
from kartei.tenancy.models import Member, Workspace
from tests.cast import Cast

FILM = re.compile(r"\+49(3023125\d{3}|4066969\d{3}|2214710\d{3}|17139200\d\d|176040690\d\d)")
LOGINS = {
    "anna@lindenhof.example": "owner",
    "tom@lindenhof.example": "practitioner",
    "rita@lindenhof.example": "front_desk",
    "berta@lindenhof.example": "billing",
    "leo@lindenhof.example": "read_only",
    "eve@nord.example": "owner",
}


@pytest.fixture
def demo(db: None) -> Workspace:
    assert load_if_empty()
    return Workspace.objects.get(slug="lindenhof")


def test_lindenhof_has_220_clients_and_60_contacts_and_nord_has_30(
    demo: Workspace,
) -> None:
    with workspace_scope(demo.id):
        assert Person.objects.clients().count() == Client.objects.count() == 220
        assert Person.objects.contacts().count() == 60
        assert sorted(Client.objects.values_list("number", flat=True)) == list(range(1, 221))
    with workspace_scope(Workspace.objects.get(slug="nord").id):
        assert Client.objects.count() == 30


def test_every_login_has_the_password_a_confirmed_address_and_its_preset(
    demo: Workspace,
) -> None:
    presets = {}
    for workspace in Workspace.objects.all():
        with workspace_scope(workspace.id):
            presets |= dict(Member.objects.values_list("user__email", "preset"))
    assert presets == LOGINS
    assert set(EmailAddress.objects.filter(verified=True, primary=True).values_list("email", flat=True)) == set(LOGINS)
    assert authenticate(None, email="tom@lindenhof.example", password=PASSWORD) is not None
    assert not User.objects.filter(email="carla@klientin.example").exists()


def test_tom_sees_sixty_clients_and_carla_is_one_of_them(demo: Workspace) -> None:
    with workspace_scope(demo.id):
        tom = Member.objects.get(email="tom@lindenhof.example")
        seen = Person.objects.visible_to(tom).clients()
        assert seen.count() == 60
        assert seen.filter(main_email="carla@klientin.example").exists()
        assert not seen.filter(last_name="Groß", first_name="Bruno").exists()


def test_nobody_can_be_called_or_written_to(demo: Workspace) -> None:
    for workspace in Workspace.objects.all():
        with workspace_scope(workspace.id):
            assert [
                number for number in Phone.objects.values_list("number", flat=True) if not FILM.fullmatch(number)
            ] == []
            domains = Person.objects.exclude(main_email="").values_list("main_email", flat=True)
            assert {email.rsplit(".", 1)[1] for email in domains} == {"example"}


def test_minors_have_custodians_and_couples_one_record(demo: Workspace) -> None:
    with workspace_scope(demo.id):
        minors = set(Client.objects.filter(kind=ClientKind.MINOR).values_list("id", flat=True))
        kept = set(Relationship.objects.filter(type__code="custodian").values_list("person_id", flat=True))
        assert len(minors) == 24
        assert minors == kept
        assert Client.objects.filter(kind=ClientKind.COUPLE).count() == 10


def test_records_are_ordinary_ones_and_sort_by_the_day_they_were_begun(
    demo: Workspace,
) -> None:
    with workspace_scope(demo.id):
        assert not Person.objects.filter(is_demo=True).exists()
        moments = list(Person.objects.clients().order_by("client__number").values_list("created_at", flat=True))
        assert moments == sorted(moments)
        assert moments[-1] < timezone.now()
        assert not Assignment.objects.filter(client__status__kind="lead").exists()


def test_the_calendar_was_is_and_will_be_full_and_nobody_is_in_two_places(demo: Workspace) -> None:
    with workspace_scope(demo.id):
        assert (Service.objects.count(), Place.objects.count()) == (5, 5)
        assert {place.kind for place in Place.objects.all()} == set(PlaceKind)  # CA-09 can be tried at once
        moments = [timezone.localtime(each) for each in Appointment.objects.values_list("starts_at", flat=True)]
        assert len(moments) > 1_000 and {each.weekday() for each in moments} == {0, 1, 2, 3, 4}
        for ahead in (False, True):
            assert len([each for each in moments if (each > timezone.now()) == ahead]) > 200
        assert set(Attendance.objects.values_list("status__code", flat=True)) > {
            "done",
            "no_show",
            "planned",
            "cancelled",
        }
        assert Appointment.objects.filter(attendances=None).count() == 0
        assert Attendance.objects.values("appointment").annotate(n=Count("id")).filter(n__gt=1).count() > 10
        free: dict[object, object] = {}
        for taken, begins, ends in Occupancy.objects.order_by("starts_at").values_list(
            "taken_id", "starts_at", "ends_at"
        ):
            assert free.get(taken, begins) <= begins  # type: ignore[operator]
            free[taken] = ends
    with workspace_scope(Workspace.objects.get(slug="nord").id):
        assert not Service.objects.exists() and not Appointment.objects.exists()


def test_the_same_people_come_on_every_day() -> None:
    now = timezone.localtime()
    names = [(draft.first_name, draft.last_name, draft.status) for draft in lindenhof(now)]
    assert names == [(d.first_name, d.last_name, d.status) for d in lindenhof(now - timedelta(days=40))]
    assert Counter(name[:2] for name in names if name[0]).most_common(1)[0][1] == 1


def test_it_loads_once_and_keeps_what_was_changed(demo: Workspace) -> None:
    with workspace_scope(demo.id):
        Person.objects.filter(last_name="Köhler", first_name="Carla").update(last_name="Sommer")
    assert not load_if_empty()
    with workspace_scope(demo.id):
        assert Person.objects.filter(last_name="Sommer", first_name="Carla").exists()


def test_a_folder_with_another_practice_is_refused(db: None) -> None:
    Workspace.objects.create(name="Praxis Süd", slug="sued")
    with pytest.raises(OtherPractice, match="KARTEI_DATA"):
        load_if_empty()
    assert Workspace.objects.count() == 1


def test_the_chain_of_the_demo_holds(demo: Workspace) -> None:
    assert list(verify_all()) == []


def test_the_cast_of_the_tests_is_the_team_of_the_demo(cast: Cast) -> None:
    assert set(LOGINS) <= {user.email for user in cast.users.values()}
