from django.urls import path

from kartei.inbox import settings_views

app_name = "mail"
urlpatterns = [
    path("mail/", settings_views.account, name="account"),
    path("mail/test/", settings_views.test, name="test"),
    path("mail/removal/", settings_views.removal, name="removal"),
]
