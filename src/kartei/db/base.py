"""The database backend, under the name that Django loads: PostgreSQL with keys and row-level security per workspace."""

from django.db.backends.postgresql import base

from kartei.db.features import DatabaseFeatures
from kartei.db.operations import DatabaseOperations
from kartei.db.schema import DatabaseSchemaEditor


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
    features_class = DatabaseFeatures
    SchemaEditorClass = DatabaseSchemaEditor
