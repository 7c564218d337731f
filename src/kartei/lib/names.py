"""Names of people: particles, titles, full names in one cell."""

import re
from dataclasses import dataclass


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# In lower case they are particles everywhere; capitalised only in German and Arabic names, since Van Damme, De Niro
# and Le Pen are whole surnames.
_PARTICLES = _set(
    "von v. v.d. vom van zu zum zur de del della dello dei degli di da dal dalla do dos das du la le les lo los las "
    "ter ten te ’t 't den der af av al el bin ibn bint"
)
_FOLLOWERS = _PARTICLES | _set("und dem den der des")
_CAPITALISED = _set("von vom zu zum zur")
_NOBILITY = _set(
    "freiherr freifrau freiin graf gräfin baron baronin baronesse fürst fürstin prinz prinzessin herzog herzogin "
    "ritter edler edle"
)
_JOINED = re.compile(r"(?i)(al-|el-|ad-|as-|ash-|an-|d['’])(?=\w)")
_SALUTATIONS = {
    "frau": "Frau", "fr": "Frau", "fräulein": "Fräulein", "frl": "Fräulein", "mrs": "Mrs", "ms": "Ms", "miss": "Miss",
    "madame": "Madame", "mme": "Mme", "herr": "Herr", "hr": "Herr", "hrn": "Herr", "herrn": "Herr", "mr": "Mr",
    "monsieur": "Monsieur", "mx": "Mx", "familie": "Familie", "fam": "Familie", "eheleute": "Eheleute",
    "firma": "Firma",
}  # fmt: skip
_TITLES = _set("dr ddr prof professor doktor pd privdoz univprof mag ing diplom")
_TITLE_PARTS = _set(
    "med dent vet phil rer nat iur jur pol oec theol psych ing sc hum agr forest h c hc mult habil em fh univ pharm "
    "techn soc publ mont rer-nat biol"
)
_DEGREES = re.compile(r"(?i)(?:m|b)\.\s?(?:sc|a|ed|eng)\.?|ph\.?\s?d\.?|dipl\.?(?:-?[\w.]+)*|staatsexamen|llm|mba")
_COUPLE = re.compile(r"\s+(?:&|\+|und|and|u\.)\s+")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class FullName:
    first: str = ""
    last: str = ""  # with its particles: split_prefix takes them off
    title: str = ""
    salutation: str = ""
    is_couple: bool = False  # „A & B“: one record, to be split by a human being


def joined(prefix: str, last: str) -> str:
    """Give the last name with its prefix: von der Heide, al-Hassan, d'Artagnan."""
    return prefix + last if prefix.endswith(("-", "'", "’")) else f"{prefix} {last}".strip()


def shown_name(first: str, last: str, *, prefix: str = "", title: str = "") -> str:
    """Give the name as it is shown: title, first name, prefix, last name."""
    return " ".join(filter(None, (title, first, joined(prefix, last))))


def split_prefix(last: str) -> tuple[str, str]:
    """Split particles from a last name: „von der Heide“ gives ("von der", "Heide"), „Al-Hassan“ ("Al-", "Hassan").

    A title of nobility before a particle goes along. Something always remains as the last name, and `joined` of the two
    is the name again (blanks apart).
    """
    parts = last.split()
    count = _prefix_length(parts)
    rest = " ".join(parts[count:])
    glued = _JOINED.match(rest)
    if glued and (glued[1][0].islower() or glued[1].endswith("-")):
        before, rest = glued[1], rest[glued.end() :]
        return " ".join([*parts[:count], before]), rest
    return " ".join(parts[:count]), rest


def _prefix_length(parts: list[str]) -> int:
    start = 1 if len(parts) > 2 and parts[0].lower() in _NOBILITY else 0
    if not _begins_prefix(parts[start:], shouted=all(part.isupper() for part in parts)):
        return 0
    end = start + 1
    while end < len(parts) - 1 and parts[end].lower() in _FOLLOWERS:
        end += 1
    return end


def _begins_prefix(parts: list[str], *, shouted: bool) -> bool:
    if len(parts) < 2 or not _is_particle(parts[0].lower()):
        return False
    followed = len(parts) > 2 and parts[1] in _FOLLOWERS
    return parts[0][0].islower() or not parts[0][0].isalpha() or shouted or followed or parts[0].lower() in _CAPITALISED


def _is_particle(word: str) -> bool:
    return word in _PARTICLES


def split_titles(text: str) -> tuple[str, str, str]:
    """Take salutation and academic titles off the beginning: „Frau Dr. med. Anna“ gives ("Frau", "Dr. med.", "Anna").

    A column „Title“ may hold either or both; what is neither remains in the third part.
    """
    parts = text.split()
    salutation = _salutation(parts[0]) if parts else ""
    rest = parts[1:] if salutation else parts
    count = 0
    while count < len(rest) and _is_title(rest[count], following=count > 0):
        count += 1
    return salutation, " ".join(rest[:count]), " ".join(rest[count:])


def _salutation(word: str) -> str:
    return _SALUTATIONS.get(word.rstrip(".,").lower(), "")


def _is_title(word: str, *, following: bool) -> bool:
    pieces = [piece for piece in re.split(r"[.\-/]+", word.lower().rstrip(",")) if piece]
    known = _TITLES | _TITLE_PARTS if following else _TITLES
    begins = bool(pieces) and (pieces[0] in known or "".join(pieces) in known)
    whole = begins and all(piece in _TITLES | _TITLE_PARTS for piece in pieces)
    return whole or bool(_DEGREES.fullmatch(word.rstrip(",")))


def split_full(text: str) -> FullName:
    """Split a full name written in one cell.

    Knows „Last, First“, „Last, Title First“, „Title First Last“, salutations, particles and couples; without a comma
    the last word is the last name, from the first particle on when there is one. A single word is a last name.
    """
    text = " ".join(text.split())
    is_couple = bool(_COUPLE.search(text))
    before, comma, after = text.partition(",")
    if comma and before.strip() and after.strip():
        return _last_first(before, after, is_couple)
    salutation, title, rest = split_titles(text.strip(" ,"))
    return _in_order(rest, salutation, title, is_couple)


def _last_first(before: str, after: str, is_couple: bool) -> FullName:
    salutation, title, last = split_titles(before)
    first, *degrees = (part.strip() for part in after.split(","))
    second_salutation, second_title, first = split_titles(first)
    if not first and title == "" and not degrees:  # „Anna Müller, Dr.“
        return _in_order(last, salutation or second_salutation, second_title, is_couple)
    titles = " ".join(filter(None, (title, second_title, *degrees)))
    return FullName(first, last, titles, salutation or second_salutation, is_couple)


def _in_order(text: str, salutation: str, title: str, is_couple: bool) -> FullName:
    parts = text.split()
    if is_couple and _both_have_last_names(text):
        return FullName(parts[0], " ".join(parts[1:]), title, salutation, True)
    at = _start_of_last_name(parts)
    return FullName(" ".join(parts[:at]), " ".join(parts[at:]), title, salutation, is_couple)


def _both_have_last_names(text: str) -> bool:
    return all(len(side.split()) > 1 for side in _COUPLE.split(text, maxsplit=1))


def _start_of_last_name(parts: list[str]) -> int:
    for at in range(1, len(parts) - 1):
        if _is_particle(parts[at].lower()) and _begins_prefix(parts[at:], shouted=False):
            return at - 1 if at > 1 and parts[at - 1].lower() in _NOBILITY else at
    return max(len(parts) - 1, 0)


def is_shouted(text: str) -> bool:
    """Tell whether a name is written in capitals only, as old software did; initials and single letters are not."""
    return text.isupper() and sum(letter.isalpha() for letter in text) > 2


def unshouted(text: str) -> str:
    """Give a shouted name in title case: MÜLLER-LÜDENSCHEIDT, VON DER HEIDE → Müller-Lüdenscheidt, von der Heide."""
    prefix, last = split_prefix(text)
    small = (word.capitalize() if word in _NOBILITY else word for word in prefix.lower().split())
    return joined(" ".join(small), _WORD.sub(lambda word: word[0].capitalize(), last))
