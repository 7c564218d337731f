"""Where everything lives. A domain's own addresses stand in its urls.py."""

from django.urls import include, path

workspace = [
    path("", include("kartei.overview.urls")),
    path("", include("kartei.people.urls")),
    path("", include("kartei.calendar.urls")),
    path("team/", include("kartei.workspaces.team_urls")),
    path("settings/", include("kartei.workspaces.settings_urls")),
    path("settings/", include("kartei.inbox.settings_urls")),
    path("log/", include("kartei.audit.urls")),
    path("demo/", include("kartei.demo.urls")),
    path("help/", include("kartei.help.urls")),
]

urlpatterns = [
    path("", include("kartei.workspaces.urls")),
    path("", include("kartei.inbox.urls")),
    path("", include("kartei.calendar.feeds.urls")),
    path("", include("kartei.calendar.waiting.urls")),
    path("termin/<slug:practice>/", include("kartei.calendar.online.urls")),
    path("tickets/", include("kartei.help.desk_urls")),
    path("w/<slug:slug>/", include(workspace)),
]

handler400 = "kartei.web.errors.bad_request"
handler403 = "kartei.web.errors.forbidden"
handler404 = "kartei.web.errors.not_found"
handler429 = "kartei.web.errors.too_many_requests"
handler500 = "kartei.web.errors.server_error"
