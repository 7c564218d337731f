"""What is known of a person besides the name: ways to reach them, addresses, profile, consents, numbers elsewhere."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kartei.db.keys import TenantForeignKey, TenantOneToOneField
from kartei.people.models.person import Person
from kartei.tenancy.models import TenantModel


class Reach(TenantModel):
    """One of several e-mails, phones or addresses: labelled, in an order, one of them the main one."""

    label = models.CharField(_("Label"), max_length=60, blank=True)
    is_main = models.BooleanField(_("Main"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        abstract = True
        ordering = ["-is_main", "position", "id"]


class Email(Reach):
    person = TenantForeignKey(Person, models.CASCADE, related_name="emails", db_index=False)
    value = models.CharField(_("E-mail"), max_length=254)
    key = models.CharField(max_length=254, db_collation="C", editable=False)  # casefolded

    class Meta(Reach.Meta):
        indexes = [
            models.Index(fields=["workspace", "person"], name="email_person"),
            models.Index(fields=["workspace", "key"], name="email_key"),
        ]

    @staticmethod
    def key_of(value: str) -> str:
        """What is equal for equal addresses; cut, since folding makes some letters two."""
        return value.casefold()[:254]


class Phone(Reach):
    person = TenantForeignKey(Person, models.CASCADE, related_name="phones", db_index=False)
    value = models.CharField(_("Phone"), max_length=60)  # as typed
    number = models.CharField(max_length=20, blank=True, editable=False)  # E.164, empty when it cannot be read
    shown = models.CharField(max_length=60, editable=False)  # made once when saved

    class Meta(Reach.Meta):
        indexes = [
            models.Index(fields=["workspace", "person"], name="phone_person"),
            models.Index(fields=["workspace", "number"], name="phone_number"),
        ]


class Address(Reach):
    person = TenantForeignKey(Person, models.CASCADE, related_name="addresses", db_index=False)
    street = models.CharField(_("Street and number"), max_length=200, blank=True)
    extra = models.CharField(_("Extra line"), max_length=200, blank=True)
    postcode = models.CharField(_("Postcode"), max_length=20, blank=True)
    city = models.CharField(_("Town"), max_length=100, blank=True)
    region = models.CharField(_("Region"), max_length=100, blank=True)
    country = models.CharField(_("Country"), max_length=2, blank=True)

    class Meta(Reach.Meta):
        indexes = [models.Index(fields=["workspace", "person"], name="address_person")]


class Gender(models.TextChoices):
    """Administrative gender; German law knows four entries (§ 22 (3) PStG)."""

    FEMALE = "female", _("female")
    MALE = "male", _("male")
    DIVERSE = "other", _("diverse")
    UNSPECIFIED = "unknown", _("not specified")


class FormOfAddress(models.TextChoices):
    FORMAL = "formal", pgettext_lazy("form of address", "Formal (Sie)")
    INFORMAL = "informal", pgettext_lazy("form of address", "Informal (Du)")


class Profile(TenantModel):
    """Fixed fields that are seldom filled and never sorted by."""

    person = TenantOneToOneField(Person, models.CASCADE, related_name="profile")
    middle_name = models.CharField(_("Middle name"), max_length=200, blank=True)
    birth_name = models.CharField(_("Birth name"), max_length=200, blank=True)
    preferred_name = models.CharField(_("Preferred name"), max_length=200, blank=True)
    pronouns = models.CharField(_("Pronouns"), max_length=60, blank=True)
    gender = models.CharField(_("Gender"), max_length=8, choices=Gender, blank=True)
    language = models.CharField(_("Language"), max_length=8, blank=True)
    form_of_address = models.CharField(_("Form of address"), max_length=8, choices=FormOfAddress, blank=True)
    time_zone = models.CharField(_("Time zone"), max_length=64, blank=True)
    occupation = models.CharField(_("Occupation"), max_length=200, blank=True)
    employer = models.CharField(_("Employer"), max_length=200, blank=True)
    family_state = models.CharField(_("Marital status"), max_length=60, blank=True)
    died_on = models.DateField(_("Died on"), null=True, blank=True)
    insurer = models.CharField(_("Insurance"), max_length=200, blank=True)
    insurance_number = models.CharField(_("Insurance number"), max_length=60, blank=True)
    has_aid = models.BooleanField(_("Entitled to aid (Beihilfe)"), null=True, blank=True)
    alerts = models.TextField(_("Alerts"), max_length=20_000, blank=True)
    note = models.TextField(_("Note"), max_length=20_000, blank=True)  # contacts
    imported = models.TextField(_("Further details from the import"), max_length=200_000, blank=True)
    photo = TenantForeignKey("people.Photo", models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["workspace", "photo"], condition=Q(photo__isnull=False), name="profile_photo"),
        ]


class Purpose(models.TextChoices):
    PRIVACY = "privacy", _("Privacy notice received")
    EMAIL = "email", _("May be written to by e-mail")
    TEXT = "text", _("May get text messages")
    VOICEMAIL = "voicemail", _("Messages may be left on the answering machine")
    MARKETING = "marketing", _("News and offers")


class Consent(TenantModel):
    """A yes or a no, with date and origin; no row means „not asked“, which is never a no."""

    person = TenantForeignKey(Person, models.CASCADE, related_name="consents", db_index=False)
    purpose = models.CharField(max_length=10, choices=Purpose)
    granted = models.BooleanField()
    on = models.DateField(_("Date"), null=True, blank=True)
    origin = models.CharField(_("Origin"), max_length=200, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "person", "purpose"], name="one_consent_a_purpose")]


_SYSTEMS = {
    "carepatron": "Carepatron",
    "jane": "Jane",
    "cliniko": "Cliniko",
    "simplepractice": "SimplePractice",
    "google": "Google",
    "outlook": "Outlook",
}


class ExternalId(TenantModel):
    """The number of a person in another system; joins the rows of several files and of repeated imports."""

    person = TenantForeignKey(Person, models.CASCADE, related_name="external_ids")
    system = models.CharField(max_length=60)
    value = models.CharField(max_length=100)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "system", "value"], name="one_external_id")]

    @property
    def shown_system(self) -> str:
        """The system's own name, or where a number from any other table came from."""
        return _SYSTEMS.get(self.system) or str(_("Former system"))
