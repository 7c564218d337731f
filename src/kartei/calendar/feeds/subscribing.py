"""A member's calendar in another program: the secret address, and what stands behind it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kartei.audit.recording import record
from kartei.calendar.models import CalendarFeed, FeedLevel
from kartei.lib.link_secrets import digest_of, new_secret
from kartei.tenancy.models import Member, MemberState
from kartei.tenancy.rights import Right

NOTED_EVERY = timedelta(hours=1)


@transaction.atomic
def subscribe(level: FeedLevel, *, by: Member) -> tuple[CalendarFeed, str]:
    """A new address for the member's own calendar, and the secret in it, which is never told again. The one that was
    there is revoked.
    """
    Member.objects.select_for_update().get(pk=by.pk)
    CalendarFeed.objects.filter(member=by).delete()
    secret = new_secret()
    feed = CalendarFeed.objects.create(member=by, level=level, digest=digest_of(secret))
    record("feed.creation", by=by, subject=by, level=str(level))
    return feed, secret


@transaction.atomic
def revoke(*, by: Member) -> bool:
    """Let nobody read the member's calendar any more; whether anybody could."""
    gone, _each = CalendarFeed.objects.filter(member=by).delete()
    if gone:
        record("feed.revocation", by=by, subject=by)
    return bool(gone)


def feed_behind(secret: str) -> CalendarFeed | None:
    """What the secret opens in the open workspace: nothing once its member may no longer see the calendar."""
    found: CalendarFeed | None = CalendarFeed.objects.select_related("member").filter(digest=digest_of(secret)).first()
    if found is None or found.member.state != MemberState.ACTIVE or not found.member.may(Right.CALENDAR_VIEW):
        return None
    return found


def note_fetch(feed: CalendarFeed) -> None:
    now = timezone.now()
    if feed.fetched_at is None or now - feed.fetched_at > NOTED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(fetched_at=now)
