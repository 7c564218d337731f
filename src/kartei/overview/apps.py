from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "kartei.overview"
    label = "overview"
