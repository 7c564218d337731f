"""What undo of an import brings back cannot be changed by the role that serves."""

from django.db import migrations

from kartei.db.grants import append_only


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [append_only("people_importchange")]
