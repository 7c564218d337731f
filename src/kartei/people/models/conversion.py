"""A client who was made a contact: what the client record said, kept for 30 days."""

from typing import Any

from django.db import models

from kartei.db.keys import TenantForeignKey
from kartei.people.models.person import Person
from kartei.tenancy.models import Member, TenantModel


class Conversion(TenantModel):
    """There is one as long as it can be taken back."""

    person = TenantForeignKey(Person, models.CASCADE, related_name="conversions", db_index=False)
    at = models.DateTimeField()
    by = TenantForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    kept: Any = models.JSONField(default=dict)  # what converting.py writes and reads

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "person"], name="one_conversion_a_person")]
        indexes = [models.Index(fields=["workspace", "at"], name="conversion_at")]
