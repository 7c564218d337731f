"""The presets of product.md, section 12, and what they mean for a single member."""

import pytest

from kartei.tenancy.models import Member, MemberState
from kartei.tenancy.rights import PRESETS, Level, Right, levels_of
from kartei.web.navigation import FOOT, MENU, RECORD


@pytest.mark.parametrize(
    ("preset", "right", "level"),
    [
        ("owner", Right.DOCUMENTATION_EDIT, Level.ALL),
        ("admin", Right.DOCUMENTATION_VIEW, Level.NONE),
        ("admin", Right.SETTINGS_EDIT, Level.ALL),
        ("practitioner", Right.PROFILES_VIEW, Level.ASSIGNED),
        ("practitioner", Right.CALENDAR_VIEW, Level.ALL),
        ("practitioner", Right.CALENDAR_EDIT, Level.ASSIGNED),
        ("practitioner", Right.TEAM_VIEW, Level.ALL),
        ("practitioner", Right.REPORTS_VIEW, Level.ASSIGNED),
        ("front_desk", Right.DOCUMENTATION_VIEW, Level.NONE),
        ("front_desk", Right.TEMPLATES_EDIT, Level.NONE),
        ("billing", Right.PROFILES_EDIT, Level.ASSIGNED),
        ("billing", Right.REPORTS_VIEW, Level.ALL),
        ("supervisor", Right.DOCUMENTATION_VIEW, Level.ASSIGNED),
        ("supervisor", Right.PROFILES_EDIT, Level.NONE),
        ("read_only", Right.PROFILES_VIEW, Level.ALL),
        ("read_only", Right.PROFILES_EDIT, Level.NONE),
        ("owner", Right.AUDIT_VIEW, Level.ALL),
        ("front_desk", Right.AUDIT_VIEW, Level.NONE),
    ],
)
def test_presets_are_those_of_the_table(preset: str, right: Right, level: Level) -> None:
    assert PRESETS[preset][right] == level


def test_in_no_preset_an_edit_exceeds_its_view() -> None:
    for levels in PRESETS.values():
        assert [right for right in Right if right.is_edit and levels[right] > levels[right.view]] == []


def test_an_edit_never_reaches_further_than_the_view() -> None:
    member = Member(levels={"profiles.view": "assigned", "profiles.edit": "all"})
    assert member.level(Right.PROFILES_EDIT) == Level.ASSIGNED


def test_a_right_that_is_not_stored_is_denied() -> None:
    assert not Member(levels={}).may(Right.PROFILES_VIEW)


@pytest.mark.parametrize("state", [state for state in MemberState if state != MemberState.ACTIVE])
def test_who_is_not_active_may_nothing(state: MemberState) -> None:
    assert not Member(levels=levels_of("owner"), state=state).may(Right.PROFILES_VIEW)


def test_the_menu_names_rights_that_exist() -> None:
    named = {entry.right for entry in [*MENU, *FOOT, *RECORD] if entry.right}
    assert named <= {right.value for right in Right}
