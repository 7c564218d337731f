"""The rules of online booking, and what the practice says of data: changed by one verb."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kartei.audit.recording import record
from kartei.calendar.models import BookingRules
from kartei.db.scope import current_workspace_id
from kartei.people.versions import StaleVersion
from kartei.tenancy.models import Member, Workspace


@transaction.atomic
def change_rules(told: dict[str, Any], *, version: int, by: Member) -> BookingRules:
    """Let these hold from now on; what is booked stays. Raises StaleVersion."""
    there, _made = BookingRules.objects.get_or_create(pk=current_workspace_id(), defaults={"version": 0})
    found: BookingRules = BookingRules.objects.select_for_update().get(pk=there.pk)
    if found.version != version:
        raise StaleVersion
    before = {name: str(getattr(found, name)) for name in told}
    for name, value in told.items():
        setattr(found, name, value)
    found.version += 1
    found.save()
    changes = {name: [text, str(told[name])] for name, text in before.items() if text != str(told[name])}
    record("bookingrules.change", by=by, subject=found, changes=changes)
    return found


def privacy_text(rules: BookingRules, practice: Workspace) -> str:
    """What becomes of what a visitor enters: the practice's own words, else ours."""
    if rules.privacy:
        return rules.privacy
    return _(
        "%(practice)s is responsible for your data. What you enter (name, e-mail, phone, question and the appointment) "
        "is processed in order to arrange the appointment and to answer you (Art. 6 (1) (a) and (b), Art. 9 (2) (a) "
        "GDPR). It is passed on to nobody. What you do not confirm by the link in our mail is deleted after an hour. "
        "You can withdraw your consent at any time; what was done until then stays lawful. You have the right to "
        "access, rectification, erasure, restriction, portability and to complain to a supervisory authority."
    ) % {"practice": practice.name}
