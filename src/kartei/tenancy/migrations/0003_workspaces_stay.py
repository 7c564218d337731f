"""A workspace is not deleted by the role that serves."""

from django.db import migrations

from kartei.db.grants import never_deleted


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0002_own_memberships")]

    operations = [never_deleted("tenancy_workspace")]
