"""What happened cannot be changed by the role that serves, nor can the list of migrations."""

from django.db import migrations

from kartei.db.grants import append_only, read_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        append_only("audit_event", "audit_seal", "audit_instanceevent", "audit_instanceseal"),
        read_only("django_migrations"),
    ]
