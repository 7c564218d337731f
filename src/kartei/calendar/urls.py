from django.urls import URLPattern, path

from kartei.calendar.views import appointments, calendar, feeds, offers, record, series

app_name = "calendar"


def _offers(kind: str) -> list[URLPattern]:
    """Services, places and resources are made and changed alike."""
    base, whose = f"settings/{kind}", {"kind": kind}
    return [
        path(f"{base}/new/", offers.new_offer, whose, name=f"{kind}-new"),
        path(f"{base}/<uuid:offer_id>/", offers.offer, whose, name=f"{kind}-offer"),
        path(f"{base}/<uuid:offer_id>/place/", offers.offer_place, whose, name=f"{kind}-offer-place"),
        path(f"{base}/<uuid:offer_id>/archival/", offers.offer_archival, whose, name=f"{kind}-offer-archival"),
        path(f"{base}/<uuid:offer_id>/restoration/", offers.offer_restoration, whose, name=f"{kind}-offer-restoration"),
    ]


urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/entries/", calendar.entries, name="entries"),
    path("calendar/feed/", feeds.feed, name="feed"),
    path("calendar/feed/revocation/", feeds.feed_revocation, name="feed-revocation"),
    path("calendar/people/", appointments.people, name="people"),
    path("calendar/appointments/new/", appointments.new_appointment, name="new-appointment"),
    path("calendar/appointments/<uuid:appointment_id>/", appointments.appointment, name="appointment"),
    path("calendar/appointments/<uuid:appointment_id>/change/", appointments.change, name="appointment-change"),
    path("calendar/appointments/<uuid:appointment_id>/move/", appointments.move, name="move"),
    path("calendar/appointments/<uuid:appointment_id>/series/", series.continuation, name="series"),
    path(
        "calendar/appointments/<uuid:appointment_id>/attendances/<uuid:attendance_id>/",
        appointments.attendance,
        name="attendance",
    ),
    path("clients/<uuid:client_id>/appointments/past/", record.older, name="past"),
    path("settings/services/", offers.services, name="services"),
    path("settings/places/", offers.places, name="places"),
    *_offers("services"),
    *_offers("places"),
    *_offers("resources"),
]
