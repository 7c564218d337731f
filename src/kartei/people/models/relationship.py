"""Who is what to whom. A relation is stored once; the inverse label comes from its type."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kartei.db.keys import TenantForeignKey
from kartei.people.models.person import Person
from kartei.tenancy.models import TenantManager, TenantModel

# code: (what `other` is to `person`, what `person` is to `other`), in their order
BUILT_IN_RELATION_TYPES = {
    "parent": (_("Parent"), _("Child")),
    "custodian": (_("Custodian"), _("Minor in custody")),
    "grandparent": (_("Grandparent"), _("Grandchild")),
    "sibling": (_("Sibling"), _("Sibling")),
    "partner": (_("Spouse or partner"), _("Spouse or partner")),
    "relative": (_("Other relative"), _("Other relative")),
    "guardian": (_("Legal guardian"), _("Person under guardianship")),
    "proxy": (_("Authorised representative"), _("Represented person")),
    "family_doctor": (_("Family doctor’s practice"), _("Client of the family doctor’s practice")),
    "specialist": (_("Specialist’s practice"), _("Client of the specialist’s practice")),
    "referrer": (_("Referred by"), _("Referred from there")),
    "follow_up": (_("Further treatment by"), _("Referred to there")),
    "payer": (_("Billing recipient"), _("Invoices for")),
    "insurer": (_("Insurance or payer"), _("Insured person")),
    "employer": (_("Employer"), _("Employee")),
    "school": (_("School or institution"), _("Looked after there")),
    "friend": (_("Friend"), _("Friend")),
    "other": (_("Other"), _("Other")),
}


# The fact in words, the same from both sides: nobody has to guess who is the parent of whom.
SENTENCES = {
    "parent": _("%(other)s is a parent of %(person)s."),
    "custodian": _("%(other)s has custody of %(person)s."),
    "grandparent": _("%(other)s is a grandparent of %(person)s."),
    "sibling": _("%(other)s and %(person)s are siblings."),
    "partner": _("%(other)s and %(person)s are spouses or partners."),
    "relative": _("%(other)s and %(person)s are related."),
    "guardian": _("%(other)s is the legal guardian of %(person)s."),
    "proxy": _("%(other)s may act for %(person)s."),
    "family_doctor": _("%(other)s is the family doctor’s practice of %(person)s."),
    "specialist": _("%(other)s is a specialist’s practice of %(person)s."),
    "referrer": _("%(other)s has referred %(person)s here."),
    "follow_up": _("%(other)s treats %(person)s further."),
    "payer": _("%(other)s gets the invoices for %(person)s."),
    "insurer": _("%(other)s insures %(person)s or bears the costs."),
    "employer": _("%(other)s is the employer of %(person)s."),
    "school": _("%(other)s is the school or institution of %(person)s."),
    "friend": _("%(other)s and %(person)s are friends."),
    "other": _("%(other)s and %(person)s have to do with each other."),
}
# Of types of the practice's own, and of renamed ones.
_OWN, _OWN_SYMMETRIC = _("%(other)s is %(label)s of %(person)s."), _("%(other)s and %(person)s: %(label)s.")
ANCESTRY = ("parent", "grandparent")
"""Types of which no chain may lead back to where it began."""
PAYER, CUSTODIAN = "payer", "custodian"


class RelationTypeQuerySet(models.QuerySet["RelationType"]):
    def offered(self) -> Self:
        """Those by which two can be linked: not one that is just being replaced."""
        return self.filter(replacement=None)


class RelationType(TenantModel):
    """Built-in ones have a code and no names, until somebody renames them."""

    code = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=60, blank=True)
    inverse_name = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    # Set while a job gives its relations another one; then it is deleted.
    replacement = TenantForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    is_replaced_inversely = models.BooleanField(default=False)  # the two then change sides
    version = models.PositiveIntegerField(default=0)

    objects = TenantManager.from_queryset(RelationTypeQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.label if self.is_symmetric else f"{self.label} / {self.inverse_label}"

    @property
    def label(self) -> str:
        return self.name or str(BUILT_IN_RELATION_TYPES[self.code][0])

    @property
    def inverse_label(self) -> str:
        return self.inverse_name or str(BUILT_IN_RELATION_TYPES[self.code][1])

    @property
    def is_symmetric(self) -> bool:
        """Whether both are the same to each other, as siblings are."""
        return self.label == self.inverse_label

    def sentence(self, person: str, other: str) -> str:
        """„Maria Muster ist Elternteil von Jonas Muster.“; of a type of the practice's own by its label."""
        text = SENTENCES.get(self.code) if not self.name else None
        if text is None:
            text = _OWN_SYMMETRIC if self.is_symmetric else _OWN
        return text % {"person": person, "other": other, "label": self.label}


class Custody(models.TextChoices):
    """How a custodian has custody (§§ 1626, 1671 BGB); empty as long as nobody has said."""

    JOINT = "joint", _("Joint custody")
    SOLE = "sole", _("Sole custody")


class Relationship(TenantModel):
    """`other` is `type.label` to `person`; what is_inverse_… says holds for `person`, seen from `other`."""

    person = TenantForeignKey(Person, models.CASCADE, related_name="relationships", db_index=False)
    other = TenantForeignKey(Person, models.CASCADE, related_name="inverse_relationships", db_index=False)
    type = TenantForeignKey(RelationType, models.PROTECT, related_name="+", db_index=False)
    note = models.CharField(max_length=200, blank=True)
    is_emergency_contact = models.BooleanField(default=False)
    is_inverse_emergency_contact = models.BooleanField(default=False)
    is_main_payer = models.BooleanField(default=False)  # of several billing recipients the one invoices go to
    custody = models.CharField(max_length=5, choices=Custody, blank=True)  # of custodians alone
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "person", "other", "type"], name="one_relation_a_type"),
            models.UniqueConstraint(
                fields=["workspace", "person"], condition=models.Q(is_main_payer=True), name="one_main_payer"
            ),
            models.CheckConstraint(condition=~models.Q(person_id=models.F("other_id")), name="not_with_oneself"),
        ]
        indexes = [
            models.Index(fields=["workspace", "other", "person"], name="relationship_other"),
            models.Index(fields=["workspace", "type", "id"], name="relationship_type"),
        ]

    def __str__(self) -> str:
        return self.type.sentence(self.person.name, self.other.name)
