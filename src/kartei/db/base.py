"""The database backend, under the name that Django loads: PostgreSQL with keys and row-level security per workspace."""

from typing import Any

from django.db.backends.postgresql import base
from psycopg_pool import PoolTimeout

from kartei.db.features import DatabaseFeatures
from kartei.db.operations import DatabaseOperations
from kartei.db.schema import DatabaseSchemaEditor


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
    features_class = DatabaseFeatures
    SchemaEditorClass = DatabaseSchemaEditor

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Django's own. After a restart of the server a pool that rested holds dead connections only, and finds two of
        them out before its time is over: then all of them go, and new ones come.
        """
        try:
            return super().get_new_connection(conn_params)
        except PoolTimeout:
            if not self.pool or not self.pool.get_stats().get("pool_available"):
                raise  # all of them are at work
            self.pool.drain()
            return super().get_new_connection(conn_params)
