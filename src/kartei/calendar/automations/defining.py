"""The practice's automations: made, changed, switched and taken out again."""

from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from kartei.audit.recording import record
from kartei.calendar.automations.words import BUILT_IN
from kartei.calendar.models import Automation, Trigger
from kartei.people.versions import StaleVersion
from kartei.people.vocabulary import MOST, Refused
from kartei.tenancy.models import Member

FREE = ("name", "subject", "text", "due_days")  # of a built-in one; trigger, status and action stay
_LABELS = {"name": "Name", "subject": "Subject", "text": "Text", "hours": "Hours"}


def automations() -> list[Automation]:
    """All that were not taken out, in the order of their triggers."""
    order = list(Trigger)
    found = Automation.objects.filter(removed_at=None).select_related("status")
    return sorted(found, key=lambda one: (order.index(Trigger(one.trigger)), one.id))


@transaction.atomic
def add_automation(told: dict[str, Any], *, by: Member) -> Automation:
    """`told`: the columns but for code and switch. Raises Refused."""
    if Automation.objects.filter(removed_at=None).count() >= MOST:
        raise Refused("too_many")
    made = Automation(**told)
    made.save(force_insert=True)
    record("automation.addition", by=by, subject=made)
    return made


@transaction.atomic
def edit_automation(automation: Automation, told: dict[str, Any], *, version: int, by: Member) -> Automation:
    """Change what it says and when; a built-in one keeps its trigger. Raises StaleVersion."""
    found = _locked(automation, version)
    free = [*FREE, *(["hours"] if found.hours is not None else [])] if found.code else list(told)
    before = {name: str(getattr(found, name) or "") for name in _LABELS}
    if found.hours != told["hours"] and "hours" in free:
        found.on_since = timezone.now()  # what would have been due by the new hours is left alone
    for name in free:
        setattr(found, name, told[name])
    if found.code:
        _keep_catalogue(found)
    _save(found)
    changes = {label: [before[name], str(getattr(found, name) or "")] for name, label in _LABELS.items()}
    record("automation.change", by=by, subject=found, changes={k: v for k, v in changes.items() if v[0] != v[1]})
    return found


@transaction.atomic
def switch_automation(automation: Automation, is_on: bool, *, version: int, by: Member) -> Automation:
    """On or off. What was due while it was off is not made up for. Raises StaleVersion."""
    found = _locked(automation, version)
    if found.is_on != is_on:
        found.is_on = is_on
        found.on_since = timezone.now() if is_on else found.on_since
        _save(found)
        record("automation.change", by=by, subject=found, changes={"On": ["", "✓"] if is_on else ["✓", ""]})
    return found


@transaction.atomic
def remove_automation(automation: Automation, *, version: int, by: Member) -> None:
    """Its log stays; a built-in one is switched off instead. Raises StaleVersion and Refused."""
    found = _locked(automation, version)
    if found.code:
        raise Refused("built_in")
    found.removed_at, found.is_on = timezone.now(), False
    _save(found)
    record("automation.removal", by=by, subject=found)


def _keep_catalogue(found: Automation) -> None:
    """Texts that are still those of the catalogue, in whichever language, go on being read in each reader's own."""
    for language in ("de", "en"):
        with translation.override(language):
            words = BUILT_IN[found.code]
            for name in ("name", "subject", "text"):
                if getattr(found, name).replace("\r\n", "\n").strip() == str(getattr(words, name)):
                    setattr(found, name, "")


def _locked(automation: Automation, version: int) -> Automation:
    found: Automation = Automation.objects.select_for_update().get(pk=automation.pk)
    if found.version != version:
        raise StaleVersion
    return found


def _save(found: Automation) -> None:
    found.version += 1
    found.save()
