"""By which server, and from whom, a practice's mail goes out: its own account, else the instance's."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kartei.audit.recording import record
from kartei.db.scope import current_workspace_id
from kartei.db.secrets import open_sealed, seal
from kartei.inbox import delivery
from kartei.inbox.models import MailAccount, MailSecurity
from kartei.inbox.relays import Relay, Sender, sender_address
from kartei.lib.outgoing import is_excepted
from kartei.people.versions import StaleVersion
from kartei.tenancy.models import Member

PURPOSE = "smtp"
PORTS = {25, 465, 587, 2525}  # of mail servers; any other is for hosts of the operator's choice

_LABELS = {
    "host": "Server", "port": "Port", "security": "Encryption", "user": "User name",
    "sender_name": "Name of the sender", "sender_address": "Address of the sender",
}  # fmt: skip


def account_now() -> MailAccount | None:
    """The account of the open workspace."""
    found: MailAccount | None = MailAccount.objects.filter(pk=current_workspace_id()).first()
    return found


@transaction.atomic
def save_account(told: dict[str, Any], *, version: int, by: Member) -> MailAccount:
    """Make or change the account. `told`: the columns; an empty password stays what it is. Raises StaleVersion."""
    found = MailAccount.objects.select_for_update().filter(pk=current_workspace_id()).first()
    if (found.version if found else 0) != version:
        raise StaleVersion
    account = found or MailAccount(pk=current_workspace_id(), version=0)
    before = {name: str(getattr(account, name)) if found else "" for name in _LABELS}
    for name in _LABELS:
        setattr(account, name, told[name])
    if told["password"]:
        account.password = seal(told["password"], PURPOSE, account.workspace_id)
        account.password_at = timezone.now()
    elif not told["user"]:
        account.password, account.password_at = "", None
    account.version += 1
    account.save()
    changes = {label: [before[name], str(getattr(account, name))] for name, label in _LABELS.items()}
    changes = {label: pair for label, pair in changes.items() if pair[0] != pair[1]}
    if told["password"]:
        changes["Password"] = ["", "•••"]
    record("mailaccount.change", by=by, changes=changes)
    return account


@transaction.atomic
def remove_account(*, version: int, by: Member) -> None:
    """From now on the instance sends. Raises StaleVersion."""
    found = MailAccount.objects.select_for_update().filter(pk=current_workspace_id()).first()
    if found is None or found.version != version:
        raise StaleVersion
    record("mailaccount.removal", by=by, changes={"Server": [found.host, ""]})
    found.delete()


def may_connect(host: str, port: int, security: str) -> str:
    """What speaks against such a server: "port", "plain" or nothing. Whether it is public shows at connecting."""
    if is_excepted(host, settings.KARTEI_PRIVATE_HOSTS):
        return ""
    if port not in PORTS:
        return "port"
    return "plain" if security == MailSecurity.NONE else ""


def relay_of(account: MailAccount, password: str | None = None) -> Relay:
    """Where the account hands mail over. Raises KeyMissing and SealBroken, unless the password is given."""
    if password is None:
        password = open_sealed(account.password, PURPOSE, account.workspace_id) if account.password else ""
    security = account.security
    return Relay(
        account.host, account.port, account.user, password, is_tls=security == MailSecurity.TLS,
        is_plain=security == MailSecurity.NONE, is_foreign=True,
    )  # fmt: skip


def sender_now() -> Sender:
    """From whom mail of the open workspace comes."""
    account = account_now()
    return Sender(account.sender_address, account.sender_name) if account else Sender(sender_address())


def carrier_now(**patience: float) -> delivery.Carry:
    """The way out of the open workspace; `patience` as of MailServer. Raises KeyMissing and SealBroken."""
    account = account_now()
    return delivery.MailServer(relay_of(account), **patience) if account else delivery.carrier()
