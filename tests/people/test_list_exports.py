"""Section 0.3: a list as CSV, as a workbook and on paper is what the page shows, for those who may take it away."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.lib.workbooks import CHUNK, workbook
from kartei.people import exporting
from kartei.people.creating import Particulars, create_client
from kartei.people.models import FieldType, Person, Status
from tests.cast import Cast
from tests.people.test_list_filters import CONTACTS, LIST, define, say

Browse = Callable[[str], Browser]


def content(answer: Any) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def csv_of(browser: Browser, query: str = "", where: str = LIST) -> list[list[str]]:
    text = content(browser.get(f"{where}csv/?{query}")).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:]), delimiter=";"))


def xlsx_of(browser: Browser, query: str = "", where: str = LIST) -> list[list[Any]]:
    return rows_in(content(browser.get(f"{where}xlsx/?{query}")))


def rows_in(file: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()


def test_a_csv_file_is_the_list_as_it_is_shown(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    answer = anna.get(f"{LIST}csv/?sort=-name&columns=name,status,email")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'attachment; filename="Klienten-' in answer.headers["Content-Disposition"]
    assert csv_of(anna, "sort=-name&columns=name,status,email") == [
        ["Name", "Status", "E-Mail"],
        ["Carla Köhler", "Aktiv", "carla@klientin.example"],
        ["Bruno Groß", "Potenzieller Kunde", cast.bruno.main_email],
    ]
    assert [row[0] for row in csv_of(anna, "kind=lead")] == ["Name", "Bruno Groß"]


def test_an_english_file_has_commas(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    type(cast.users["anna"]).objects.filter(pk=cast.users["anna"].pk).update(language="en")
    text = content(anna.get(f"{LIST}csv/?columns=name,phone")).decode()
    assert text.splitlines()[0] == "\ufeffName,Phone"


def test_numbers_and_days_of_a_workbook_can_be_calculated_with(cast: Cast, browse: Browse) -> None:
    weight = define(cast, FieldType.NUMBER, "Gewicht", unit="kg")
    rate, first = define(cast, FieldType.MONEY, "Satz"), define(cast, FieldType.DATE, "Erstgespräch")
    moment = define(cast, FieldType.DATETIME, "Rückruf")
    say(cast, weight, {"carla": "72.5"})
    say(cast, rate, {"carla": "80.00"})
    say(cast, first, {"carla": "2026-03-14"})
    say(cast, moment, {"carla": "2026-03-14T08:30:00Z"})
    with workspace_scope(cast.lindenhof.id):
        Person.objects.filter(pk=cast.carla.pk).update(birth_date=date(1979, 3, 14))
    doubled = define(cast, FieldType.CALCULATED, "Doppelt", formula=f"[{weight.name}] * 2", decimals=1)
    own = ",".join(field.name for field in (weight, rate, first, moment, doubled))
    query = f"columns=birth,{own}&kind=active"
    head, row = xlsx_of(browse("anna"), query)
    assert head == ["Name", "Geburtsdatum", "Gewicht (kg)", "Satz (€)", "Erstgespräch", "Rückruf", "Doppelt"]
    assert row == [
        "Carla Köhler",
        date(1979, 3, 14),
        72.5,
        80.0,
        date(2026, 3, 14),
        datetime.fromisoformat("2026-03-14T09:30"),
        145,
    ]
    _head, line = csv_of(browse("anna"), query)
    assert line == ["Carla Köhler", "14.03.1979", "72,5", "80,00", "14.03.2026", "14.03.2026 09:30", "145,0"]


@pytest.mark.parametrize("evil", ["=1+1", "+cmd|x", "-2+3", "@SUM(1)"])
def test_no_cell_becomes_a_formula_and_phones_stay_as_they_are(cast: Cast, browse: Browse, evil: str) -> None:
    field = define(cast, FieldType.SHORT_TEXT, "Notiz")
    say(cast, field, {"carla": evil})
    with workspace_scope(cast.lindenhof.id):
        Person.objects.filter(pk=cast.carla.pk).update(main_phone="+49 171 3920021", last_name=evil)
    query = f"kind=active&columns=phone,{field.name}"
    for rows in (csv_of(browse("anna"), query), xlsx_of(browse("anna"), query)):
        assert rows[1][1:] == ["+49 171 3920021", f"'{evil}"]


def test_a_field_that_is_called_like_a_formula_is_none(cast: Cast, browse: Browse) -> None:
    field = define(cast, FieldType.SHORT_TEXT, "=HYPERLINK(1)")
    assert csv_of(browse("anna"), f"columns={field.name}")[0][1] == "'=HYPERLINK(1)"


def test_assigned_clients_only_are_exported(cast: Cast, browse: Browse) -> None:
    """TM-04: by either right; the front desk and who only reads take no list away at all."""
    assert [row[0] for row in csv_of(browse("tom"))] == ["Name", "Carla Köhler"]
    assert {row[0] for row in csv_of(browse("berta"))} == {"Name", "Carla Köhler", "Bruno Groß"}
    with workspace_scope(cast.lindenhof.id):
        cast.berta.levels["reports.view"] = "assigned"
        cast.berta.save(update_fields=["levels"])
    assert [row[0] for row in csv_of(browse("berta"))] == ["Name", "Carla Köhler"]
    for name in ("rita", "leo"):
        for part in ("csv", "xlsx", "print"):
            assert browse(name).get(f"{LIST}{part}/").status_code == 403
        assert f"{LIST}csv/" not in browse(name).get(LIST).content.decode()


def test_who_may_not_see_profiles_takes_none_away(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        cast.berta.levels["profiles.view"] = "none"
        cast.berta.save(update_fields=["levels"])
    for part in ("csv", "xlsx", "print"):
        assert browse("berta").get(f"{LIST}{part}/").status_code == 403


def test_examples_stay_out_of_files(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        Person.objects.filter(pk=cast.carla.pk).update(is_demo=True)
    assert [row[0] for row in csv_of(browse("anna"))] == ["Name", "Bruno Groß"]
    assert csv_of(browse("anna"), "examples=only")[1:] == []
    assert "Carla Köhler (Demo)" in browse("anna").get(f"{LIST}print/").content.decode()


def test_the_log_says_who_took_what(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    csv_of(anna, "kind=lead&phone=missing&columns=phone")
    xlsx_of(anna, where=CONTACTS)
    anna.get(f"{LIST}print/")
    with workspace_scope(cast.lindenhof.id):
        taken = Event.objects.get(act="clients.export")
        assert taken.member == cast.anna and taken.detail == {
            "counts": {"people": 0}, "filters": ["Status: Art „Interessiert“", "Ohne Telefon"], "columns": ["Name", "Telefon"],
        }  # fmt: skip
        assert Event.objects.get(act="contacts.export").detail["counts"]["people"] > 0
        assert Event.objects.get(act="clients.print").detail["counts"] == {"people": 2}
    log = anna.get("/w/lindenhof/log/").content.decode()
    assert "Klientenliste exportiert" in log and "Ohne Telefon" in log


def taken(answer: Any) -> list[str]:
    return [row[0] for row in csv.reader(io.StringIO(content(answer).decode()[1:]), delimiter=";")][1:]


def test_chosen_rows_are_exported_alone_and_all_that_match_with_their_filters(cast: Cast, browse: Browse) -> None:
    anna, bulk = browse("anna"), f"{LIST}bulk/"
    with workspace_scope(cast.lindenhof.id):
        status = Status.objects.get(code="lead")
        create_client(Particulars(first_name="Lea", last_name="Lind"), status=status, by=cast.anna)
    chosen = {"client": [str(cast.carla.pk), str(cast.bruno.pk)], "query": "kind=active&columns=phone&sort=-name"}
    assert taken(anna.post(f"{bulk}csv/", chosen)) == ["Carla Köhler", "Bruno Groß"]
    whole = {"all": "on", "query": "kind=lead&columns=phone"}
    assert taken(anna.post(f"{bulk}csv/", whole)) == ["Bruno Groß", "Lea Lind"]
    head, *rows = rows_in(content(anna.post(f"{bulk}xlsx/", chosen)))
    assert head == ["Name", "Telefon"] and len(rows) == 2
    assert anna.post(f"{bulk}csv/", {"query": ""}).status_code == 422
    gone = {"all": "on", "query": f"status={cast.carla.pk}"}
    assert anna.post(f"{bulk}csv/", gone).status_code == 409  # without the filter it would be everybody
    with workspace_scope(cast.lindenhof.id):
        assert Event.objects.filter(act="clients.export").order_by("id")[0].detail["counts"] == {"people": 2}
    assert taken(browse("tom").post(f"{bulk}csv/", chosen)) == ["Carla Köhler"]
    for who in ("rita", "leo"):
        assert browse(who).post(f"{bulk}csv/", chosen).status_code == 403


@pytest.mark.parametrize("sort", ["name", "-created", "number"])
def test_a_file_goes_on_batch_after_batch(
    cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr(exporting, "BATCH", 7)
    with workspace_scope(cast.lindenhof.id):
        status = Status.objects.get(code="active")
        for number in range(26):
            create_client(Particulars(last_name=f"N{number:02}"), status=status, by=cast.anna)
    rows = csv_of(browse("anna"), f"sort={sort}&columns=name,number")[1:]
    assert len(rows) == len({tuple(row) for row in rows}) == 28
    assert xlsx_of(browse("anna"), f"sort={sort}&columns=name,number")[1:] == rows


def test_nothing_is_read_before_somebody_fetches_it(cast: Cast, browse: Browse) -> None:
    answer = browse("anna").get(f"{LIST}csv/")
    pieces = iter(answer.streaming_content)
    with CaptureQueriesContext(connection) as queries:
        assert next(pieces).startswith(b"\xef\xbb\xbf")
    assert len(queries) == 0
    assert "Carla" in b"".join(pieces).decode()


def test_contacts_are_exported_with_whom_they_are_linked(cast: Cast, browse: Browse) -> None:
    rows = csv_of(browse("anna"), "columns=name,links", CONTACTS)
    assert rows[0] == ["Name", "Verbunden mit"]
    assert ["Dr. Petra Probe", "Carla Köhler"] in rows
    assert all("Bruno" not in cell for row in csv_of(browse("tom"), "columns=name,links", CONTACTS) for cell in row)


def test_a_printed_list_ends_with_a_sentence_where_it_is_too_long(
    cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = browse("anna").get(f"{LIST}print/?columns=name,phone").content.decode()
    assert "Bruno Groß" in text and "2 Personen" in text and "Gedruckt werden nur" not in text
    monkeypatch.setattr(exporting, "PRINTED", 1)
    text = browse("anna").get(f"{LIST}print/").content.decode()
    assert "Gedruckt werden nur die ersten 1." in text and "Carla" not in text


def test_a_workbook_is_sent_while_it_is_written() -> None:
    asked = 0

    def rows() -> Any:
        nonlocal asked
        for number in range(20_000):
            asked += 1
            yield [f"Zeile {number * 7919}", Decimal(number)]

    pieces = workbook("Klienten", ["A", "B"], rows())
    first = next(pieces)
    assert first.startswith(b"PK") and asked == 0
    second = next(pieces)
    assert CHUNK <= len(second) < 2 * CHUNK + 100_000 and asked < 20_000
    file = first + second + b"".join(pieces)
    assert len(rows_in(file)) == 20_001
    assert zipfile.ZipFile(io.BytesIO(file)).testzip() is None


def test_a_workbook_holds_whatever_people_write() -> None:
    cells = ["<&>\"'", "a\x00b\x1fc\ufffe", " vorn", "Zeile 1\nZeile 2", "🙂 ꙑ", "", "x" * 40_000]
    days = [
        date(1899, 12, 31),
        date(1900, 1, 1),
        date(2026, 2, 28),
        datetime.fromisoformat("2026-03-14T09:30"),
        Decimal("-0.10"),
    ]
    _head, row = rows_in(b"".join(workbook("Ein sehr langer Name mit : und /", ["=1"] * 12, [[*cells, *days]])))
    assert row[:7] == ["<&>\"'", "abc", " vorn", "Zeile 1\nZeile 2", "🙂 ꙑ", "", "x" * 32_767]
    assert row[7:] == ["1899-12-31", "1900-01-01", date(2026, 2, 28), datetime.fromisoformat("2026-03-14T09:30"), -0.1]
