from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "mingjing.base.ui"
    label = "ui"

    def ready(self) -> None:
        # Importing registers them.
        from mingjing.base.ui import checks  # noqa: F401, PLC0415
