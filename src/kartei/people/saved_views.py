"""Saved views: a list's filters, order and columns under a name (product.md, section 2)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from kartei.audit.recording import record
from kartei.db.scope import workspace_scope
from kartei.people.filters import Filters
from kartei.people.models import DefaultView, SavedView
from kartei.people.rows import fetched
from kartei.people.versions import StaleVersion
from kartei.tenancy.models import Member, workspace_ids
from kartei.tenancy.rights import Level, Right

KEPT = timedelta(days=30)  # deleted ones; then for good
MOST = 100  # of a member
LONGEST = 4_000  # characters of a state

VIEWS = """
SELECT v.id, v.name, v.query, v.is_shared, v.version, v.owner_id, m.name, d.id IS NOT NULL
FROM people_savedview v
JOIN tenancy_member m ON m.workspace_id = v.workspace_id AND m.id = v.owner_id
LEFT JOIN people_defaultview d ON d.workspace_id = v.workspace_id AND d.view_id = v.id AND d.member_id = %(member)s
WHERE v.workspace_id = %(workspace)s AND v.is_client = %(is_client)s AND v.deleted_at IS NULL
  AND (v.owner_id = %(member)s OR v.is_shared)
ORDER BY lower(v.name), v.id
"""


class Refused(Exception):
    """Nothing was saved: the member has too many views already."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A view in the menu of a list."""

    id: UUID
    name: str
    query: str
    is_shared: bool
    version: int
    owner_id: UUID
    owner: str
    is_default: bool

    @property
    def address(self) -> str:
        """The query string of the list as it shows it."""
        return address_of(self)

    def is_of(self, member: Member) -> bool:
        return self.owner_id == member.pk


@dataclass(frozen=True, slots=True)
class Menu:
    """The views of a list in the order of their names, the one that is open, and the one it opens with."""

    views: list[Choice]
    current: Choice | None
    default: Choice | None
    is_changed: bool  # the list shows something else than the open view


def menu_of(member: Member, filters: Filters, *, is_client: bool) -> Menu:
    views = choices(member, is_client=is_client)
    current = next((view for view in views if str(view.id) == filters.view), None)
    default = next((view for view in views if view.is_default), None)
    is_changed = current is not None and canonical(filters.query(), is_client=is_client) != current.query
    return Menu(views, current, default, is_changed)


def choices(member: Member, *, is_client: bool) -> list[Choice]:
    """Those that the member sees, in one statement."""
    return [Choice(*line) for line in fetched(VIEWS, member=member.pk, is_client=is_client)]


def default_of(member: Member, *, is_client: bool) -> Choice | None:
    """The view with which a list opens for the member; one that is no longer shared is theirs no more."""
    return next((view for view in choices(member, is_client=is_client) if view.is_default), None)


def address_of(view: SavedView | Choice) -> str:
    """The query string of the list as the view shows it; the view itself is named last."""
    return "&".join(part for part in (view.query, f"view={view.id}") if part)


def canonical(query: str, *, is_client: bool) -> str:
    """A query string as a view keeps it: what a list understands, in the order in which it writes it."""
    return Filters.read(QueryDict(query), is_client=is_client).query(view="")


def may_change(view: SavedView | Choice, member: Member) -> bool:
    """Its author may; a shared one whoever may change the settings of the practice, too."""
    return view.owner_id == member.pk or (view.is_shared and member.level(Right.SETTINGS_EDIT) == Level.ALL)


@transaction.atomic
def save_view(
    name: str, query: str, *, is_client: bool, is_shared: bool = False, is_default: bool = False, by: Member
) -> SavedView:
    """Keep a state of a list under a name. Raises Refused."""
    if SavedView.objects.filter(owner=by, deleted_at=None).count() >= MOST:
        raise Refused
    query = canonical(query, is_client=is_client)
    if len(query) > LONGEST:
        raise Refused
    view = SavedView(owner=by, name=name, query=query, is_client=is_client, is_shared=is_shared)
    view.save(force_insert=True)
    record("view.creation", by=by, subject=view)
    if is_default:
        make_default(view, by=by)
    return view


@transaction.atomic
def edit_view(view: SavedView, told: dict[str, Any], *, version: int, by: Member) -> SavedView:
    """Rename, share or keep to oneself: `told` has name and is_shared. Raises StaleVersion."""
    view = _locked(view, version)
    labels = {"name": "Name", "is_shared": "Shared with the team"}
    changes = {labels[key]: [getattr(view, key), new] for key, new in told.items() if getattr(view, key) != new}
    for key, new in told.items():
        setattr(view, key, new)
    _save(view, *told)
    if not view.is_shared:  # nobody else opens with it any more
        DefaultView.objects.filter(view=view).exclude(member_id=view.owner_id).delete()
    record("view.change", by=by, subject=view, changes=changes)
    return view


@transaction.atomic
def change_query(view: SavedView, query: str, *, version: int, by: Member) -> SavedView:
    """What the list shows now becomes the view. Raises StaleVersion."""
    view = _locked(view, version)
    view.query = canonical(query, is_client=view.is_client)
    if len(view.query) > LONGEST:
        raise StaleVersion
    _save(view, "query")
    record("view.change", by=by, subject=view)
    return view


@transaction.atomic
def delete_view(view: SavedView, *, version: int, by: Member) -> SavedView:
    """Out of everybody's menu; `restore_view` brings it back. Raises StaleVersion."""
    view = _locked(view, version)
    view.deleted_at = timezone.now()
    _save(view, "deleted_at")
    record("view.deletion", by=by, subject=view)
    return view


@transaction.atomic
def restore_view(view: SavedView, *, version: int, by: Member) -> SavedView:
    """Undo a deletion; who opened with it does so again. Raises StaleVersion."""
    view = _locked(view, version)
    view.deleted_at = None
    _save(view, "deleted_at")
    record("view.restoration", by=by, subject=view)
    return view


@transaction.atomic
def make_default(view: SavedView, *, by: Member) -> None:
    """The list opens with it from now on, for this member."""
    DefaultView.objects.update_or_create(member=by, is_client=view.is_client, defaults={"view": view})
    record("view.choice", by=by, subject=view)


@transaction.atomic
def drop_default(view: SavedView, *, by: Member) -> None:
    """The list opens as a whole again, for this member."""
    DefaultView.objects.filter(member=by, view=view).delete()
    record("view.choice", by=by)


def forget_deleted_views(now: datetime) -> None:
    """Thirty days after they were deleted they are gone for good; visits every workspace, once a day."""
    for workspace_id in workspace_ids():
        with workspace_scope(workspace_id):
            SavedView.objects.filter(deleted_at__lt=now - KEPT).delete()


def _locked(view: SavedView, version: int) -> SavedView:
    locked: SavedView = SavedView.objects.select_for_update().get(pk=view.pk)
    if locked.version != version:
        raise StaleVersion
    return locked


def _save(view: SavedView, *fields: str) -> None:
    view.version += 1
    view.save(update_fields=[*fields, "version"])
