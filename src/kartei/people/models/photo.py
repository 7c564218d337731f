"""Photos of people: one is shown, those that were replaced or removed rest for a while."""

from django.db import models

from kartei.db.keys import TenantForeignKey
from kartei.files.models import Blob
from kartei.people.models.person import Person
from kartei.tenancy.models import Member, TenantModel


class Photo(TenantModel):
    """A square picture in two sizes, drawn anew from what was sent. `Profile.photo` names the one that is shown."""

    person = TenantForeignKey(Person, models.CASCADE, related_name="photos")
    large = TenantForeignKey(Blob, models.PROTECT, related_name="+")
    small = TenantForeignKey(Blob, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    by = TenantForeignKey(Member, models.PROTECT, null=True, related_name="+", db_index=False)
    until = models.DateTimeField(null=True)  # since when it is not shown
