"""The words by which files and people say the same few things: gender, yes and no, status, kind, language.

Each function takes a cell and gives our word for it, "" when it is empty or not understood.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache

from babel import Locale

from kartei.lib.textkey import words


def _table(**spellings: str) -> dict[str, str]:
    return {_key(word): meaning for meaning, text in spellings.items() for word in text.split(",")}


def _key(text: str) -> str:
    return "".join(words(text))


# people.Gender
_GENDERS = _table(
    female="w,f,weiblich,female,woman,frau,fem,2",
    male="m,männlich,male,man,mann,masc,1",
    other="d,divers,diverse,other,non-binary,nonbinär,nichtbinär,andere,genderqueer,genderfluid,inter,intersex,agender",
    unknown="x,keine Angabe,k. A.,unbekannt,unbestimmt,unspecified,not specified,unknown,prefer not to say,offen",
)
_ANSWERS = _table(
    yes="ja,j,yes,y,true,t,wahr,1,x,erteilt,zugestimmt,granted,opt-in,opted in,accepted,on",
    no="nein,n,no,false,f,falsch,0,verweigert,abgelehnt,declined,opt-out,opted out,denied,off",
    not_asked="nicht gefragt,not asked,unbekannt,unknown,keine Angabe,offen,n/a,null,none,pending",
)
# codes of people.BUILT_IN_STATUSES
_STATUSES = _table(
    lead="lead,prospect,prospective,potenzieller Kunde,potentieller Kunde,potenzieller Klient,Interessent,"
    "Interessentin,Anfrage,neu,new,inquiry,potential",
    waiting="waitlist,waiting list,waiting,waitlisted,Warteliste,wartend,wartet",
    active="active,aktiv,laufend,in Behandlung,in Therapie,current,in treatment,open,1",
    paused="paused,pausiert,Pause,on hold,ruhend,unterbrochen",
    completed="inactive,inaktiv,archived,archiviert,abgeschlossen,beendet,closed,completed,complete,discharged,entlassen,"
    "former,ehemalig,0",
    not_started="nicht zustande gekommen,did not start,lost,declined,abgesagt,rejected,abgelehnt",
)
_KINDS = _table(
    client="client,clients,Klient,Klientin,Klient:in,Klient*in,Kunde,Kundin,Patient,Patientin,Patient:in,Patient*in",
    contact="contact,contacts,Kontakt,Kontakte,Angehörige,Angehöriger,Ansprechpartner,Ansprechpartnerin",
)
_FORMS_OF_ADDRESS = _table(
    formal="Sie,per Sie,formal,formell,siezen,Formal (Sie)", informal="Du,per Du,informal,informell,duzen,Informal (Du)"
)
_LABELS = _table(
    mobile="mobile,mobil,Handy,cell,cellular,Mobiltelefon",
    home="home,privat,private,personal,zuhause,zu Hause,Festnetz",
    work="work,business,Arbeit,geschäftlich,dienstlich,office,Büro,Praxis,beruflich,job",
    fax="fax,Telefax,home fax,work fax",
    other="other,andere,sonstige,weitere",
)
_NO_LABELS = frozenset(("", "tel", "telefon", "phone", "fon", "main", "mail", "email", "nr", "telefonnr"))
_STARRED = "* "
_TAG_DIVIDERS = {":::": r"\s*:::\s*", "\n": r"\s*[\r\n]+\s*", ";": r"\s*;\s*", "/": r"\s+/\s+", ",": r"\s*,\s*"}


@lru_cache(1_000)
def gender(text: str) -> str:
    """Give female, male, other (divers) or unknown (no entry); § 22 (3) PStG knows these four."""
    return _GENDERS.get(_key(text), "")


@lru_cache(1_000)
def answer(text: str) -> str:
    """Give yes, no or not_asked. An empty cell is "" and means not asked, never no."""
    return _ANSWERS.get(_key(text), "")


@lru_cache(1_000)
def status(text: str) -> str:
    """Give the code of a built-in status."""
    return _STATUSES.get(_key(text), "")


@lru_cache(1_000)
def kind(text: str) -> str:
    """Give client or contact."""
    return _KINDS.get(_key(text), "")


@lru_cache(1_000)
def form_of_address(text: str) -> str:
    """Give formal or informal."""
    return _FORMS_OF_ADDRESS.get(_key(text), "")


@lru_cache(1_000)
def language(text: str) -> str:
    """Give the ISO 639 code of a language by its code or its German, English or own name."""
    text = text.strip()
    code = re.split(r"[-_]", text)[0].lower()
    return code if len(code) == 2 and code in _languages().values() else _languages().get(_key(text), "")


@cache
def _languages() -> dict[str, str]:
    named: dict[str, str] = {}
    for locale in (Locale("en"), Locale("de")):
        named |= {_key(name): code for code, name in locale.languages.items() if len(code) == 2}
    return named


@lru_cache(1_000)
def label(text: str) -> str:
    """Give mobile, home, work, fax or other for the label of a number or address, else the label as it is."""
    text = text.removeprefix(_STARRED).strip()
    return "" if _key(text) in _NO_LABELS else _LABELS.get(_key(text), text[:60])


def tag_divider(cells: Iterable[str]) -> str:
    """Choose for a whole column what stands between its tags: the first divider of most cells that have any."""
    found = Counter(
        next(sign for sign, pattern in _TAG_DIVIDERS.items() if re.search(pattern, cell))
        for cell in cells
        if any(re.search(pattern, cell) for pattern in _TAG_DIVIDERS.values())
    )
    return found.most_common(1)[0][0] if found else ""


def tags(cell: str, divider: str) -> list[str]:
    """Divide a cell into tags; system labels („* myContacts“) and repetitions are dropped."""
    parts = re.split(_TAG_DIVIDERS[divider], cell) if divider else [cell]
    kept = {part.strip().casefold(): part.strip() for part in parts if part.strip() and not part.startswith(_STARRED)}
    return list(kept.values())
