from django.urls import path

from kartei.audit import views

app_name = "audit"

urlpatterns = [
    path("", views.log, name="log"),
    path("verification/", views.verification, name="verification"),
]
