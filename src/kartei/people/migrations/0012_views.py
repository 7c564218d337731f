import django.db.models.deletion
from django.db import migrations, models

import kartei.db.keys
import kartei.db.scope


def key() -> tuple[str, models.UUIDField]:
    return "id", models.UUIDField(default=kartei.db.keys.uuid7, editable=False, primary_key=True, serialize=False)


def workspace() -> tuple[str, models.ForeignKey]:
    return "workspace", models.ForeignKey(
        db_index=False,
        default=kartei.db.scope.default_workspace_id,
        editable=False,
        on_delete=django.db.models.deletion.CASCADE,
        related_name="+",
        to="tenancy.workspace",
    )


def tenant_key(to: str) -> kartei.db.keys.TenantForeignKey:
    return kartei.db.keys.TenantForeignKey(
        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=to
    )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0011_own_fields"),
        ("tenancy", "0004_safety"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                key(),
                ("is_client", models.BooleanField()),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(blank=True, max_length=4000)),
                ("is_shared", models.BooleanField(default=False)),
                ("deleted_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("owner", tenant_key("tenancy.member")),
                workspace(),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
        ),
        migrations.CreateModel(
            name="DefaultView",
            fields=[
                key(),
                ("is_client", models.BooleanField()),
                ("member", tenant_key("tenancy.member")),
                ("view", tenant_key("people.savedview")),
                workspace(),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
        ),
        migrations.AddIndex(
            model_name="savedview",
            index=models.Index(fields=["workspace", "is_client", "owner"], name="savedview_owner"),
        ),
        migrations.AddIndex(
            model_name="savedview",
            index=models.Index(
                condition=models.Q(("is_shared", True)), fields=["workspace", "is_client"], name="savedview_shared"
            ),
        ),
        migrations.AddIndex(
            model_name="defaultview",
            index=models.Index(fields=["workspace", "view"], name="defaultview_view"),
        ),
        migrations.AddConstraint(
            model_name="defaultview",
            constraint=models.UniqueConstraint(
                fields=("workspace", "member", "is_client"), name="one_default_view_a_list"
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["workspace", "is_client", "state", "created_at"], name="person_created"),
        ),
    ]
