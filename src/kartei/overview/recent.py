"""What the log tells of a member: „Zuletzt geöffnet“."""

from uuid import UUID

from kartei.audit.models import Event
from kartei.people.models import Person
from kartei.people.rows import Labels, Row, rows_of
from kartei.tenancy.models import Member

SHOWN, LOOKED_AT = 8, 200


def recently_opened(member: Member) -> list[Row]:
    """The records that the member opened last and still reaches, newest first."""
    views = Event.objects.filter(member=member, act__in=["client.view", "contact.view"]).order_by("-id")
    ids: list[UUID] = list(dict.fromkeys(views.values_list("subject_id", flat=True)[:LOOKED_AT]))[:SHOWN]
    people = Person.objects.visible_to(member).live().filter(pk__in=ids)
    reached = set(people.values_list("pk", flat=True)) if ids else set()
    return rows_of([pk for pk in ids if pk in reached], Labels.read()) if reached else []
