from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "kartei.web"
    label = "web"
