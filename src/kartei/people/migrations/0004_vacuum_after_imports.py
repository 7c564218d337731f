"""Have people vacuumed soon after an import.

The search reads an index alone where the visibility map says so. The usual threshold, a fifth of the table, would leave
a practice that is new among a million people waiting; pages that are known to be visible are skipped, so this is cheap.
"""

from django.db import migrations

TABLE = "people_person"
SOON = "autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 10000"
ANALYZED = "autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 10000"


class Migration(migrations.Migration):
    dependencies = [("people", "0003_import_steps")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {TABLE} SET ({SOON}, {ANALYZED})",
            f"ALTER TABLE {TABLE} RESET (autovacuum_vacuum_insert_scale_factor, autovacuum_vacuum_insert_threshold,"
            " autovacuum_analyze_scale_factor, autovacuum_analyze_threshold)",
        )
    ]
