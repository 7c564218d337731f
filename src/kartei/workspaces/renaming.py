"""A user's own name: that of the login, and of each membership that has not been given another one."""

from django.db import transaction

from kartei.accounts.models import User
from kartei.audit.recording import record
from kartei.db.scope import workspace_scope
from kartei.tenancy.memberships import memberships_of
from kartei.tenancy.models import Member


@transaction.atomic
def rename(user: User, name: str) -> None:
    """Give the login another name; what notes and log say already keeps the old one."""
    former, user.name = user.name, name
    user.save(update_fields=["name"])
    for member in memberships_of(user):
        if member.name == former != name:
            with workspace_scope(member.workspace.id):
                Member.objects.filter(pk=member.pk).update(name=name)
                record("member.renaming", by=member, subject=member, changes={"Name": [former, name]})
