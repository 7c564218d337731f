"""A user sees their own memberships before any scope is open, to choose a workspace: a second policy, for SELECT alone."""

from django.db import migrations

POLICY = """
CREATE POLICY own ON tenancy_member FOR SELECT
USING (user_id = NULLIF(current_setting('kartei.user_id', true), '')::uuid)
"""


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0001_initial")]

    operations = [migrations.RunSQL(POLICY, "DROP POLICY own ON tenancy_member")]
