"""Key fields: random ids that sort by time, and foreign keys that carry the workspace."""

import os
import time
import uuid
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.sql.where import WhereNode

from kartei.db.scope import current_workspace_id


def uuid7() -> uuid.UUID:
    """A new UUID version 7: 48 bits of milliseconds since 1970, 12 bits of their 4096th parts, then random bits.

    With the parts (RFC 9562, 6.2, method 3) rows that are made one after the other stay in that order.
    """
    millis, rest = divmod(time.time_ns(), 1_000_000)
    part = rest * 4096 // 1_000_000
    chance = int.from_bytes(os.urandom(8), "big") >> 2
    return uuid.UUID(int=millis << 80 | 7 << 76 | part << 64 | 2 << 62 | chance)


def is_tenant(model: type[models.Model]) -> bool:
    """Whether rows of `model` belong to a workspace."""
    return any(field.name == "workspace" for field in model._meta.local_fields)


if TYPE_CHECKING:
    # A typed subclass of ForeignKey would reveal Any: the checker sees Django's own classes.
    TenantForeignKey = models.ForeignKey
    TenantOneToOneField = models.OneToOneField
else:

    class TenantForeignKey(models.ForeignKey):
        """Foreign key within a workspace: (workspace_id, x_id) → (workspace_id, id), in joins and in the database."""

        requires_unique_target = False

        def __init__(self, to: Any, on_delete: Any, **kwargs: Any) -> None:
            kwargs["to_field"] = kwargs.get("to_field") or "id"
            super().__init__(to, on_delete, **kwargs)

        def get_joining_fields(self, reverse_join: bool = False):
            pair = (self.model._meta.get_field("workspace"), self.related_model._meta.get_field("workspace"))
            return (*super().get_joining_fields(reverse_join), pair[::-1] if reverse_join else pair)

        def get_extra_restriction(self, alias, related_alias):
            if alias is None:  # exclude() over a reverse relation: the subquery has lost its join
                field = self.model._meta.get_field("workspace")
                return WhereNode([field.get_lookup("exact")(field.get_col(related_alias), current_workspace_id())])
            return None

        def get_extra_descriptor_filter(self, instance):
            return {"workspace_id": instance.workspace_id}

    class TenantOneToOneField(models.OneToOneField, TenantForeignKey):
        """One row there has at most one row here, within a workspace."""
