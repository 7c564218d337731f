"""The types of own fields that are more than one line: address, other answers, signature, person, file (PE-02, PE-05)."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.files.models import Blob
from kartei.files.storage import path_of
from kartei.people.archiving import discard, forget_discarded
from kartei.people.fields.uploads import forget_unused_files
from kartei.people.models import FieldFile, Person
from tests.cast import Cast
from tests.files.pictures import drawn
from tests.people.filling import FIELDS, Browse, asked, define, field, fill, kept, personal


def defined(cast: Cast, browser: Any, type_: str, section: str = "health", **told: str) -> str:
    assert define(browser, type_, section, label="Neues", **told).status_code == 303
    return field(cast, "Neues").name


def test_an_address_is_kept_shown_in_lines_and_cleared(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    name = defined(cast, anna, "address")
    told = {
        f"{name}_street": "Lindenweg 3",
        f"{name}_postcode": "10115",
        f"{name}_city": "Berlin",
        f"{name}_country": "DE",
    }
    assert fill(anna, cast.carla, "health", **told).status_code == 303
    page = anna.get(personal(cast.carla)).content.decode()
    assert "Lindenweg 3\n10115 Berlin\nDeutschland" in page
    form = anna.get(personal(cast.carla, "health")).content.decode()
    assert 'value="Lindenweg 3"' in form and "Straße und Hausnummer" in form
    assert (
        fill(anna, cast.carla, "health", 1, **{f"{name}_country": "DE"}).status_code == 303
    )  # a country alone says nothing
    assert kept(cast, cast.carla) == {}
    bad = fill(anna, cast.carla, "health", 2, **{f"{name}_street": "x" * 201, f"{name}_city": "Bonn"})
    assert bad.status_code == 422 and "Bonn" in bad.content.decode() and "field-error" in bad.content.decode()
    assert fill(anna, cast.carla, "health", 2, **{f"{name}_street": "bro\0ken"}).status_code == 422


def test_a_choice_takes_another_answer_with_its_text(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    name = defined(cast, anna, "single_choice", more_answers="Bus\nRad", has_other="on")
    bus = field(cast, "Neues").options["answers"][0]["key"]
    page = anna.get(personal(cast.carla, "health")).content.decode()
    assert page.count(f'name="{name}_other"') == 1 and f'name="{name}_other"' in page.partition("data-other")[2]
    assert fill(anna, cast.carla, "health", **{name: "other"}).status_code == 422  # which one?
    refused = fill(anna, cast.carla, "health", **{name: bus, f"{name}_other": "Roller"})
    assert refused.status_code == 422 and "Roller" in refused.content.decode()
    assert fill(anna, cast.carla, "health", **{name: "", f"{name}_other": "Roller"}).status_code == 303
    assert kept(cast, cast.carla) == {name: {"other": "Roller"}}
    assert "Roller" in anna.get(personal(cast.carla)).content.decode()
    assert 'value="Roller"' in anna.get(personal(cast.carla, "health")).content.decode()
    assert fill(anna, cast.carla, "health", 1, **{name: bus}).status_code == 303
    assert kept(cast, cast.carla) == {name: bus}


def test_several_answers_take_another_one_beside_them(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    name = defined(cast, anna, "multi_choice", more_answers="Wärme\nKälte", has_other="on", most="2")
    warm, cold = (one["key"] for one in field(cast, "Neues").options["answers"])
    assert fill(anna, cast.carla, "health", **{name: [warm, cold, "other"], f"{name}_other": "Tee"}).status_code == 422
    assert fill(anna, cast.carla, "health", **{name: [warm, "other"], f"{name}_other": "Tee"}).status_code == 303
    assert kept(cast, cast.carla) == {name: [warm, {"other": "Tee"}]}
    assert "Wärme, Tee" in anna.get(personal(cast.carla)).content.decode()


def test_a_signature_is_typed_or_drawn_and_keeps_its_time(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    name = defined(cast, anna, "signature")
    assert fill(anna, cast.carla, "health", **{f"{name}_typed": "Carla Köhler"}).status_code == 303
    first = kept(cast, cast.carla)[name]
    assert first["typed"] == "Carla Köhler" and first["at"]
    assert "Carla Köhler (getippt, " in anna.get(personal(cast.carla)).content.decode()
    assert fill(anna, cast.carla, "health", 1, alerts="neu", **{f"{name}_typed": "Carla Köhler"}).status_code == 303
    assert kept(cast, cast.carla)[name] == first  # another save is no new signature
    strokes = json.dumps([[10, 20, 300, 150], [599, 199]])
    assert fill(anna, cast.carla, "health", 2, **{f"{name}_strokes": strokes}).status_code == 303
    page = anna.get(personal(cast.carla)).content.decode()
    assert 'd="M10 20L300 150M599 199L599 199"' in page and "gezeichnet, " in page


@pytest.mark.parametrize(
    "strokes",
    ["x", "{}", "[[1]]", "[[1, 2, 3]]", "[[-1, 2]]", "[[601, 2]]", "[[1, 201]]", '[["1", 2]]', "[[1.5, 2]]", "[[true, 2]]",
     "[[]]", "[[" + "1,2," * 3_001 + "1,2]]", "[" * 5_000, "[" + ",".join(["[1, 2]"] * 201) + "]"],
)  # fmt: skip
def test_a_drawing_that_is_none_is_refused(cast: Cast, browse: Browse, strokes: str) -> None:
    anna = browse("anna")
    name = defined(cast, anna, "signature")
    answer = fill(anna, cast.carla, "health", **{f"{name}_strokes": strokes})
    assert answer.status_code == 422 and "Zeichnung" in answer.content.decode()
    assert kept(cast, cast.carla) == {}


def test_a_person_is_found_chosen_and_told_only_to_whom_they_are_in_reach(cast: Cast, browse: Browse) -> None:
    anna, tom = browse("anna"), browse("tom")
    name = defined(cast, anna, "person")
    address = f"{personal(cast.carla, 'health')}people/?field={name}"
    sent = {"version": "0", "asked": [name], f"{name}_q": "gross"}
    hits = anna.post(address, sent, headers={"HX-Request": "true"}).content.decode()
    assert f'value="{cast.bruno.pk}"' in hits and "<html" not in hits
    whole = anna.post(address, {**sent, "alerts": "bleibt"}).content.decode()  # without a script
    assert f'value="{cast.bruno.pk}"' in whole and "bleibt" in whole
    assert f'value="{cast.bruno.pk}"' not in tom.post(address, sent).content.decode()
    assert fill(anna, cast.carla, "health", **{name: str(cast.bruno.pk)}).status_code == 303
    assert "Bruno Groß" in anna.get(personal(cast.carla)).content.decode()
    theirs = tom.get(personal(cast.carla)).content.decode()
    assert "nicht einsehbar" in theirs and "Bruno" not in theirs and str(cast.bruno.pk) not in theirs
    assert str(cast.bruno.pk) not in tom.get(personal(cast.carla, "health")).content.decode()
    for guessed in (cast.bruno.pk, cast.kasse.pk):  # no answer tells which of those out of reach stands there
        assert fill(tom, cast.carla, "health", 1, **{name: str(guessed)}).status_code == 422
    assert fill(tom, cast.carla, "health", 1, alerts="von Tom", **{name: "keep"}).status_code == 303
    assert kept(cast, cast.carla) == {name: str(cast.bruno.pk)}  # who may not see him leaves him be
    activity = f"/w/lindenhof/clients/{cast.carla.pk}/activity/"
    assert "Bruno Groß" in anna.get(activity).content.decode()
    assert "Bruno" not in tom.get(activity).content.decode()


@pytest.mark.parametrize("whom", ["bruno", "norbert", "carla"])
def test_nobody_out_of_reach_is_chosen(cast: Cast, browse: Browse, whom: str) -> None:
    """Unassigned, foreign, and oneself."""
    name = defined(cast, browse("anna"), "person")
    assert fill(browse("tom"), cast.carla, "health", **{name: str(cast.people[whom].pk)}).status_code == 422
    assert fill(browse("tom"), cast.carla, "health", **{name: "nonsense"}).status_code == 422


def test_only_a_field_for_people_searches_for_people(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    name = defined(cast, anna, "short_text")
    for wrong in (name, "alerts", "nothing", ""):
        assert anna.post(f"{personal(cast.carla, 'health')}people/?field={wrong}", {"version": "0"}).status_code == 422


def sent(data: bytes, name: str = "befund.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/octet-stream")


def opened(browser: Any, address: str) -> Any:
    """The answer of a file's address, read to its end."""
    answer = browser.get(address)
    if answer.streaming:
        answer.body = b"".join(answer)
    return answer


def office(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


PDF = b"%PDF-1.7\n%%EOF"
WORD = ("[Content_Types].xml", "word/document.xml")


def test_a_file_is_kept_served_replaced_and_taken_out(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    name = defined(cast, anna, "file")
    assert fill(anna, cast.carla, "health", **{f"{name}_file": sent(PDF)}).status_code == 303
    first = kept(cast, cast.carla)[name]
    page = anna.get(personal(cast.carla)).content.decode()
    address = f"/w/lindenhof/clients/{cast.carla.pk}/files/{first}/"
    assert "befund.pdf" in page and address in page
    answer = opened(anna, address)
    assert answer.body == PDF and answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="befund.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer["Content-Security-Policy"]
    for name_, status in (("tom", 200), ("leo", 200), ("eve", 404)):
        assert opened(browse(name_), address).status_code == status
    wrong = f"/w/lindenhof/clients/{cast.bruno.pk}/files/{first}/"
    assert anna.get(wrong).status_code == 404
    assert fill(anna, cast.carla, "health", 1, **{f"{name}_kept": first, "alerts": "neu"}).status_code == 303
    assert kept(cast, cast.carla) == {name: first}
    told = {f"{name}_kept": first, f"{name}_file": sent(drawn("PNG"), "foto")}
    assert fill(anna, cast.carla, "health", 2, **told).status_code == 303
    second = kept(cast, cast.carla)[name]
    assert second != first and anna.get(address).status_code == 404
    assert "foto.png" in anna.get(personal(cast.carla)).content.decode()
    assert fill(anna, cast.carla, "health", 3, **{f"{name}_kept": second, f"{name}_removed": "on"}).status_code == 303
    assert kept(cast, cast.carla) == {}


@pytest.mark.parametrize(
    "data",
    [b"", b"MZ\x90\x00" + bytes(200), b"\x7fELF" + bytes(50), office("evil.exe"), office(*WORD, "word/vbaProject.bin"),
     b"PK\x03\x04broken", b"\xff\xfe\x00\x01", bytes(100), office("mimetype")],
    ids=["empty", "exe", "elf", "zip", "macros", "broken zip", "bytes", "zeros", "no kind"],
)  # fmt: skip
def test_a_file_of_another_kind_is_refused_whatever_its_name_says(cast: Cast, browse: Browse, data: bytes) -> None:
    anna = browse("anna")
    name = defined(cast, anna, "file")
    answer = fill(anna, cast.carla, "health", alerts="bleibt", **{f"{name}_file": sent(data)})
    assert answer.status_code == 422 and "bleibt" in answer.content.decode()
    assert kept(cast, cast.carla) == {}
    with workspace_scope(cast.lindenhof.id):
        assert not Blob.objects.exists()


@pytest.mark.parametrize(
    ("data", "name", "shown"),
    [
        (office(*WORD), "Brief.docx", "Brief.docx"),
        (office("[Content_Types].xml", "xl/workbook.xml"), "liste", "liste.xlsx"),
        (b"Nur Text, mit Umlauten: \xc3\xa4\n", "notiz.txt", "notiz.txt"),
        (drawn("JPEG"), "../../etc/passwd", "passwd.jpg"),
        (PDF, 'a"b\r\nX: y.pdf', None),
    ],
    ids=["word", "excel", "text", "path", "header"],
)
def test_files_of_each_kind_keep_a_name_that_fits(
    cast: Cast, browse: Browse, data: bytes, name: str, shown: str | None
) -> None:
    anna = browse("anna")
    field_name = defined(cast, anna, "file")
    assert fill(anna, cast.carla, "health", **{f"{field_name}_file": sent(data, name)}).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        blob = Blob.objects.get()
    assert shown is None or blob.name == shown
    answer = opened(anna, f"/w/lindenhof/clients/{cast.carla.pk}/files/{kept(cast, cast.carla)[field_name]}/")
    assert answer.status_code == 200 and "X" not in answer.headers


def test_a_file_is_not_lost_when_another_field_is_refused_or_somebody_was_faster(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    assert define(anna, "number", label="Zahl", decimals="2").status_code == 303
    number = field(cast, "Zahl").name
    name = defined(cast, anna, "file")
    page = fill(anna, cast.carla, "health", **{f"{name}_file": sent(PDF), number: "abc"}).content.decode()
    waiting = page.split(f'name="{name}_kept" value="')[1].split('"')[0]
    with workspace_scope(cast.lindenhof.id):
        assert str(FieldFile.objects.get().pk) == waiting
    assert anna.get(f"/w/lindenhof/clients/{cast.carla.pk}/files/{waiting}/").status_code == 404  # not saved yet
    assert fill(anna, cast.carla, "health", **{f"{name}_kept": waiting, number: "1"}).status_code == 303
    assert kept(cast, cast.carla)[name] == waiting
    stale = fill(anna, cast.carla, "health", 0, **{f"{name}_file": sent(PDF, "neu.pdf"), f"{name}_kept": waiting})
    page = stale.content.decode()
    assert stale.status_code == 409 and "neu.pdf" in page and "befund.pdf" in page
    assert f'name="{name}_kept" value="{waiting}"' not in page  # the new file stands in the form


def test_a_file_of_another_record_cannot_be_named(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    name = defined(cast, anna, "file")
    fill(anna, cast.bruno, "health", **{f"{name}_file": sent(PDF)})
    others = kept(cast, cast.bruno)[name]
    for wrong in (others, "nonsense", "x" * 300):
        assert fill(browse("tom"), cast.carla, "health", **{f"{name}_kept": wrong}).status_code == 422


def test_files_go_with_the_record_and_when_nobody_names_them(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    name = defined(cast, anna, "file")
    for number in range(2):
        there = kept(cast, cast.carla).get(name, "")
        fill(anna, cast.carla, "health", number, **{f"{name}_file": sent(PDF), f"{name}_kept": there})
    fill(anna, cast.bruno, "health", **{f"{name}_file": sent(PDF)})
    fill(anna, cast.bruno, "health", 0, **{f"{name}_file": sent(PDF)})  # somebody was faster: it is never saved
    with workspace_scope(cast.lindenhof.id):
        assert Blob.objects.count() == 4
    forget_unused_files(timezone.now() + timedelta(days=2))
    with workspace_scope(cast.lindenhof.id):
        assert Blob.objects.count() == 3
    forget_unused_files(timezone.now() + timedelta(days=31))
    with workspace_scope(cast.lindenhof.id):
        assert Blob.objects.count() == 2
        path = path_of(FieldFile.objects.get(person=cast.carla).blob)
        discard(Person.objects.get(pk=cast.carla.pk), by=cast.anna)
    forget_discarded(timezone.now() + timedelta(days=31))
    with workspace_scope(cast.lindenhof.id):
        assert Blob.objects.count() == 1 and not FieldFile.objects.filter(person_id=cast.carla.pk).exists()
    assert path  # the bytes go after the commit


def test_undo_brings_back_a_file_that_was_replaced(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    name = defined(cast, anna, "file")
    fill(anna, cast.carla, "health", **{f"{name}_file": sent(PDF)})
    first = kept(cast, cast.carla)[name]
    fill(anna, cast.carla, "health", 1, **{f"{name}_file": sent(PDF, "zwei.pdf"), f"{name}_kept": first})
    with workspace_scope(cast.lindenhof.id):
        change = Event.objects.filter(act="section.change", subject_id=cast.carla.pk).latest("id")
        assert change.detail["changes"] == {"Neues": ["befund.pdf", "zwei.pdf"]}
    told = {"change": str(change.pk), "version": "2"}
    assert anna.post(f"{personal(cast.carla, 'health')}reversal/", told).status_code == 303
    assert kept(cast, cast.carla) == {name: first}
    forget_unused_files(timezone.now() + timedelta(days=31))
    assert opened(anna, f"/w/lindenhof/clients/{cast.carla.pk}/files/{first}/").status_code == 200


def test_every_type_stands_on_the_page_of_types(cast: Cast, browse: Browse) -> None:
    page = browse("anna").get(f"{FIELDS}new/").content.decode()
    for label in ("Adresse", "Datei", "Person", "Unterschrift", "Berechnet"):
        assert label in page
    assert asked(browse("anna"), cast.carla, "health") == []
