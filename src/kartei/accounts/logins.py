"""Logins: which there are, how long they live without a sign of life, and their end."""

from datetime import timedelta
from uuid import UUID

from django.db.models import DateTimeField, ExpressionWrapper, F, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from kartei.accounts.models import IDLE_MINUTES, Login, User

SHORTEST_IDLE, LONGEST_IDLE = 5, 240  # what a workspace may choose
GRAIN = timedelta(seconds=20)  # a sign of life is written at most so often


def logins_of(user: User) -> QuerySet[Login]:
    """The logins of a user that open something, the last used one first."""
    idle = Coalesce("idle_minutes", Value(IDLE_MINUTES)) * Value(timedelta(minutes=1))
    ends = ExpressionWrapper(F("seen_at") + idle + Value(GRAIN), output_field=DateTimeField())
    now = timezone.now()
    return Login.objects.annotate(ends=ends).filter(user=user, expire_date__gt=now, ends__gt=now).order_by("-seen_at")


def end_login(user: User, public_id: UUID) -> Login | None:
    """End one login of a user: its cookie opens nothing from the next request on. None when there is no such login."""
    login = Login.objects.filter(user=user, public_id=public_id).first()
    if login is not None:
        login.delete()
    return login


def end_logins(user: User, *, but: str | None = None) -> int:
    """End every login of a user except the one with the primary key `but`; returns how many there were."""
    ended = logins_of(user).exclude(session_key=but or "").count()
    Login.objects.filter(user=user).exclude(session_key=but or "").delete()
    return ended


def is_idle(login: Login) -> bool:
    """Whether the user of a login has given no sign of life for too long."""
    return timezone.now() - login.seen_at > login.idle_limit + GRAIN
