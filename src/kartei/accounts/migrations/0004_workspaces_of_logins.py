"""Not the number of a user's workspaces but their names, for the switcher."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_task_mails")]

    operations = [
        migrations.RemoveField("login", "workspaces"),
        migrations.AddField("login", "workspaces", models.JSONField(default=list)),
        migrations.RunSQL("UPDATE accounts_login SET idle_minutes = NULL", migrations.RunSQL.noop),  # is read anew
    ]
