from typing import Any

from django.db.backends.postgresql import operations


class DatabaseOperations(operations.DatabaseOperations):
    def __init__(self, connection: Any) -> None:
        super().__init__(connection)
        if connection.settings_dict.get("CITUS"):
            self.compiler_module = (
                "kartei.db.compiler"  # VALUES inserts: INSERT … SELECT FROM UNNEST becomes COPY there
            )
