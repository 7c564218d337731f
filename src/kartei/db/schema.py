"""Schema editor: every table of a workspace is keyed by (workspace_id, id) and guarded by row-level security."""

from typing import Any

from django.db import models
from django.db.backends.ddl_references import Columns, Statement
from django.db.backends.postgresql import schema
from django.db.models.constraints import UniqueConstraint

from kartei.db.keys import TenantForeignKey, is_tenant

POLICY = "workspace_id = NULLIF(current_setting('kartei.workspace_id', true), '')::uuid"


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    sql_create_column_inline_fk = None  # type: ignore[assignment]  # ADD COLUMN … REFERENCES knows one column only

    def _iter_column_sql(self, column_db_type: str, params: Any, model: type[models.Model], *args: Any) -> Any:
        dropped = {"PRIMARY KEY", "UNIQUE"} if is_tenant(model) else set()
        return (part for part in super()._iter_column_sql(column_db_type, params, model, *args) if part not in dropped)

    def create_model(self, model: type[models.Model]) -> None:
        _refuse_expressions(model)
        super().create_model(model)
        if is_tenant(model):
            self._guard(model)
        elif model._meta.db_table in self._citus_references():
            self.execute(f"SELECT create_reference_table('{model._meta.db_table}')")

    def add_field(self, model: type[models.Model], field: Any) -> None:
        super().add_field(model, field)
        if field.name == "workspace":  # the model has just become one of a workspace
            self._guard(model)
        elif is_tenant(model) and field.unique:
            self.deferred_sql.append(self._create_unique_sql(model, [field]))

    def add_constraint(self, model: type[models.Model], constraint: Any) -> None:
        _refuse_expressions(model, constraint)
        super().add_constraint(model, constraint)

    def _guard(self, model: type[models.Model]) -> None:
        table = self.quote_name(model._meta.db_table)
        self.execute(
            f"ALTER TABLE {table} ADD PRIMARY KEY (workspace_id, {self.quote_name(str(model._meta.pk.column))})"
        )
        for field in model._meta.local_fields:
            if field.unique and field.concrete and not field.primary_key:
                self.execute(str(self._create_unique_sql(model, [field])))
        if self._citus_references():  # must precede every foreign key
            self.execute(f"SELECT create_distributed_table('{model._meta.db_table}', 'workspace_id')")
        self.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        self.execute(f"CREATE POLICY workspace ON {table} USING ({POLICY})")

    def _create_unique_sql(self, model: type[models.Model], fields: Any, *args: Any, **kwargs: Any) -> Statement | None:
        if is_tenant(model) and not any(field.name == "workspace" for field in fields):
            fields = [model._meta.get_field("workspace"), *fields]
        return super()._create_unique_sql(model, fields, *args, **kwargs)

    def _create_fk_sql(self, model: type[models.Model], field: Any, suffix: str) -> Statement:
        statement = super()._create_fk_sql(model, field, suffix)
        if isinstance(field, TenantForeignKey):
            table, target = model._meta.db_table, field.related_model._meta.db_table
            statement.parts["column"] = Columns(table, ["workspace_id", field.column], self.quote_name)
            statement.parts["to_column"] = Columns(target, ["workspace_id", "id"], self.quote_name)
        return statement

    def _citus_references(self) -> tuple[str, ...]:
        return self.connection.settings_dict.get("CITUS", ())


def _refuse_expressions(model: type[models.Model], *constraints: Any) -> None:
    """A unique constraint on expressions would silently become UNIQUE (workspace_id)."""
    for constraint in constraints or model._meta.constraints:
        if is_tenant(model) and isinstance(constraint, UniqueConstraint) and constraint.expressions:
            raise ValueError(f"{constraint.name}: give the folded value a column of its own instead of an expression")
