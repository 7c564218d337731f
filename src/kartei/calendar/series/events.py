"""Events of several appointments of a series: one on the record of each client, which says of how many."""

from collections.abc import Collection, Iterable, Mapping

from kartei.audit.recording import record_each
from kartei.calendar.models import Appointment, Attendance
from kartei.people.models import Client
from kartei.tenancy.models import Member


def tell_statuses(
    one: Attendance, opened: Appointment, changed: Collection[Appointment], status: tuple[str, str], *, by: Member
) -> None:
    """On the record of the client alone, whose person is at hand."""
    _record("series.status", [one.client], opened, changed, {"Status": status}, by)


def tell(
    act: str, opened: Appointment, changed: Collection[Appointment], told: Mapping[str, tuple[str, str]], *, by: Member,
    also: Iterable[Client] = (),
) -> None:  # fmt: skip
    """On the records of all who come to those that have changed, and of `also`."""
    attending = Attendance.objects.filter(appointment__in=[row.pk for row in changed])
    come = Client.objects.filter(pk__in=attending.values("client_id"))
    several = {one.pk: one for one in [*also, *come.select_related("person")]}
    _record(act, several.values(), opened, changed, told, by)


def _record(
    act: str, clients: Iterable[Client], opened: Appointment, changed: Collection[Appointment],
    told: Mapping[str, tuple[str, str]], by: Member,
) -> None:  # fmt: skip
    changes = {name: list(pair) for name, pair in told.items() if pair[0] != pair[1]}
    changes["Number of appointments"] = ["", str(len(changed))]
    detail = {"appointment": opened.pk, "starts_at": opened.starts_at, "changes": changes}
    record_each([(act, one.person, detail) for one in clients], by=by)
