"""What Kartei does by itself: at an event of the calendar it writes a mail or makes a task."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kartei.calendar.models.appointment import Appointment, AppointmentStatus
from kartei.db.keys import TenantForeignKey
from kartei.inbox.models import PracticeMail
from kartei.people.models import Person, Task
from kartei.tenancy.models import TenantModel


class Trigger(models.TextChoices):
    BOOKED = "booked", pgettext_lazy("trigger", "Appointment booked")
    MOVED = "moved", pgettext_lazy("trigger", "Appointment moved")
    CANCELLED = "cancelled", pgettext_lazy("trigger", "Appointment cancelled")
    BEFORE = "before", _("Hours before the appointment")
    AFTER = "after", _("Hours after the appointment")
    STATUS = "status", pgettext_lazy("trigger", "Status of the appointment changed")
    CLIENT = "client", pgettext_lazy("trigger", "Client created")


class Action(models.TextChoices):
    MAIL = "mail", _("E-mail to the client")
    TASK = "task", _("Task for the team")


class Skipped(models.TextChoices):
    """Why a client got no mail."""

    OPTED_OUT = "opted_out", _("wants no e-mails")
    NO_ADDRESS = "no_address", _("no e-mail address")
    LEAD = "lead", _("status is not active")
    DEMO = "demo", _("demo record")
    GONE = "gone", _("archived, in the trash or deceased")
    PAST = "past", _("appointment is over")
    CANCELLED = "cancelled", _("appointment is cancelled")
    SHORT = "short", _("booked at shorter notice")


class Automation(TenantModel):
    """One rule. Those of the default set have a code, and no texts of their own until somebody writes some."""

    code = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=100, blank=True)
    trigger = models.CharField(max_length=9, choices=Trigger)
    hours = models.PositiveSmallIntegerField(null=True)  # before or after
    status = TenantForeignKey(AppointmentStatus, models.PROTECT, null=True, related_name="+", db_index=False)
    action = models.CharField(max_length=4, choices=Action, default=Action.MAIL)
    is_on = models.BooleanField(default=True)
    on_since = models.DateTimeField(default=timezone.now)  # what was due before is left alone
    subject = models.CharField(max_length=150, blank=True)
    text = models.TextField(blank=True)  # of the mail, or of the task
    due_days = models.PositiveSmallIntegerField(null=True)  # of a task: from its day on
    removed_at = models.DateTimeField(null=True)  # its log stays
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hours__isnull=False, trigger__in=["before", "after"])
                | Q(hours=None) & ~Q(trigger__in=["before", "after"]),
                name="automation_hours",
            ),
        ]

    def __str__(self) -> str:
        from kartei.calendar.automations.words import name_of

        return name_of(self)


class AutomationRun(TenantModel):
    """That an automation has been at work for one client: a line of its log, and the reason why it is not so twice."""

    automation = TenantForeignKey(Automation, models.PROTECT, related_name="runs", db_index=False)
    appointment = TenantForeignKey(Appointment, models.CASCADE, null=True, related_name="+", db_index=False)
    person = TenantForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    starts_at = models.DateTimeField(null=True)  # of the appointment, as it was
    turn = models.PositiveIntegerField(default=0)  # version of the appointment that an act has made; 0: by the clock
    dates = models.PositiveSmallIntegerField(default=1)  # of how many the mail tells; 0: that stands in another line
    skipped = models.CharField(max_length=10, choices=Skipped, blank=True)
    mail = TenantForeignKey(PracticeMail, models.CASCADE, null=True, related_name="+", db_index=False)
    task = TenantForeignKey(Task, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "automation", "appointment", "person", "starts_at", "turn"],
                name="automationrun_once",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "appointment", "person"], name="automationrun_appointment"),
            models.Index(fields=["workspace", "person", "id"], name="automationrun_person"),
            models.Index(fields=["workspace", "mail"], name="automationrun_mail"),
            models.Index(fields=["workspace", "task"], condition=Q(task__isnull=False), name="automationrun_task"),
        ]
