"""The one-time code of the set-up page, for servers that others can reach too. Needs no Django: `up` makes it."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is easily taken for another


def new_setup_code(folder: Path) -> str:
    """Make a code, keep its hash in the data folder's `run`, and return it for printing. An earlier code ends."""
    code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    file = _file(folder)
    file.parent.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(_hash(code))
    return code


def is_setup_code(folder: Path, typed: str) -> bool:
    """Whether this is the code that the start printed; case and separators do not matter."""
    file = _file(folder)
    return file.exists() and hmac.compare_digest(file.read_text(), _hash(typed))


def drop_setup_code(folder: Path) -> None:
    """Forget the code after its use."""
    _file(folder).unlink(missing_ok=True)


def _file(folder: Path) -> Path:
    return folder / "run" / "setup-code"


def _hash(code: str) -> str:
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()
