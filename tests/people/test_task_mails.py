"""„Morgens eine E-Mail mit meinen fälligen Aufgaben“ (product.md, 0.2: by mail only if the member wants it)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from kartei.accounts.models import User
from kartei.db.scope import workspace_scope
from kartei.inbox.models import InstanceMail
from kartei.people import task_mails
from kartei.people.models import Task, TaskMail
from kartei.people.task_mails import send_morning_mails
from kartei.people.tasking import Errand, create_task, delete_task, forget_deleted_tasks
from kartei.tenancy.models import MemberState, Workspace
from tests.cast import Cast
from tests.post import mails_to

Browse = Callable[[str], Browser]
SEVEN = datetime(2027, 3, 15, 6, 5, tzinfo=UTC)  # 07:05 in Berlin
TOM = "tom@lindenhof.example"


@pytest.fixture
def wanted(cast: Cast) -> Cast:
    """Tom wants the mail and has three tasks until this day, one of them overdue, and one for later."""
    User.objects.filter(email=TOM).update(wants_task_mail=True)
    with workspace_scope(cast.lindenhof.id):
        for days in (-2, 0, 0, 1):
            due_on = SEVEN.date() + timedelta(days=days)
            create_task(Errand("Geheimer Bericht", due_on, [cast.tom]), client=cast.carla, by=cast.anna)
    return cast


def test_it_says_how_many_and_no_name(wanted: Cast) -> None:
    send_morning_mails(SEVEN)
    [mail] = mails_to(TOM)
    assert mail.subject == "Ihre Aufgaben für heute"
    assert "3 Aufgaben sind fällig. 1 davon ist überfällig." in mail.body and "/w/lindenhof/tasks/" in mail.body
    for secret in ("Carla", "Köhler", "Bericht", "Praxis"):
        assert secret not in mail.body + mail.subject


def test_it_speaks_the_language_of_who_gets_it(wanted: Cast) -> None:
    User.objects.filter(email=TOM).update(language="en")
    send_morning_mails(SEVEN)
    assert "3 tasks are due. 1 of them is overdue." in mails_to(TOM)[0].body


def test_nobody_else_gets_one(wanted: Cast) -> None:
    send_morning_mails(SEVEN)
    assert InstanceMail.objects.count() == 1


def test_it_comes_once_a_morning_however_often_the_job_runs(wanted: Cast) -> None:
    for minutes in (0, 15, 15, 120):
        send_morning_mails(SEVEN + timedelta(minutes=minutes))
    assert len(mails_to(TOM)) == 1
    send_morning_mails(SEVEN + timedelta(days=1))
    assert len(mails_to(TOM)) == 2


def test_a_job_that_dies_on_the_way_sends_when_it_runs_again(wanted: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    def die(*args: Any, **kwargs: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(task_mails.EmailMessage, "send", die)
        with pytest.raises(Killed):
            send_morning_mails(SEVEN)
    with workspace_scope(wanted.lindenhof.id):
        assert not TaskMail.objects.exists()
    send_morning_mails(SEVEN)
    assert len(mails_to(TOM)) == 1


@pytest.mark.parametrize(("hour", "count"), [(4, 0), (5, 0), (6, 1), (10, 1), (11, 0), (18, 0)])
def test_it_comes_in_the_morning_of_the_workspace(wanted: Cast, hour: int, count: int) -> None:
    send_morning_mails(SEVEN.replace(hour=hour, minute=59))
    assert len(mails_to(TOM)) == count


def test_another_zone_has_another_morning(wanted: Cast) -> None:
    Workspace.objects.filter(pk=wanted.lindenhof.pk).update(time_zone="America/New_York")
    send_morning_mails(SEVEN)
    assert mails_to(TOM) == []
    send_morning_mails(SEVEN.replace(hour=11, minute=30))
    assert len(mails_to(TOM)) == 1


def test_on_the_days_when_the_clocks_change_it_comes_once(wanted: Cast) -> None:
    for day in (datetime(2027, 3, 28, tzinfo=UTC), datetime(2027, 10, 31, tzinfo=UTC)):
        before = len(mails_to(TOM))
        for minutes in range(0, 24 * 60, 15):
            send_morning_mails(day + timedelta(minutes=minutes))
        assert len(mails_to(TOM)) == before + 1


def test_without_a_due_task_there_is_none_and_none_comes_later_that_morning(wanted: Cast) -> None:
    with workspace_scope(wanted.lindenhof.id):
        Task.objects.update(due_on=None)
    send_morning_mails(SEVEN)
    with workspace_scope(wanted.lindenhof.id):
        Task.objects.update(due_on=SEVEN.date())
    send_morning_mails(SEVEN + timedelta(minutes=15))
    assert mails_to(TOM) == []


@pytest.mark.parametrize("state", [MemberState.SUSPENDED, MemberState.LEFT, MemberState.INVITED])
def test_who_is_not_at_work_gets_none(wanted: Cast, state: str) -> None:
    with workspace_scope(wanted.lindenhof.id):
        wanted.tom.state = state
        wanted.tom.save(update_fields=["state"])
    send_morning_mails(SEVEN)
    assert mails_to(TOM) == []


def test_a_login_that_is_closed_gets_none(wanted: Cast) -> None:
    User.objects.filter(email=TOM).update(is_active=False)
    send_morning_mails(SEVEN)
    assert mails_to(TOM) == []


def test_what_is_out_of_reach_is_not_counted(wanted: Cast) -> None:
    with workspace_scope(wanted.lindenhof.id):
        wanted.carla.client.assignments.all().delete()
    send_morning_mails(SEVEN)
    assert mails_to(TOM) == []


def test_the_switch_stands_in_the_profile_and_is_off(cast: Cast, browse: Browse) -> None:
    browser = browse("tom")
    page = browser.get("/profile/").content.decode()
    assert "Morgens eine E-Mail mit meinen fälligen Aufgaben" in page
    assert not User.objects.get(email=TOM).wants_task_mail
    browser.post("/profile/mails/", {"wants_task_mail": "on"})
    assert User.objects.get(email=TOM).wants_task_mail
    browser.post("/profile/mails/", {})
    assert not User.objects.get(email=TOM).wants_task_mail


def test_a_deleted_task_is_gone_for_good_after_thirty_days(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        for text in ("Weg", "Bleibt"):
            task = create_task(Errand(text), by=cast.anna)
            if text == "Weg":
                deleted_at = delete_task(task, version=1, by=cast.anna).deleted_at
    assert deleted_at is not None
    forget_deleted_tasks(deleted_at + timedelta(days=29))
    with workspace_scope(cast.lindenhof.id):
        assert Task.objects.count() == 2
    forget_deleted_tasks(deleted_at + timedelta(days=31))
    with workspace_scope(cast.lindenhof.id):
        assert [task.text for task in Task.objects.all()] == ["Bleibt"]
