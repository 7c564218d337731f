from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "kartei.calendar"
    label = "calendar"

    def ready(self) -> None:
        from kartei.calendar.automations.doing import greet
        from kartei.calendar.erasing import erase_appointments
        from kartei.calendar.founding import found_calendar
        from kartei.calendar.holding import appointments_of
        from kartei.calendar.merging import MOVING
        from kartei.calendar.profile_card import HOURS_CARD
        from kartei.calendar.waiting.wishing import erase_wishes, wishes_of
        from kartei.people.hooks import created, erasing, holding, moving
        from kartei.workspaces.hooks import founded
        from kartei.workspaces.profile import CARDS

        if found_calendar not in founded:
            founded.append(found_calendar)
            moving.extend(MOVING)
            holding.extend((appointments_of, wishes_of))
            erasing.extend((erase_wishes, erase_appointments))
            created.append(greet)
            CARDS.insert(1, HOURS_CARD)
