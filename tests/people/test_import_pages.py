"""IM-01, IM-02, IM-04: what the pages of an import show and refuse."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client as Browser

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.files.models import Blob
from kartei.files.storage import path_of
from kartei.people.importing import reading, steps
from kartei.people.importing.parsing import FIRST
from kartei.people.models import Client, Import, ImportChange, ImportRow, Person, Tag
from tests.cast import Cast
from tests.people.wizard import address, bring, choose, confirm, newest, rehearse, upload, work

Browse = Callable[[str], Browser]
NEW = "/w/lindenhof/clients/imports/new/"
LIST = "/w/lindenhof/clients/imports/"
MIXED = (
    "Vorname;Nachname;Geburtsdatum;E-Mail;Typ\n"
    "Ute;Neu;29.02.1995;ute@example.org;Klient\n"
    ";;01.02.1990;niemand@example.org;Klient\n"
    "Carla;Köhler;;CARLA@klientin.example;Klient\n"
    "Kai;Kontakt;;kai@example.org;Kontakt\n"
).encode("cp1252")


def count(cast: Cast) -> int:
    with workspace_scope(cast.lindenhof.id):
        return int(Person.objects.count())


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("empty.csv", "Die Datei ist leer."), ("header_only.csv", "Es gibt niemanden zu importieren.")],
)
def test_a_file_without_people_gets_a_sentence_and_is_not_kept(
    cast: Cast, browse: Browse, name: str, sentence: str
) -> None:
    answer = upload(browse("anna"), name)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    with workspace_scope(cast.lindenhof.id):
        assert not Import.objects.exists() and not Blob.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("brief.pdf", b"%PDF-1.7\n1 0 obj", "Das ist eine PDF-Datei."),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "alte Excel-Datei"),
        ("a.xlsx", b"PK\x03\x04" + b"\0" * 600, "beschädigt"),
        ("a.csv", bytes(range(256)) * 20, "keine Tabelle"),
        pytest.param("a.csv", b'Vorname;Nachname\n"Anna;M\n' + b"x;y\n" * 40_000, "nie geschlossen", id="open quote"),
        ("a.csv", b"a;b\n" + b";" * 2_000, ""),
    ],
)
def test_a_broken_file_gets_a_sentence_and_never_an_error_page(
    cast: Cast, browse: Browse, name: str, data: bytes, sentence: str
) -> None:
    answer = upload(browse("anna"), name, data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_no_file_at_all_marks_the_field(cast: Cast, browse: Browse) -> None:
    answer = browse("anna").post(NEW, {"submission": str(uuid4())})
    assert answer.status_code == 422 and 'aria-invalid="true"' in answer.content.decode()


def test_the_rehearsal_counts_and_names_and_stores_nobody(cast: Cast, browse: Browse) -> None:
    before = count(cast)
    batch = rehearse(browse("anna"), cast.lindenhof, "mixed.csv", MIXED)
    assert count(cast) == before and batch.state == "checked"
    assert batch.counts | {"blank": 0, "totals": 0} == {
        "rows": 4, "new": 2, "clients": 1, "contacts": 1, "skipped": 1, "refused": 1, "warnings": 1, "blank": 0, "totals": 0,
    }  # fmt: skip
    text = browse("anna").get(address(batch, "rehearsal")).content.decode()
    for word in (
        "29.02.1995",
        "Diesen Tag gibt es nicht",
        "In dieser Zeile steht kein Name.",
        "Gibt es schon",
        "Carla Köhler",
    ):
        assert word in text
    refused = browse("anna").get(address(batch, "rehearsal") + "?outcome=refused").content.decode()
    assert "kein Name" in refused and "Carla Köhler" not in refused


def test_refused_rows_come_as_csv_in_the_shape_of_the_file_with_a_reason(cast: Cast, browse: Browse) -> None:
    data = MIXED + '=1+1;;;"@x";Klient\n;;+49 30 1;-;Klient\n'.encode("cp1252")
    batch = rehearse(browse("anna"), cast.lindenhof, "mixed.csv", data, column_0="middle_name", column_1="full_name")
    answer = browse("anna").get(address(batch, "refused"))
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert answer.headers["Content-Disposition"].startswith("attachment") and answer.headers["Content-Type"].startswith(
        "text/csv"
    )
    assert lines[0] == "Vorname;Nachname;Geburtsdatum;E-Mail;Typ;Grund"
    assert ";;01.02.1990;niemand@example.org;Klient;In dieser Zeile steht kein Name." in lines
    assert any(line.startswith("'=1+1;;;'@x;Klient;") for line in lines)
    assert any(line.startswith(";;+49 30 1;-;Klient;") for line in lines)


def test_the_run_brings_clients_and_contacts_into_the_right_lists(cast: Cast, browse: Browse) -> None:
    batch = bring(browse("anna"), cast.lindenhof, "mixed.csv", MIXED)
    with workspace_scope(cast.lindenhof.id):
        ute, kai = (Person.objects.select_related("client").get(first_name=name) for name in ("Ute", "Kai"))
        assert ute.is_client and ute.client.number and not kai.is_client
        assert ImportChange.objects.filter(batch=batch).count() == 2
        event = Event.objects.get(act="import.run")
        assert (
            event.member_id == cast.anna.pk and event.detail["counts"]["new"] == 2 and len(event.detail["sha256"]) == 64
        )
    assert "Ute Neu" in browse("anna").get("/w/lindenhof/clients/?sort=-created").content.decode()
    assert "Kai Kontakt" in browse("anna").get("/w/lindenhof/contacts/").content.decode()
    result = browse("anna").get(address(batch, "run")).content.decode()
    assert f"/w/lindenhof/clients/{ute.pk}/" in result and "Importiert am" in result
    assert "mixed.csv" in browse("anna").get(LIST).content.decode()


def test_confirming_twice_imports_once(cast: Cast, browse: Browse) -> None:
    batch = rehearse(browse("anna"), cast.lindenhof, "mixed.csv", MIXED)
    browser, key = browse("anna"), str(uuid4())
    first, second = (browser.post(address(batch, "run"), {"submission": key}) for _ in range(2))
    third = browser.post(address(batch, "run"), {"submission": str(uuid4())})
    assert {answer.status_code for answer in (first, second, third)} == {303}
    before = count(cast)
    work()
    assert count(cast) == before + 2
    confirm(browser, cast.lindenhof, batch)
    assert count(cast) == before + 2


def test_uploading_twice_with_one_key_makes_one_import(cast: Cast, browse: Browse) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    browser, key = browse("anna"), str(uuid4())
    for _ in range(2):
        assert browser.post(NEW, {"file": SimpleUploadedFile("a.csv", MIXED), "submission": key}).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert Import.objects.count() == 1


def test_encoding_separator_and_head_row_are_shown_and_can_be_changed(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    upload(browser, "liste.csv", "Titelzeile\nVorname,Nachname\nJürgen,Groß\n".encode("mac_roman"))
    here = address(newest(cast.lindenhof), "layout")
    page = browser.get(here).content.decode()
    assert "Jürgen" in page and 'value="mac_roman" selected' in page and 'value="2"' in page
    wrong = {"encoding": "cp1252", "delimiter": ",", "header_row": "2"}
    preview = browser.get(here, wrong, headers={"HX-Request": "true"}).content.decode()
    assert "JŸrgen" in preview and "<html" not in preview
    assert newest(cast.lindenhof).options["layout"]["encoding"] == "mac_roman"
    assert browser.post(here, wrong | {"header_row": "0"}).status_code == 303
    batch = newest(cast.lindenhof)
    assert batch.options["layout"] == {"encoding": "cp1252", "delimiter": ",", "sheet": "", "header_row": 0}
    assert batch.mapping["header"] == ["1", "2"]


def test_another_sheet_of_a_workbook_can_be_chosen_but_not_a_hidden_one(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    upload(browser, "excel_patientenliste.xlsx")
    here = address(newest(cast.lindenhof), "layout")
    page = browser.get(here).content.decode()
    assert 'value="Notizen"' in page and "versteckt" not in page
    assert browser.post(here, {"sheet": "versteckt", "header_row": "1"}).status_code == 422
    assert browser.post(here, {"sheet": "'; DROP", "header_row": "1"}).status_code == 422


def test_columns_show_five_examples_and_can_be_mapped_anew(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    upload(browser, "liste.csv", b"Rufname,Foo\nUte,a\nKai,b\nIda,c\nEva,d\nUwe,e\nMax,f\n")
    batch = newest(cast.lindenhof)
    page = browser.get(address(batch, "columns")).content.decode()
    assert "a · b · c · d · e<" in page and "In „Weitere Angaben“ behalten" in page
    assert batch.mapping["targets"] == ["first_name", ""]
    choose(browser, batch, column_1="last_name")
    confirm(browser, cast.lindenhof, batch)
    with workspace_scope(cast.lindenhof.id):
        assert Person.objects.filter(first_name="Ute", last_name="a").exists()


def test_columns_without_a_field_are_kept_as_text_or_left_out(cast: Cast, browse: Browse) -> None:
    data = b"Vorname,Schuhgr\xc3\xb6\xc3\x9fe,Geheim\nUte,39,nein\n"
    bring(browse("anna"), cast.lindenhof, "liste.csv", data, column_2="skip")
    with workspace_scope(cast.lindenhof.id):
        assert Person.objects.get(first_name="Ute").profile.imported == "Schuhgröße: 39"


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ({"column_0": "last_name", "column_1": "last_name"}, "„Nachname“ ist für mehr als eine Spalte gewählt."),
        ({"column_0": "", "column_1": ""}, "in welcher Spalte der Name steht"),
        ({"column_0": "first_name", "column_1": "password"}, "ein Feld aus der Liste"),
        ({"kind": "owner"}, "Bitte prüfen"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused_with_a_sentence(
    cast: Cast, browse: Browse, choices: dict[str, str], sentence: str
) -> None:
    browser = browse("anna")
    upload(browser, "liste.csv", b"Vorname,Foo\nUte,a\n")
    answer = choose(browser, newest(cast.lindenhof), **choices)
    assert answer.status_code == 422
    if "kind" not in choices:
        assert sentence in answer.content.decode()


def test_slash_dates_that_nothing_decides_are_asked_for(cast: Cast, browse: Browse) -> None:
    data = b"Vorname,Geburtsdatum\nUte,7/4/1965\n"
    batch = rehearse(browse("anna"), cast.lindenhof, "us.csv", data)
    assert batch.counts["warnings"] == 1
    batch = bring(browse("anna"), cast.lindenhof, "us.csv", data, slashes="mdy")
    with workspace_scope(cast.lindenhof.id):
        assert str(Person.objects.get(first_name="Ute").birth_date) == "1965-07-04"


def test_ragged_rows_arrive_with_warnings(cast: Cast, browse: Browse) -> None:
    batch = bring(browse("anna"), cast.lindenhof, "ragged_quotes.csv")
    assert batch.counts["new"] == 4 and batch.counts["warnings"] == 2
    with workspace_scope(cast.lindenhof.id):
        otto = Person.objects.get(last_name="Anführung")
        assert otto.first_name == 'Otto "Otti"' and "offenes Ende; weiter\nzweite Zeile" in otto.profile.imported
        assert "b\nc" in Person.objects.get(last_name="Zuviel").profile.imported
        codes = {
            row.name: [code for _column, _raw, code in row.reasons] for row in ImportRow.objects.filter(batch=batch)
        }
    assert codes == {"Eva Zuviel": ["too_many_cells"], "Kurz Wenig": ["too_few_cells"]}


def test_formulas_and_markup_arrive_as_plain_text_and_are_shown_escaped(cast: Cast, browse: Browse) -> None:
    batch = bring(browse("anna"), cast.lindenhof, "formula_injection.csv")
    with workspace_scope(cast.lindenhof.id):
        evil = Person.objects.get(main_email="m@example.de")
        assert evil.first_name.startswith("=HYPERLINK(")
        assert Person.objects.get(main_email="max@example.de").profile.imported == "Notiz: <script>alert(1)</script>"
    for page in (address(batch, "run"), address(batch, "layout"), "/w/lindenhof/clients/"):
        assert "<script>alert(1)" not in browse("anna").get(page, follow=True).content.decode()


@pytest.mark.parametrize(
    ("choice", "counts", "first_name", "tags"),
    [
        ("fill", {"updated": 1}, "", {"Privat", "Neu"}),
        ("overwrite", {"updated": 1}, "Beirut", {"Privat", "Neu"}),
        ("skip", {"skipped": 1}, "", {"Privat"}),
        ("create", {"new": 1}, "", {"Privat"}),
    ],
)
def test_who_is_here_already_is_treated_as_chosen(
    cast: Cast, browse: Browse, choice: str, counts: dict[str, int], first_name: str, tags: set[str]
) -> None:
    data = (
        "Vorname;Nachname;E-Mail;Stichworte;Pronomen;Beruf\nCarla;Koehler;carla@klientin.example;Neu;sie/ihr;Lehrerin\n"
    )
    with workspace_scope(cast.lindenhof.id):
        cast.carla.profile.pronouns = "they"
        cast.carla.profile.save()
    batch = bring(browse("anna"), cast.lindenhof, "a.csv", data.encode(), duplicates=choice)
    assert {name: batch.counts.get(name, 0) for name in counts} == counts
    with workspace_scope(cast.lindenhof.id):
        carla = Person.objects.select_related("profile").get(pk=cast.carla.pk)
        assert {row.tag.name for row in Client.objects.get(pk=carla.pk).client_tags.all()} == tags
        assert carla.profile.pronouns == ("sie/ihr" if choice == "overwrite" else "they")
        assert carla.profile.occupation == ("Lehrerin" if choice in ("fill", "overwrite") else "")
        assert carla.last_name == ("Koehler" if choice == "overwrite" else "Köhler")


def test_a_changed_record_remembers_what_was_before_and_counts_its_versions(cast: Cast, browse: Browse) -> None:
    data = "Vorname;Nachname;E-Mail;Beruf\nCarla;Köhler;carla@klientin.example;Lehrerin\n"
    batch = bring(browse("anna"), cast.lindenhof, "a.csv", data.encode())
    with workspace_scope(cast.lindenhof.id):
        change = ImportChange.objects.get(batch=batch)
        carla = Person.objects.get(pk=cast.carla.pk)
        assert list(change.before["changed"]["profile"].values()) == [{"occupation": ""}]
        assert carla.version == change.version_after and carla.versions["master"] == 1


def test_rows_far_apart_in_a_file_add_to_one_record(cast: Cast, browse: Browse) -> None:
    """Each some hundred rows are decided while those before them are still being stored."""
    carla = "Carla;Köhler;carla@klientin.example"
    others = [f"Vor{number};Nach{number};;;" for number in range(FIRST)]
    rows = [f"{carla};Lehrerin;", *others, f"{carla};Malerin;sie/ihr"]
    data = "\n".join(["Vorname;Nachname;E-Mail;Beruf;Pronomen", *rows])
    batch = bring(browse("anna"), cast.lindenhof, "a.csv", data.encode())
    assert (batch.counts["new"], batch.counts["updated"]) == (FIRST, 2)
    with workspace_scope(cast.lindenhof.id):
        profile = Person.objects.get(pk=cast.carla.pk).profile
        assert (profile.occupation, profile.pronouns) == ("Lehrerin", "sie/ihr")
        assert ImportChange.objects.filter(batch=batch, person_id=cast.carla.pk).count() == 2


def test_others_of_the_team_without_full_rights_may_not_import(cast: Cast, browse: Browse) -> None:
    upload(browse("anna"), "a.csv", MIXED)
    batch = newest(cast.lindenhof)
    for name in ("tom", "berta", "leo", "sven"):
        browser = browse(name)
        assert upload(browser, "a.csv", MIXED).status_code == 403
        for step in ("layout", "columns", "rehearsal", "run", "refused"):
            assert browser.get(address(batch, step)).status_code == 403
        assert "clients/imports" not in browser.get("/w/lindenhof/clients/").content.decode()
    for name in ("anna", "ada", "rita"):
        assert "clients/imports" in browse(name).get("/w/lindenhof/clients/").content.decode()
        assert browse(name).get(LIST).status_code == 200


def test_an_import_of_another_workspace_does_not_exist(cast: Cast, browse: Browse) -> None:
    batch = rehearse(browse("anna"), cast.lindenhof, "mixed.csv", MIXED)
    eve = browse("eve")
    for step in ("layout", "columns", "rehearsal", "run", "refused"):
        assert eve.get(address(batch, step)).status_code == 404
        foreign = address(batch, step).replace("lindenhof", "nord")
        assert eve.get(foreign).status_code == 404 and eve.post(foreign).status_code in (404, 405)
    assert eve.post(address(batch, "removal").replace("lindenhof", "nord")).status_code == 404
    with workspace_scope(cast.nord.id):
        assert not Person.objects.filter(first_name="Ute").exists() and not Import.objects.exists()


def test_people_of_another_workspace_are_no_duplicates(cast: Cast, browse: Browse) -> None:
    data = "Vorname;Nachname;E-Mail\nNorbert;Nordmann;norbert@example.org\n"
    assert bring(browse("anna"), cast.lindenhof, "a.csv", data.encode()).counts["new"] == 1


def test_a_file_can_be_discarded_before_it_is_imported_and_not_after(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    batch = rehearse(browser, cast.lindenhof, "mixed.csv", MIXED)
    assert browser.post(address(batch, "removal")).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        assert not Import.objects.exists() and not Blob.objects.exists()
    done = bring(browser, cast.lindenhof, "mixed.csv", MIXED)
    browser.post(address(done, "removal"))
    assert newest(cast.lindenhof) == done


def test_a_large_file_is_rehearsed_by_a_job_and_shows_how_far_it_is(
    cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "SMALL_TEXT", 10)
    browser = browse("anna")
    upload(browser, "mixed.csv", MIXED)
    batch = newest(cast.lindenhof)
    choose(browser, batch)
    waiting = browser.get(address(batch, "rehearsal"), headers={"HX-Request": "true"}).content.decode()
    assert newest(cast.lindenhof).state == "checking" and "every 1s" in waiting and "<html" not in waiting
    choose(browser, batch, kind="contact")
    work()
    ready = browser.get(address(batch, "rehearsal"), headers={"HX-Request": "true"}).content.decode()
    assert "every 1s" not in ready and "Jetzt importieren" in ready
    assert newest(cast.lindenhof).options["kind"] == "contact"


def test_a_wave_of_new_tags_is_made_once(cast: Cast, browse: Browse) -> None:
    data = "Vorname;Nachname;Stichworte\nUte;A;Rücken, privat\nIda;B;RÜCKEN\n"
    bring(browse("anna"), cast.lindenhof, "a.csv", data.encode())
    with workspace_scope(cast.lindenhof.id):
        assert sorted(Tag.objects.values_list("name", flat=True)) == ["Privat", "Rücken"]


def test_assigned_members_are_found_by_name_or_address_and_others_stay_as_text(cast: Cast, browse: Browse) -> None:
    data = "Vorname;Nachname;Zugewiesen\nUte;A;TOM\nIda;B;anna@lindenhof.example\nEva;C;Dr. Fremd\n"
    bring(browse("anna"), cast.lindenhof, "a.csv", data.encode())
    with workspace_scope(cast.lindenhof.id):
        who = {
            person.first_name: [row.member.name for row in person.client.assignments.all()]
            for person in Person.objects.filter(first_name__in=["Ute", "Ida", "Eva"]).select_related("client")
        }
        assert who == {"Ute": ["Tom"], "Ida": ["Anna"], "Eva": []}
        assert "Dr. Fremd" in Person.objects.get(first_name="Eva").profile.imported


def test_unknown_statuses_become_active_and_keep_their_word(cast: Cast, browse: Browse) -> None:
    data = "Vorname;Nachname;Status\nUte;A;Warteliste\nIda;B;Schwebend\nEva;C;Active\n"
    batch = bring(browse("anna"), cast.lindenhof, "a.csv", data.encode())
    with workspace_scope(cast.lindenhof.id):
        codes = dict(
            Client.objects.filter(person__created_at=batch.started_at).values_list("person__first_name", "status__code")
        )
        assert codes == {"Ute": "waiting", "Ida": "active", "Eva": "active"}
        assert "Schwebend" in Person.objects.get(first_name="Ida").profile.imported
    assert batch.counts["warnings"] == 1


@pytest.mark.parametrize("step", ["layout", "columns"])
def test_a_file_that_the_disk_has_lost_is_told_in_a_sentence(cast: Cast, browse: Browse, step: str) -> None:
    anna = browse("anna")
    upload(anna, "mixed.csv", MIXED)
    batch = newest(cast.lindenhof)
    with workspace_scope(cast.lindenhof.id):
        path_of(Blob.objects.get()).unlink()
    answer = anna.get(address(batch, step))
    assert answer.status_code == 409 and "nicht mehr da" in answer.content.decode()


def test_few_files_are_looked_into_at_once(cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LOOKS", 0)
    answer = upload(browse("anna"), "mixed.csv", MIXED)
    assert answer.status_code == 422 and "gleich noch einmal" in answer.content.decode()
    assert count(cast) and not _imports(cast)


def _imports(cast: Cast) -> int:
    with workspace_scope(cast.lindenhof.id):
        return int(Import.objects.count())
