"""„Zusammenführung aufheben“: both records as they were, at any time. What came since is asked for, one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kartei.audit.recording import record
from kartei.people.merging import sheet
from kartei.people.merging.choices import Labels, grouped
from kartei.people.merging.coverage import rules
from kartei.people.merging.rules import Added
from kartei.people.merging.trail import standing
from kartei.people.merging.uniting import MERGEABLE, MergeRefused, locked, settle
from kartei.people.models import Merge, PersonState
from kartei.tenancy.models import Member

NOW, FORMER, WINNER, LOSER = "now", "former", "winner", "loser"


@dataclass(frozen=True, slots=True)
class Changed:
    """A field that the merge had changed and somebody changed again: which text shall the winner keep?"""

    name: str  # in the form
    label: str
    columns: tuple[str, ...]
    now: str
    former: str


@dataclass(frozen=True)
class Questions:
    """What undo has to ask before it parts two records."""

    changed: list[Changed]
    added: list[Added]

    @property
    def mark(self) -> str:
        """Tells these questions from others: by it a page knows whether it asked what is to be asked."""
        said = [(item.name, item.now) for item in self.changed] + [(item.name, str(item.text)) for item in self.added]
        return sha256(repr(said).encode()).hexdigest() if said else ""

    def __bool__(self) -> bool:
        return bool(self.changed or self.added)


def questions(merge: Merge, *, seen_by: Member) -> Questions:
    """What was changed again and what came since; asked of whom may see it."""
    added = [item for rule in rules() for item in rule.added(merge, seen_by=seen_by)]
    return Questions(_changed(merge, seen_by), sorted(added, key=lambda item: item.at))


@transaction.atomic
def part(merge: Merge, answers: Mapping[str, str], *, by: Member) -> None:
    """Undo a merge. `answers`: {Added.name: winner or loser, Changed.name: now or former}; what nobody answers stays
    with the winner. Raises MergeRefused.
    """
    winner, loser = locked(merge.winner_id, merge.loser_id)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    merge.winner, merge.loser = winner, loser
    refuse_parting(merge)
    asked = questions(merge, seen_by=by)
    _write_back(merge, asked, answers)
    for rule in rules():
        rule.give_back(merge)
    given = [item for item in asked.added if answers.get(item.name) == LOSER]
    for item in given:
        item.give(merge)
    loser.state, loser.state_at = merge.state, merge.state_at
    loser.save(update_fields=["state", "state_at"])
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
    settle(winner)
    settle(loser)
    _tell(merge, given, by)


def refuse_parting(merge: Merge) -> None:
    """Raise MergeRefused when something has to be undone before."""
    if merge.undone_at is not None:
        raise MergeRefused(_("This merge has been undone already."))
    winner = merge.winner
    if winner.is_client != merge.loser.is_client:
        raise MergeRefused(_("One of the two records has been converted since. Please take that back first."))
    if winner.state == PersonState.MERGED:
        text = _("%(name)s has itself been merged into another record. Please undo that first.")
        raise MergeRefused(text % {"name": winner.name})
    if winner.state not in MERGEABLE:
        text = _("%(name)s is in the trash. Please bring the record back first.")
        raise MergeRefused(text % {"name": winner.name})
    later = standing().filter(winner=winner, pk__gt=merge.pk).select_related("loser").order_by("-pk").first()
    if later is not None:
        text = _("Another record, %(name)s, has been merged into this one since. Please undo that first.")
        raise MergeRefused(text % {"name": later.loser.name})


def _changed(merge: Merge, seen_by: Member) -> list[Changed]:
    now, labels = sheet.read(merge.winner), Labels(merge.winner, merge.loser, seen_by)
    before = {column: pair[0] for column, pair in merge.changes.items()}
    return [
        Changed(
            f"changed-{columns[0].replace('.', '-')}",
            label,
            columns,
            labels.shown(columns, now),
            labels.shown(columns, before),
        )
        for columns in grouped(_changed_again(merge, now))
        if (label := labels.label(columns[0]))
    ]


def _changed_again(merge: Merge, now: sheet.Sheet) -> list[str]:
    return [column for column, (_before, since) in merge.changes.items() if now.get(column) != since]


def _write_back(merge: Merge, asked: Questions, answers: Mapping[str, str]) -> None:
    """The winner's columns as they were before, but for those that stay as somebody has written them since."""
    former = {column for item in asked.changed if answers.get(item.name) == FORMER for column in item.columns}
    again = _changed_again(merge, sheet.read(merge.winner))
    kept = {*again, *(column for columns in grouped(again) for column in columns)} - former
    told = {column: before for column, (before, _since) in merge.changes.items() if column not in kept}
    sheet.write(merge.winner, told, ids=merge.known.get("consents", {}))


def _tell(merge: Merge, given: list[Added], by: Member) -> None:
    for near, far in ((merge.winner, merge.loser), (merge.loser, merge.winner)):
        kind = "client" if near.is_client else "contact"
        record(f"{kind}.separation", by=by, subject=near, client=near, merge=merge.pk, with_name=far.name,
               with_id=far.pk, given=len(given))  # fmt: skip
