"""The practice's own words for its clients: statuses and tags, made, changed, put in order, and taken out again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count

from kartei.audit.recording import record
from kartei.db.locks import VOCABULARY, in_turn
from kartei.db.scope import workspace_scope
from kartei.people.fields.guarding import closed_in_lists
from kartei.people.models import Client, Status, Tag
from kartei.people.statuses import change_status
from kartei.people.versions import StaleVersion
from kartei.tenancy.models import Member, TenantModel

BATCH = 100  # clients that get another status in one transaction
MOST = 100  # statuses, and tags, of a workspace
Word = TypeVar("Word", bound=TenantModel)


class Refused(Exception):
    """Nothing was changed; `reason` says why.

    "taken", "last_of_kind", "is_replacement", "is_leaving", "too_many", "closed"; relation_types has more.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Replacing(Protocol):
    """What starts the job behind `replace_status`; the job is part of the transaction."""

    def __call__(self, *, workspace_id: str, status_id: str, member_id: str) -> Any: ...


def counted_statuses() -> list[tuple[Status, int]]:
    """Every status in its order, and how many clients have it."""
    counts = dict(Client.objects.values_list("status_id").annotate(Count("id")).order_by())
    return [(status, counts.get(status.pk, 0)) for status in Status.objects.select_related("replacement")]


def counted_tags() -> list[Tag]:
    """Every tag, with the number of its clients as `used`."""
    return list(Tag.objects.annotate(used=Count("client_tags")))


def add_status(told: dict[str, Any], *, by: Member) -> Status:
    """A new status, the last one in the order. `told`: name, kind, colour. Raises Refused."""
    there = _locked_statuses()
    if len(there) >= MOST:
        raise Refused("too_many")
    _refuse_taken(told["name"], there)
    status = Status(**told, position=max((one.position for one in there), default=-1) + 1)
    status.save(force_insert=True)
    record("vocabulary.addition", by=by, subject=status)
    return status


def edit_status(status: Status, told: dict[str, Any], *, version: int, by: Member) -> Status:
    """Change name, kind and colour. Raises StaleVersion, Refused and DoesNotExist."""
    there = _locked_statuses()
    status = row_of(status, there)
    _refuse_taken(told["name"], [one for one in there if one.pk != status.pk])
    if told["kind"] != status.kind:
        _refuse_last_of_kind(status, there)
    edited: Status = _edited(status, told, version, by)
    return edited


def move_status(status: Status, step: int, *, by: Member) -> None:
    """One place up (-1) or down (1) in the order; at the end of it nothing happens. Raises DoesNotExist."""
    order = _locked_statuses()
    at = order.index(row_of(status, order))
    other = at + step
    if not 0 <= other < len(order):
        return
    order[at], order[other] = order[other], order[at]
    for place, one in enumerate(order):
        one.position = place
    Status.objects.bulk_update(order, ["position"])
    record("vocabulary.change", by=by, subject=status)


def replace_status(status: Status, replacement: Status, *, by: Member, start: Replacing) -> None:
    """Take a status out: at once it is offered to nobody, a job gives its clients the other one, then it is gone.

    Raises Refused when it is the last of its kind, itself takes the clients of another one, or the other one is being
    taken out as well; DoesNotExist.
    """
    there = _locked_statuses()
    status, replacement = row_of(status, there), row_of(replacement, there)
    if status.replacement_id is not None:
        return
    _refuse_last_of_kind(status, there)
    if any(one.replacement_id == status.pk for one in there):
        raise Refused("is_replacement")
    if replacement.replacement_id is not None:
        raise Refused("is_leaving")
    status.replacement = replacement
    status.version += 1
    status.save(update_fields=["replacement", "version"])
    record("vocabulary.removal", by=by, subject=status, changes={"Replacement": [status.label, replacement.label]})
    start(workspace_id=str(status.workspace_id), status_id=str(status.pk), member_id=str(by.pk))


def finish_replacement(workspace_id: UUID, status_id: UUID, member_id: UUID) -> None:
    """The job: each batch is a transaction of its own, so whatever ends it, the next try goes on from there."""
    while _replace_batch(workspace_id, status_id, member_id):
        pass


def _replace_batch(workspace_id: UUID, status_id: UUID, member_id: UUID) -> bool:
    """Whether there may be more to do; after the last client the status itself goes."""
    with workspace_scope(workspace_id):
        status = Status.objects.select_related("replacement").filter(pk=status_id).first()
        if status is None or status.replacement is None:
            return False
        by = Member.objects.get(pk=member_id)
        clients = list(Client.objects.select_related("person", "status").filter(status=status).order_by("id")[:BATCH])
        for client in clients:
            change_status(client, status.replacement, by=by)
        if not clients:
            status.delete()
        return bool(clients)


def add_tag(told: dict[str, Any], *, by: Member) -> Tag:
    """A new tag. `told`: name, colour, group. Raises Refused."""
    in_turn(VOCABULARY)
    if Tag.objects.count() >= MOST * 10:
        raise Refused("too_many")
    tag = Tag(**told, key=told["name"].casefold()[:60])
    with _name_of_its_own():
        tag.save(force_insert=True)
    record("vocabulary.addition", by=by, subject=tag)
    return tag


@transaction.atomic
def edit_tag(tag: Tag, told: dict[str, Any], *, version: int, by: Member) -> Tag:
    """Change name, colour and group. Raises StaleVersion, Refused and DoesNotExist."""
    in_turn(VOCABULARY)
    tag = Tag.objects.select_for_update().get(pk=tag.pk)
    if told.get("group", tag.group) != tag.group and tag.group in closed_in_lists(by):
        raise Refused("closed")
    tag.key = told["name"].casefold()[:60]
    with _name_of_its_own():
        edited: Tag = _edited(tag, told, version, by, "key")
    return edited


def delete_tag(tag: Tag, *, by: Member) -> None:
    """Take a tag away from everybody who has it, for good. Raises DoesNotExist."""
    in_turn(VOCABULARY)
    tag = Tag.objects.select_for_update().get(pk=tag.pk)  # waits for those who are just linking it, see locks.held
    used = tag.client_tags.count()
    record("vocabulary.removal", by=by, subject=tag, counts={"clients": used})
    tag.delete()


def row_of(word: Word, there: Sequence[Word]) -> Word:
    """The word as it stands among those that are there now. Raises DoesNotExist when somebody has taken it out."""
    for one in there:
        if one.pk == word.pk:
            return one
    kind: Any = type(word)
    raise kind.DoesNotExist


def _edited(word: Any, told: dict[str, Any], version: int, by: Member, *more: str) -> Any:
    if word.version != version:
        raise StaleVersion
    before = {field: _shown(word, field) for field in told}
    for field, value in told.items():
        setattr(word, field, value)
    word.version += 1
    word.save(update_fields=[*told, "version", *more])
    changes = {field: [before[field], _shown(word, field)] for field in told if before[field] != _shown(word, field)}
    record("vocabulary.change", by=by, subject=word, changes={_LABELS[field]: pair for field, pair in changes.items()})
    return word


_LABELS = {"name": "Name", "kind": "Kind", "colour": "Colour", "group": "Who sees it"}


def _shown(word: Status | Tag, field: str) -> str:
    if field == "name":
        return str(word)
    return str(getattr(word, f"get_{field}_display")())


def _locked_statuses() -> list[Status]:
    """All of them, so that two who change them at once, or add some, come one after the other."""
    in_turn(VOCABULARY)
    return list(Status.objects.select_for_update(no_key=True).order_by("position", "id"))


def _refuse_taken(name: str, others: Sequence[Status]) -> None:
    if any(name.casefold() == other.label.casefold() for other in others):
        raise Refused("taken")


@contextmanager
def _name_of_its_own() -> Iterator[None]:
    """For saving a tag: records make some too, without the lock, so that the database alone knows all names."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Refused("taken") from None


def _refuse_last_of_kind(status: Status, there: list[Status]) -> None:
    if not any(one.kind == status.kind and one.pk != status.pk and one.replacement_id is None for one in there):
        raise Refused("last_of_kind")
