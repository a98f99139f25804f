from django.apps import AppConfig
from django.forms import CharField

from mingjing.base.ui.forms import seen_by_all


class UiConfig(AppConfig):
    name = "mingjing.base.ui"
    label = "ui"

    def ready(self) -> None:
        # A name with a zero-width space in it is another name that looks the same. Said
        # once, before any form is defined: no room can forget it.
        CharField.default_validators = [seen_by_all]
        # Importing registers them.
        from mingjing.base.ui import checks  # noqa: F401, PLC0415
