"""A practice's mails to people: claimed, sent and marked once, whatever the server and the worker do."""

import datetime as dt
import time
from collections.abc import Iterator
from email import message_from_string
from email.policy import default
from typing import Any

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.inbox.accounts import account_now, relay_of, save_account
from kartei.inbox.delivering import CLAIM, deliver
from kartei.inbox.models import MailAccount, MailState, PracticeMail
from kartei.inbox.posting import Letter, post, send_again, settle, withdraw
from kartei.inbox.settings_forms import AccountForm
from kartei.inbox.tasks import deliver_all
from kartei.inbox.testing import PATIENCE, send_test
from kartei.people.models import Consent, Person, Purpose
from tests.cast import Cast
from tests.inbox.smtp_stub import DRIP, HANG_UP, Stub, smtp_stub

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def server(settings: Settings) -> Iterator[Stub]:
    with smtp_stub() as stub:
        settings.KARTEI_SMTP_URL = stub.url
        yield stub


@pytest.fixture
def here(cast: Cast) -> Any:
    with workspace_scope(cast.lindenhof.id):
        yield cast


def put(cast: Cast, *, after: dt.timedelta = -MINUTE, **told: Any) -> PracticeMail:
    told = {"subject": "Ihr Termin", "body": "Guten Tag,\n\nGrüße", **told}
    [pk] = post([Letter(cast.carla.pk, cast.carla.main_email, **told)], due_at=timezone.now() + after)
    found: PracticeMail = PracticeMail.objects.get(pk=pk)
    return found


def go(cast: Cast) -> None:
    deliver(cast.lindenhof.id)


def again(mail: PracticeMail) -> PracticeMail:
    mail.refresh_from_db()
    return mail


def wakes() -> list[Any]:
    return list(ProcrastinateJob.objects.filter(task_name="inbox.deliver").order_by("id"))


def test_a_mail_is_sent_when_it_is_due_and_once(here: Cast, server: Stub) -> None:
    later = put(here, after=3 * MINUTE)
    assert abs(wakes()[0].scheduled_at - later.due_at) < dt.timedelta(seconds=1)
    mail = put(here)
    go(here)
    go(here)
    assert (again(mail).state, mail.attempts, again(later).state) == (MailState.SENT, 1, MailState.WAITING)
    [text] = server.taken
    message = message_from_string(text, policy=default)
    assert (message["To"], message["From"]) == ("carla@klientin.example", "praxis@example.org")
    assert message["Message-ID"] == mail.message_id
    assert Event.objects.filter(act="mail.dispatch", client_id=here.carla.pk).count() == 1


def test_what_goes_along_keeps_its_method(here: Cast, server: Stub) -> None:
    put(here, calendar="BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n", method="REQUEST")
    go(here)
    [part] = message_from_string(server.taken[0], policy=default).iter_attachments()
    assert (part.get_content_type(), part.get_param("method"), part.get_filename()) == (
        "text/calendar", "REQUEST", "termin.ics",
    )  # fmt: skip
    assert "METHOD:REQUEST" in part.get_content()


def test_a_mail_that_was_withdrawn_is_not_sent(here: Cast, server: Stub) -> None:
    mail = put(here)
    assert withdraw([mail.pk]) == {mail.pk}
    go(here)
    assert server.taken == [] and again(mail).state == MailState.WITHDRAWN
    assert withdraw([mail.pk]) == set()


@pytest.mark.parametrize(
    ("change", "state", "problem"),
    [
        ("trash", MailState.WITHDRAWN, "gone"),
        ("no", MailState.WITHDRAWN, "opted_out"),
        ("late", MailState.FAILED, "too_late"),
    ],
)
def test_whoever_must_not_be_written_to_by_now_is_not(
    here: Cast, server: Stub, change: str, state: MailState, problem: str
) -> None:
    mail = put(here, not_after=timezone.now() + (-MINUTE if change == "late" else MINUTE))
    if change == "trash":
        Person.objects.filter(pk=here.carla.pk).update(state="trash")
    if change == "no":
        Consent.objects.create(person=here.carla, purpose=Purpose.EMAIL, granted=False)
    go(here)
    assert server.taken == []
    assert (again(mail).state, mail.problem) == (state, problem)


@pytest.mark.parametrize("answers", [{"RCPT": "450 greylisted"}, {"TEXT": "452 full"}, {"RCPT": HANG_UP}])
def test_a_refusal_for_now_delays_this_mail_alone(here: Cast, server: Stub, answers: dict[str, str]) -> None:
    first = put(here)
    server.answers = answers
    go(here)
    assert (again(first).state, first.attempts) == (MailState.WAITING, 1)
    assert first.problem and first.try_at > timezone.now()
    server.answers = {}
    second = put(here)
    go(here)
    assert again(second).state == MailState.SENT
    PracticeMail.objects.filter(pk=first.pk).update(try_at=timezone.now() - MINUTE)
    go(here)
    assert again(first).state == MailState.SENT
    assert len(server.taken) == 2


def test_a_server_that_is_down_delays_all_of_them_longer_each_time_and_loses_none(
    here: Cast, settings: Settings, server: Stub
) -> None:
    settings.KARTEI_SMTP_URL = "smtp://127.0.0.1:1?from=praxis@example.org"
    mails = [put(here), put(here), put(here)]
    pauses = []
    for _turn in range(4):
        go(here)
        told = [again(mail) for mail in mails]
        assert {mail.state for mail in told} == {MailState.WAITING}
        pauses.append(round((min(mail.try_at for mail in told) - timezone.now()) / MINUTE))
        PracticeMail.objects.update(try_at=timezone.now() - MINUTE)
    assert pauses == [1, 2, 4, 8]
    settings.KARTEI_SMTP_URL = server.url
    go(here)
    assert {again(mail).state for mail in mails} == {MailState.SENT}
    assert len(server.taken) == 3


def test_after_a_day_it_is_told_and_can_be_sent_again_or_settled(here: Cast, settings: Settings, server: Stub) -> None:
    settings.KARTEI_SMTP_URL = "smtp://127.0.0.1:1"
    mail, other = put(here, after=-dt.timedelta(hours=25)), put(here, after=-dt.timedelta(hours=25))
    go(here)
    assert {again(mail).state, again(other).state} == {MailState.FAILED}
    settings.KARTEI_SMTP_URL = server.url
    assert send_again(mail, by=here.anna)
    settle(other, by=here.anna)
    go(here)
    assert (again(mail).state, again(other).state) == (MailState.SENT, MailState.FAILED)
    assert other.settled_at is not None
    assert not send_again(mail, by=here.anna)


def test_a_refusal_for_good_ends_the_mail_and_no_answer_leaves_it_uncertain(here: Cast, server: Stub) -> None:
    refused = put(here)
    server.answers = {"RCPT": "550 unknown"}
    go(here)
    assert again(refused).state == MailState.FAILED and "550" in refused.problem
    lost = put(here)
    server.answers = {"TEXT": HANG_UP}
    go(here)
    server.answers = {}
    go(here)
    assert again(lost).state == MailState.UNCERTAIN
    assert len(server.taken) == 1


def test_a_mail_in_the_hands_of_a_killed_worker_is_uncertain_and_one_in_the_hands_of_another_is_left(
    here: Cast, server: Stub
) -> None:
    mail = put(here)
    PracticeMail.objects.filter(pk=mail.pk).update(state=MailState.SENDING, try_at=timezone.now() + CLAIM)
    go(here)
    assert again(mail).state == MailState.SENDING
    PracticeMail.objects.filter(pk=mail.pk).update(try_at=timezone.now() - MINUTE)
    go(here)
    assert (again(mail).state, mail.problem) == (MailState.UNCERTAIN, "killed")
    assert server.taken == []


def test_an_address_that_no_header_takes_holds_up_nobody(here: Cast, server: Stub) -> None:
    broken, whole = put(here), put(here)
    PracticeMail.objects.filter(pk=broken.pk).update(subject="x\nBcc: a@b.example")
    go(here)
    assert (again(broken).state, again(whole).state) == (MailState.FAILED, MailState.SENT)
    assert "Bcc" not in server.taken[0]


TOLD = {
    "host": "127.0.0.1", "security": "none", "user": "", "password": "", "sender_name": "Empfang",
    "sender_address": "praxis@lindenhof.example",
}  # fmt: skip


def own_server(cast: Cast, stub: Stub, **more: Any) -> MailAccount:
    told = {**TOLD, "port": int(stub.url.rpartition(":")[2].partition("?")[0]), **more}
    kept = account_now()
    return save_account(told, version=kept.version if kept else 0, by=cast.anna)


def test_the_practices_own_server_sends_in_its_name(here: Cast, settings: Settings, server: Stub) -> None:
    settings.KARTEI_PRIVATE_HOSTS = ["127.0.0.0/8"]
    with smtp_stub() as own:
        own_server(here, own)
        put(here)
        go(here)
        assert server.taken == []
        message = message_from_string(own.taken[0], policy=default)
        assert message["From"] == "Empfang <praxis@lindenhof.example>"
        assert send_test("anna@lindenhof.example") == ""
        own.answers = {"RCPT": "550 no"}
        assert send_test("anna@lindenhof.example") == "server"


def test_a_server_that_is_not_public_is_not_connected_to(here: Cast, server: Stub) -> None:
    with smtp_stub() as own:
        own_server(here, own)
        mail = put(here)
        go(here)
        assert again(mail).state == MailState.WAITING
        assert own.taken == [] and send_test("anna@lindenhof.example") == "host"


@pytest.mark.parametrize("at", ["HELLO", "EHLO"])
@pytest.mark.parametrize("pause", ["0.05", "0"])
def test_a_server_that_talks_without_an_end_keeps_nobody_waiting(
    here: Cast, settings: Settings, server: Stub, monkeypatch: pytest.MonkeyPatch, at: str, pause: str
) -> None:
    settings.KARTEI_PRIVATE_HOSTS = ["127.0.0.0/8"]
    monkeypatch.setitem(PATIENCE, "longest", 0.5)
    with smtp_stub() as own:
        own.answers = {at: f"{DRIP}{pause}"}
        own_server(here, own)
        begun = time.monotonic()
        assert send_test("anna@lindenhof.example") == "host"
        assert time.monotonic() - begun < 3


def test_the_name_of_the_sender_is_one_line(here: Cast, server: Stub) -> None:
    form = AccountForm({**TOLD, "sender_name": "Empfang\r\nBcc: x@y.example", "version": 0}, before=None)
    form.is_valid()
    assert form.cleaned_data["sender_name"] == "Empfang Bcc: x@y.example"


def test_the_password_is_sealed_and_opens_for_this_practice_alone(here: Cast, server: Stub) -> None:
    account = own_server(here, server, user="praxis", password="Geheim!ß")
    assert "Geheim" not in account.password
    assert relay_of(account).password == "Geheim!ß"
    assert "Geheim" not in str(list(Event.objects.values_list("detail", flat=True)))
    own_server(here, server, user="praxis")
    kept = account_now()
    assert kept and relay_of(kept).password == "Geheim!ß"


def test_what_no_job_has_sent_is_found_in_every_workspace(cast: Cast, server: Stub) -> None:
    with workspace_scope(cast.lindenhof.id):
        mail = put(cast)
        ProcrastinateJob.objects.filter(task_name="inbox.deliver").delete()
    deliver_all(0)
    with workspace_scope(cast.lindenhof.id):
        assert again(mail).state == MailState.SENT
