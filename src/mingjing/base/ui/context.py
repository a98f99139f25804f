"""What the frame of every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from mingjing.base.ui.menu import entries, url_of


def frame(request: HttpRequest) -> dict[str, Any]:
    """County, demonstration tag, and the menu of this person's hats."""
    return {
        "county": settings.MINGJING_COUNTY,
        "demo": settings.MINGJING_DEMO,
        "logout_url": reverse("account_logout"),
        "menu": _menu(request),
    }


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    # base/ui may not know people: a middleware of people says which hats are worn.
    roles = getattr(request, "roles", frozenset())
    groups: dict[str, list[dict[str, Any]]] = {}
    for entry in entries():
        url = url_of(entry)
        if url and (not entry.roles or roles & entry.roles):
            groups.setdefault(str(entry.group), []).append(
                {"label": entry.label, "url": url, "current": request.path == url}
            )
    return [{"label": label, "entries": rows} for label, rows in groups.items()]
