"""Relations go over too, but nobody is related to themselves, twice in the same way, or in a circle."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kartei.people.merging.rules import Added, Covered, is_aside, keep, made_at, restore, set_aside, whole
from kartei.people.models import Merge, Person, PersonState, Relationship, Release, Sharing
from kartei.people.relation_rules import RelationRefused, refuse_loop
from kartei.tenancy.models import Member

LABEL = "people.Relationship"
HANGING: tuple[Any, ...] = (Sharing, Release)  # what may be told by a relation, of which end
Twin = tuple[UUID, UUID, UUID]


class Relations:
    """Those that cannot go over stay aside with the loser: between the two, said already, or a circle.

    Consent to share and release of secrecy go with their relation; those of one that was said already, to its twin.
    """

    covers: tuple[Covered, ...] = (
        (LABEL, "person"),
        (LABEL, "other"),
        *((model._meta.label, "client") for model in HANGING),
    )

    def take_over(self, merge: Merge) -> None:
        rows = list(_of(merge.loser_id).order_by("pk"))
        told = {twin: row.pk for row in _of(merge.winner_id) for twin in _twins(row)}
        has_main = Relationship.objects.filter(person=merge.winner_id, is_main_payer=True).exists()
        for row in rows:
            if is_aside(merge, LABEL, row.pk):
                continue
            kept, former = whole(row), _rewritten(row, merge, has_main=has_main)
            if row.person_id == row.other_id:
                set_aside(merge, LABEL, [row.pk])
                continue
            if twin := next((told[key] for key in _twins(row) if key in told), None):
                _hand_over(merge, row.pk, twin)
                set_aside(merge, LABEL, [row.pk])
                continue
            if _makes_loop(row):
                set_aside(merge, LABEL, [row.pk])
                continue
            told |= dict.fromkeys(_twins(row), row.pk)
            keep(merge, LABEL, {row.pk: (former, kept)})
            row.save(update_fields=["person", "other", "is_main_payer"])
            _keep_hanging(merge, row.pk)
            _change_client(row.pk, merge.loser_id, merge.winner_id)

    def gather(self, merge: Merge) -> None:
        self.take_over(merge)

    def give_back(self, merge: Merge) -> None:
        moves = list(merge.moves.filter(table=LABEL))
        ids = [move.row_id for move in moves]
        there = set(Relationship.objects.filter(pk__in=ids).values_list("pk", flat=True))
        for move in moves:
            ends = {name: merge.winner_id for name in ("person_id", "other_id") if name in move.former}
            restore(Relationship, move, still=ends)
            _change_client(move.row_id, merge.winner_id, merge.loser_id)
        for model in HANGING:
            for move in merge.moves.filter(table=model._meta.label):
                if move.whole and UUID(move.whole["relationship_id"]) in there:
                    continue  # what its relation has lost since was taken away on purpose
                restore(model, move, still={"client_id": merge.winner_id} if "client_id" in move.former else {})

    def added(self, merge: Merge, *, seen_by: Member) -> Iterable[Added]:
        moved = merge.moves.filter(table=LABEL).values("row_id")
        rows = list(_of(merge.winner_id).filter(pk__gt=merge.pk).exclude(pk__in=moved).order_by("pk"))
        far = {row.pk: row.other_id if row.person_id == merge.winner_id else row.person_id for row in rows}
        reach = set(Person.objects.visible_to(seen_by).filter(pk__in=far.values()).values_list("pk", flat=True))
        return [_added(row, is_told=far[row.pk] in reach) for row in rows]

    def told(self, loser_id: UUID, winner_id: UUID) -> str:
        gone = [PersonState.TRASH, PersonState.MERGED]
        rows = (
            _of(loser_id)
            .exclude(Q(person=winner_id) | Q(other=winner_id))
            .exclude(person__state__in=gone)
            .exclude(other__state__in=gone)
        )
        count = rows.count()
        return ngettext("%(num)s relationship", "%(num)s relationships", count) % {"num": count} if count else ""


def _of(person_id: UUID) -> Any:
    return Relationship.objects.filter(Q(person=person_id) | Q(other=person_id)).select_related(
        "type", "person", "other"
    )


def _twins(row: Relationship) -> set[Twin]:
    """The ways in which the same relation might be stored."""
    found = {(row.person_id, row.other_id, row.type_id)}
    return found | {(row.other_id, row.person_id, row.type_id)} if row.type.is_symmetric else found


def _rewritten(row: Relationship, merge: Merge, *, has_main: bool) -> dict[str, Any]:
    """Let the row point at the winner; returns the columns as they were. Two main billing recipients become one."""
    former: dict[str, Any] = {}
    for name in ("person_id", "other_id"):
        if getattr(row, name) == merge.loser_id:
            former[name] = str(merge.loser_id)
            setattr(row, name, merge.winner_id)
    if row.is_main_payer and has_main and "person_id" in former:
        former["is_main_payer"], row.is_main_payer = True, False
    return former


def _change_client(relation_id: UUID, before: UUID, since: UUID) -> None:
    """Whose consents and releases those of a relation are that has gone from one record to the other."""
    for model in HANGING:
        model.objects.filter(relationship=relation_id, client=before).update(client=since)


def _keep_hanging(merge: Merge, relation_id: UUID) -> None:
    """Write down what hangs on a relation that goes over: should it be deleted, undo brings both back."""
    for model in HANGING:
        rows = model.objects.filter(relationship=relation_id).order_by("pk")
        keep(merge, model._meta.label, {row.pk: ({}, whole(row)) for row in rows})


def _hand_over(merge: Merge, relation_id: UUID, twin_id: UUID) -> None:
    """Give what hangs on a relation that stays aside to the winner's own; of two consents to share its own stays."""
    has = set(Sharing.objects.filter(relationship=twin_id).values_list("client_id", flat=True))
    for model in HANGING:
        for row in model.objects.filter(relationship=relation_id).order_by("pk"):
            kept, former = whole(row), {"relationship_id": str(row.relationship_id)}
            if row.client_id == merge.loser_id:
                former["client_id"], row.client_id = str(row.client_id), merge.winner_id
            if model is Sharing and row.client_id in has:
                continue
            row.relationship_id = twin_id
            row.save(update_fields=["relationship", "client"])
            keep(merge, model._meta.label, {row.pk: (former, kept)})


def _makes_loop(row: Relationship) -> bool:
    try:
        refuse_loop(row)
    except RelationRefused:
        return True
    return False


def _added(row: Relationship, *, is_told: bool) -> Added:
    text = str(row) if is_told else _("with somebody whom you do not see")

    def give(merge: Merge) -> None:
        ends = {name: merge.loser_id for name in ("person_id", "other_id") if getattr(row, name) == merge.winner_id}
        try:
            with transaction.atomic():  # what the other record says already, or may not say, stays where it is
                Relationship.objects.filter(pk=row.pk).update(**ends)
                _change_client(row.pk, merge.winner_id, merge.loser_id)
        except IntegrityError:
            return

    return Added(f"row-{row.pk.hex}", gettext_lazy("Relationship"), text, made_at(row.pk), give)
