"""`kartei import`: a file from the command line, of any size, with the same code as the pages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kartei.db.scope import workspace_scope
from kartei.files.storage import StorageFull
from kartei.lib.tables import TableError
from kartei.people.importing import running, steps
from kartei.people.importing.progress import Tell
from kartei.people.importing.wording import fault_text
from kartei.people.models import Import, ImportState
from kartei.tenancy.models import Member, MemberState, Workspace
from kartei.tenancy.rights import Level, Right

CHUNK = 1024 * 1024  # bytes


class Refused(Exception):
    """The import cannot begin, or was of no use; the text is a sentence."""


def bring(path: Path, *, slug: str, email: str, tell: Tell, **options: Any) -> Import:
    """Import a file into a workspace in the name of a member. Raises Refused."""
    workspace = Workspace.objects.filter(slug=slug).first()
    if workspace is None:
        raise Refused(f"There is no workspace {slug}.")
    batch = _upload(workspace, path, email, options)
    try:
        running.run(workspace.id, batch.pk, tell)
    except running.Busy:
        raise Refused(
            "Another import of this workspace is at work; this one follows by itself within minutes."
        ) from None
    with workspace_scope(workspace.id):
        batch.refresh_from_db()
    if batch.state != ImportState.DONE:
        raise Refused(fault_text(batch.fault) if batch.fault else "The import is at work in another process.")
    return batch


def _upload(workspace: Workspace, path: Path, email: str, options: dict[str, Any]) -> Import:
    with workspace_scope(workspace.id):
        member = _member(email)
        try:
            batch = steps.upload(path.name, _chunks(path), by=member, unlimited=True, **options)
        except TableError as fault:
            raise Refused(fault_text(fault)) from None
        except StorageFull:
            raise Refused("There is no room for the file in the data folder.") from None
        except OSError as fault:
            raise Refused(f"{path} cannot be read: {fault.strerror}.") from None
        steps.confirm_at_once(batch)
    return batch


def _member(email: str) -> Member:
    member: Member | None = Member.objects.filter(user__email=email.casefold(), state=MemberState.ACTIVE).first()
    if member is None or member.level(Right.PROFILES_EDIT) < Level.ALL:
        raise Refused(f"{email} is no member of this workspace who may import.")
    return member


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
