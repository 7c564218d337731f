"""Online booking as the team sees it: the rules, what came in, and the answer to a request."""

from collections.abc import Callable

from django.test import Client as Browser

from kartei.calendar.models import Attendance, BookingRules, Service
from kartei.calendar.online.offer import rules_now
from kartei.db.scope import workspace_scope
from tests.calendar.booked import text
from tests.calendar.online import PUBLIC, book_online, mails, opened, slots_page, soon
from tests.cast import Cast

Browse = Callable[[str], Browser]
SETTINGS = "/w/lindenhof/settings/online-booking/"
RULES = {
    "version": "0", "is_open": "on", "notice_hours": "24", "horizon_days": "60", "step_minutes": "15",
    "most_open": "2", "change_hours": "24", "phone": "0511 123", "intro": "Willkommen", "privacy": "",
}  # fmt: skip


def test_a_practice_switches_online_booking_on_and_off(cast: Cast, browse: Browse) -> None:
    anna, visitor = browse("anna"), Browser()
    assert visitor.get(PUBLIC).status_code == 404
    assert PUBLIC in text(anna.get(SETTINGS))
    assert anna.post(f"{SETTINGS}rules/", RULES).status_code == 303
    assert "Willkommen" in text(visitor.get(PUBLIC))
    stale = anna.post(f"{SETTINGS}rules/", RULES)
    assert stale.status_code == 409
    assert anna.post(f"{SETTINGS}rules/", {**RULES, "version": "1", "is_open": ""}).status_code == 303
    assert visitor.get(PUBLIC).status_code == 404


def test_a_practice_that_has_set_nothing_has_the_rules_of_the_product(cast: Cast) -> None:
    """product.md, 5: notice, horizon, step, open bookings of one address, and until when these are changed."""
    with workspace_scope(cast.lindenhof.id):
        rules = rules_now()
    assert (rules.notice_hours, rules.horizon_days, rules.step_minutes) == (24, 60, 15)
    assert (rules.most_open, rules.change_hours, rules.is_open) == (2, 24, False)


def test_rules_that_would_let_nobody_book_are_refused(cast: Cast, browse: Browse) -> None:
    refused = browse("anna").post(f"{SETTINGS}rules/", {**RULES, "notice_hours": "48", "horizon_days": "2"})
    assert refused.status_code == 422
    assert "Der Vorlauf reicht weiter" in text(refused)
    with workspace_scope(cast.lindenhof.id):
        assert not BookingRules.objects.exists()


def test_a_service_says_who_books_it(cast: Cast, browse: Browse) -> None:
    offer = opened(cast)
    address = f"/w/lindenhof/settings/services/{offer.pk}/"
    told = {
        "name": "Erstgespräch", "minutes": "50", "colour": "teal", "capacity": "1", "buffer_before": "0",
        "buffer_after": "0", "version": "0", "bookable": "known", "needs_approval": "on", "notice_hours": "2",
        "horizon_days": "", "cancellation_rule": "Die Hälfte",
    }  # fmt: skip
    assert browse("anna").post(address, told).status_code == 303
    with workspace_scope(cast.lindenhof.id):
        found = Service.objects.get(pk=offer.pk)
        assert (found.bookable, found.needs_approval, found.notice_hours, found.horizon_days) == (
            "known",
            True,
            2,
            None,
        )
    assert "Erstgespräch" not in text(Browser().get(PUBLIC)), "known clients are known by the portal alone"
    assert Browser().get(slots_page(offer)).status_code == 404


def test_a_request_waits_on_start_and_is_confirmed(cast: Cast, browse: Browse) -> None:
    offer = opened(cast, needs_approval=True)
    book_online(Browser(), offer, soon())
    anna = browse("anna")
    assert "1 Online-Anfrage wartet" in text(anna.get("/w/lindenhof/"))
    listed = text(anna.get("/w/lindenhof/calendar/online/"))
    assert "Nora Neumann" in listed
    assert "Haben Sie Parkplätze?" in listed
    with workspace_scope(cast.lindenhof.id):
        row = Attendance.objects.select_related("appointment").get()
        asked = row.appointment.online_bookings.get()
    address = f"/w/lindenhof/calendar/appointments/{row.appointment_id}/"
    assert "hat am" in text(anna.get(address))
    told = {"booking": str(asked.pk), "version": str(row.appointment.version), "answer": "yes"}
    assert browse("leo").post(f"{address}answer/", told).status_code == 403
    assert anna.post(f"{address}answer/", told).status_code == 303
    assert anna.post(f"{address}answer/", told).status_code == 409, "twice is once"
    with workspace_scope(cast.lindenhof.id):
        row.refresh_from_db()
        assert row.status.code == "confirmed"
    assert [mail.subject for mail in mails()][-1] == "Antwort auf Ihre Anfrage"
    assert "Online-Anfrage" not in text(anna.get("/w/lindenhof/"))


def test_a_request_that_is_declined_frees_its_time(cast: Cast, browse: Browse) -> None:
    offer, when = opened(cast, needs_approval=True), soon()
    book_online(Browser(), offer, when)
    with workspace_scope(cast.lindenhof.id):
        row = Attendance.objects.select_related("appointment").get()
        asked = row.appointment.online_bookings.get()
    told = {"booking": str(asked.pk), "version": str(row.appointment.version), "answer": "no"}
    address = f"/w/lindenhof/calendar/appointments/{row.appointment_id}/answer/"
    assert browse("anna").post(address, told).status_code == 303
    assert "leider nicht" in mails()[-1].body
    book_online(Browser(), offer, when, email="omar@post.example")


def test_whoever_sees_none_of_the_clients_reads_nothing_of_what_they_wrote(cast: Cast, browse: Browse) -> None:
    offer = opened(cast)
    book_online(Browser(), offer, soon())
    tom = browse("tom")
    assert "Nora" not in text(tom.get("/w/lindenhof/calendar/online/"))
    with workspace_scope(cast.lindenhof.id):
        row = Attendance.objects.get()
    said = text(tom.get(f"/w/lindenhof/calendar/appointments/{row.appointment_id}/"))
    assert "Parkplätze" not in said
    assert "Nora" not in said
