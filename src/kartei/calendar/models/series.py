"""Series: what says on which days an appointment comes again."""

from zoneinfo import ZoneInfo

from django.db import models

from kartei.calendar.series.recurrence import Rule
from kartei.db.keys import TenantForeignKey
from kartei.tenancy.models import Member, TenantModel


class Series(TenantModel):
    """A rule and where it begins by the wall clock of its zone. Each date is an appointment of its own, if it was not
    left out.
    """

    rule = models.CharField(max_length=120)  # RRULE (RFC 5545, 3.3.10)
    starts_on = models.DateField()  # DTSTART: its day, its time and its zone
    begins = models.TimeField()
    time_zone = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = TenantForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def read_rule(self) -> Rule:
        return Rule.read(self.rule, self.zone)

    def write_rule(self, rule: Rule) -> None:
        """Keep a rule that begins on `starts_on`."""
        self.rule = rule.text(self.starts_on, self.begins, self.zone)
