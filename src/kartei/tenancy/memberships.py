"""The workspaces of a user, asked before any scope is open: a second policy lets a user see their own memberships."""

from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from kartei.accounts.models import User
from kartei.tenancy.models import Member, MemberState


def memberships_of(user: User) -> list[Member]:
    """The active memberships of a user with their workspaces, last used first."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL kartei.user_id = '{UUID(str(user.pk))}'")
        found = Member.unscoped.filter(user=user, state=MemberState.ACTIVE).select_related("workspace")
        rows = list(found.order_by(F("last_seen_at").desc(nulls_last=True), "created_at"))
        cursor.execute("SET LOCAL kartei.user_id = ''")
    return rows
