"""Mails go over when two records become one, and come back when that is undone."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from kartei.people.merging.rules import Moves, Rule

MOVING: tuple[Rule, ...] = (
    Moves("inbox.PracticeMail", "person", ngettext_lazy("%(num)s e-mail", "%(num)s e-mails", "num"), _("E-mail"),
          text=lambda row: row.subject),
)  # fmt: skip
