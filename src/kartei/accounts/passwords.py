"""What a password must be: 10 to 256 characters and not one of those that are tried first (product.md, section 1)."""

import re
import string
from functools import cache
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator as DjangoList
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST, LONGEST = 10, 256
DECORATION = 6  # so many digits and signs around a common word do not make it a better one

_WORDS = frozenset({
    "passwort", "passwoerter", "kennwort", "geheim", "geheimnis", "hallo", "halloduda", "schatz", "schatzi",
    "liebling", "sommer", "winter", "fruehling", "herbst", "sonnenschein", "schmetterling", "ichliebedich", "liebe",
    "familie", "deutschland", "oesterreich", "schweiz", "berlin", "hamburg", "muenchen", "fussball", "bayern",
    "borussia", "schalke", "willkommen", "start", "anmelden", "anmeldung", "standard", "basteln", "qwertz", "asdfgh",
    "kartei", "praxis", "therapie", "heilpraktiker", "osteopathie", "physiotherapie", "psychotherapie",
    "ergotherapie", "logopaedie", "hebamme", "coaching", "beratung", "massage", "termin", "rechnung", "klient",
    "patient",
})  # fmt: skip
_ROWS = ("01234567890123456789", string.ascii_lowercase, "qwertzuiopasdfghjklyxcvbnm", "qwertyuiopasdfghjklzxcvbnm")
_LOOKALIKES = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


class LengthValidator:
    """Refuses fewer than 10 and more than 256 characters. There is no rule of composition (ASVS 6.2.5)."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < SHORTEST:
            raise ValidationError(_("Please choose at least %(count)s characters.") % {"count": SHORTEST}, "too_short")
        if len(password) > LONGEST:
            raise ValidationError(_("Please choose at most %(count)s characters.") % {"count": LONGEST}, "too_long")

    def get_help_text(self) -> str:
        return _("At least 10 characters. A few words in a row are easy to keep in mind and hard to guess.")


class CommonPasswordValidator:
    """Refuses what attackers try first: Django's list, German words, rows of keys, repetitions, the own name."""

    def validate(self, password: str, user: Any = None) -> None:
        text = password.lower()
        if is_own(text, getattr(user, "name", ""), getattr(user, "email", "")):
            raise ValidationError(_("This password is made of your name or your address."), "own_words")
        if is_common(text):
            raise ValidationError(
                _("This password is on the lists that attackers try first. Please choose another one."), "common"
            )

    def get_help_text(self) -> str:
        return ""


def is_own(password: str, name: str, email: str) -> bool:
    """Whether little is left of a password when the words of a name and of an address are taken out of it."""
    text = password.lower().translate(_UMLAUTS)
    for word in sorted(re.findall("[a-z]{3,}", f"{name} {email}".lower().translate(_UMLAUTS)), key=len, reverse=True):
        text = text.replace(word, "")
    return len(text) < 5


def is_common(password: str) -> bool:
    """Whether a password is a common one, with few digits and signs around it, written twice or in disguise."""
    text = password.lower().translate(_UMLAUTS)
    unit = _repeated_unit(text)
    return len(unit) < 5 or _is_row(unit) or any(_is_listed(form) for form in (text, unit, _bare(text)))


def _bare(text: str) -> str:
    """The word inside: what stands around it gone, lookalikes of letters turned back; empty when much stood around."""
    word = text.strip(string.digits + string.punctuation + " ").translate(_LOOKALIKES)
    return word if len(text) - len(word) <= DECORATION else ""


def _repeated_unit(text: str) -> str:
    """The shortest text that, written again and again, gives `text`."""
    return text[: (text + text).index(text, 1)] if text else ""


def _is_row(text: str) -> bool:
    return any(text in row or text in row[::-1] for row in _ROWS)


def _is_listed(text: str) -> bool:
    return text in _WORDS or text in _known()


@cache
def _known() -> frozenset[str]:
    return frozenset(DjangoList().passwords)
