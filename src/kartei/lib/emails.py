"""E-mail addresses: checked for form only, kept as written, compared without regard to case."""

import re

_FORM = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_](?:[\w-]{0,61}[^\W_])?")
_SEVERAL = re.compile(r"\s*(?:[,;\s|]|:::)\s*")
_BRACKETS = re.compile(r".*<([^<>]+@[^<>]+)>\s*", re.DOTALL)
_LABEL = re.compile(r"(.*@\S*?)\s*\(([^()@]+)\)\s*", re.DOTALL)


def looks_right(text: str) -> bool:
    """Tell whether a text has the form of one address; nobody knows whether it receives mail."""
    return len(text) <= 254 and ".." not in text and bool(_FORM.fullmatch(text))


def split(cell: str) -> list[tuple[str, str]]:
    """Give the (label, address) pairs of a cell that may hold several; what is no address stays as one piece."""
    cell = cell.strip().removeprefix("mailto:")
    if looks_right(cell):
        return [("", cell)]
    if labelled := _LABEL.fullmatch(cell):
        return [(labelled[2].strip(), address) for _, address in split(labelled[1])]
    if bracketed := _BRACKETS.fullmatch(cell):
        return [("", bracketed[1].strip())]
    parts = [part for part in _SEVERAL.split(cell) if part]
    return [("", part) for part in parts] if parts and all("@" in part for part in parts) else [("", cell)] * bool(cell)
