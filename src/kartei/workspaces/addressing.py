"""Another login address: the wish, its mails, and what members and log hear once it has come true."""

from django.db import transaction

from kartei.accounts import addresses
from kartei.accounts.mails import post
from kartei.accounts.models import User
from kartei.audit.logins import record_user
from kartei.audit.recording import record_instance
from kartei.db.scope import workspace_scope
from kartei.tenancy.memberships import memberships_of
from kartei.tenancy.models import Member


@transaction.atomic
def ask_for_address(user: User, address: str) -> None:
    """Mail the link to the new address and a notice to the present one. Raises addresses.Taken."""
    token = addresses.ask_for(user, address)
    post("address/link", address, {"user": user, "token": token})
    post("address/wish", user.email, {"user": user, "address": address})
    record_instance("address.wish", by=user)


@transaction.atomic
def change_login_address(token: str) -> User:
    """What the link does. Raises addresses.Spent, addresses.Taken."""
    user, former = addresses.change_address(token)
    post("address/change", former, {"user": user})
    for member in memberships_of(user):
        if member.email == former:
            with workspace_scope(member.workspace.id):
                Member.objects.filter(pk=member.pk).update(email=user.email)
    record_user("address.change", user)
    return user
