"""What the frame of every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from mingjing.base.ui.menu import entries, shown


def frame(request: HttpRequest) -> dict[str, Any]:
    """People's middleware sets `roles` and `unit_name`: this room may not know it."""
    user = getattr(request, "user", None)
    roles = frozenset(str(role) for role in getattr(request, "roles", ()))
    signed_in = user is not None and user.is_authenticated
    return {
        "county": settings.MINGJING_COUNTY,
        "demo": settings.MINGJING_DEMO,
        "logout_url": reverse("account_logout"),
        "menu": shown(entries(), roles, request.path) if signed_in else [],
        "unit_name": getattr(request, "unit_name", ""),
    }
