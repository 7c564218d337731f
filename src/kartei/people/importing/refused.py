"""The refused rows as a file: in the shape of the one they came from, with a last column that says why."""

import csv
import io

from django.utils.translation import gettext as _

from kartei.lib.tables.writing import guarded
from kartei.people.importing.wording import reason_text
from kartei.people.models import Import, ImportRow, Outcome


def refused_rows(batch: Import) -> str:
    """A CSV text with the separator of the file, a semicolon for a workbook."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=batch.options["layout"]["delimiter"] or ";")
    writer.writerow(guarded([*batch.mapping["header"], _("Reason")]))
    for row in ImportRow.objects.filter(batch=batch, outcome=Outcome.REFUSED).order_by("line").iterator(2_000):
        reasons = " ".join(reason_text(code) for _column, _raw, code in row.reasons)
        writer.writerow(guarded([*row.raw, reasons]))
    return text.getvalue()
