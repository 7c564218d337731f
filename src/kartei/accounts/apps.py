from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kartei.accounts"
    label = "accounts"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from kartei.accounts.sessions import begin

        user_logged_in.connect(begin)
