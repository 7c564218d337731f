"""The people of „Praxis am Lindenhof“ and „Praxis Nord“: families, couples, singles, and the contacts around them."""

from datetime import datetime
from random import Random

from kartei.demo.drafts import Draft
from kartei.demo.telling import Teller
from kartei.demo.words import DOCTORS, INSTITUTIONS, NORTHERN_TOWNS, TAGS, TOWNS
from kartei.people.models import ClientKind

# status → how many of Lindenhof's clients have it, and how many days ago their records were begun
STATUSES = {
    "lead": (14, (1, 45)),
    "waiting": (18, (10, 200)),
    "active": (110, (20, 700)),
    "paused": (16, (100, 900)),
    "completed": (50, (300, 1400)),
    "not_started": (12, (60, 800)),
}
CLIENTS = sum(count for count, _ in STATUSES.values())
FOR_TOM, FOR_ANNA = 59, 105


def lindenhof(now: datetime) -> list[Draft]:
    """220 clients and 60 contacts, the same ones on whatever day; moments are counted back from `now`."""
    teller = Teller(2026, now, TOWNS)
    doctors = [_doctor(teller, role, practice) for role, practice in DOCTORS]
    institutions = [_institution(teller, name, role) for name, role in INSTITUTIONS]
    children, elders = _families(teller)
    couples = [draft for _ in range(8) for draft in _couple(teller)]
    pairs = [_pair(teller) for _ in range(10)]
    relatives = [_relative(teller) for _ in range(11)]
    clients = [
        *children,
        *(elder for elder in elders if elder.status),
        *couples,
        *pairs,
    ]
    singles = [_single(teller) for _ in range(CLIENTS - 2 - len(clients))]
    for single, relative in zip(singles, relatives[1:], strict=False):
        _stand_by(single, relative, teller)
    clients += singles
    teller.dice.shuffle(clients)
    _give_statuses(teller, clients)
    _link(teller, clients, doctors, institutions)
    _assign(teller.dice, clients)
    contacts = [elder for elder in elders if not elder.status]
    return [
        *clients,
        *_known(teller, doctors, institutions, relatives[0]),
        *doctors,
        *institutions,
        *contacts,
        *relatives,
    ]


def nord(now: datetime) -> list[Draft]:
    """Thirty clients of the other practice, one of them with a name that Lindenhof has too."""
    teller = Teller(54, now, NORTHERN_TOWNS)
    clients = [_single(teller) for _ in range(29)]
    for draft in clients:
        draft.status, draft.members = (
            teller.dice.choice(["active", "active", "active", "completed", "lead"]),
            ["eve"],
        )
    namesake = teller.draft(first_name="Carla", last_name="Köhler", status="active", members=["eve"])
    namesake.emails, namesake.address = (
        ["carla.koehler@nordmail.example"],
        teller.address(),
    )
    return [*clients, namesake]


def _families(teller: Teller) -> tuple[list[Draft], list[Draft]]:
    """24 minors and their parents: 15 parents are contacts, 6 are clients themselves."""
    children, elders = [], []
    for is_client, siblings, count in ((False, 1, 12), (True, 1, 6), (False, 2, 3)):
        for _ in range(count):
            parent, minors = _family(teller, siblings)
            parent.status = "active" if is_client else ""
            children += minors
            elders.append(parent)
    return children, elders


def _family(teller: Teller, siblings: int) -> tuple[Draft, list[Draft]]:
    origin = teller.origin()
    parent = teller.person(origin, ages=(31, 50))
    teller.complete(parent)
    parent.emails = parent.emails or [teller.email(parent)]
    minors = [teller.person(origin, parent.last_name, ages=(5, 17)) for _ in range(siblings)]
    for minor in minors:
        minor.salutation, minor.status, minor.tags = "", "active", ["Kinder"]
        minor.address = parent.address
        minor.emails = parent.emails[:1] if teller.chance(50) else []  # shared, and no duplicate
        minor.relations = [("custodian", parent), ("parent", parent), ("payer", parent)]
        minor.emergency = parent
        teller.consent(minor)
    if len(minors) > 1:
        minors[0].relations.append(("sibling", minors[1]))
    return parent, minors


def _couple(teller: Teller) -> list[Draft]:
    """Two clients who live together, each with a record."""
    origin = teller.origin()
    one = _single(teller)
    other = teller.person(origin, one.last_name if teller.chance(60) else "", ages=(28, 70))
    teller.complete(other)
    other.status, other.address, other.relations, other.emergency = (
        "active",
        one.address,
        [("partner", one)],
        one,
    )
    one.emergency = other
    return [one, other]


def _pair(teller: Teller) -> Draft:
    """A couple or a family that comes together and has one record."""
    draft = _single(teller)
    second = teller.person(ages=(28, 60)).first_name
    draft.first_name = "Familie" if teller.chance(40) else f"{draft.first_name} und {second}"
    draft.salutation, draft.birth_date, draft.kind = "", None, ClientKind.COUPLE
    draft.tags = ["Paarberatung"]
    draft.profile = {"language": draft.profile["language"]}
    return draft


def _single(teller: Teller) -> Draft:
    draft = teller.person()
    teller.complete(draft)
    draft.status = "active"
    return draft


def _relative(teller: Teller) -> Draft:
    draft = teller.person(ages=(25, 75))
    teller.reachable(draft, missing_email=60)
    return draft


def _stand_by(client: Draft, relative: Draft, teller: Teller) -> None:
    """The relative is called in an emergency."""
    client.relations.append(
        (
            teller.dice.choice(["partner", "sibling", "relative", "friend", "guardian"]),
            relative,
        )
    )
    client.emergency = relative


def _doctor(teller: Teller, role: str, practice: str) -> Draft:
    draft = teller.person(ages=(36, 66), is_female=role.endswith("in"))
    draft.title = "" if role in {"Psychotherapeutin", "Logopädin"} else "Dr. med."
    draft.birth_date, draft.profile = None, {}
    draft.role, draft.organisation = role, practice
    draft.phones, draft.address = [teller.landline()], teller.address()
    draft.emails = [teller.email(draft)] if teller.chance(70) else []
    return draft


def _institution(teller: Teller, name: str, role: str) -> Draft:
    return teller.draft(
        organisation=name,
        role=role,
        phones=[teller.landline()],
        address=teller.address(),
    )


def _give_statuses(teller: Teller, clients: list[Draft]) -> None:
    """Deal the statuses and tags; two are left for the clients whom everybody knows (`_known`)."""
    counts = {status: count for status, (count, _) in STATUSES.items()}
    counts["active"] -= 1
    counts["lead"] -= 1
    dealt = [status for status, count in counts.items() for _ in range(count)]
    for draft, status in zip(clients, dealt, strict=True):
        draft.status = status
        teller.move(draft, STATUSES[status][1])
        if teller.chance(55):
            wanted = teller.dice.sample(sorted(set(TAGS) - {"Kinder", "Paarberatung"}), k=1 + teller.chance(30))
            draft.tags = [*draft.tags, *wanted]


def _link(
    teller: Teller,
    clients: list[Draft],
    doctors: list[Draft],
    institutions: list[Draft],
) -> None:
    """Family doctors, specialists, schools and insurers."""
    family, children, specialists = doctors[:6], doctors[6:8], doctors[8:]
    schools = [place for place in institutions if place.role in {"Schule", "Kindertagesstätte"}]
    insurers = [place for place in institutions if place.role in {"Krankenkasse", "Versicherung", "Beihilfe"}]
    for draft in clients:
        is_minor = "Kinder" in draft.tags
        if teller.chance(60):
            draft.relations.append(("family_doctor", teller.dice.choice(children if is_minor else family)))
        if teller.chance(18):
            draft.relations.append(("referrer", teller.dice.choice(specialists)))
        if is_minor and teller.chance(60):
            draft.relations.append(("school", teller.dice.choice(schools)))
        if teller.chance(8):
            draft.relations.append(("insurer", teller.dice.choice(insurers)))


def _assign(dice: Random, clients: list[Draft]) -> None:
    """Tom and Anna share those who have come; a few are looked after by both, leads by nobody yet."""
    treated = [draft for draft in clients if draft.status in {"active", "paused", "completed"}]
    dice.shuffle(treated)
    for draft in treated[:FOR_TOM]:
        draft.members.append("tom")
    for draft in treated[FOR_TOM - 7 : FOR_TOM - 7 + FOR_ANNA]:
        draft.members.append("anna")


def _known(teller: Teller, doctors: list[Draft], institutions: list[Draft], partner: Draft) -> list[Draft]:
    """Carla, who has a login of the portal and whom Tom treats, and Bruno, who has asked and whom nobody treats yet."""
    carla = teller.draft(
        first_name="Carla", last_name="Köhler", salutation="Frau", status="active", tags=["Privat"], members=["tom"],
        emails=["carla@klientin.example"], phones=["0171 3920021"], birth_date=teller.birth_date(34, 35),
    )  # fmt: skip
    carla.address, carla.emergency = teller.address(), partner
    insurer = next(place for place in institutions if place.role == "Versicherung")
    carla.relations = [
        ("family_doctor", doctors[0]),
        ("partner", partner),
        ("referrer", doctors[8]),
        ("payer", insurer),
    ]
    bruno = teller.draft(
        first_name="Bruno", last_name="Groß", salutation="Herr", status="lead",
        emails=["bruno@briefkasten.example"], phones=["030 23125021"], birth_date=teller.birth_date(51, 52),
    )  # fmt: skip
    for draft, days in ((carla, (200, 300)), (bruno, (3, 9))):
        draft.profile["language"] = "de"
        teller.consent(draft)
        teller.move(draft, days)
    return [carla, bruno]
