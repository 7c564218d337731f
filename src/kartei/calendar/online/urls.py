"""/termin/<practice>/: what people see who have no login."""

from django.urls import path, re_path

from kartei.calendar.views import public, public_booking

app_name = "public"

KEY = r"(?P<secret>[-\w]{43})"

urlpatterns = [
    path("", public.services, name="services"),
    path("privacy/", public.privacy, name="privacy"),
    path("sent/", public.sent, name="sent"),
    path("services/<uuid:service_id>/", public.slots, name="slots"),
    path("services/<uuid:service_id>/reservation/", public.reservation, name="reservation"),
    re_path(rf"^reservations/{KEY}/$", public.details, name="details"),
    re_path(rf"^bookings/{KEY}/$", public_booking.booking, name="booking"),
    re_path(rf"^bookings/{KEY}/confirmation/$", public_booking.confirmation, name="confirmation"),
    re_path(rf"^bookings/{KEY}/cancellation/$", public_booking.cancellation, name="cancellation"),
    re_path(rf"^bookings/{KEY}/move/$", public_booking.move, name="move"),
]
