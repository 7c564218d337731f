"""What is left of a series when its client is erased: nothing; of a group's, the others."""

import pytest
from django.utils import timezone

from kartei.calendar.erasing import erase_appointments
from kartei.calendar.models import Appointment, Series
from kartei.calendar.recurrence import Pattern, Rule
from kartei.calendar.series import Repeat, book_series
from kartei.db.scope import workspace_scope
from tests.calendar.booked import BERLIN, at, plan
from tests.cast import Cast


@pytest.mark.parametrize(("is_group", "left"), [(False, (0, 0)), (True, (4, 1))])
def test_a_series_goes_with_its_last_client(cast: Cast, is_group: bool, left: tuple[int, int]) -> None:
    people = (cast.carla, cast.bruno) if is_group else (cast.carla,)
    with workspace_scope(cast.lindenhof.id), timezone.override(BERLIN):
        book_series(plan(cast, at(10), 50, *people), Repeat(Rule(Pattern.WEEKLY, count=4)), by=cast.anna)
        erase_appointments([cast.carla.pk])
        assert (Appointment.objects.count(), Series.objects.count()) == left
