"""The menu's entries. config/menu.py names the rooms; this room only draws them."""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Entry:
    """One line of the menu; without roles it is for everyone signed in."""

    label: str | Promise
    url_name: str
    group: str | Promise
    roles: frozenset[str] = field(default_factory=frozenset)


class Shown(NamedTuple):
    label: str | Promise
    url: str
    current: bool


class Group(NamedTuple):
    label: str | Promise
    entries: list[Shown]


def entries() -> tuple[Entry, ...]:
    found: tuple[Entry, ...] = import_string(settings.MINGJING_MENU)
    return found


def url_of(entry: Entry) -> str | None:
    """The page's address; None when no page has the name (manage.py check says so)."""
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return None


def shown(menu: tuple[Entry, ...], roles: frozenset[str], path: str) -> list[Group]:
    """In the order given; of the addresses leading here the longest is current."""
    doors = [
        (entry, url)
        for entry in menu
        if (not entry.roles or entry.roles & roles) and (url := url_of(entry))
    ]
    here = max((url for _, url in doors if _leads_to(url, path)), key=len, default=None)
    groups: dict[str, Group] = {}
    for entry, url in doors:
        group = groups.setdefault(str(entry.group), Group(entry.group, []))
        group.entries.append(Shown(entry.label, url, url == here))
    return list(groups.values())


def _leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
