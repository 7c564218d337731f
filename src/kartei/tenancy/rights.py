"""What members may do: areas, levels, and the presets of product.md, section 12."""

from enum import IntEnum, StrEnum


class Level(IntEnum):
    """How far a right reaches. „Own“ of the calendar is the middle level, as „assigned“ is elsewhere."""

    NONE = 0
    ASSIGNED = 1
    ALL = 2


class Right(StrEnum):
    """An area, seen or changed. A view names the right it needs, `Member.levels` says who has it."""

    PROFILES_VIEW = "profiles.view"
    PROFILES_EDIT = "profiles.edit"
    DOCUMENTATION_VIEW = "documentation.view"
    DOCUMENTATION_EDIT = "documentation.edit"
    CALENDAR_VIEW = "calendar.view"
    CALENDAR_EDIT = "calendar.edit"
    BILLING_VIEW = "billing.view"
    BILLING_EDIT = "billing.edit"
    INBOX_VIEW = "inbox.view"
    INBOX_EDIT = "inbox.edit"
    TEMPLATES_VIEW = "templates.view"
    TEMPLATES_EDIT = "templates.edit"
    TEAM_VIEW = "team.view"
    TEAM_EDIT = "team.edit"
    SETTINGS_VIEW = "settings.view"
    SETTINGS_EDIT = "settings.edit"
    REPORTS_VIEW = "reports.view"
    AUDIT_VIEW = "audit.view"

    @property
    def is_edit(self) -> bool:
        return self.value.endswith(".edit")

    @property
    def view(self) -> "Right":
        """The right to see the same area."""
        return Right(self.value.replace(".edit", ".view"))


# One letter a right, in the order of Right: N none, S assigned or own, A all.
_TABLE = {
    #                prof doc cal bill inb tpl team set rep aud
    "owner": "AA AA AA AA AA AA AA AA A A",
    "admin": "AA NN AA AA AA AA AA AA A A",
    "practitioner": "SS SS AS SS SS AA AN NN S N",
    "front_desk": "AA NN AA AA AA AN AN NN N N",
    "billing": "AS NN AS AA SS AN AN NN A N",
    "supervisor": "SN SN AS NN NN AA AN NN N N",
    "read_only": "AN NN AS NN NN AN AN NN N N",
}
_LETTERS = {"N": Level.NONE, "S": Level.ASSIGNED, "A": Level.ALL}

PRESETS: dict[str, dict[Right, Level]] = {
    preset: dict(zip(Right, (_LETTERS[letter] for letter in row.replace(" ", "")), strict=True))
    for preset, row in _TABLE.items()
}


def levels_of(preset: str) -> dict[str, str]:
    """The preset as it is stored in `Member.levels`: right → level, both as words."""
    return {right.value: level.name.lower() for right, level in PRESETS[preset].items()}
