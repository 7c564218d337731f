from django.apps import AppConfig


class HelpConfig(AppConfig):
    name = "kartei.help"
    label = "help"
