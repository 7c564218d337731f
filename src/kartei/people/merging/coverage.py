"""The table: for each foreign key to a person or a client, what a merge does with its rows.

A test walks all models and fails when a foreign key has no line here. A domain above people appends its lines to
`people.hooks.moving`. What only hangs on such a row (the members of a task) goes along and needs no line.
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from kartei.people.hooks import moving
from kartei.people.merging.files import Files
from kartei.people.merging.relations import Relations
from kartei.people.merging.rules import Copies, Covered, Joins, Moves, Rule, Stays
from kartei.people.merging.tags import Tags
from kartei.people.models import Email
from kartei.people.sections import ADDRESS_PARTS, address_text

CHOSEN = "the winner's own columns are chosen field by field (sheet.py), the loser's stay as they are"

OWN: tuple[Rule, ...] = (
    Moves("people.Task", "client", ngettext_lazy("%(num)s task", "%(num)s tasks", "num"), _("Task"),
          only=Q(deleted_at=None)),
    Tags("people.ClientTag", "client", ngettext_lazy("%(num)s tag", "%(num)s tags", "num"), _("Tag"),
          text=lambda row: row.tag.name, same=("tag_id",)),
    Joins("people.Assignment", "client", ngettext_lazy("%(num)s assigned member", "%(num)s assigned members", "num"),
          _("Assigned member"), text=lambda row: row.member.name, same=("member_id",)),
    Relations(),
    Files(),
    Joins("people.ExternalId", "person",
          ngettext_lazy("%(num)s number in another system", "%(num)s numbers in other systems", "num"),
          _("Number in another system"), text=lambda row: f"{row.shown_system}: {row.value}", same=("system", "value")),
    Copies("people.Email", "person", ngettext_lazy("%(num)s e-mail", "%(num)s e-mails", "num"), _("E-mail"),
           text=lambda row: row.value, key=lambda row: Email.key_of(row.value)),
    Copies("people.Phone", "person", ngettext_lazy("%(num)s phone", "%(num)s phones", "num"), _("Phone"),
           text=lambda row: row.shown, key=lambda row: row.number or row.value),
    Copies("people.Address", "person", ngettext_lazy("%(num)s address", "%(num)s addresses", "num"), _("Address"),
           text=lambda row: ", ".join(address_text(vars(row)).split("\n")),
           key=lambda row: "\n".join(getattr(row, part).casefold() for part in ADDRESS_PARTS)),
    Stays("people.Client", "person", CHOSEN),
    Stays("people.Profile", "person", CHOSEN),
    Stays("people.Consent", "person", CHOSEN),
    Stays("people.SectionValues", "person", CHOSEN),
    Stays("people.Conversion", "person", "it is taken back for that record alone"),
    Stays("people.ImportRow", "person", "what a file became is history"),
    Stays("people.DuplicatePair", "first", "the scan finds the pairs of the winner anew"),
    Stays("people.DuplicatePair", "second", "the scan finds the pairs of the winner anew"),
    Stays("people.Merge", "winner", "merges are undone in their order"),
    Stays("people.Merge", "loser", "merges are undone in their order"),
)  # fmt: skip


def rules() -> list[Rule]:
    """All of them, those of other domains last."""
    return [*OWN, *moving]


def covered() -> set[Covered]:
    return {key for rule in rules() for key in rule.covers}
