"""What the outbox forgets."""

from datetime import timedelta

from django.utils import timezone

from kartei.inbox.models import InstanceMail

KEPT = timedelta(days=30)


def clean_outbox() -> int:
    """Delete the rows of mails that ended 30 days ago, whatever became of them; returns their number."""
    return InstanceMail.objects.filter(ended_at__lt=timezone.now() - KEPT).delete()[0]
