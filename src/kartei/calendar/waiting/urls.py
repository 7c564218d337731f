from django.urls import re_path

from kartei.calendar.views import answers

app_name = "slot_offers"

urlpatterns = [
    re_path(r"^termin/(?P<practice>[-\w]{1,60})/offer/(?P<secret>[-\w]{43})/$", answers.offer, name="offer"),
]
