"""What came of an act on many clients, in sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kartei.people.bulk.acts import ACTS
from kartei.people.bulk.matters import matter_of
from kartei.people.bulk.running import Counts
from kartei.people.models import BulkAct, BulkOutcome
from kartei.web.formats import number


def named(done: BulkAct) -> str:
    """„Tags hinzufügen: Privat“."""
    act = ACTS[done.act]
    names = matter_of(act.section).names(done.words)
    return f"{act.label}: {names}" if names else str(act.label)


def report(counts: Counts) -> list[str]:
    """„3 erledigt.“ and why others were not."""
    already, forbidden, gone = (
        counts.get(outcome, 0) for outcome in (BulkOutcome.ALREADY, BulkOutcome.FORBIDDEN, BulkOutcome.GONE)
    )
    return [
        _("%(num)s done.") % {"num": number(counts.get(BulkOutcome.DONE, 0))},
        *_said(already, ngettext("%(num)s was so already.", "%(num)s were so already.", already)),
        *_said(forbidden, ngettext("%(num)s you may not edit.", "%(num)s you may not edit.", forbidden)),
        *_said(gone, ngettext("%(num)s is no client any more.", "%(num)s are no clients any more.", gone)),
    ]


def report_of_undo(counts: Counts) -> list[str]:
    """„3 zurückgesetzt.“ and how many somebody has changed since."""
    kept = counts.get(BulkOutcome.KEPT, 0) + counts.get(BulkOutcome.GONE, 0)
    return [
        _("%(num)s put back.") % {"num": number(counts.get(BulkOutcome.UNDONE, 0))},
        *_said(kept, ngettext("%(num)s was changed since and stays.", "%(num)s were changed since and stay.", kept)),
    ]


def _said(count: int, text: str) -> list[str]:
    return [text % {"num": number(count)}] if count else []
