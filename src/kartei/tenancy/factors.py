"""Who has to show a second factor (product.md, section 1), and what happens to who has none."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from kartei.accounts.factors import has_factor
from kartei.accounts.models import User
from kartei.tenancy.models import Member, Preset, Workspace

ALWAYS = (Preset.OWNER, Preset.ADMIN)
GRACE = timedelta(days=7)


def needs_factor(member: Member, workspace: Workspace) -> bool:
    """Whether the member's preset asks for a second factor; nowhere on a loopback address and in the demo."""
    return settings.KARTEI_FORCES_FACTOR and (member.preset in ALWAYS or member.preset in workspace.factor_presets)


def lacks_factor(member: Member, workspace: Workspace) -> bool:
    """Whether the member needs a second factor and has none."""
    return needs_factor(member, workspace) and not has_factor(member.user_id)


def put_off_until(member: Member) -> datetime | None:
    """Until when the first owner of a workspace may go without; None when the time is over, and for everybody else."""
    end: datetime = member.created_at + GRACE
    owners = Member.objects.filter(preset=Preset.OWNER)
    is_first = member.preset == Preset.OWNER and not owners.filter(created_at__lt=member.created_at).exists()
    return end if is_first and end > timezone.now() else None


def operator_must_set_up(operator: User) -> bool:
    """The same for the desk of whoever runs the instance, which stands in no workspace."""
    is_put_off = operator.created_at + GRACE > timezone.now()
    return settings.KARTEI_FORCES_FACTOR and not is_put_off and not has_factor(operator.pk)


def must_set_up(member: Member, workspace: Workspace) -> bool:
    """Whether the workspace stays closed for the member until there is a second factor."""
    return lacks_factor(member, workspace) and put_off_until(member) is None
