from django.urls import path

from kartei.overview import palette, views

app_name = "overview"

urlpatterns = [
    path("", views.start, name="start"),
    path("palette/", palette.palette, name="palette"),
    path("clients/<uuid:client_id>/", views.client, name="client"),
]
