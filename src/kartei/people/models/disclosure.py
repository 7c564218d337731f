"""What may be told of a client to whom: what they see of it themselves, and release of secrecy. Both hold by date.

Nothing has to be switched off when a day has come: whoever asks names the day (`people/disclosing.py`).
"""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kartei.db.keys import TenantForeignKey
from kartei.people.models.client import Client
from kartei.people.models.relationship import Relationship
from kartei.tenancy.models import TenantModel

Fact = tuple[str, object]  # English id of the label, value


class Scope(models.TextChoices):
    """What of that which is shared with the client anyway."""

    APPOINTMENTS = "appointments", gettext_lazy("Appointments")
    INVOICES = "invoices", gettext_lazy("Invoices")
    DOCUMENTS = "documents", gettext_lazy("Shared documents")
    ALL = "all", pgettext_lazy("sharing", "Everything shared")


class Standing(models.TextChoices):
    """How a dated link stands on a day."""

    COMING = "coming"
    VALID = "valid"
    OVER = "over"
    WITHDRAWN = "withdrawn"


class Sharing(TenantModel):
    """What the other one of a relation may see of `client`, with whose consent, until when."""

    relationship = TenantForeignKey(Relationship, models.CASCADE, related_name="sharings", db_index=False)
    client = TenantForeignKey(Client, models.CASCADE, related_name="sharings", db_index=False)
    has_portal_access = models.BooleanField(default=False)
    scopes = models.JSONField(default=list)  # of Scope; none is no information
    consented_on = models.DateField()
    consented_by = models.CharField(max_length=200)  # as the name was then
    ends_on = models.DateField(null=True)  # the last day
    version = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "relationship", "client"], name="one_sharing_a_client"),
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("consented_on")), name="sharing_ends"),
        ]
        indexes = [models.Index(fields=["workspace", "client"], name="sharing_client")]

    def __str__(self) -> str:
        return ", ".join(self.words)

    @property
    def words(self) -> list[str]:
        """What is open, in words: „Portalzugang“, „Termine“."""
        portal = [_("Portal access")] if self.has_portal_access else []
        return [*portal, *scope_labels(self.scopes)]

    @property
    def facts(self) -> list[Fact]:
        return [
            ("Portal access", _("yes") if self.has_portal_access else ""),
            ("Share information", ", ".join(scope_labels(self.scopes))),
            ("Consent of", self.consented_by),
            ("Consent given on", self.consented_on),
            ("Until", self.ends_on),
        ]

    def standing_on(self, day: date) -> Standing:
        return _standing(day, self.consented_on, self.ends_on)

    def is_shared_on(self, day: date, scope: Scope) -> bool:
        """Whether the other one sees this of the client on that day."""
        return self.standing_on(day) == Standing.VALID and bool({scope, Scope.ALL} & set(self.scopes))


class Release(TenantModel):
    """„Schweigepflichtentbindung“: `client` lets the practice tell the other one of a relation about something."""

    relationship = TenantForeignKey(Relationship, models.CASCADE, related_name="releases", db_index=False)
    client = TenantForeignKey(Client, models.CASCADE, related_name="releases", db_index=False)
    topic = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)  # the last day
    withdrawn_on = models.DateField(null=True)  # from that day on it does not hold
    version = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="release_ends"),
        ]
        indexes = [
            models.Index(fields=["workspace", "relationship", "client"], name="release_relationship"),
            models.Index(fields=["workspace", "client"], name="release_client"),
            models.Index(fields=["workspace", "ends_on"], condition=Q(withdrawn_on=None), name="release_end"),
        ]

    def __str__(self) -> str:
        return self.topic

    @property
    def facts(self) -> list[Fact]:
        return [
            ("Release of secrecy", self.topic),
            ("From", self.starts_on),
            ("Until", self.ends_on),
            ("Withdrawn on", self.withdrawn_on),
        ]

    def standing_on(self, day: date) -> Standing:
        if self.withdrawn_on is not None and day >= self.withdrawn_on:
            return Standing.WITHDRAWN
        return _standing(day, self.starts_on, self.ends_on)

    def may_tell_on(self, day: date) -> bool:
        """Whether the practice may tell the other one about the topic on that day."""
        return self.standing_on(day) == Standing.VALID


def scope_labels(scopes: Iterable[str]) -> list[str]:
    """The words of some scopes, in their order."""
    chosen = set(scopes)
    return [str(scope.label) for scope in Scope if scope in chosen]


def _standing(day: date, first: date, last: date | None) -> Standing:
    if day < first:
        return Standing.COMING
    return Standing.OVER if last is not None and day > last else Standing.VALID
