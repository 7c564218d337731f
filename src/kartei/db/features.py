from django.db import models
from django.db.backends.postgresql import features

from kartei.db.keys import is_tenant


class DatabaseFeatures(features.DatabaseFeatures):
    def allows_group_by_selected_pks_on_model(self, model: type[models.Model]) -> bool:
        """PostgreSQL infers nothing from `id` alone when the key is (workspace_id, id)."""
        return not is_tenant(model) and super().allows_group_by_selected_pks_on_model(model)
