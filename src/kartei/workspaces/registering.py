"""What becomes of a registration: a workspace once the address is confirmed, or nothing after 7 days."""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.utils import timezone

from kartei.workspaces.founding import confirm
from kartei.workspaces.models import Registration

KEPT = timedelta(days=7)


def found_when_confirmed(email_address: EmailAddress, **signal: Any) -> None:
    """Receiver of allauth's `email_confirmed`, in the transaction of the confirmation."""
    confirm(email_address.user)


@transaction.atomic
def forget_unconfirmed() -> int:
    """Delete the users who registered 7 days ago and never confirmed their address; returns their number."""
    old = Registration.objects.select_for_update().filter(created_at__lt=timezone.now() - KEPT)
    ids = list(old.values_list("user_id", flat=True))
    EmailAddress.objects.filter(user_id__in=ids).delete()
    Registration.objects.filter(user_id__in=ids).delete()
    with connection.cursor() as cursor:
        # Not through the ORM: it would look for memberships, which nobody can see outside of a workspace.
        cursor.execute("DELETE FROM accounts_user WHERE id = ANY(%s)", [ids])
    return len(ids)
