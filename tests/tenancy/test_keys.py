"""What the database itself says about every table of a workspace."""

import time
from uuid import RFC_4122

import pytest
from django.apps import apps
from django.db import connection

from kartei.db.keys import TenantForeignKey, is_tenant, uuid7
from kartei.tenancy.models import TenantModel

TENANT_MODELS = [model for model in apps.get_models() if is_tenant(model)]


def rows(sql: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def test_every_model_with_a_workspace_is_a_tenant_model() -> None:
    assert [model for model in TENANT_MODELS if not issubclass(model, TenantModel)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("table", [model._meta.db_table for model in TENANT_MODELS])
def test_each_table_is_guarded_by_a_policy_that_the_serving_role_is_under(table: str) -> None:
    assert rows("SELECT row_security_active(%s)", table) == [(True,)]
    assert rows("SELECT count(*) > 0 FROM pg_policies WHERE tablename = %s AND policyname = 'workspace'", table) == [
        (True,)
    ]


@pytest.mark.django_db
def test_each_unique_index_begins_with_the_workspace_and_has_a_further_column() -> None:
    tables = [model._meta.db_table for model in TENANT_MODELS]
    found = rows(
        """
        SELECT i.indexrelid::regclass::text, array_agg(a.attname ORDER BY k.ord)
        FROM pg_index i JOIN LATERAL unnest(i.indkey) WITH ORDINALITY k(num, ord) ON true
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num
        WHERE i.indisunique AND i.indrelid::regclass::text = ANY(%s) AND k.ord <= i.indnkeyatts GROUP BY 1
        """,
        tables,
    )
    assert len(found) >= len(tables)
    assert [index for index, columns in found if columns[0] != "workspace_id" or len(columns) < 2] == []  # type: ignore[index,arg-type]


@pytest.mark.django_db
def test_each_foreign_key_between_tables_of_a_workspace_carries_the_workspace() -> None:
    tables = [model._meta.db_table for model in TENANT_MODELS]
    short = rows(
        """
        SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)
        AND confrelid::regclass::text = ANY(%s) AND array_length(conkey, 1) <> 2
        """,
        tables,
        tables,
    )
    assert short == []


def test_each_foreign_key_to_a_tenant_model_is_a_tenant_foreign_key() -> None:
    loose = [
        field
        for model in TENANT_MODELS
        for field in model._meta.local_fields
        if field.is_relation and is_tenant(field.related_model) and not isinstance(field, TenantForeignKey)
    ]
    assert loose == []


def test_new_ids_sort_by_time_and_are_of_version_seven() -> None:
    made = [uuid7() for _ in range(2_000)]
    assert {one.version for one in made} == {7} and {one.variant for one in made} == {RFC_4122}
    assert made == sorted(made) and len(set(made)) == len(made)
    assert abs((made[0].int >> 80) / 1000 - time.time()) < 60
