"""Texts with placeholders such as {{client.first_name}}: names are looked up in a table and replaced in one pass.

Nothing of a text is ever run, and what a value says is not looked at again (security.md, rule 15).
"""

import re
from collections.abc import Collection, Mapping

_BRACES = re.compile(r"\{+[^{}\n]*\}+")
_NAMED = re.compile(r"\{\{\s*([a-z_.]{1,60})\s*\}\}")


def unknown(text: str, known: Collection[str]) -> list[str]:
    """What stands in braces and is none of the known names, as it was written, each once."""
    found = dict.fromkeys(_BRACES.findall(text))
    return [one for one in found if not ((named := _NAMED.fullmatch(one)) and named[1] in known)]


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its values. A line whose placeholders all say nothing is left out."""
    lines = [_filled(line, values) for line in text.replace("\r\n", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line for line in lines if line is not None)).strip()


def _filled(line: str, values: Mapping[str, str]) -> str | None:
    names = _NAMED.findall(line)
    if names and not any(values.get(name) for name in names):
        return None
    return _NAMED.sub(lambda found: values.get(found[1], ""), line)
