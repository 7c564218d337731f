from collections.abc import Iterator
from datetime import timedelta
from email import message_from_string
from email.policy import default
from pathlib import Path
from uuid import UUID

import pytest
from django.core.mail import EmailMessage, send_mail
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job
from pytest_django import Settings

from kartei.inbox.cleaning import clean_outbox
from kartei.inbox.delivery import Unreachable
from kartei.inbox.models import InstanceMail, MailState
from kartei.inbox.relays import relay, sender_address
from kartei.inbox.sending import message_of, send
from kartei.inbox.tasks import Backoff
from tests.inbox.smtp_stub import HANG_UP, Stub, smtp_stub

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings: Settings) -> Iterator[Stub]:
    """A mail server that the instance hands its mails to."""
    with smtp_stub() as stub:
        settings.KARTEI_SMTP_URL = stub.url
        yield stub


def put(recipient: str = "nele@practice.example") -> InstanceMail:
    send_mail("Grüße", "Guten Tag,\n\nhttp://localhost:8000/geheim/\n", None, [recipient])
    return InstanceMail.objects.latest("id")


def jobs_for(mail_id: UUID) -> int:
    return ProcrastinateJob.objects.filter(task_name="inbox.send_instance_mail", args__mail_id=str(mail_id)).count()


def test_a_mail_becomes_a_row_and_a_job_for_each_address(server: Stub) -> None:
    EmailMessage("Hallo", "Text", to=["a@practice.example", "b@practice.example"]).send()
    assert sorted(InstanceMail.objects.values_list("recipient", "state")) == [
        ("a@practice.example", "waiting"),
        ("b@practice.example", "waiting"),
    ]
    assert all(jobs_for(mail.pk) == 1 for mail in InstanceMail.objects.all())
    assert server.taken == []


def test_a_rollback_takes_mail_and_job_back() -> None:
    with transaction.atomic():
        mail = put()
        assert jobs_for(mail.pk) == 1
        transaction.set_rollback(True)
    assert not InstanceMail.objects.exists()
    assert jobs_for(mail.pk) == 0


def test_a_mail_is_sent_once_and_its_text_forgotten(server: Stub) -> None:
    mail = put()
    send(mail.pk)
    send(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.body, mail.attempts) == (MailState.SENT, "", 1)
    [text] = server.taken
    message = message_from_string(text, policy=default)
    assert (message["To"], message["From"], message["Subject"]) == (
        "nele@practice.example",
        "praxis@example.org",
        "Grüße",
    )
    assert message["Message-ID"] == mail.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert "http://localhost:8000/geheim/" in message.get_content()


@pytest.mark.parametrize(
    "answers",
    [{"MAIL": "451 later"}, {"RCPT": "450 greylisted"}, {"DATA": "451 later"}, {"TEXT": "452 full"}, {"RCPT": HANG_UP}],
)
def test_a_server_that_says_later_gets_the_same_mail_again(server: Stub, answers: dict[str, str]) -> None:
    mail = put()
    server.answers = answers
    with pytest.raises(Unreachable):
        send(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.WAITING, 1)
    assert mail.body and mail.problem
    server.answers = {}
    send(mail.pk)
    mail.refresh_from_db()
    assert mail.state == MailState.SENT
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    "answers", [{"MAIL": "550 no"}, {"RCPT": "550 unknown"}, {"DATA": "554 no"}, {"TEXT": "552 too big"}]
)
def test_a_server_that_says_never_ends_the_mail(server: Stub, answers: dict[str, str]) -> None:
    mail = put()
    server.answers = answers
    send(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.body) == (MailState.FAILED, "")
    assert mail.problem[:3] in answers[next(iter(answers))]


def test_a_server_that_hangs_up_after_the_text_leaves_the_mail_uncertain(server: Stub) -> None:
    mail = put()
    server.answers = {"TEXT": HANG_UP}
    send(mail.pk)
    server.answers = {}
    send(mail.pk)
    mail.refresh_from_db()
    assert mail.state == MailState.UNCERTAIN
    assert mail.body
    assert len(server.taken) == 1


def test_a_server_that_complains_at_goodbye_has_taken_the_mail(server: Stub) -> None:
    mail = put()
    server.answers = {"QUIT": HANG_UP}
    send(mail.pk)
    mail.refresh_from_db()
    assert mail.state == MailState.SENT


def test_a_mail_in_the_hands_of_a_killed_process_is_not_sent_blindly(server: Stub) -> None:
    mail = put()
    InstanceMail.objects.update(state=MailState.SENDING, attempts=1)
    send(mail.pk)
    mail.refresh_from_db()
    assert mail.state == MailState.UNCERTAIN
    assert server.taken == []


def test_a_server_that_is_down_is_asked_for_a_day(settings: Settings) -> None:
    settings.KARTEI_SMTP_URL = "smtp://127.0.0.1:1"
    mail = put()
    with pytest.raises(Unreachable):
        send(mail.pk)
    InstanceMail.objects.update(created_at=timezone.now() - timedelta(hours=25))
    send(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.body) == (MailState.FAILED, "")


def test_beyond_loopback_a_mail_without_a_server_waits_and_writes_no_file(settings: Settings, tmp_path: Path) -> None:
    settings.KARTEI_IS_LOOPBACK, settings.DATA = False, tmp_path
    mail = put()
    with pytest.raises(Unreachable, match="KARTEI_SMTP_URL"):
        send(mail.pk)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("attempts", "minutes"), [(0, 1), (1, 2), (4, 16), (6, 60), (29, 60)])
def test_the_pauses_grow_to_an_hour(attempts: int, minutes: int) -> None:
    job = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="x", attempts=attempts)
    decision = Backoff().get_retry_decision(exception=Unreachable(), job=job)
    assert decision and decision.retry_at
    assert abs(decision.retry_at - timezone.now() - timedelta(minutes=minutes)) < timedelta(seconds=5)
    assert Backoff().get_retry_decision(exception=ValueError(), job=job) is None


@pytest.mark.parametrize(
    ("recipient", "state", "written"),
    [("nele@bücher.example", MailState.SENT, 1), ("nële@practice.example", MailState.FAILED, 0)],
)
def test_umlauts_of_a_domain_are_written_so_that_every_server_reads_them(
    server: Stub, recipient: str, state: MailState, written: int
) -> None:
    mail = put(recipient)
    send(mail.pk)
    mail.refresh_from_db()
    assert mail.state == state
    assert len(server.taken) == written


def test_a_line_break_in_a_subject_adds_no_header(server: Stub) -> None:
    mail = put()
    mail.subject = "x\nBcc: e@f.example"
    with pytest.raises(ValueError, match=r"newline|linefeed"):
        message_of(mail)


def test_ended_mails_are_forgotten_after_30_days(server: Stub) -> None:
    send(put().pk)
    waiting = put()
    InstanceMail.objects.filter(ended_at__isnull=False).update(ended_at=timezone.now() - timedelta(days=31))
    assert clean_outbox() == 1
    assert InstanceMail.objects.get() == waiting


def test_the_relay_is_read_from_its_address(settings: Settings) -> None:
    settings.KARTEI_SMTP_URL = "smtps://praxis%40example.org:ge%2Fheim@mail.example.org"
    found = relay()
    assert found and (found.host, found.port, found.user, found.password, found.is_tls, found.is_local) == (
        "mail.example.org", 465, "praxis@example.org", "ge/heim", True, False,
    )  # fmt: skip
    assert sender_address() == "praxis@example.org"


def test_a_relay_elsewhere_must_speak_tls(settings: Settings, server: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    from kartei.inbox.relays import Relay

    monkeypatch.setattr(Relay, "is_local", False)
    with pytest.raises(Unreachable, match="STARTTLS"):
        send(put().pk)
    assert server.taken == []
