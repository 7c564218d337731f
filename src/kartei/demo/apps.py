from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "kartei.demo"
    label = "demo"

    def ready(self) -> None:
        from kartei.demo.founding import add_examples
        from kartei.workspaces.hooks import founded

        if add_examples not in founded:
            founded.append(add_examples)
