"""„Strg K“: a few letters lead to a person, a page, or an act. The words come by POST and are in no address or log."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from kartei.overview.offering import Group, offers
from kartei.overview.recent import recently_opened
from kartei.people.finding import HITS, find, find_by_beginning
from kartei.people.rows import Row
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.web.forms import Form
from kartei.web.responses import fragment

RECENT = 5


class PaletteForm(Form):
    """What stands in the field, where it was opened, and whether only new things are wanted or everybody is read."""

    q = forms.CharField(required=False, max_length=200, strip=False)
    page = forms.CharField(required=False, max_length=500)
    only = forms.ChoiceField(required=False, choices=[("new", "")])
    thorough = forms.BooleanField(required=False)


@dataclass
class Answer:
    """The list below the field."""

    query: str
    people: list[Row]
    groups: list[Group]
    sounds: bool = False
    is_whole: bool = True  # nothing is left to ask for

    @property
    def count(self) -> int:
        return len(self.people) + sum(len(group.options) for group in self.groups)


@require_POST
@for_members()
def palette(request: MemberRequest) -> HttpResponse:
    form = PaletteForm(request.POST)
    answer = _answer(request, form.cleaned_data) if form.is_valid() else Answer("", [], [])
    may_create = request.member.may(Right.PROFILES_EDIT)
    return fragment(request, "overview/palette.html", answer=answer, may_create=may_create)


def _answer(request: MemberRequest, asked: dict[str, Any]) -> Answer:
    query, only_new = asked["q"], asked["only"] == "new"
    groups = [group.asked(query, only_new=only_new) for group in offers(request, asked["page"])]
    answer = Answer(query, [], [group for group in groups if group.options])
    if only_new:
        return answer
    if not query.strip():
        opened = recently_opened(request.member)
        answer.people = [row for row in opened if str(row.id) not in asked["page"]][:RECENT]  # not the one that is open
    elif asked["thorough"]:
        answer.people, answer.sounds = find(request.member, query)
    else:
        answer.people = find_by_beginning(request.member, query)
        answer.is_whole = len(answer.people) >= HITS or not request.member.may(Right.PROFILES_VIEW)
    return answer
