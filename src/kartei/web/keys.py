"""The keys of a workspace page. The sheet „?“ shows this table, and frontend/js/keys.js obeys what the sheet shows."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CAPS: dict[str, str | Promise] = {
    "mod": _("Ctrl"),
    "shift": _("Shift"),
    "Enter": _("Enter"),
    "Escape": _("Esc"),
    "ArrowDown": "↓",
    "ArrowUp": "↑",
    "Home": _("Home"),
    "End": _("End"),
}


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the sheet."""

    keys: str  # as the browser calls them (KeyboardEvent.key), small letters; „mod“ is Strg, on a Mac Cmd
    label: str | Promise
    act: str = ""  # of keys.js; without one the browser or another script does it
    needs: str = ""  # the key exists where something visible fits this selector

    @property
    def caps(self) -> list[list[str]]:
        """The keys as they are printed on the keyboard; the inner ones are pressed together."""
        return [[str(CAPS.get(key, key.upper())) for key in keys.split("+")] for keys in self.keys.split()]


KEYS = [
    (
        _("Everywhere"),
        [
            Key("mod+k", _("Find people, pages and acts"), "palette"),
            Key("/", _("Go to the search"), "search"),
            Key("?", _("Show this sheet"), "sheet"),
            Key("Escape", _("Close what is open")),
            Key("F8", _("Go to the newest note")),
        ],
    ),
    (
        _("Create and edit"),
        [
            Key("c", _("Create something new"), "new"),
            Key("e", _("Edit"), "edit", "[data-key=e]"),
        ],
    ),
    (
        _("In lists"),
        [
            Key("j", _("Next row"), "next", "[data-row]"),
            Key("k", _("Previous row"), "previous", "[data-row]"),
            Key("Enter", _("Open the row"), needs="[data-row]"),
            Key("v", _("Move the appointment"), "move", "[data-move]"),
            Key("x", _("Choose the row"), "choose", "[data-choose]"),
            Key("shift+x", _("Choose all rows up to this one"), "range", "[data-choose]"),
            Key("a", _("Go to what can be done with the chosen rows"), "act", "[data-key=a]"),
            Key("ArrowDown ArrowUp", _("Walk from the search through what was found"), needs="[data-hits]"),
        ],
    ),
    (
        _("In the quick search"),
        [
            Key("ArrowDown ArrowUp", _("Choose")),
            Key("Home End", _("To the first, to the last")),
            Key("Enter", _("Open")),
            Key("mod+Enter", _("Open in a new tab")),
        ],
    ),
]
