"""`up --demo`: two practices, their teams and their clients, loaded once into an empty data folder."""

from collections.abc import Sequence
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import timezone

from kartei.accounts.models import User
from kartei.audit.recording import record
from kartei.calendar.founding import found_calendar
from kartei.db.patience import expect_many_rows, let_statements_take
from kartei.db.scope import workspace_scope
from kartei.demo.appointments import add_appointments
from kartei.demo.disclosures import tell
from kartei.demo.drafts import Draft, save_drafts
from kartei.demo.errands import Plan, plans_of, save_plans
from kartei.demo.online import open_online_booking
from kartei.demo.practices import lindenhof, nord
from kartei.demo.words import TAGS
from kartei.people.founding import found_people
from kartei.people.models import Tag
from kartei.tenancy.models import Member, Preset, Workspace

PASSWORD = "kartei-demo-2026"  # noqa: S105  # known to all: the demo runs on loopback only
LINDENHOF, NORD = "lindenhof", "nord"
KEPT = {"django_migrations", "django_content_type"}


class OtherPractice(Exception):
    """The data folder holds a practice that is not the demo's; the message says so to whoever started it."""


@dataclass(frozen=True)
class Login:
    name: str
    preset: str
    job_title: str
    treats: bool = False
    is_operator: bool = False


TEAM = {
    "anna": Login(
        "Anna Lindner",
        Preset.OWNER,
        "Psychologische Psychotherapeutin",
        treats=True,
        is_operator=True,
    ),
    "tom": Login(
        "Tom Richter",
        Preset.PRACTITIONER,
        "Heilpraktiker für Psychotherapie",
        treats=True,
    ),
    "rita": Login("Rita Sommer", Preset.FRONT_DESK, "Empfang"),
    "berta": Login("Berta Kühn", Preset.BILLING, "Abrechnung"),
    "leo": Login("Leo Brandt", Preset.READ_ONLY, "Praktikant"),
}
NORTHERN_TEAM = {"eve": Login("Eve Nordhoff", Preset.OWNER, "Physiotherapeutin", treats=True)}


def load_if_empty() -> bool:
    """Load the demo practices into an empty instance; False when they are there already. Raises OtherPractice."""
    if (
        Workspace.objects.filter(slug=LINDENHOF).exists()
        and User.objects.filter(email=_address("anna", LINDENHOF)).exists()
    ):
        return False
    if Workspace.objects.exists() or User.objects.exists():
        raise OtherPractice(
            "This data folder holds a practice of its own. Start without --demo, or name another folder in KARTEI_DATA."
        )
    _load()
    return True


def reset() -> None:
    """Empty the database of a demo instance and load it anew; for the owner role. Raises OtherPractice."""
    if not load_if_empty():
        with transaction.atomic(), connection.cursor() as cursor:
            tables = set(connection.introspection.table_names(cursor)) - KEPT
            names = ", ".join(connection.ops.quote_name(table) for table in sorted(tables))
            cursor.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
            _load()


@transaction.atomic
def _load() -> None:
    let_statements_take(60)
    expect_many_rows()
    now, password = timezone.localtime(), make_password(PASSWORD)  # once: six times would take half a second
    here = Workspace.objects.create(name="Praxis am Lindenhof", slug=LINDENHOF, profession="psychotherapy")
    north = Workspace.objects.create(name="Praxis Nord", slug=NORD, profession="physiotherapy")
    people = lindenhof(now)
    _fill(here, TEAM, people, password, plans_of(people, now))
    _fill(north, NORTHERN_TEAM, nord(now), password)


def _fill(
    workspace: Workspace, team: dict[str, Login], drafts: list[Draft], password: str, plans: Sequence[Plan] = ()
) -> None:
    with workspace_scope(workspace.id):
        members = {login: _join(login, workspace, who, password) for login, who in team.items()}
        owner = next(iter(members.values()))
        found_people(workspace, owner)
        found_calendar(workspace, owner)
        Tag.objects.bulk_create([Tag(name=name, key=name.casefold(), colour=colour) for name, colour in TAGS.items()])
        save_drafts(drafts, by=owner, members=members)
        save_plans(plans, by=owner, members=members)
        add_appointments(drafts, timezone.localtime(), by=owner, members=members)
        if workspace.slug == LINDENHOF:
            open_online_booking()
        tell(timezone.localdate())
        record("demo.loading", by=owner, people=len(drafts))


def _join(login: str, workspace: Workspace, who: Login, password: str) -> Member:
    """A login with a confirmed address, and its place in the team."""
    email = _address(login, workspace.slug)
    user = User.objects.create(email=email, name=who.name, password=password, is_operator=who.is_operator)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    member = Member(
        user=user,
        name=who.name,
        email=email,
        job_title=who.job_title,
        treats=who.treats,
    )
    member.take_preset(who.preset)
    member.save()
    return member


def _address(login: str, slug: str) -> str:
    return f"{login}@{slug}.example"
