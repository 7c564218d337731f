"""Own fields of the practice: sections, the fields in them, and what the records say there."""

from functools import cached_property
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kartei.db.keys import TenantForeignKey
from kartei.files.models import Blob
from kartei.people.models.person import Person
from kartei.tenancy.models import TenantManager, TenantModel

BUILT_IN_SECTIONS = {
    "master": _("Personal details"),
    "reach": _("Contact details"),
    "address": _("Address"),
    "insurance": _("Insurance and billing"),
    "health": _("Health"),
    "consents": _("Consents"),
}


class FieldSection(TenantModel):
    """An own section has a name; the row of a built-in one has its code, and is there once it holds an own field."""

    built_in = models.CharField(max_length=12, blank=True)  # a key of BUILT_IN_SECTIONS
    name = models.CharField(max_length=60, blank=True)
    key = models.CharField(max_length=72, editable=False)  # the name casefolded, or ":" and the code
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="one_section_a_name")]

    def __str__(self) -> str:
        return self.name or str(BUILT_IN_SECTIONS[self.built_in])

    @property
    def code(self) -> str:
        """How the section is called in addresses and in the versions of a person."""
        return self.built_in or f"s{self.pk.hex}"


class FieldType(models.TextChoices):
    """Named as in product.md, 3.2."""

    SHORT_TEXT = "short_text", _("Short text")
    LONG_TEXT = "long_text", _("Long text")
    NUMBER = "number", pgettext_lazy("field type", "Number")
    MONEY = "money", _("Amount")
    DATE = "date", _("Date")
    DATETIME = "datetime", _("Date and time")
    YES_NO = "yes_no", _("Yes / no")
    SINGLE_CHOICE = "single_choice", _("Single choice")
    MULTI_CHOICE = "multi_choice", _("Multiple choice")
    SCALE = "scale", _("Scale")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    URL = "url", _("Link")
    ADDRESS = "address", _("Address")
    FILE = "file", _("File")
    TEAM_MEMBER = "team_member", _("Team member")
    PERSON = "person", pgettext_lazy("field type", "Person")
    SIGNATURE = "signature", _("Signature")
    CALCULATED = "calculated", _("Calculated")


class FieldGroup(models.TextChoices):
    """Who sees a field, of those who see the record; which right that takes stands in fields/guarding.py."""

    EVERYBODY = "", _("Everybody who sees the record")
    TREATING = "treating", _("Who may see the documentation")
    BILLING = "billing", _("Who may see the billing")


class FieldQuerySet(models.QuerySet["Field"]):
    def in_use(self) -> Self:
        return self.filter(archived_at=None)


class Field(TenantModel):
    """Defined for the whole workspace: it appears, empty, on every client, and on contacts when it says so."""

    section = TenantForeignKey(FieldSection, models.PROTECT, related_name="fields", db_index=False)
    type = models.CharField(max_length=16, choices=FieldType)
    label = models.CharField(max_length=100)
    help_text = models.CharField(max_length=200, blank=True)
    options = models.JSONField(default=dict)  # of its type, see fields/kinds.py
    is_required = models.BooleanField(default=False)
    on_contacts = models.BooleanField(default=False)
    is_searchable = models.BooleanField(default=False)  # then its text stands in Person.search
    group = models.CharField(max_length=10, choices=FieldGroup, blank=True, default="")
    in_portal = models.BooleanField(default=False)
    edited_in_portal = models.BooleanField(default=False)
    # Set while a job carries its values from there; until then they are read from both.
    moved_from = TenantForeignKey(FieldSection, models.PROTECT, null=True, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)  # its values stay
    version = models.PositiveIntegerField(default=0)

    objects = TenantManager.from_queryset(FieldQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["workspace", "section", "position"], name="field_section")]

    def __str__(self) -> str:
        return self.label

    @cached_property
    def name(self) -> str:
        """How the field is called in forms and in the values of a section."""
        return f"f{self.pk.hex}"

    @property
    def homes(self) -> list[Any]:
        """The sections in whose rows its values lie: one, and while they are being carried over two."""
        return [pk for pk in (self.section_id, self.moved_from_id) if pk]


class SectionValues(TenantModel):
    """What one record says in the own fields of one section.

    A row for each section and not one for each person: a filter over 60 fields in one row took fifteen times as long.
    """

    section = TenantForeignKey(FieldSection, models.PROTECT, related_name="+", db_index=False)
    person = TenantForeignKey(Person, models.CASCADE, related_name="section_values", db_index=False)
    # {Field.name: value}; numbers as text, ISO dates, keys of options. Nothing is no entry.
    values: Any = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "section", "person"], name="values_once_a_section")]
        indexes = [models.Index(fields=["workspace", "person"], name="sectionvalues_person")]


class FieldFile(TenantModel):
    """A file that was chosen in a field. It waits until its section is saved, and rests once it is replaced."""

    field = TenantForeignKey(Field, models.PROTECT, related_name="files")
    person = TenantForeignKey(Person, models.CASCADE, related_name="field_files")
    blob = TenantForeignKey(Blob, models.PROTECT, related_name="+")
    media_type = models.CharField(max_length=100)  # by its content, see files/sniffing.py
    at = models.DateTimeField(auto_now_add=True)
    since = models.DateTimeField(null=True)  # saved with its section
    until = models.DateTimeField(null=True)  # no record names it any more
