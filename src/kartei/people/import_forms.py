"""What an import asks: the file, how it is written, what its columns hold."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kartei.lib.tables import PAGE_LIMITS
from kartei.lib.tables.columns import KEEP, is_target
from kartei.people.importing import targets as fields
from kartei.people.importing.terms import Duplicates
from kartei.web.forms import CreateForm, Form

DETECT = [("", gettext_lazy("Detect"))]
ENCODINGS = [
    ("utf-8", "UTF-8"),
    ("utf-8-sig", "UTF-8 (BOM)"),
    ("utf-16", "UTF-16"),
    ("cp1252", "Windows-1252"),
    ("mac_roman", "Mac Roman"),
    ("cp437", "CP437 (DOS)"),
    ("latin-1", "ISO 8859-1"),
]
DELIMITERS = [
    (";", gettext_lazy("Semicolon ;")),
    (",", gettext_lazy("Comma ,")),
    ("\t", gettext_lazy("Tab")),
    ("|", gettext_lazy("Bar |")),
]
KINDS = [("client", pgettext_lazy("people", "Clients")), ("contact", gettext_lazy("Contacts"))]
DUPLICATES = [
    (Duplicates.FILL.value, gettext_lazy("Fill in what is empty in the record")),
    (Duplicates.OVERWRITE.value, gettext_lazy("Overwrite the record with the file")),
    (Duplicates.SKIP.value, gettext_lazy("Leave the record as it is")),
    (Duplicates.CREATE.value, gettext_lazy("Create a second record")),
]
SLASHES = [
    ("", gettext_lazy("As the column shows")),
    ("dmy", gettext_lazy("Day first")),
    ("mdy", gettext_lazy("Month first")),
]


class UploadForm(CreateForm):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV, TSV or Excel (.xlsx), at most 20 MB or 50,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        allow_empty_file=True,  # an empty one gets the sentence of all unreadable files
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > (PAGE_LIMITS.megabytes or 0) * 1_000_000:
            limit = {"megabytes": PAGE_LIMITS.megabytes}
            raise forms.ValidationError(_("The file is larger than %(megabytes)s MB. Please divide it.") % limit)
        return file


class LayoutForm(Form):
    """How the file is written; the choices that a text or a workbook does not have are left out."""

    encoding = forms.ChoiceField(label=gettext_lazy("Encoding"), choices=ENCODINGS, required=False)
    delimiter = forms.ChoiceField(label=gettext_lazy("Separator"), choices=DELIMITERS, required=False)
    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"), required=False)
    header_row = forms.IntegerField(
        label=gettext_lazy("Head row"),
        min_value=0,
        max_value=1_000,
        required=False,
        help_text=gettext_lazy("0 when the file has none."),
    )

    def __init__(self, found: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial=found, **kwargs)
        unused = ("encoding", "delimiter") if found["sheets"] else ("sheet",)
        for name in unused:
            del self.fields[name]
        if "sheet" in self.fields:
            sheet: Any = self.fields["sheet"]
            sheet.choices = [(name, name) for name in found["sheets"]]


class ColumnsForm(Form):
    """A field for each column, and how the rows are taken."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Rows that do not say what they are become"), choices=KINDS, widget=forms.RadioSelect
    )
    duplicates = forms.ChoiceField(
        label=gettext_lazy("Who is here already (same name, and the same e-mail, phone or date of birth)"),
        choices=DUPLICATES,
        widget=forms.RadioSelect,
    )
    slashes = forms.ChoiceField(
        label=gettext_lazy("Dates with slashes such as 7/4/1965"), choices=SLASHES, required=False
    )
    unshouts = forms.BooleanField(label=gettext_lazy("Write NAMES IN CAPITALS as Names"), required=False)

    def __init__(self, header: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.header = header

    @property
    def targets(self) -> list[str]:
        """What was posted for each column, KEEP where nothing was."""
        return [str(self.data.get(f"column-{at}", KEEP)) for at in range(len(self.header))]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        chosen = self.targets
        if not all(map(is_target, chosen)):
            self.add_error(None, _("Please choose a field of the list for each column."))
        for target in sorted(fields.chosen_twice(chosen)):
            self.add_error(
                None, _("“%(field)s” was chosen for more than one column.") % {"field": fields.label(target)}
            )
        if not fields.NAMES & set(chosen):
            self.add_error(None, _("Please say which column holds the name."))
        return cleaned
