"""„Morgens eine E-Mail mit meinen fälligen Aufgaben“: for who wants it, once a morning, with numbers and no names."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kartei.accounts.models import User
from kartei.db.scope import workspace_scope
from kartei.people.agenda import tasks_of
from kartei.people.models import TaskMail
from kartei.tenancy.memberships import memberships_of
from kartei.tenancy.models import Member

MORNING = range(7, 12)  # hours of the workspace; a server that was off at seven sends when it is back
KEPT = timedelta(days=30)


def send_morning_mails(now: datetime) -> None:
    """Visit those who want the mail and whose morning it is. Run twice, or killed and run again, it sends once."""
    for member in _wanting():
        zone = ZoneInfo(member.workspace.time_zone)
        if now.astimezone(zone).hour in MORNING:
            with workspace_scope(member.workspace.id), timezone.override(zone):
                _send(member, now.astimezone(zone).date())


def _wanting() -> Iterator[Member]:
    """The active memberships of the users who want the mail; an example has no user."""
    for user in User.objects.filter(wants_task_mail=True, is_active=True).order_by("id"):
        yield from memberships_of(user)


def _send(member: Member, today: date) -> None:
    """The row that says so, the mail and the job that sends it are one transaction."""
    _row, is_first = TaskMail.objects.get_or_create(member=member, on=today)
    if not is_first:
        return
    TaskMail.objects.filter(member=member, on__lt=today - KEPT).delete()
    due = list(tasks_of(member, mine=True).filter(done_at=None, due_on__lte=today).values_list("due_on", flat=True))
    if due and member.user:
        with translation.override(member.user.language):
            subject, body = _words(member, len(due), sum(day < today for day in due if day))
        EmailMessage(subject, body, to=[member.user.email]).send()


def _words(member: Member, due: int, overdue: int) -> tuple[str, str]:
    """Neutral: neither the practice nor a client is named."""
    said = ngettext("%(num)s task is due.", "%(num)s tasks are due.", due) % {"num": due}
    late = ngettext("%(num)s of them is overdue.", "%(num)s of them are overdue.", overdue) % {"num": overdue}
    site = settings.KARTEI_URL.rstrip("/")
    paragraphs = [
        _("Good morning, %(name)s,") % {"name": member.name},
        f"{said} {late}" if overdue else said,
        site + reverse("people:tasks", args=[member.workspace.slug]),
        _("You get this e-mail because you want it. You can end it in your profile:"),
        f"{site}{reverse('accounts:profile')}#mails",
    ]
    return _("Your tasks for today"), "\n\n".join(paragraphs) + "\n"
