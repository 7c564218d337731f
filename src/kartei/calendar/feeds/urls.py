from django.urls import re_path

from kartei.calendar.views import feeds

app_name = "feeds"

urlpatterns = [
    re_path(r"^feed/(?P<practice>[-\w]{1,60})/(?P<secret>[-\w]{43})\.ics$", feeds.feed_file, name="file"),
]
