from kartei.db.scope import workspace_scope
from kartei.people.creating import default_status
from kartei.people.founding import found_people
from kartei.people.models import RelationType, Status, StatusKind
from kartei.tenancy.models import Workspace
from kartei.workspaces.hooks import founded
from tests.cast import Cast


def test_a_new_workspace_is_filled_with_the_six_statuses_in_their_order(
    cast: Cast,
) -> None:
    workspace = Workspace.objects.create(name="Praxis Süd", slug="sued")
    with workspace_scope(workspace.id):
        found_people(workspace)
        codes = list(Status.objects.values_list("code", flat=True))
        kinds = set(Status.objects.values_list("kind", flat=True))
        assert default_status().code == "active"
    assert codes == ["lead", "waiting", "active", "paused", "completed", "not_started"]
    assert kinds == set(StatusKind)


def test_built_in_words_follow_the_language_until_they_are_renamed(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        lead = Status.objects.get(code="lead")
        doctor = RelationType.objects.get(code="family_doctor")
    assert lead.label == "Potenzieller Kunde"
    assert doctor.label == "Hausarztpraxis"
    lead.name = "Anfrage"
    assert lead.label == "Anfrage"


def test_people_come_before_the_examples_that_need_their_statuses() -> None:
    names = [verb.__name__ for verb in founded]
    assert names.index("found_people") < names.index("add_examples")
