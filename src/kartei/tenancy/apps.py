from typing import Any

from django.apps import AppConfig
from django.db.models.signals import pre_migrate

from kartei.db.grants import grant_by_default


def _grant(sender: Any, using: str, **kwargs: Any) -> None:
    grant_by_default(using)


class TenancyConfig(AppConfig):
    name = "kartei.tenancy"
    label = "tenancy"

    def ready(self) -> None:
        pre_migrate.connect(_grant, sender=self)
