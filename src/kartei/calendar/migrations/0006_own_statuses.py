"""Statuses that can be taken out, appointments that can be deleted, and clients' dates filled in, some at a time.

Not one transaction: a full table of clients would stay locked for as long as it takes. Begun anew it goes on.
"""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import kartei.db.keys

BATCH = 2_000
NEXT = """
SELECT DISTINCT workspace_id, client_id FROM calendar_attendance
WHERE (workspace_id, client_id) > (%(workspace)s::uuid, %(client)s::uuid)
ORDER BY workspace_id, client_id LIMIT %(batch)s
"""
FILL = """
UPDATE people_client c SET next_appointment_at = told.next, last_appointment_at = told.last FROM (
    SELECT t.workspace_id, t.client_id, min(t.starts_at) FILTER (WHERE t.starts_at > now()) AS next,
        max(t.starts_at) FILTER (WHERE t.starts_at <= now()) AS last
    FROM unnest(%(workspaces)s::uuid[], %(clients)s::uuid[]) AS batch (workspace_id, id)
    JOIN calendar_attendance t ON t.workspace_id = batch.workspace_id AND t.client_id = batch.id
    JOIN calendar_appointmentstatus s ON s.workspace_id = t.workspace_id AND s.id = t.status_id
    WHERE s.kind IN ('pending', 'open', 'done') AND NOT s.frees_slot
    GROUP BY t.workspace_id, t.client_id
) told
WHERE c.workspace_id = told.workspace_id AND c.id = told.client_id
"""
FIRST = "00000000-0000-0000-0000-000000000000"


def fill(apps, schema_editor):
    told = {"workspace": FIRST, "client": FIRST, "batch": BATCH}
    while True:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(NEXT, told)
            found = cursor.fetchall()
            if not found:
                return
            cursor.execute(FILL, {"workspaces": [row[0] for row in found], "clients": [row[1] for row in found]})
        told |= {"workspace": found[-1][0], "client": found[-1][1]}


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("calendar", "0005_feeds"), ("people", "0018_appointment_dates")]

    operations = [
        migrations.AlterModelOptions(name="appointment", options={"base_manager_name": "with_deleted"}),
        migrations.AlterModelManagers(
            name="appointment",
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("with_deleted", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(model_name="appointment", name="deleted_at", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", False)),
                fields=["workspace", "deleted_at", "id"],
                name="appointment_deleted",
            ),
        ),
        migrations.AddField(
            model_name="appointmentstatus",
            name="replacement",
            field=kartei.db.keys.TenantForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="calendar.appointmentstatus",
                to_field="id",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
