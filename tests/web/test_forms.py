"""Bad input: a sentence beside the field, nothing lost, focus on the first fault."""

import datetime as dt
from collections.abc import Callable

import pytest
from django import forms
from django.http import QueryDict
from django.utils import timezone, translation

from kartei.web.forms import CreateForm, DateField, Form, PhoneField, VersionedForm


class Sample(Form):
    name = forms.CharField(label="Name", help_text="Wie im Ausweis.")
    note = forms.CharField(label="Notiz", widget=forms.Textarea, required=False)
    phone = PhoneField(required=False)
    born = DateField(label="Geburtsdatum", required=False, past=True)


@pytest.mark.parametrize("text", ["a\0b", chr(0x61) + chr(0xD800), "a\ufffdb"])
def test_broken_text_is_refused_in_one_sentence(text: str) -> None:
    form = Sample({"name": text})
    assert form.errors == {
        "name": ["Dieser Text enthält ein Zeichen, das nicht gespeichert werden kann. Bitte entfernen Sie es."]
    }


def test_broken_bytes_of_a_browser_are_refused_too() -> None:
    assert "name" in Sample(QueryDict(b"name=a%ED%A0%80b")).errors


def test_every_letter_and_sign_of_people_is_taken() -> None:
    form = Sample({"name": "Łukasz “Ł” Müller-Lüdenscheidt 👩‍⚕️ 張", "note": "Zeile\r\nZeile\tmit Tab"})
    assert form.is_valid(), form.errors


def test_text_has_a_stated_maximum_and_is_not_cut_by_the_browser() -> None:
    form = Sample({"name": "x" * 201, "note": "x" * 20_001})
    assert set(form.errors) == {"name", "note"}
    assert "200" in form.errors["name"][0]
    assert "maxlength" not in str(form["name"])


def test_the_first_fault_has_the_focus() -> None:
    form = Sample({"name": "Anna", "phone": "1" * 61, "born": "gestern"})
    assert "autofocus" not in str(form["name"])
    assert "autofocus" in str(form["phone"])
    assert "autofocus" not in str(form["born"])


def test_what_was_typed_stays(render: Callable[..., str]) -> None:
    html = render("{{ ui.fields(form) }}", form=Sample({"name": "", "born": "31.02.1979", "phone": "abc"}))
    assert 'value="31.02.1979"' in html
    assert 'value="abc"' in html


def test_errors_and_help_are_tied_to_the_field(render: Callable[..., str]) -> None:
    html = render("{{ ui.field(form['name']) }}", form=Sample({"name": ""}))
    assert 'aria-describedby="id_name_help id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-required="true"' in html
    assert '<label for="id_name">' in html


def test_faults_of_hidden_fields_stand_above_the_form(render: Callable[..., str]) -> None:
    html = render("{{ ui.errors(form) }}", form=VersionedForm({"version": "x"}))
    assert 'role="alert"' in html


def test_an_edit_without_its_version_is_refused() -> None:
    assert not VersionedForm({}).is_valid()
    assert VersionedForm({"version": "4"}).is_valid()


def test_each_new_form_has_a_key_of_its_own() -> None:
    assert str(CreateForm()["submission"]) != str(CreateForm()["submission"])


@pytest.mark.parametrize(
    "text", ["31.12.2026", "31.12.26", "311226", "31122026", "2026-12-31", "31/12/2026", " 31.12.2026 ", "31. 12. 2026"]
)
def test_spellings_of_a_date(text: str) -> None:
    assert DateField().clean(text) == dt.date(2026, 12, 31)


@pytest.mark.parametrize(
    "text",
    ["31.02.2026", "32.01.2026", "12.31.2026", "gestern", "31.12.", "0", "99999999", "2026-13-01", "01.01.0001", "\0"],
)
def test_what_is_no_date_is_told_how_to_write_one(text: str) -> None:
    with pytest.raises(forms.ValidationError, match=r"31\.12\.2026, 311226 oder 2026-12-31"):
        DateField().clean(text)


def test_two_digits_of_a_birth_year_lie_in_the_past() -> None:
    year = timezone.localdate().year
    assert DateField(past=True).clean(f"0101{year % 100:02}") == dt.date(year, 1, 1)
    assert DateField(past=True).clean(f"0101{(year + 1) % 100:02}") == dt.date(year - 99, 1, 1)
    assert DateField().clean(f"0101{(year + 1) % 100:02}") == dt.date(year + 1, 1, 1)


@pytest.mark.parametrize("day", [dt.date(1899, 12, 31), timezone.localdate() + dt.timedelta(days=1)])
def test_a_birth_date_lies_between_1900_and_today(day: dt.date) -> None:
    with pytest.raises(forms.ValidationError, match=r"01\.01\.1900"):
        DateField(past=True).clean(day.isoformat())


def test_a_stored_date_is_shown_in_a_spelling_that_is_read_again() -> None:
    for language in ("de", "en"):
        with translation.override(language):
            shown = DateField().prepare_value(dt.date(1979, 3, 4))
            assert DateField().clean(shown) == dt.date(1979, 3, 4)


def test_an_empty_date_is_no_date() -> None:
    assert DateField(required=False).clean("") is None
