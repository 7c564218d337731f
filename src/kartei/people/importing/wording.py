"""What is wrong with a file, and what is to be said of a row: codes in the user's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.lib.tables import TableError

_FAULTS = {
    "empty": gettext_lazy("The file is empty."),
    "no_rows": gettext_lazy("The file has a head row and nothing below it. There is nobody to import."),
    "too_large": gettext_lazy("The file is larger than %(megabytes)s MB. Please divide it."),
    "too_many_rows": gettext_lazy("The file has more than %(limit)s rows. Please divide it."),
    "too_many_columns": gettext_lazy("The file has more than %(limit)s columns. Is it really a list of people?"),
    "line_too_long": gettext_lazy("Row %(line)s is too long for a table."),
    "unclosed_quote": gettext_lazy("A quotation mark that is opened in row %(line)s is never closed."),
    "binary": gettext_lazy("This is not a table. Please choose a CSV, TSV or XLSX file."),
    "other_format": gettext_lazy("This is a %(format)s file. Please choose a CSV, TSV or XLSX file."),
    "old_excel": gettext_lazy(
        "This is an old Excel file (.xls) or one with a password. Please save it as .xlsx without a password."
    ),
    "broken_workbook": gettext_lazy("The Excel file is damaged and cannot be read. Please save it anew."),
    "too_large_inside": gettext_lazy(
        "The Excel file is too large inside. Please save the rows you need as a new file."
    ),
    "unknown_sheet": gettext_lazy("There is no sheet “%(sheet)s” in this file."),
    "no_sheet": gettext_lazy("The Excel file has no visible sheet."),
    "unknown_encoding": gettext_lazy("This encoding is not known."),
    "lost": gettext_lazy("The uploaded file is no longer there. Please upload it again."),
    "unreadable": gettext_lazy("The file took too long or too much memory to read. Please save it anew, or divide it."),
    "killed": gettext_lazy("Reading the file was interrupted. Please try it again."),
    "busy": gettext_lazy("Other files are being read at this moment. Please try again in a moment."),
    "disk_full": gettext_lazy("The server has no room for an import. Please tell whoever runs it."),
    "unexpected": gettext_lazy("Something went wrong that is our fault, not the file’s. Nobody was imported."),
}
REASONS = {
    "no_name": gettext_lazy("There is no name in this row."),
    "here_already": gettext_lazy("Is here already; left as it is, as chosen."),
    "nothing_new": gettext_lazy("Is here already, and the file adds nothing."),
    "number_taken": gettext_lazy("This number belongs to somebody else here and was left out."),
    "birth_date_differs": gettext_lazy("The record has another date of birth. Is this the same person?"),
    "other_kind": gettext_lazy("Is client in one place and contact in the other; nothing was converted."),
    "date_unreadable": gettext_lazy("This cannot be read as a date; kept as text."),
    "date_impossible": gettext_lazy("There is no such day; kept as text."),
    "date_ambiguous": gettext_lazy(
        "Day and month cannot be told apart; kept as text. You can say the order under “Columns”."
    ),
    "date_year_unknown": gettext_lazy("The year is not known; kept as text."),
    "date_too_early": gettext_lazy("This date lies too far back; kept as text."),
    "date_in_future": gettext_lazy("This date lies in the future; kept as text."),
    "phone_unreadable": gettext_lazy("This cannot be read as a phone number; kept as it is."),
    "phone_implausible": gettext_lazy("There is hardly such a phone number; kept as it is."),
    "email_form": gettext_lazy("This is no e-mail address; kept as text."),
    "unknown_gender": gettext_lazy("This gender is not known here; kept as text."),
    "unknown_status": gettext_lazy(
        "There is no status of this name; the client becomes active, the word is kept as text."
    ),
    "unknown_kind": gettext_lazy("Neither client nor contact; kept as text."),
    "unknown_answer": gettext_lazy("Neither yes nor no; kept as text."),
    "unknown_language": gettext_lazy("This language is not known; kept as text."),
    "unknown_form_of_address": gettext_lazy("Neither “Sie” nor “Du”; kept as text."),
    "unknown_time_zone": gettext_lazy("This time zone is not known; kept as text."),
    "unknown_country": gettext_lazy("This country is not known; kept as text."),
    "postcode_short": gettext_lazy("This postcode is too short for Germany; has a spreadsheet dropped its zero?"),
    "id_scientific": gettext_lazy("A spreadsheet has shortened this number. Please export it anew as text."),
    "too_long": gettext_lazy("Too long for its field; kept as text."),
    "too_many_cells": gettext_lazy("More cells than columns; the rest stands in the note."),
    "too_few_cells": gettext_lazy("Fewer cells than columns; the rest is empty."),
    "lost_characters": gettext_lazy("A “?” in the name: the former system has probably lost characters."),
    "couple": gettext_lazy("Two people in one cell; imported as one record, to be divided by you."),
}


def fault_text(fault: TableError | Mapping[str, Any]) -> str:
    """The sentence for a fault of a file, be it raised just now or kept with the import."""
    code, detail = (fault.code, fault.detail) if isinstance(fault, TableError) else (fault["code"], fault)
    sentence = _FAULTS.get(code)
    return str(sentence) % detail if sentence else _("The file cannot be read as a table.")


def reason_text(code: str) -> str:
    sentence = REASONS.get(code)
    return str(sentence) if sentence else code
