from pathlib import Path

import pytest
from django.core.mail import send_mail
from django.test import Client as Browser
from pytest_django import Settings

from kartei.inbox.models import InstanceMail, MailState
from kartei.inbox.sending import send


@pytest.fixture
def folder(db: None, settings: Settings, tmp_path: Path) -> Path:
    """The mail folder of a loopback server without a mail server."""
    settings.DATA = tmp_path
    return tmp_path / "mail"


def deliver(subject: str = "Betreff", body: str = "Text") -> InstanceMail:
    send_mail(subject, body, None, ["nele@practice.example"])
    mail = InstanceMail.objects.latest("id")
    send(mail.pk)
    mail.refresh_from_db()
    return mail


def test_mails_of_a_loopback_server_are_kept_as_files_for_the_owner_alone(folder: Path) -> None:
    mail = deliver()
    [file] = folder.iterdir()
    assert (mail.state, file.name) == (MailState.SENT, f"{mail.pk.hex}.eml")
    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)


def test_a_file_that_was_half_written_is_written_again(folder: Path) -> None:
    mail = deliver()
    InstanceMail.objects.update(state=MailState.SENDING, body="Text")
    send(mail.pk)
    mail.refresh_from_db()
    assert mail.state == MailState.SENT
    assert len(list(folder.iterdir())) == 1


def test_the_page_shows_them_newest_first_with_links_that_work(folder: Path, client: Browser) -> None:
    deliver("Erste", "Eins")
    deliver("Zweite", "Bitte öffnen:\n\nhttp://localhost:8000/email/confirmation/MQ:abc:d-e_f/\n\nDanke")
    page = client.get("/mail/").content.decode()
    assert page.index("Zweite") < page.index("Erste")
    assert 'href="http://localhost:8000/email/confirmation/MQ:abc:d-e_f/"' in page
    assert "nele@practice.example" in page


def test_html_in_a_mail_is_shown_as_text(folder: Path, client: Browser) -> None:
    deliver("<b>Betreff</b>", '<script>alert(1)</script> http://x.example/"onclick=alert(1)')
    page = client.get("/mail/").content.decode()
    assert "<script>alert" not in page and "<b>Betreff" not in page
    assert '"onclick' not in page


def test_without_mails_the_page_says_what_belongs_there(folder: Path, client: Browser) -> None:
    assert client.get("/mail/").status_code == 200


@pytest.mark.parametrize(
    ("name", "value"), [("KARTEI_IS_LOOPBACK", False), ("KARTEI_SMTP_URL", "smtp://mail.example.org")]
)
def test_elsewhere_there_is_no_such_page(
    folder: Path, client: Browser, settings: Settings, name: str, value: object
) -> None:
    setattr(settings, name, value)
    assert client.get("/mail/").status_code == 404


def test_nobody_from_outside_sees_the_page(folder: Path, client: Browser) -> None:
    assert client.get("/mail/", REMOTE_ADDR="192.0.2.1").status_code == 404
