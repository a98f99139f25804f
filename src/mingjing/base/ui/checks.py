"""What `manage.py check` says about the frame."""

from collections.abc import Iterable
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, register

from mingjing.base.ui.menu import entries, url_of


@register()
def menu_leads_somewhere(**_: Any) -> Iterable[CheckMessage]:
    """An entry without a page is left out of the menu; say so to whoever runs it."""
    return [
        checks.Warning(
            f"The menu names {entry.url_name!r}, but no page has it.",
            hint="Add it to the room's urls.py or take it out of the menu.",
            id="ui.W001",
        )
        for entry in entries()
        if url_of(entry) is None
    ]
