"""What a practice without a client of its own does first."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kartei.people.models import Person
from kartei.tenancy.doors import MemberRequest
from kartei.tenancy.rights import Level, Right


@dataclass(frozen=True, slots=True)
class Step:
    """Something to begin with; `icon` is Lucide's name."""

    title: str
    text: str
    url: str
    icon: str


def first_steps(request: MemberRequest) -> list[Step]:
    """Nothing once there is a record that is no example, and nothing for who may make none."""
    level, people = request.member.level(Right.PROFILES_EDIT), Person.objects.visible_to(request.member).live()
    if level == Level.NONE or people.filter(is_demo=False).exists():
        return []
    steps = [_import(request)] if level == Level.ALL else []
    example = people.clients().filter(is_demo=True).order_by("id").first()
    return [*steps, _creation(request), *([_example(request, example)] if example else [])]


def _import(request: MemberRequest) -> Step:
    text = _("Bring clients and contacts along from your former software, as CSV or Excel. You see the result first.")
    return Step(_("Import clients"), text, reverse("people:new-import", args=[request.workspace.slug]), "upload")


def _creation(request: MemberRequest) -> Step:
    text = _("A name is enough to begin with.")
    return Step(
        _("Create the first client"), text, reverse("people:new-client", args=[request.workspace.slug]), "user-plus"
    )


def _example(request: MemberRequest, example: Person) -> Step:
    text = _("%(name)s is invented. Try anything out in this record.") % {"name": example.name}
    return Step(
        _("Look at an example"), text, reverse("overview:client", args=[request.workspace.slug, example.pk]), "eye"
    )
