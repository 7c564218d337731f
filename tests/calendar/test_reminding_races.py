"""Two workers at once: each reminder is queued once and sent once."""

import datetime as dt
import threading
from collections.abc import Callable
from email import message_from_string

import pytest
from django.db import connections
from django.utils import timezone
from pytest_django import Settings

from kartei.calendar.automations.reminding import remind
from kartei.calendar.models import AutomationRun
from kartei.db.scope import workspace_scope
from kartei.inbox.delivering import deliver
from kartei.inbox.models import MailState, PracticeMail
from tests.calendar.booked import booked
from tests.cast import assemble
from tests.inbox.smtp_stub import smtp_stub

pytestmark = pytest.mark.django_db(transaction=True)
COUNT, WORKERS = 30, 4


def together(act: Callable[[], object]) -> None:
    start = threading.Barrier(WORKERS)

    def work() -> None:
        start.wait()
        act()
        connections.close_all()

    threads = [threading.Thread(target=work) for _worker in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_workers_who_look_and_send_at_once_double_nothing(settings: Settings) -> None:
    cast, start = assemble(), timezone.now() + dt.timedelta(days=30)
    with workspace_scope(cast.lindenhof.id):
        for number in range(COUNT):
            booked(cast, start + dt.timedelta(minutes=20 * number), 15)
    together(lambda: remind(cast.lindenhof.id, start - dt.timedelta(hours=1)))
    with workspace_scope(cast.lindenhof.id):
        assert AutomationRun.objects.count() == PracticeMail.objects.count() == COUNT
        past = timezone.now() - dt.timedelta(minutes=1)
        PracticeMail.objects.update(due_at=past, try_at=past)
    with smtp_stub() as stub:
        settings.KARTEI_SMTP_URL = stub.url
        together(lambda: deliver(cast.lindenhof.id))
        ids = [message_from_string(text)["Message-ID"] for text in stub.taken]
    assert len(set(ids)) == len(ids) == COUNT
    with workspace_scope(cast.lindenhof.id):
        assert PracticeMail.objects.filter(state=MailState.SENT).count() == COUNT
