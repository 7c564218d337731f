"""Fields that only some members see: absent in page, form, activity, conflict, search and address (TM-05)."""

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.people.models import Person
from tests.cast import Cast
from tests.people.filling import FIELDS, Browse, define, field, fill, kept, personal
from tests.people.test_field_types import PDF, opened, sent


def secret(cast: Cast, browse: Browse, type_: str = "short_text", **told: str) -> str:
    anna = browse("anna")
    assert define(anna, type_, label="Diagnose", group="treating", **told).status_code == 303
    return field(cast, "Diagnose").name


def test_who_lacks_the_right_neither_sees_nor_overwrites_it(cast: Cast, browse: Browse) -> None:
    name = secret(cast, browse)
    assert fill(browse("tom"), cast.carla, "health", **{name: "F32.1"}).status_code == 303
    for who in ("anna", "tom", "sven"):
        assert "F32.1" in browse(who).get(personal(cast.carla)).content.decode()
    rita = browse("rita")
    for who in ("rita", "berta", "leo", "ada"):
        page = browse(who).get(personal(cast.carla)).content.decode()
        assert "F32.1" not in page and "Diagnose" not in page
    assert name not in rita.get(personal(cast.carla, "health")).content.decode()
    forged = {"version": "1", "asked": [name], name: "gefälscht", "alerts": "von Rita"}
    assert rita.post(personal(cast.carla, "health"), forged).status_code == 422
    assert rita.post(personal(cast.carla, "health"), {**forged, name: ""}).status_code == 303
    assert kept(cast, cast.carla) == {name: "F32.1"}


def test_what_was_typed_while_a_field_was_closed_or_removed_is_shown_again(cast: Cast, browse: Browse) -> None:
    anna, rita = browse("anna"), browse("rita")
    for label in ("Offen", "Vertan"):
        define(anna, "short_text", label=label)
    closed, gone = field(cast, "Offen"), field(cast, "Vertan")
    typed = {
        "version": "0",
        "asked": [closed.name, gone.name],
        closed.name: "lang",
        gone.name: "getippt",
        "alerts": "Hausstaub",
    }
    told = {"version": "0", "label": "Offen", "group": "treating", "section": "health"}
    assert anna.post(f"{FIELDS}{closed.pk}/", told).status_code == 303
    assert anna.post(f"{FIELDS}{gone.pk}/removal/").status_code == 303
    answer = rita.post(personal(cast.carla, "health"), typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and "„lang · getippt“" in page and closed.name not in page
    assert kept(cast, cast.carla) == {} and "Hausstaub" not in anna.get(personal(cast.carla)).content.decode()
    assert fill(rita, cast.carla, "health", 0, alerts="Hausstaub").status_code == 303


def test_the_log_of_the_record_tells_it_to_whom_it_is_open(cast: Cast, browse: Browse) -> None:
    name = secret(cast, browse)
    fill(browse("anna"), cast.carla, "health", alerts="offen", **{name: "F32.1"})
    pages = [f"/w/lindenhof/clients/{cast.carla.pk}/{page}" for page in ("activity/", "")]
    for page in pages:
        assert "Diagnose" in browse("anna").get(page).content.decode()
        theirs = browse("rita").get(page).content.decode()
        assert "Diagnose" not in theirs and "F32.1" not in theirs and "Warnhinweise" in theirs
    assert "F32.1" not in browse("ada").get("/w/lindenhof/settings/log/").content.decode()
    with workspace_scope(cast.lindenhof.id):
        change = Event.objects.get(act="section.change", subject_id=cast.carla.pk)
    assert list(change.detail["changes"]) == ["Alerts"]


def test_a_field_that_gets_a_group_later_is_closed_in_what_was_before(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    define(anna, "short_text", label="Notiz")
    found = field(cast, "Notiz")
    fill(anna, cast.carla, "health", **{found.name: "früher offen"})
    activity = f"/w/lindenhof/clients/{cast.carla.pk}/activity/"
    assert "früher offen" in browse("rita").get(activity).content.decode()
    told = {"version": "0", "label": "Umbenannt", "group": "treating", "section": "health"}
    assert anna.post(f"{FIELDS}{found.pk}/", told).status_code == 303
    assert "früher offen" not in browse("rita").get(activity).content.decode()
    assert "früher offen" in anna.get(activity).content.decode()


def test_two_versions_and_undo_leave_it_out(cast: Cast, browse: Browse) -> None:
    name = secret(cast, browse)
    fill(browse("anna"), cast.carla, "health", **{name: "F32.1"})
    answer = fill(browse("rita"), cast.carla, "health", 0, alerts="Hausstaub")
    assert answer.status_code == 409 and "F32.1" not in answer.content.decode()
    fill(browse("anna"), cast.carla, "health", 1, alerts="zwei", **{name: "F33"})
    with workspace_scope(cast.lindenhof.id):
        change = Event.objects.filter(act="section.change", subject_id=cast.carla.pk).latest("id")
    told = {"change": str(change.pk), "version": "2"}
    assert browse("rita").post(f"{personal(cast.carla, 'health')}reversal/", told).status_code == 303
    assert kept(cast, cast.carla) == {name: "F33"}  # what Rita may not see she takes back for nobody


def test_its_file_and_what_is_calculated_from_it_are_closed_too(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    name = secret(cast, browse, "file")
    define(anna, "number", label="Punkte", decimals="0", group="treating")
    define(anna, "calculated", label="Doppelt", formula="[Punkte] × 2", decimals="0")
    define(anna, "calculated", label="Vierfach", formula="[Doppelt] × 2", decimals="0")
    points = field(cast, "Punkte").name
    assert fill(anna, cast.carla, "health", **{f"{name}_file": sent(PDF), points: "21"}).status_code == 303
    address = f"/w/lindenhof/clients/{cast.carla.pk}/files/{kept(cast, cast.carla)[name]}/"
    assert opened(anna, address).status_code == 200 and browse("rita").get(address).status_code == 404
    assert "Vierfach</dt><dd>84" in anna.get(personal(cast.carla)).content.decode()
    theirs = browse("rita").get(personal(cast.carla)).content.decode()
    assert "Doppelt" not in theirs and "Vierfach" not in theirs


def test_the_billing_group_is_open_to_whom_the_billing_is(cast: Cast, browse: Browse) -> None:
    define(browse("anna"), "short_text", label="Zahlweise", group="billing")
    for who, is_open in (
        ("anna", True),
        ("rita", True),
        ("berta", True),
        ("tom", True),
        ("leo", False),
        ("sven", False),
    ):
        assert ("Zahlweise" in browse(who).get(personal(cast.carla)).content.decode()) == is_open


def test_a_right_for_assigned_records_opens_those_alone(cast: Cast, browse: Browse) -> None:
    define(browse("anna"), "short_text", label="Verlauf", group="treating", on_contacts="on")
    with workspace_scope(cast.lindenhof.id):
        cast.tom.levels["profiles.view"] = "all"
        cast.tom.save(update_fields=["levels"])
    tom = browse("tom")
    assert "Verlauf" in tom.get(personal(cast.carla)).content.decode()
    assert "Verlauf" not in tom.get(personal(cast.bruno)).content.decode()


def test_what_not_everybody_sees_cannot_be_searched_and_the_portal_needs_it_visible(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    answer = define(anna, "short_text", label="Geheim", group="treating", is_searchable="on")
    assert answer.status_code == 422 and "kann nicht durchsucht werden" in answer.content.decode()
    answer = define(anna, "short_text", label="Portal", edited_in_portal="on")
    assert answer.status_code == 422 and "auch sichtbar sein" in answer.content.decode()
    assert define(anna, "short_text", label="Portal", in_portal="on", edited_in_portal="on").status_code == 303
    assert "im Portal änderbar" in anna.get(FIELDS).content.decode()
    assert define(anna, "short_text", label="Unsinn", group="nonsense").status_code == 422
    with workspace_scope(cast.lindenhof.id):
        assert Person.objects.exists()


def test_nobody_opens_to_themselves_what_is_closed_to_them(cast: Cast, browse: Browse) -> None:
    secret(cast, browse)
    found = field(cast, "Diagnose")
    told = {"version": "0", "label": "Diagnose", "section": "health"}
    answer = browse("ada").post(f"{FIELDS}{found.pk}/", told)  # administration without documentation
    assert answer.status_code == 422 and "auch für Sie geschlossen" in answer.content.decode()
    assert browse("ada").post(f"{FIELDS}{found.pk}/", {**told, "group": "treating"}).status_code == 303
    assert browse("anna").post(f"{FIELDS}{found.pk}/", {**told, "version": "1"}).status_code == 303
