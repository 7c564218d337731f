from typing import Any


class CacheRouter:
    """Sends the cache table through a connection of its own, outside of the request's transaction."""

    def _db_for(self, model: Any, **hints: Any) -> str | None:
        return "autonomous" if model._meta.app_label == "django_cache" else None

    db_for_read = db_for_write = _db_for

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "default"
