"""The cast: the people of the demo practice, one of each preset, made once and rolled back after each test.

anna owns Lindenhof and treats, tom treats assigned clients only, rita is the front desk, berta bills, leo only reads,
ada administrates, sven supervises. eve owns Nord and must see nothing of Lindenhof. carla is a client of Lindenhof
whom tom, berta and sven are assigned to, bruno one whom they are not, doktor a contact linked with
carla, kasse one linked with bruno.
"""

from dataclasses import dataclass, field
from typing import Any

from kartei.accounts.models import User
from kartei.db.scope import workspace_scope
from kartei.people.creating import Particulars, create_client, create_contact
from kartei.people.models import (
    Assignment,
    Client,
    Person,
    PersonKind,
    Relationship,
    RelationType,
    Status,
    Tag,
)
from kartei.tenancy.models import Member, Workspace

PASSWORD = "kartei-demo-2026"
PRESETS = {
    "anna": "owner",
    "ada": "admin",
    "tom": "practitioner",
    "rita": "front_desk",
    "berta": "billing",
    "sven": "supervisor",
    "leo": "read_only",
}


@dataclass
class Cast:
    lindenhof: Workspace
    nord: Workspace
    users: dict[str, User] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    relations: dict[str, Relationship] = field(default_factory=dict)  # by the client

    def __getattr__(self, name: str) -> Any:
        """`cast.anna` is the member, `cast.carla` the person."""
        for table in (self.__dict__["members"], self.__dict__["people"]):
            if name in table:
                return table[name]
        raise AttributeError(name)


def assemble() -> Cast:
    cast = Cast(
        lindenhof=Workspace.objects.create(name="Praxis am Lindenhof", slug="lindenhof"),
        nord=Workspace.objects.create(name="Praxis Nord", slug="nord"),
    )
    with workspace_scope(cast.lindenhof.id):
        _found(cast.lindenhof)
        for name, preset in PRESETS.items():
            _join(cast, name, "lindenhof", preset)
        _fill_lindenhof(cast)
    with workspace_scope(cast.nord.id):
        _found(cast.nord)
        eve = _join(cast, "eve", "nord", "owner")
        norbert = _client("Norbert", "Nordmann", by=eve, email="norbert@example.org", phone="+49 40 66969111")
        cast.people["norbert"] = norbert.person
    return cast


def _found(workspace: Workspace) -> None:
    from kartei.calendar.founding import found_calendar
    from kartei.people.founding import found_people

    found_people(workspace)
    found_calendar(workspace)


def _join(cast: Cast, name: str, place: str, preset: str) -> Member:
    user = User.objects.create_user(f"{name}@{place}.example", PASSWORD, name=name.capitalize())
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    member = Member(user=user, name=name.capitalize(), email=user.email, treats=preset in {"owner", "practitioner"})
    member.take_preset(preset)
    member.save()
    cast.users[name], cast.members[name] = user, member
    return member


def _fill_lindenhof(cast: Cast) -> None:
    anna = cast.members["anna"]
    carla = _client("Carla", "Köhler", by=anna, email="carla@klientin.example", phone="0171 3920021", tags=["Privat"])
    bruno = _client("Bruno", "Groß", by=anna, email="bruno@example.org", phone="030 23125021", status="lead")
    doktor = create_contact(Particulars(first_name="Petra", last_name="Probe", title="Dr.", role="Hausärztin"), by=anna)
    kasse = create_contact(Particulars(kind=PersonKind.ORGANISATION, organisation="Sommer-Kasse"), by=anna)
    for name in ("tom", "berta", "sven"):
        Assignment.objects.create(client=carla, member=cast.members[name], by=anna)
    for name, client, other, code in (("carla", carla, doktor, "family_doctor"), ("bruno", bruno, kasse, "insurer")):
        kind = RelationType.objects.get(code=code)
        cast.relations[name] = Relationship.objects.create(person=client.person, other=other, type=kind)
    cast.people |= {"carla": carla.person, "bruno": bruno.person, "doktor": doktor, "kasse": kasse}


def _client(first: str, last: str, *, by: Member, status: str = "active", tags: Any = (), **told: Any) -> Client:
    chosen = [Tag.objects.get_or_create(key=name.casefold(), defaults={"name": name})[0] for name in tags]
    particulars = Particulars(first_name=first, last_name=last, **told)
    return create_client(particulars, status=Status.objects.get(code=status), tags=chosen, by=by)
