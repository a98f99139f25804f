"""The side menu: what an entry is. The list itself stands in config, which knows the rooms."""

from dataclasses import dataclass, field

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Entry:
    """One line of the menu, for these roles, or without roles for everyone signed in."""

    label: str | Promise
    url_name: str
    group: str | Promise
    roles: frozenset[str] = field(default_factory=frozenset)


def entries() -> tuple[Entry, ...]:
    found: tuple[Entry, ...] = import_string(settings.MINGJING_MENU)
    return found


def url_of(entry: Entry) -> str | None:
    """The page's address; None when no page has the name (manage.py check says so)."""
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return None
