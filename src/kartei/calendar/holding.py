"""What holds a client who is to become a contact: appointments belong to clients alone (product.md, section 4)."""

from collections.abc import Iterable

from django.utils.translation import ngettext

from kartei.calendar.models import Attendance
from kartei.people.models import Person


def appointments_of(person: Person) -> Iterable[str]:
    if count := Attendance.objects.filter(client_id=person.pk, appointment__deleted_at=None).count():
        yield ngettext("%(num)s appointment", "%(num)s appointments", count) % {"num": count}
