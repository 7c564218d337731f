"""Status, tags and assigned members of a client: each a verb with its event, and a version that undo names."""

from collections.abc import Collection, Iterable
from typing import Any

from kartei.audit.recording import record
from kartei.db.locks import held
from kartei.people.fields.guarding import RIGHTS, closed_in_lists
from kartei.people.models import Assignment, Client, ClientTag, Status, Tag
from kartei.people.versions import touch
from kartei.tenancy.models import Member


def change_status(client: Client, status: Status, *, by: Member, version: int | None = None) -> int:
    """Give the client another status; returns the version that undo has to name. Raises StaleVersion."""
    person = touch(client.person, "status", version)
    old, client.status = client.status, status
    client.save(update_fields=["status"])
    record("status.change", by=by, subject=person, client=client, changes={"Status": [old.label, status.label]})
    return int(person.versions["status"])


def change_tags(client: Client, tags: Iterable[Tag], *, by: Member, version: int | None = None) -> int:
    """Let the client have exactly these tags, of those that are still there, and those that `by` is not told of.

    Raises StaleVersion.
    """
    person = touch(client.person, "tags", version)
    had = {row.tag_id: row for row in client.client_tags.select_related("tag")}
    closed = closed_in_lists(by)
    wanted = {tag.pk: tag for tag in tags_there(tags)} | {
        pk: row.tag for pk, row in had.items() if row.tag.group in closed
    }
    client.client_tags.exclude(tag_id__in=wanted).delete()
    ClientTag.objects.bulk_create([ClientTag(client=client, tag=tag) for pk, tag in wanted.items() if pk not in had])
    record(
        "tags.change",
        by=by,
        subject=person,
        client=client,
        **told_tags([row.tag for row in had.values()], wanted.values()),
    )
    return int(person.versions["tags"])


def change_assignments(client: Client, members: Iterable[Member], *, by: Member, version: int | None = None) -> int:
    """Let exactly these members look after the client. Raises StaleVersion."""
    person = touch(client.person, "assignments", version)
    wanted = {member.pk: member for member in members}
    had = {row.member_id: row for row in client.assignments.select_related("member")}
    client.assignments.exclude(member_id__in=wanted).delete()
    new = [Assignment(client=client, member=member, by=by) for pk, member in wanted.items() if pk not in had]
    Assignment.objects.bulk_create(new)
    before = ", ".join(sorted(row.member.name for row in had.values()))
    after = ", ".join(sorted(member.name for member in wanted.values()))
    record("assignments.change", by=by, subject=person, client=client, changes={"Assigned members": [before, after]})
    return int(person.versions["assignments"])


def tags_there(tags: Iterable[Tag]) -> list[Tag]:
    """Those that nobody has taken out meanwhile; they stay until the transaction ends, so that they can be linked."""
    wanted = list(tags)
    there = {pk for (pk,) in held(Tag.objects.filter(pk__in=[tag.pk for tag in wanted]).values_list("pk"))}
    return [tag for tag in wanted if tag.pk in there]


def tags_named(names: Collection[str]) -> list[Tag]:
    """The tags with these names, made where they do not exist; names are unique without regard to case."""
    wanted: dict[str, str] = {}
    for name in (name.strip()[:60] for name in names):
        if name:
            wanted.setdefault(name.casefold()[:60], name)
    # in one order for all, so that two who name the same new tags do not wait for each other
    Tag.objects.bulk_create([Tag(name=name, key=key) for key, name in sorted(wanted.items())], ignore_conflicts=True)
    return list(Tag.objects.filter(key__in=wanted))


def told_tags(before: Iterable[Tag], after: Iterable[Tag]) -> dict[str, Any]:
    """The detail of an event: in `changes` what everybody may read, in `reserved` the tags of each group."""
    told = {group: [_names(before, group), _names(after, group)] for group in ("", *RIGHTS)}
    changed = {group: pair for group, pair in told.items() if pair[0] != pair[1]}
    detail: dict[str, Any] = {"changes": {"Tags": changed.pop("")} if "" in changed else {}}
    return {**detail, "reserved": changed} if changed else detail


def _names(tags: Iterable[Tag], group: str) -> str:
    return ", ".join(sorted(tag.name for tag in tags if tag.group == group))
