from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "kartei.calendar"
    label = "calendar"

    def ready(self) -> None:
        from kartei.calendar.erasing import erase_appointments
        from kartei.calendar.founding import found_calendar
        from kartei.calendar.holding import appointments_of
        from kartei.calendar.merging import MOVING
        from kartei.calendar.profile_card import HOURS_CARD
        from kartei.people.hooks import erasing, holding, moving
        from kartei.workspaces.hooks import founded
        from kartei.workspaces.profile import CARDS

        if found_calendar not in founded:
            founded.append(found_calendar)
            moving.extend(MOVING)
            holding.append(appointments_of)
            erasing.append(erase_appointments)
            CARDS.insert(1, HOURS_CARD)
