from django.urls import path

from kartei.workspaces.views import settings

app_name = "settings"

urlpatterns = [
    path("", settings.security, name="security"),
    path("security/", settings.security_change, name="security-change"),
]
