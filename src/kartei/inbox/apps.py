from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "kartei.inbox"
    label = "inbox"
