"""When members work: the hours of a week, other ones on certain days, and when they are away.

Times of the day are minutes since midnight by the clock of the practice, up to 1440 for the end of the day.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kartei.calendar.models.offers import Place
from kartei.db.keys import TenantForeignKey
from kartei.tenancy.models import Member, TenantModel


class WorkWeek(TenantModel):
    """The hours that a member works each week at a place, or at none in particular."""

    member = TenantForeignKey(Member, models.CASCADE, related_name="work_weeks", db_index=False)
    place = TenantForeignKey(Place, models.CASCADE, null=True, related_name="+", db_index=False)
    stretches = models.JSONField(default=list)  # [weekday from 0 for Monday, begin, end], in order, without overlaps
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "member", "place"], name="one_work_week", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return str(self.member)


class ExceptionKind(models.TextChoices):
    CLOSED = "closed", _("Closed")
    OTHER = "other", _("Other hours")
    USUAL = "usual", _("The usual hours, also on a public holiday")


class HoursException(TenantModel):
    """On these days other hours hold: of one member, or of the whole practice."""

    member = TenantForeignKey(Member, models.CASCADE, null=True, related_name="hours_exceptions", db_index=False)
    first = models.DateField()
    last = models.DateField()
    kind = models.CharField(max_length=6, choices=ExceptionKind)
    stretches = models.JSONField(default=list)  # of „other“: [begin, end], in order, without overlaps
    place = TenantForeignKey(Place, models.CASCADE, null=True, related_name="+", db_index=False)  # of „other“
    note = models.CharField(max_length=100, blank=True)  # for the team
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="exception_ends_later")]
        indexes = [models.Index(fields=["workspace", "last"], name="exception_last")]

    def __str__(self) -> str:
        return str(self.member or self.workspace)


class AbsenceReason(models.TextChoices):
    """What the team reads; none of them says anything about health."""

    AWAY = "away", _("Away")
    HOLIDAY = "holiday", _("On holiday")
    TRAINING = "training", _("Training")
    ELSEWHERE = "elsewhere", _("Appointment elsewhere")


class Absence(TenantModel):
    """A member is not there. Moments in UTC; whole days begin and end at midnight by the clock of the practice."""

    member = TenantForeignKey(Member, models.CASCADE, related_name="absences", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_all_day = models.BooleanField(default=True)
    reason = models.CharField(max_length=9, choices=AbsenceReason, default=AbsenceReason.AWAY)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="absence_ends_later")]
        indexes = [models.Index(fields=["workspace", "member", "ends_at"], name="absence_member")]

    def __str__(self) -> str:
        return str(self.member)
