"""Records of the same person: pairs that look like it, and those that were made one."""

from django.db import models
from django.db.models import F, Q

from kartei.db.keys import TenantForeignKey
from kartei.people.models.person import Person, PersonState
from kartei.tenancy.models import Member, TenantModel


class Rung(models.IntegerChoices):
    """How two records were found to be alike, the surest first (product.md, section 2)."""

    REACH = 1  # the same name, and an e-mail or a phone in common
    BIRTH_DATE = 2  # the same name and birth date
    SOUND = 3  # names that sound the same, and the same birth date or postcode


class DuplicatePair(TenantModel):
    """Two records that may be of one person. „Keine Dublette“ keeps the pair, dismissed, so that it never returns."""

    first = TenantForeignKey(Person, models.CASCADE, related_name="+", db_index=False)  # the one with the smaller id
    second = TenantForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    rung = models.PositiveSmallIntegerField(choices=Rung)
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = TenantForeignKey(Member, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "first", "second"], name="one_pair"),
            models.CheckConstraint(condition=Q(first_id__lt=F("second_id")), name="pair_in_order"),
        ]
        indexes = [
            models.Index(fields=["workspace", "second"], name="pair_second"),
            models.Index(fields=["workspace", "rung", "id"], condition=Q(dismissed_at=None), name="pair_open"),
        ]


class Merge(TenantModel):
    """One record taken into another. With its moves it holds all that „Zusammenführung aufheben“ needs."""

    winner = TenantForeignKey(Person, models.CASCADE, related_name="merges", db_index=False)
    loser = TenantForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=PersonState)  # of the loser, before
    state_at = models.DateTimeField(null=True)
    changes = models.JSONField(default=dict)  # {column of the winner: [before, since]}, see merging/sheet.py
    known = models.JSONField(default=dict)  # {table: {"own": keys that the winner had, "came": keys it got}}
    at = models.DateTimeField(auto_now_add=True)
    by = TenantForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    undone_at = models.DateTimeField(null=True)
    undone_by = TenantForeignKey(Member, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "loser"], condition=Q(undone_at=None), name="merged_into_one_record"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "winner", "-id"], name="merge_winner"),
            models.Index(fields=["workspace", "loser"], name="merge_loser"),
        ]


class MergeMove(TenantModel):
    """A row that went over to the winner: what it said before, and the whole of it where it might be deleted since."""

    merge = TenantForeignKey(Merge, models.CASCADE, related_name="moves", db_index=False)
    table = models.CharField(max_length=60)  # label of the model
    row_id = models.UUIDField()
    former = models.JSONField(default=dict)  # {column: value before}
    whole = models.JSONField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "merge", "table", "row_id"], name="moved_once")]
