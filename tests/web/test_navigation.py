from django.urls import reverse

from kartei.tenancy.rights import Right
from kartei.web.navigation import FOOT, MENU, allowed


def test_rights_of_the_menu_are_rights() -> None:
    assert {entry.right for entry in MENU + FOOT if entry.right} <= {right.value for right in Right}


def test_every_entry_leads_somewhere() -> None:
    for entry in MENU + FOOT:
        assert reverse(entry.name, kwargs={"slug": "lindenhof"}) == f"/w/lindenhof/{entry.prefix}"


def test_an_entry_without_the_right_is_absent() -> None:
    assert [entry.name for entry in allowed(MENU, lambda right: False)] == ["overview:start", "people:tasks"]


def test_the_entry_of_the_page_is_the_current_one() -> None:
    start, calendar, clients = MENU[:3]
    assert start.is_current("")
    assert not start.is_current("clients/")
    assert calendar.is_current("calendar/appointments/1/")
    assert clients.is_current("clients/1/personal/")
    assert not clients.is_current("calendar/")
