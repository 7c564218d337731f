"""/w/<slug>/…: find the member and hold the workspace's scope open around the view."""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from kartei.db.scope import workspace_scope
from kartei.tenancy.factors import must_set_up
from kartei.tenancy.models import Member, MemberState, Workspace
from kartei.web.responses import login_needed, moved

VISIT_EVERY = timedelta(minutes=10)
PLACE = "workspace"  # the key of the session under which it knows where it was last


class WorkspaceMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        parts = request.path_info.split("/", 3)
        if len(parts) < 4 or parts[1] != "w":
            return self.get_response(request)
        if not request.user.is_authenticated:
            return login_needed(request)
        workspace = Workspace.objects.filter(slug=parts[2]).first() if "\0" not in parts[2] else None
        if workspace is None:
            raise Http404
        with workspace_scope(workspace.id), timezone.override(ZoneInfo(workspace.time_zone)):
            member = Member.objects.filter(user_id=request.user.pk, state=MemberState.ACTIVE).first()
            if member is None:
                raise Http404
            member.workspace = workspace  # known already, so that nobody asks for it again
            request.workspace, request.member = workspace, member  # type: ignore[attr-defined]  # see doors.MemberRequest
            if must_set_up(member, workspace):
                return moved(request, "accounts:factor-duty")
            _note_visit(request, member)
            return self.get_response(request)


def _note_visit(request: HttpRequest, member: Member) -> None:
    """`/` leads to the workspace that was used last; a write at each change and every ten minutes says which."""
    now, place = timezone.now(), str(member.workspace_id)
    is_change = request.session.get(PLACE) != place
    if is_change:
        request.session[PLACE] = place
    if is_change or member.last_seen_at is None or now - member.last_seen_at > VISIT_EVERY:
        # a request that takes its time holds the row until it ends; the others of the member do not wait for it
        free = Member.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=member.pk)
        if free.exists():
            Member.objects.filter(pk=member.pk).update(last_seen_at=now)
