from django.urls import path

from kartei.demo import views

app_name = "demo"

urlpatterns = [
    path("removal/", views.removal, name="removal"),
]
