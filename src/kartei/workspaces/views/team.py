"""„Team“: who works here, and for those who may change the team the logins of a member."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kartei.accounts.logins import logins_of
from kartei.accounts.sessions import key_of
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Level, Right
from kartei.web.query import id_in
from kartei.web.responses import moved, notify, page
from kartei.workspaces.ending import end_logins_of
from kartei.workspaces.team import member_for, page_of_members


@require_safe
@for_members(Right.TEAM_VIEW)
def team(request: MemberRequest) -> HttpResponse:
    members, following = page_of_members(id_in(request.GET.get("after")))
    next_url = f"?after={following}" if following else None
    may_edit = request.member.may(Right.TEAM_EDIT)
    return page(request, "workspaces/team.html", members=members, next_url=next_url, may_edit=may_edit)


@require_safe
@for_members(Right.TEAM_EDIT, Level.ALL)
def logins(request: MemberRequest, member_id: UUID) -> HttpResponse:
    """What the workspace's log says anyway: since when, from where, by what; not what is done elsewhere."""
    member = member_for(member_id)
    found = logins_of(member.user) if member.user else []
    return page(request, "workspaces/member_logins.html", colleague=member, logins=found, current=key_of(request))


@require_POST
@for_members(Right.TEAM_EDIT, Level.ALL)
def end(request: MemberRequest, member_id: UUID) -> HttpResponse:
    member = member_for(member_id)
    end_logins_of(member, by=request.member, but=key_of(request))
    notify(request, _("The logins of %(name)s have been ended.") % {"name": member.name})
    return moved(request, "team:logins", slug=request.workspace.slug, member_id=member.pk)
