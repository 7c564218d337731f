"""Keys made of names: how people are found, sorted and compared.

Three foldings, each for its own purpose:

* searching: „ö“, „oe“ and „o“ are one letter, marks and case do not count, letters and digits of every script stay;
* sorting: the German phone book (DIN 5007-2), ä as ae, ö as oe, ü as ue, ß as ss, other marks dropped;
* sounding: Kölner Phonetik, asked only when the plain search finds nothing.

All of it is computed in Python and stored in columns, so the database needs no extension and no ICU.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from kartei.lib.phones import digits, looks_like_phone

SEARCH_BYTES = 2_000  # a btree row ends at 2.7 kB, and the index carries sort key and search text together
KEY_BYTES = 250

_LETTERS = {
    "ß": "ss", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŋ": "n",
    "ŧ": "t", "ə": "e", "ς": "σ", "ـ": "",
}  # fmt: skip
_APOSTROPHES = frozenset("'’‘ʼ`´′ʹʻ")
_DIN = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "ae", "Ö": "oe", "Ü": "ue"}

_SEPARATORS = re.compile(r"[\W_]+")
_TRANSCRIBED = re.compile(r"([aou])e")
_NUMBER = re.compile(r"(?<!\w)k[-\s]?(\d+)(?!\w)", re.IGNORECASE)


class _Folding(dict[int, str]):
    """A table for str.translate that learns each character when it first meets it.

    A character is folded by itself, so the folding of a beginning is always the beginning of the folding.
    """

    def __init__(self, special: dict[str, str] = {}) -> None:  # noqa: B006 (only read)
        super().__init__({ord(letter): text for letter, text in special.items()})

    def __missing__(self, code: int) -> str:
        text = _fold_letter(chr(code))
        if len(self) < 20_000:  # a hostile file must not fill the memory with all of Unicode
            self[code] = text
        return text


def _fold_letter(letter: str) -> str:
    if letter in _APOSTROPHES:
        return ""
    plain = unicodedata.normalize("NFKD", letter.lower()).lower()
    return "".join(_LETTERS.get(part, part) for part in plain if unicodedata.category(part)[0] != "M")


_SEARCHING = _Folding()
_SORTING = _Folding(_DIN)


def fold(text: str) -> str:
    """Give the text as the search sees it: Müller, Mueller and MULLER are all „muller“.

    Lower case first, then letters without decomposition (ß, ı, ł, ø, đ …), then marks dropped, then „ae“, „oe“, „ue“
    as one vowel. Separators stay. `fold(beginning)` is a beginning of `fold(text)`, so a search may run while typing.
    """
    return _TRANSCRIBED.sub(r"\1", _plain(text))


def _plain(text: str) -> str:
    return text.translate(_SEARCHING)


def words(text: str) -> list[str]:
    """Give the folded words of a text; apostrophes join (O'Connor is one word), all other signs divide."""
    return [word for word in _SEPARATORS.split(fold(text)) if word]


def search_forms(word: str) -> list[str]:
    """Give what is stored of a word: folded, and also as written where „ae“ → „a“ changed it.

    The second form lets the middle „el“ find Manuel, whose folded form is „manul“.
    """
    plain = _plain(word)
    folded = _TRANSCRIBED.sub(r"\1", plain)
    return [folded] if folded == plain else [folded, plain]


def sort_key(last: str, first: str = "", prefix: str = "") -> str:
    """Give the key „last,first“ by which lists are sorted, compared byte by byte (COLLATE "C").

    DIN 5007-2. Words are joined by „-“, which stands behind the comma: Müller, Zoë comes before Müller-Bauer, Anna.
    Who has no last name is sorted by the first one. Pass the name prefix only if the person sorts with it.
    """
    family, given = _sorted_words(last), _sorted_words(first)
    if prefix:
        family = "-".join(filter(None, (_sorted_words(prefix), family)))
    return _cut(f"{family},{given}" if family else f"{given},", KEY_BYTES)


@lru_cache(20_000)
def _sorted_words(text: str) -> str:
    plain = text if text.isascii() else unicodedata.normalize("NFC", text)
    return "-".join(word for word in _SEPARATORS.split(plain.translate(_SORTING)) if word)


def name_key(last: str, first: str = "") -> str:
    """Give the key under which two spellings of one name are equal: „muller,annalena“, without title and prefix."""
    return _cut(f"{_joined_words(last)},{_joined_words(first)}", KEY_BYTES)


@lru_cache(20_000)
def _joined_words(text: str) -> str:
    return "".join(words(text))


def _cut(text: str, size: int) -> str:
    """Shorten to `size` bytes of UTF-8 without splitting a character; a lone surrogate is dropped."""
    if len(text) * 4 <= size or (text.isascii() and len(text) <= size):
        return text
    return text.encode("utf-8", "ignore")[:size].decode("utf-8", "ignore")


# Kölner Phonetik (Hans Joachim Postel, 1969). Digits are written as capitals A to I, so that no part of a phone number
# in the same column meets a sound.
_SOUNDS = dict.fromkeys("aeijouy", "A") | dict.fromkeys("fvw", "D") | dict.fromkeys("gkq", "E")
_SOUNDS |= dict.fromkeys("mn", "G") | dict.fromkeys("sz", "I") | {"b": "B", "l": "F", "r": "H"}
_REPEATED = re.compile(r"(.)\1+")


@lru_cache(20_000)
def koelner(word: str) -> str:
    """Give the sound of a word by the Kölner Phonetik: Meier, Mayr, Meyer are „GH“ (67); "" without Latin letters."""
    folded = fold(word)
    sounds = "".join(
        _SOUNDS.get(letter) or _sound(folded[i - 1 : i], letter, folded[i + 1 : i + 2])
        for i, letter in enumerate(folded)
    )
    sounds = _REPEATED.sub(r"\1", sounds)
    return sounds[:1] + sounds[1:].replace("A", "")


def _sound(before: str, letter: str, after: str) -> str:
    match letter:
        case "p":
            return "D" if after == "h" else "B"
        case "d" | "t":
            return "I" if after and after in "csz" else "C"
        case "x":
            return "I" if before and before in "ckq" else "EI"
        case "c":
            return _sound_of_c(before, after)
    return ""


def _sound_of_c(before: str, after: str) -> str:
    hard = "ahkloqrux" if not before else "ahkoqux"
    return "E" if after and after in hard and before not in ("s", "z") else "I"


def search_column(
    names: Iterable[str],
    number: str = "",
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
    extra: Iterable[str] = (),
) -> str:
    """Give the text in which a person is found: " muller mueller anna k00042 a.muller@x.de 0176123 ~GFH ".

    In this order: names, number, e-mails, phone digits, further searchable words, sounds of the names; a blank before
    and after each; at most 2,000 bytes. `number` may come as „K-00042“ or bare. `phones` as E.164 or as typed.
    """
    found = [_name_forms(name) for name in names if name]
    parts = [forms for forms, _ in found]
    if number:
        parts.append(_number_word(number))
    parts += [fold(email) for email in emails]
    parts += [digits(phone) for phone in phones]
    parts += [_name_forms(text)[0] for text in extra if text]
    parts += [sounds for _, sounds in found]
    return _cut(" " + " ".join(dict.fromkeys(filter(None, parts))), SEARCH_BYTES - 1) + " "


@lru_cache(20_000)
def _name_forms(text: str) -> tuple[str, str]:
    """Give the search words of a name and its sounds, each joined by blanks."""
    plain = [word for word in _SEPARATORS.split(_plain(text)) if word]
    forms = dict.fromkeys(form for word in plain for form in search_forms(word))
    return " ".join(forms), " ".join("~" + sound for word in plain if (sound := koelner(word)))


def _number_word(number: str) -> str:
    return _SEPARATORS.sub("", number).lower()


def query_tokens(query: str) -> list[str]:
    """Split what somebody typed into words that must all occur in the search column.

    Neighbouring parts of digits and separators make one phone token (the grouping does not count), an e-mail is kept
    whole, „K-42“, „k00042“ and a bare „42“ mean the client number, the rest gives folded words.
    """
    tokens: list[str] = []
    run: list[str] = []
    for part in [*_NUMBER.sub(r"k\1", query).split(), ""]:
        if looks_like_phone(part):
            run.append(part)
            continue
        tokens += _digit_tokens(" ".join(run))
        run.clear()
        tokens += _word_tokens(part)
    return list(dict.fromkeys(tokens))


def _digit_tokens(run: str) -> list[str]:
    token = digits(run)
    if 0 < len(token) <= 2 and not token.startswith("0"):
        return [f"k{int(token):05}"]  # one or two digits say nothing about a phone
    return [token] if token else []


def _word_tokens(part: str) -> list[str]:
    if number := _NUMBER.fullmatch(part):
        typed = number[1]
        return ["k" + (typed if typed.startswith("0") else typed.zfill(5))]
    return [fold(part)] if "@" in part else words(part)


def patterns(query: str) -> list[str]:
    """Give the texts to ask for with `search__contains`, all of them; one or two characters must begin a word."""
    return [" " + token if len(token) <= 2 else token for token in query_tokens(query)]


def sound_patterns(query: str) -> list[str]:
    """Give the texts for the second search, for „klingt ähnlich“; [] when the query has a part that makes no sound."""
    tokens = query_tokens(query)
    sounds = [koelner(token) for token in tokens if token.isalpha()]
    return [f" ~{sound} " for sound in sounds] if all(sounds) and len(sounds) == len(tokens) else []


def reason_for(query: str, fields: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """Say why a person was found: the field and its text, or None when nothing matches (found by sound).

    `fields` are (field, text) in the order of how visible they are, the shown name first. Each word of the query takes
    the first field that holds it; the least visible of those is the reason.
    """
    asked = patterns(query)
    if not asked:
        return None
    texts = [_field_text(text) for _, text in fields]
    places = [next((i for i, text in enumerate(texts) if pattern in text), -1) for pattern in asked]
    return fields[max(places)] if max(places) >= 0 else None


def _field_text(text: str) -> str:
    if "@" in text:
        return f" {fold(text)} "
    number = _number_word(text) if _NUMBER.fullmatch(text.strip()) else ""
    return f" {_name_forms(text)[0]} {number} {digits(text) if looks_like_phone(text) else ''} "
