"""What an act on many clients changes: status, tags, assigned members, archive.

Each is read as a set of words of every client (ids, or the state) and written as one, so that an act is a function from
set to set, „already so“ means that the set stays as it is, and undo writes the former set.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol
from uuid import UUID

from django.utils import timezone

from kartei.db.locks import held
from kartei.people.models import Assignment, Client, ClientTag, Person, PersonState, Status, Tag
from kartei.people.statuses import told_tags
from kartei.tenancy.models import Member

Words = frozenset[str]
NONE: Words = frozenset()


class Matter(Protocol):
    section: str  # whose version in Person.versions it counts up

    def read(self, people: Mapping[UUID, Person]) -> dict[UUID, Words]:
        """What each of these locked people has; nobody is left out."""
        ...

    def write(self, before: Mapping[UUID, Words], after: Mapping[UUID, Words], *, by: Member) -> None:
        """Give each client of `after` what stands there."""
        ...

    def restorable(self, words: Words) -> Words | None:
        """What can be written of a former set today; None when it would not be what it was."""
        ...

    def names(self, words: Iterable[str]) -> str:
        """What these words are called."""
        ...

    def event(self, before: Words, after: Words) -> tuple[str, dict[str, Any]]:
        """The act of the log and its detail."""
        ...


class _Named:
    """What is given has names; a word that is there no more has none."""

    _labels: Mapping[str, str]

    def names(self, words: Iterable[str]) -> str:
        return ", ".join(sorted(self._labels[word] for word in words if word in self._labels))


class _Status(_Named):
    section = "status"

    def __init__(self) -> None:
        self._labels = {str(status.pk): status.label for status in Status.objects.all()}
        self._offered = {str(pk) for pk in Status.objects.offered().values_list("pk", flat=True)}

    def read(self, people: Mapping[UUID, Person]) -> dict[UUID, Words]:
        found = Client.objects.filter(pk__in=people).values_list("pk", "status_id")
        return {pk: frozenset({str(status)}) for pk, status in found}

    def write(self, before: Mapping[UUID, Words], after: Mapping[UUID, Words], *, by: Member) -> None:
        for status, ids in _by_word(after).items():
            Client.objects.filter(pk__in=ids).update(status=UUID(status))

    def restorable(self, words: Words) -> Words | None:
        return words if words <= self._offered else None

    def event(self, before: Words, after: Words) -> tuple[str, dict[str, Any]]:
        return "status.change", {"changes": {"Status": [self.names(before), self.names(after)]}}


class _Links(_Named):
    """Tags and assigned members: rows of a table between. A word that was taken out a moment ago is left out."""

    def __init__(self, model: Any, words: Any, column: str, section: str, field: str) -> None:
        self.section = section
        self._model, self._words, self._column, self._field = model, words, column, field
        self._rows = {str(row.pk): row for row in words.objects.all()}
        self._labels = {word: row.name for word, row in self._rows.items()}

    def read(self, people: Mapping[UUID, Person]) -> dict[UUID, Words]:
        found: dict[UUID, set[str]] = {pk: set() for pk in people}
        for pk, word in self._model.objects.filter(client_id__in=people).values_list("client_id", self._column):
            found[pk].add(str(word))
        return {pk: frozenset(words) for pk, words in found.items()}

    def write(self, before: Mapping[UUID, Words], after: Mapping[UUID, Words], *, by: Member) -> None:
        more = {"by": by} if self._model is Assignment else {}
        taken = _by_word({pk: before[pk] - words for pk, words in after.items()})
        for word, ids in taken.items():
            self._model.objects.filter(**{self._column: word}, client_id__in=ids).delete()
        given = _by_word({pk: words - before[pk] for pk, words in after.items()})
        there = held(self._words.objects.filter(pk__in=given).values_list("pk"))
        self._model.objects.bulk_create(
            self._model(client_id=pk, **{self._column: word}, **more) for (word,) in there for pk in given[str(word)]
        )

    def restorable(self, words: Words) -> Words | None:
        return words & self._labels.keys()

    def event(self, before: Words, after: Words) -> tuple[str, dict[str, Any]]:
        return f"{self.section}.change", {"changes": {self._field: [self.names(before), self.names(after)]}}


class _Tags(_Links):
    def __init__(self) -> None:
        super().__init__(ClientTag, Tag, "tag_id", "tags", "Tags")

    def event(self, before: Words, after: Words) -> tuple[str, dict[str, Any]]:
        had, has = ([self._rows[word] for word in words if word in self._rows] for words in (before, after))
        return "tags.change", told_tags(had, has)


class _State:
    """Live or archived; who is in the trash is not among the people."""

    section = "state"

    def read(self, people: Mapping[UUID, Person]) -> dict[UUID, Words]:
        return {pk: frozenset({person.state}) for pk, person in people.items()}

    def write(self, before: Mapping[UUID, Words], after: Mapping[UUID, Words], *, by: Member) -> None:
        for state, ids in _by_word(after).items():
            since = None if state == PersonState.LIVE else timezone.now()
            Person.objects.filter(pk__in=ids).update(state=state, state_at=since)

    def restorable(self, words: Words) -> Words | None:
        return words

    def names(self, words: Iterable[str]) -> str:
        return ""

    def event(self, before: Words, after: Words) -> tuple[str, dict[str, Any]]:
        return ("client.archival" if PersonState.ARCHIVED in after else "client.restoration"), {}


def matter_of(section: str) -> Matter:
    """What the acts on this section of a record read and write, with the labels of the open workspace."""
    if section == "status":
        return _Status()
    if section == "tags":
        return _Tags()
    if section == "assignments":
        return _Links(Assignment, Member, "member_id", "assignments", "Assigned members")
    return _State()


def _by_word(sets: Mapping[UUID, Words]) -> dict[str, list[UUID]]:
    found = defaultdict(list)
    for pk, words in sets.items():
        for word in words:
            found[word].append(pk)
    return found


def as_words(rows: Collection[Any]) -> list[str]:
    """The ids of statuses, tags or members as they are stored."""
    return [str(row.pk) for row in rows]
