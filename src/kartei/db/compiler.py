"""SQL compilers for a Citus cluster; a single PostgreSQL never loads them."""

from typing import Any

from django.db.models.sql import compiler
from django.db.models.sql.compiler import *  # noqa: F403  the names that Django looks up here

from kartei.db.keys import is_tenant
from kartei.db.scope import current_workspace_id


class SQLDeleteCompiler(compiler.SQLDeleteCompiler):
    """The deletion collector deletes by id alone; with the workspace added one shard is asked and not all."""

    def as_sql(self) -> Any:
        query = self.query
        if is_tenant(query.model) and self.single_alias:
            field = query.model._meta.get_field("workspace")
            query.where.add(
                field.get_lookup("exact")(field.get_col(query.get_initial_alias()), current_workspace_id()), "AND"
            )
        return super().as_sql()
