"""Saving one section of a record, and taking it back."""

from uuid import UUID

from django.utils import translation

from kartei.audit.models import Event
from kartei.audit.recording import record
from kartei.people import searching
from kartei.people.fields.sections import Section, Values
from kartei.people.models import Person
from kartei.people.sections import plain
from kartei.people.versions import touch
from kartei.tenancy.models import Member


def save_section(person: Person, section: Section, values: Values, *, version: int, by: Member) -> Event:
    """Write the section's values. Raises StaleVersion when somebody has saved it since `version` was read.

    The event holds each changed field as [old, new] text and the values from before, which undo writes back.
    """
    person = touch(person, section.code, version)  # the locked row: what was read before may be old by now
    before = section.read(person)
    after = {**before, **plain(values)}  # an own field that was added meanwhile keeps what it says
    section.write(person, after)
    searching.refresh(person)
    return record(
        "section.change",
        by=by,
        subject=person,
        client=person,
        section=section.code,
        changes=_changes(section, before, after),
        before=before,
    )


def take_back(person: Person, section: Section, change_id: UUID, *, version: int, by: Member) -> Event:
    """Write back what an event of this section replaced. Raises DoesNotExist, StaleVersion if somebody saved since."""
    change = Event.objects.get(pk=change_id, act="section.change", subject_id=person.pk, detail__section=section.code)
    return save_section(person, section, change.detail["before"], version=version, by=by)


def last_change(person: Person, section: Section) -> Event | None:
    """The event of the section's last save: who it was, and when."""
    saved = Event.objects.filter(act="section.change", subject_id=person.pk, detail__section=section.code)
    event: Event | None = saved.order_by("-id").first()
    return event


def _changes(section: Section, before: Values, after: Values) -> dict[str, list[str]]:
    """{label: [old, new]} of what differs. Labels are the English ids of the catalogue: each reader sees their own."""
    english: dict[str, str] = {}
    for values in (before, after):
        with translation.override("en"):
            ids = [label for label, _ in section.facts(values)]
        english |= zip([label for label, _ in section.facts(values)], ids, strict=True)
    old, new = dict(section.facts(before)), dict(section.facts(after))
    return {
        english[label]: [old.get(label, ""), new.get(label, "")]
        for label in english
        if old.get(label) != new.get(label)
    }
