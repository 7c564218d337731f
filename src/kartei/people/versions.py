"""A number per section of a record: whoever saves names the one they read, and nobody is overwritten silently."""

from kartei.people.models import Person, PersonState


class StaleVersion(Exception):
    """Somebody has saved this section since it was read."""


def touch(person: Person, section: str, version: int | None = None) -> Person:
    """Lock the person, compare the section's number with `version` (None: do not compare), and count both up.

    Returns the locked row. Raises StaleVersion, also for a record that was merged into another one meanwhile.
    """
    locked: Person = Person.objects.select_for_update().get(pk=person.pk)
    current = version_of(locked, section)
    if version is not None and (version != current or locked.state == PersonState.MERGED):
        raise StaleVersion
    locked.versions = {**locked.versions, section: current + 1}
    locked.version += 1
    locked.save(update_fields=["versions", "version"])
    person.versions, person.version = locked.versions, locked.version
    return locked


def version_of(person: Person, section: str) -> int:
    """The number of the section's last save, 0 before the first."""
    return int(person.versions.get(section, 0))
