"""`kartei let-in`: the operator helps somebody who has lost every second factor."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client as Browser

from kartei.accounts.models import Login
from kartei.audit.models import Event, InstanceEvent
from kartei.db.scope import workspace_scope
from kartei.inbox.models import InstanceMail
from kartei.workspaces.terminal import Refused, let_in
from tests.accounts.device import Device, add_passkey
from tests.cast import PASSWORD, Cast


def log_in(name: str) -> Browser:
    browser = Browser()
    browser.post("/login/", {"login": f"{name}@lindenhof.example", "password": PASSWORD})
    return browser


def is_in(browser: Browser) -> bool:
    return browser.get("/profile/").status_code == 200


def test_the_password_alone_lets_in_again_and_old_logins_end(cast: Cast) -> None:
    before = log_in("anna")
    add_passkey(before, Device())
    add_passkey(log_in("tom"), Device())
    assert is_in(before) and not is_in(log_in("anna"))
    let_in(" Anna@Lindenhof.example")
    assert not is_in(before) and is_in(log_in("anna"))
    assert set(Authenticator.objects.values_list("user__email", flat=True)) == {"tom@lindenhof.example"}


def test_the_log_and_a_mail_say_so(cast: Cast) -> None:
    add_passkey(log_in("anna"), Device())
    let_in("anna@lindenhof.example")
    assert InstanceEvent.objects.filter(act="factor.removal", detail__email="anna@lindenhof.example").count() == 1
    with workspace_scope(cast.lindenhof.id):
        event = Event.objects.get(act="factor.removal")
    assert (event.subject_id, event.member_id) == (cast.anna.pk, None)
    mail = InstanceMail.objects.latest("id")
    assert "zweite Faktor" in mail.subject


@pytest.mark.parametrize(
    ("email", "reason"), [("nobody@x.example", "Nobody logs in"), ("tom@lindenhof.example", "no second")]
)
def test_who_is_not_locked_out_is_left_alone(cast: Cast, email: str, reason: str) -> None:
    log_in("tom")
    with pytest.raises(Refused, match=reason):
        let_in(email)
    assert Login.objects.filter(user=cast.users["tom"]).exists()
    assert not InstanceEvent.objects.filter(act="factor.removal").exists()
