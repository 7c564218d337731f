from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "kartei.audit"
    label = "audit"

    def ready(self) -> None:
        from kartei.audit.logins import connect
        from kartei.audit.sealing import seal
        from kartei.db.scope import before_commit

        if seal not in before_commit:
            before_commit.append(seal)
        connect()
