from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "kartei.people"
    label = "people"

    def ready(self) -> None:
        from kartei.people.founding import found_people
        from kartei.workspaces.hooks import founded

        if found_people not in founded:
            founded.append(found_people)
