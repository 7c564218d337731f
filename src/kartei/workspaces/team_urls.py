from django.urls import path

from kartei.workspaces.views import team

app_name = "team"

urlpatterns = [
    path("", team.team, name="members"),
    path("<uuid:member_id>/logins/", team.logins, name="logins"),
    path("<uuid:member_id>/logins/end/", team.end, name="logins-end"),
]
