"""The acts on many clients: what each is called, which section of a record it changes, and how."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kartei.people.bulk.matters import Words
from kartei.people.models import PersonState


@dataclass(frozen=True, slots=True)
class Act:
    """`new` gives what a client has afterwards, from what it has and the words that were chosen."""

    code: str  # in the address, and in BulkAct.act
    section: str
    label: str | Promise  # of the button and the dialog
    short: str | Promise  # of the button in the bar, where room is scarce
    icon: str
    new: Callable[[Words, Words], Words]
    in_archive: bool | None = None  # offered in the archive alone (True), outside of it alone (False)


def _only(had: Words, chosen: Words) -> Words:
    return chosen


def _with(had: Words, chosen: Words) -> Words:
    return had | chosen


def _without(had: Words, chosen: Words) -> Words:
    return had - chosen


def _archived(had: Words, chosen: Words) -> Words:
    return frozenset({str(PersonState.ARCHIVED)})


def _live(had: Words, chosen: Words) -> Words:
    return frozenset({str(PersonState.LIVE)})


ACTS = {
    act.code: act
    for act in (
        Act("status", "status", _("Change status"), _("Status"), "circle-dot", _only),
        Act("tagging", "tags", _("Add tags"), _("Add tags"), "tag", _with),
        Act("untagging", "tags", _("Remove tags"), _("Remove tags"), "circle-minus", _without),
        Act("assignment", "assignments", _("Assign members"), _("Assign"), "user-plus", _with),
        Act("unassignment", "assignments", _("Unassign members"), _("Unassign"), "user-x", _without),
        Act("archival", "state", _("Archive"), _("Archive"), "archive", _archived, in_archive=False),
        Act("restoration", "state", _("Restore"), _("Restore"), "undo-2", _live, in_archive=True),
    )
}


def offered(*, is_archived: bool) -> list[Act]:
    """Those that make sense for a list of the archive, or of everybody else."""
    return [act for act in ACTS.values() if act.in_archive in (None, is_archived)]
