from django.urls import URLPattern, path

from kartei.calendar.views import (
    appointments,
    automations,
    calendar,
    calendar_settings,
    feeds,
    free_times,
    hints,
    hours,
    matters,
    offers,
    online,
    online_settings,
    paper,
    record,
    series,
    statuses,
    waiting,
)

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


def _hours(kind: str) -> list[URLPattern]:
    """Hours of a week, exceptions and absences are made and changed alike."""
    base, which = f"calendar/hours/<uuid:member_id>/{kind}", {"kind": kind}
    return [
        path(f"{base}/new/", hours.new_hours, which, name=f"{kind}-new"),
        path(f"{base}/<uuid:row_id>/", hours.change_hours, which, name=f"{kind}-change"),
        path(f"{base}/<uuid:row_id>/removal/", hours.hours_removal, which, name=f"{kind}-removal"),
    ]


urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/entries/", calendar.entries, name="entries"),
    path("calendar/feed/", feeds.feed, name="feed"),
    path("calendar/feed/revocation/", feeds.feed_revocation, name="feed-revocation"),
    path("calendar/online/", online.online, name="online"),
    path("calendar/appointments/<uuid:appointment_id>/answer/", online.answer, name="online-answer"),
    path("calendar/print/", paper.paper, name="print"),
    path("calendar/csv/", paper.as_file, name="csv"),
    path("calendar/deleted/", matters.deleted, name="deleted"),
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
    path(
        "calendar/appointments/<uuid:appointment_id>/attendances/<uuid:attendance_id>/terms/",
        matters.terms,
        name="terms",
    ),
    path("calendar/appointments/<uuid:appointment_id>/deletion/", matters.deletion, name="deletion"),
    path("calendar/appointments/<uuid:appointment_id>/restoration/", matters.restoration, name="restoration"),
    path("clients/<uuid:client_id>/appointments/past/", record.older, name="past"),
    path("settings/services/", offers.services, name="services"),
    path("settings/places/", offers.places, name="places"),
    path("settings/appointment-statuses/", statuses.all_statuses, name="statuses"),
    path("settings/appointment-statuses/new/", statuses.new_status, name="new-status"),
    path("settings/appointment-statuses/<uuid:status_id>/", statuses.status_word, name="status-word"),
    path("settings/appointment-statuses/<uuid:status_id>/place/", statuses.status_place, name="status-place"),
    path("settings/appointment-statuses/<uuid:status_id>/removal/", statuses.status_removal, name="status-removal"),
    *_offers("services"),
    *_offers("places"),
    *_offers("resources"),
    path("calendar/automations/log/", automations.automation_log, name="automation-log"),
    path("calendar/mails/<uuid:mail_id>/repetition/", automations.mail_repetition, name="mail-repetition"),
    path("calendar/mails/<uuid:mail_id>/settlement/", automations.mail_settlement, name="mail-settlement"),
    path("settings/automations/", automations.automations, name="automations"),
    path("settings/automations/new/", automations.new_automation, name="new-automation"),
    path("settings/automations/<uuid:automation_id>/", automations.automation, name="automation"),
    path("settings/automations/<uuid:automation_id>/switch/", automations.automation_switch, name="automation-switch"),
    path(
        "settings/automations/<uuid:automation_id>/removal/",
        automations.automation_removal,
        name="automation-removal",
    ),
    path(
        "settings/automations/<uuid:automation_id>/preview/",
        automations.automation_preview,
        name="automation-preview",
    ),
    path("calendar/waiting/", waiting.waiting_list, name="waiting"),
    path("calendar/waiting/new/", waiting.new_wish, name="wish-new"),
    path("calendar/waiting/people/", waiting.wish_people, name="wish-people"),
    path("calendar/waiting/slots/", free_times.all_free_times, name="free-times"),
    path("calendar/waiting/slots/<uuid:slot_id>/", free_times.offering, name="free-time"),
    path("calendar/waiting/slots/<uuid:slot_id>/offer/", free_times.single_offer, name="single-offer"),
    path("calendar/waiting/slots/<uuid:slot_id>/withdrawal/", free_times.withdrawal, name="offer-withdrawal"),
    path("calendar/waiting/<uuid:wish_id>/", waiting.wish, name="wish"),
    path("calendar/waiting/<uuid:wish_id>/change/", waiting.change_wish, name="wish-change"),
    path("calendar/waiting/<uuid:wish_id>/removal/", waiting.wish_removal, name="wish-removal"),
    path("calendar/waiting/<uuid:wish_id>/restoration/", waiting.wish_restoration, name="wish-restoration"),
    path("calendar/behind/", calendar.behind, name="behind"),
    path("calendar/appointments/hints/", hints.appointment_hints, name="hints"),
    path("calendar/hours/", hours.own_hours, name="own-hours"),
    path("calendar/hours/<uuid:member_id>/", hours.hours, name="hours"),
    *_hours("weeks"),
    *_hours("exceptions"),
    *_hours("absences"),
    path("settings/online-booking/", online_settings.online_booking, name="online-settings"),
    path("settings/online-booking/rules/", online_settings.rules, name="online-rules"),
    path("settings/calendar/", calendar_settings.settings, name="settings"),
    path("settings/calendar/region/", calendar_settings.region, name="region"),
    path("settings/calendar/waiting/", free_times.offer_settings, name="offer-settings"),
    path("settings/calendar/exceptions/new/", hours.new_closure, name="closures-new"),
    path("settings/calendar/exceptions/<uuid:row_id>/", hours.change_closure, name="closures-change"),
    path("settings/calendar/exceptions/<uuid:row_id>/removal/", hours.closure_removal, name="closures-removal"),
]
