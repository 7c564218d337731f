from django.apps import AppConfig


class BackupConfig(AppConfig):
    name = "kartei.backup"
    label = "backup"
