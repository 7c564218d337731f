from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "kartei.files"
    label = "files"
