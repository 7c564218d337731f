"""„Demodaten entfernen“: the examples of a new workspace go at once and for good, and what is real stays."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kartei.audit.recording import record
from kartei.people.archiving import erase
from kartei.people.models import Client, Person, Relationship, Task
from kartei.tenancy.models import Member


@dataclass(frozen=True)
class Examples:
    """The names of what has the badge „Demo“, and how much hangs on it."""

    clients: list[str]
    contacts: list[str]
    members: list[str]
    tasks: int
    relationships: int

    def __bool__(self) -> bool:
        return bool(self.clients or self.contacts or self.members)


def are_there() -> bool:
    """Whether the open workspace still has examples."""
    return bool(_people().exists() or _members().exists())


def examples() -> Examples:
    """What `remove_examples` would take away."""
    people = list(_people().order_by("sort_key", "id"))
    linked = Relationship.objects.filter(Q(person__is_demo=True) | Q(other__is_demo=True))
    return Examples(
        clients=[person.name for person in people if person.is_client],
        contacts=[person.name for person in people if not person.is_client],
        members=[member.name for member in _members().order_by("name")],
        tasks=Task.objects.filter(client__person__is_demo=True).count(),
        relationships=linked.count(),
    )


def remove_examples(*, by: Member) -> Examples:
    """Delete the examples with all that hangs on them, in the open transaction; empty when they are gone already.

    A real person who was linked with an example stays without the relation, a task that the demo member was to do
    stays without that member. The log stays.
    """
    _lock()
    gone = examples()
    if gone:
        erase(list(_people().values_list("pk", flat=True)))
        _members().delete()
        record("demo.removal", by=by, counts=_counts(gone))
    return gone


def _lock() -> None:
    """Of two who press the button the second one waits; nobody hangs something on an example meanwhile."""
    for rows in (_people(), Client.objects.filter(person__is_demo=True), _members()):
        list(rows.order_by("id").select_for_update(of=("self",)).values_list("id"))


def _people() -> "QuerySet[Person]":
    people: QuerySet[Person] = Person.objects.filter(is_demo=True)
    return people


def _members() -> "QuerySet[Member]":
    members: QuerySet[Member] = Member.objects.filter(is_demo=True)
    return members


def _counts(gone: Examples) -> dict[str, int]:
    names = {"clients": gone.clients, "contacts": gone.contacts, "members": gone.members}
    return {**{name: len(found) for name, found in names.items()}, "tasks": gone.tasks}
