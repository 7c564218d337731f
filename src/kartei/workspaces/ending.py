"""Ending logins, one's own and those of a member, with what the log says about it."""

from uuid import UUID

from django.db import transaction

from kartei.accounts.logins import end_login, end_logins
from kartei.accounts.models import Login, User
from kartei.audit.logins import record_user
from kartei.audit.recording import record
from kartei.tenancy.models import Member


@transaction.atomic
def end_own(user: User, public_id: UUID) -> Login | None:
    """A user ends one of their logins; None when it is not theirs or has ended already."""
    login = end_login(user, public_id)
    if login is not None:
        record_user("login.revocation", user)
    return login


@transaction.atomic
def end_others(user: User, *, but: str) -> int:
    """A user ends all their logins but the one at work; returns how many there were."""
    ended = end_logins(user, but=but)
    if ended:
        record_user("login.revocation", user)
    return ended


@transaction.atomic
def end_logins_of(member: Member, *, by: Member, but: str) -> None:
    """End every login of a member, wherever it was used: each of them opens this workspace.

    `but` is the session at work, which stays when members do this to themselves. The other workspaces of the person
    learn nothing of it.
    """
    if member.user is not None:
        end_logins(member.user, but=but)
    record("login.revocation", by=by, subject=member)
