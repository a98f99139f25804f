"""One guard for all content: whoever only keeps accounts sees none of it."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role

CONTENT_ROOMS = frozenset(
    [
        "desk",
        "plan",
        "duties",
        "evidence",
        "sessions",
        "inspection",
        "findings",
        "appeals",
        "reports",
        "burden",
        "reminders",
        "sheets",
    ]
)


class ContentMiddleware:
    """Rooms of content answer 404 to a bare administrator and to those without a post."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        match = request.resolver_match
        if (
            match is None
            or match.app_name not in CONTENT_ROOMS
            or match.view_name == "desk:home"  # sends each hat on to its own page
            or not isinstance(request.user, Person)
        ):
            return
        if not standing_of(request.user).roles - {Role.ADMIN}:
            raise Http404
