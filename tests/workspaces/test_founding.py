import pytest

from kartei.accounts.creating import create_confirmed_user
from kartei.accounts.models import User
from kartei.db.scope import NoWorkspace, current_workspace_id, workspace_scope
from kartei.tenancy.memberships import memberships_of
from kartei.tenancy.models import Member, Workspace
from kartei.workspaces import hooks
from kartei.workspaces.countries import countries, pays_in_euro, time_zone_of
from kartei.workspaces.founding import Answers, found, slug_of


@pytest.fixture
def nele(db: None) -> User:
    return create_confirmed_user("nele@practice.example", "blaue Brücke im Regen", name="Nele Neumann")


def answers(practice: str = "Praxis Müller", country: str = "DE") -> Answers:
    return Answers(practice=practice, profession="coaching", country=country, language="de")


def test_a_taken_slug_is_numbered(nele: User) -> None:
    slugs = [found(answers(name), nele).slug for name in ("Praxis Müller", "Praxis Mueller", "PRAXIS MÜLLER", "Praxis")]
    assert slugs == ["praxis-mueller", "praxis-mueller-2", "praxis-mueller-3", "praxis"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Praxis am Lindenhof", "praxis-am-lindenhof"),
        ("  Größe & Maß / GmbH ", "groesse-mass-gmbh"),
        ("水の流れ", "praxis"),
        ("!!!", "praxis"),
        ("a" * 200, "a" * 50),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_a_slug_is_made_of_letters_digits_and_hyphens(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_the_founder_owns_the_new_workspace_and_no_other(nele: User) -> None:
    workspace, foreign = found(answers(), nele), Workspace.objects.create(name="Nord", slug="nord")
    assert [member.workspace for member in memberships_of(nele)] == [workspace]
    with workspace_scope(foreign.id):
        assert not Member.objects.exists()


def test_hooks_fill_a_new_workspace_inside_of_its_scope(nele: User, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(hooks, "founded", hooks.founded)
    hooks.founded.append(lambda workspace, owner: seen.append((workspace.id == current_workspace_id(), owner.preset)))
    try:
        found(answers(), nele)
    finally:
        hooks.founded.pop()
    assert seen == [(True, "owner")]
    with pytest.raises(NoWorkspace):
        current_workspace_id()


def test_a_failing_hook_leaves_nothing_behind(nele: User) -> None:
    hooks.founded.append(_fail)
    try:
        with pytest.raises(RuntimeError):
            found(answers(), nele)
    finally:
        hooks.founded.remove(_fail)
    assert not Workspace.objects.exists()


@pytest.mark.parametrize(
    ("country", "zone"),
    [("DE", "Europe/Berlin"), ("CH", "Europe/Zurich"), ("US", "America/New_York"), ("XX", "Europe/Berlin")],
)
def test_clocks_follow_the_country(country: str, zone: str) -> None:
    assert time_zone_of(country) == zone


@pytest.mark.parametrize(
    ("country", "is_euro"), [("DE", True), ("HR", True), ("BG", True), ("CH", False), ("GB", False), ("", False)]
)
def test_the_countries_of_the_euro_are_known(country: str, is_euro: bool) -> None:
    assert pays_in_euro(country) is is_euro


def test_the_german_speaking_countries_come_first_and_the_others_by_name() -> None:
    names = [name for _code, name in countries("de")]
    assert names[:4] == ["Deutschland", "Österreich", "Schweiz", "Afghanistan"]
    assert names.index("Ägypten") < names.index("Albanien")


def _fail(workspace: Workspace, owner: Member) -> None:
    raise RuntimeError
