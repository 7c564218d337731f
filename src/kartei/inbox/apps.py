from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "kartei.inbox"
    label = "inbox"

    def ready(self) -> None:
        from kartei.inbox.merging import MOVING
        from kartei.people.hooks import moving

        if MOVING[0] not in moving:
            moving.extend(MOVING)
