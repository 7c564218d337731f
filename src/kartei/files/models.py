"""Stored files: the row here, the bytes under a random name in the data folder."""

from django.db import models

from kartei.db.keys import TenantForeignKey
from kartei.tenancy.models import Member, TenantModel


class Blob(TenantModel):
    """A file that somebody gave us. It is served only through a door of the domain that holds it."""

    name = models.CharField(max_length=255)  # as the sender called it; never part of a path
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = TenantForeignKey(Member, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.name
