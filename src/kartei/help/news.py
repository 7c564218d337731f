"""What waits to be read: by the author within the workspace, by the operator anywhere."""

from kartei.help.doors import desk
from kartei.help.models import Ticket
from kartei.tenancy.models import Member


def unread_of(member: Member) -> list[Ticket]:
    """The member's tickets with an answer that was not opened yet, newest first."""
    return list(Ticket.objects.filter(member=member, is_new_to_author=True).order_by("-id"))


def count_at_desk() -> int:
    """How many tickets of the instance hold something that no operator has opened yet."""
    with desk():
        return int(Ticket.unscoped.filter(is_new_to_operator=True).count())
