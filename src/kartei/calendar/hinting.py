"""What is unusual about an appointment that the team books: told beside it, never refused."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from kartei.calendar.hours.working import working
from kartei.calendar.models import Service, ServiceMember
from kartei.lib import wall
from kartei.tenancy.models import Member


@dataclass(frozen=True)
class Wish:
    """What somebody is about to book. Moments carry a zone."""

    starts_at: datetime
    ends_at: datetime
    members: Collection[UUID]
    service: Service | None = None


def hints(wish: Wish) -> list[str]:
    """Sentences about public holidays, hours, and who does not offer the service. Five statements at most.

    Of a member who has no hours at all, none is outside of them.
    """
    members = Member.objects.filter(pk__in=wish.members).order_by("name", "id")
    names = dict(members.values_list("pk", "name"))
    days = timezone.localtime(wish.starts_at).date(), timezone.localtime(wish.ends_at).date()
    found = working(members, *days)
    begins, ends = wall.seconds(wish.starts_at), wall.seconds_up(wish.ends_at)
    said = [_("%(day)s is a public holiday.") % {"day": name} for day, name in found.holidays.items() if day == days[0]]
    for pk, name in names.items():
        spans = found.stretches(pk)
        if found.has_hours(pk) and not any(span.begins <= begins and ends <= span.ends for span in spans):
            said.append(_("This is outside of the hours of %(name)s.") % {"name": name})
    return said + _not_offered(wish, names)


def _not_offered(wish: Wish, names: dict[UUID, str]) -> list[str]:
    if wish.service is None:
        return []
    offering = set(ServiceMember.objects.filter(service=wish.service).values_list("member_id", flat=True))
    told = {"service": wish.service.name}
    return [
        _("%(name)s does not offer “%(service)s”.") % {**told, "name": name}
        for pk, name in names.items()
        if offering and pk not in offering
    ]
