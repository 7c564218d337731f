"""Words of the file that mean something in the workspace: statuses, tags, members."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from kartei.db.keys import uuid7
from kartei.lib import textkey
from kartei.people.creating import default_status
from kartei.people.models import Status, Tag
from kartei.tenancy.models import Member, MemberState


@dataclass
class Resolver:
    """What the open workspace calls its statuses, tags and members."""

    statuses: dict[str, UUID]  # code, and the practice's own name
    fallback: UUID
    members: dict[str, UUID]  # e-mail and name, folded
    tags: dict[str, UUID]  # key
    new_tags: list[dict[str, object]] = field(default_factory=list)  # to be stored before they are used

    def member(self, word: str) -> UUID | None:
        """The active member of that e-mail or name; None when there is none, or more than one of that name."""
        return self.members.get(_key(word))

    def tag(self, name: str) -> UUID:
        """The tag of that name, a new one where there is none."""
        key = tag_key(name)
        if key not in self.tags:
            self.tags[key] = uuid7()
            self.new_tags.append({"id": self.tags[key], "name": name.strip(), "key": key})
        return self.tags[key]


def resolver() -> Resolver:
    """Ask the database for all of it, in four queries."""
    statuses = list(Status.objects.offered())
    named = {status.name: status.pk for status in statuses if status.name}
    coded = {status.code: status.pk for status in statuses if status.code}
    tags = dict(Tag.objects.values_list("key", "id"))
    return Resolver(coded | named, default_status().pk, _members(), tags)


def _members() -> dict[str, UUID]:
    rows: Sequence[tuple[UUID, str, str]] = Member.objects.filter(state=MemberState.ACTIVE).values_list(
        "id", "name", "email"
    )
    names = [_key(name) for _pk, name, _email in rows]
    found = {key: pk for key, (pk, _name, _email) in zip(names, rows, strict=True) if names.count(key) == 1}
    return found | {_key(email): pk for pk, _name, email in rows if email}


def tag_key(name: str) -> str:
    """Under which a tag is unique."""
    return name.strip().casefold()[:60]


def _key(text: str) -> str:
    return "".join(textkey.words(text))
