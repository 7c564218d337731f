"""Workspaces that are there already get the statuses of appointments that a new one is founded with."""

from django.db import migrations

STATUSES = """
INSERT INTO calendar_appointmentstatus (workspace_id, id, code, name, kind, colour, frees_slot, position, version)
SELECT w.id, gen_random_uuid(), s.code, '', s.kind, s.colour, s.frees_slot, s.position, 0
FROM tenancy_workspace w CROSS JOIN (VALUES
    ('requested', 'pending', 'amber', false, 0),
    ('planned', 'open', 'teal', false, 1),
    ('confirmed', 'open', 'green', false, 2),
    ('arrived', 'open', 'blue', false, 3),
    ('done', 'done', 'gray', false, 4),
    ('no_show', 'missed', 'red', false, 5),
    ('late_cancellation', 'missed', 'orange', true, 6),
    ('cancelled', 'cancelled', 'gray', true, 7)
) AS s (code, kind, colour, frees_slot, position)
"""


class Migration(migrations.Migration):
    dependencies = [("calendar", "0001_initial")]

    operations = [migrations.RunSQL(STATUSES, migrations.RunSQL.noop)]
