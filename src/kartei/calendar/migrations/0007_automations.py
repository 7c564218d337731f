"""Automations and their log; workspaces that are there already get the set that a new one is founded with."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import kartei.db.keys
import kartei.db.scope

DEFAULT_SET = """
INSERT INTO calendar_automation (workspace_id, id, code, name, trigger, hours, action, is_on, on_since, subject, text, version)
SELECT w.id, gen_random_uuid(), s.code, '', s.trigger, s.hours, 'mail', true, now(), '', '', 1
FROM tenancy_workspace w CROSS JOIN (VALUES
    (1, 'confirmation', 'booked', NULL::smallint),
    (2, 'move', 'moved', NULL),
    (3, 'cancellation', 'cancelled', NULL),
    (4, 'reminder', 'before', 24)
) AS s (place, code, trigger, hours)
WHERE NOT EXISTS (SELECT 1 FROM calendar_automation a WHERE a.workspace_id = w.id)
ORDER BY w.id, s.place
"""


class Migration(migrations.Migration):
    dependencies = [
        ("calendar", "0006_own_statuses"),
        ("inbox", "0002_practice_mail"),
        ("people", "0018_appointment_dates"),
        ("tenancy", "0004_safety"),
    ]

    operations = [
        migrations.CreateModel(
            name="Automation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kartei.db.keys.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.CharField(blank=True, max_length=20)),
                ("name", models.CharField(blank=True, max_length=100)),
                (
                    "trigger",
                    models.CharField(
                        choices=[
                            ("booked", "Appointment booked"),
                            ("moved", "Appointment moved"),
                            ("cancelled", "Appointment cancelled"),
                            ("before", "Hours before the appointment"),
                            ("after", "Hours after the appointment"),
                            ("status", "Status of the appointment changed"),
                            ("client", "Client created"),
                        ],
                        max_length=9,
                    ),
                ),
                ("hours", models.PositiveSmallIntegerField(null=True)),
                (
                    "action",
                    models.CharField(
                        choices=[("mail", "E-mail to the client"), ("task", "Task for the team")],
                        default="mail",
                        max_length=4,
                    ),
                ),
                ("is_on", models.BooleanField(default=True)),
                ("on_since", models.DateTimeField(default=django.utils.timezone.now)),
                ("subject", models.CharField(blank=True, max_length=150)),
                ("text", models.TextField(blank=True)),
                ("due_days", models.PositiveSmallIntegerField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "status",
                    kartei.db.keys.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="calendar.appointmentstatus",
                        to_field="id",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        default=kartei.db.scope.default_workspace_id,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenancy.workspace",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="AutomationRun",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kartei.db.keys.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("starts_at", models.DateTimeField(null=True)),
                ("turn", models.PositiveIntegerField(default=0)),
                ("dates", models.PositiveSmallIntegerField(default=1)),
                (
                    "skipped",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("opted_out", "wants no e-mails"),
                            ("no_address", "no e-mail address"),
                            ("lead", "status is not active"),
                            ("demo", "demo record"),
                            ("gone", "archived, in the trash or deceased"),
                            ("past", "appointment is over"),
                            ("cancelled", "appointment is cancelled"),
                            ("short", "booked at shorter notice"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "appointment",
                    kartei.db.keys.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="calendar.appointment",
                        to_field="id",
                    ),
                ),
                (
                    "automation",
                    kartei.db.keys.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="calendar.automation",
                        to_field="id",
                    ),
                ),
                (
                    "mail",
                    kartei.db.keys.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="inbox.practicemail",
                        to_field="id",
                    ),
                ),
                (
                    "person",
                    kartei.db.keys.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                        to_field="id",
                    ),
                ),
                (
                    "task",
                    kartei.db.keys.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.task",
                        to_field="id",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        default=kartei.db.scope.default_workspace_id,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenancy.workspace",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddConstraint(
            model_name="automation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("hours__isnull", False), ("trigger__in", ["before", "after"])),
                    models.Q(("hours", None), models.Q(("trigger__in", ["before", "after"]), _negated=True)),
                    _connector="OR",
                ),
                name="automation_hours",
            ),
        ),
        migrations.AddIndex(
            model_name="automationrun",
            index=models.Index(fields=["workspace", "appointment", "person"], name="automationrun_appointment"),
        ),
        migrations.AddIndex(
            model_name="automationrun",
            index=models.Index(fields=["workspace", "person", "id"], name="automationrun_person"),
        ),
        migrations.AddIndex(
            model_name="automationrun",
            index=models.Index(fields=["workspace", "mail"], name="automationrun_mail"),
        ),
        migrations.AddIndex(
            model_name="automationrun",
            index=models.Index(
                condition=models.Q(("task__isnull", False)), fields=["workspace", "task"], name="automationrun_task"
            ),
        ),
        migrations.AddConstraint(
            model_name="automationrun",
            constraint=models.UniqueConstraint(
                fields=("workspace", "automation", "appointment", "person", "starts_at", "turn"),
                name="automationrun_once",
                nulls_distinct=False,
            ),
        ),
        migrations.RunSQL(DEFAULT_SET, migrations.RunSQL.noop),
    ]
