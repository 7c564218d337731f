from django.apps import AppConfig


class WorkspacesConfig(AppConfig):
    name = "kartei.workspaces"
    label = "workspaces"

    def ready(self) -> None:
        from allauth.account.signals import email_confirmed

        from kartei.workspaces.registering import found_when_confirmed

        email_confirmed.connect(found_when_confirmed)
