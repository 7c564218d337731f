"""What holds for the calendar of the whole practice."""

from django.db import models

from kartei.calendar.models.waiting import OfferWay
from kartei.tenancy.models import TenantModel


class CalendarSettings(TenantModel):
    """One row of a workspace, which has its id, and none as long as nobody has set anything."""

    region = models.CharField(max_length=20, blank=True)  # federal state or canton; empty: nationwide holidays alone
    offer_way = models.CharField(max_length=7, choices=OfferWay, default=OfferWay.BY_HAND)
    offer_notice = models.PositiveSmallIntegerField(default=2)  # hours before which a time is offered to nobody
    version = models.PositiveIntegerField(default=1)
