"""Numbers counted by the instance; messages never change; the operator's desk sees tickets by a second policy.

As with a user's own memberships, the policy is for SELECT alone: nothing is written without the workspace's scope.
"""

from django.db import migrations

from kartei.db.grants import append_only, never_deleted

POLICY = "CREATE POLICY desk ON {table} FOR SELECT USING (current_setting('kartei.ticket_desk', true) = 'on')"


class Migration(migrations.Migration):
    dependencies = [("help", "0001_initial")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE help_ticket_number", "DROP SEQUENCE help_ticket_number"),
        *(
            migrations.RunSQL(POLICY.format(table=table), f"DROP POLICY desk ON {table}")
            for table in ("help_ticket", "help_message")
        ),
        append_only("help_message"),
        never_deleted("help_ticket"),
    ]
