"""What an account owes before anything else: its own password, then a second factor."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of

_OPEN = ("/accounts/", "/static/", "/language/")
SEEN_EVERY = 600  # seconds


class SeenMiddleware:
    """Where somebody is signed in, as of the last ten minutes.

    allauth's own middleware writes at every request: five queries and a commit to read
    one page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        moment = int(now().timestamp())
        if (
            request.user.is_authenticated
            and request.session.session_key
            and moment - request.session.get("seen", 0) >= SEEN_EVERY
        ):
            UserSession.objects.create_from_request(request)
            request.session["seen"] = moment
        return self.get_response(request)


class AccountInOrderMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        known = isinstance(person, Person)
        # The frame asks for the hats and the unit; base/ui may not ask people itself.
        standing = standing_of(person) if known else None  # type: ignore[arg-type]
        request.roles = standing.roles if standing else frozenset()  # type: ignore[attr-defined]
        request.unit_name = standing.unit_name if standing else ""  # type: ignore[attr-defined]
        if isinstance(person, Person) and not request.path.startswith(_OPEN):
            if person.password_is_temporary:
                return redirect("account_change_password")
            if _owes_second_factor(person):
                return redirect("mfa_index")
        return self.get_response(request)


def _owes_second_factor(person: Person) -> bool:
    required = frozenset(settings.MFA_REQUIRED_ROLES)
    return bool(
        required and required & standing_of(person).roles and not is_mfa_enabled(person)
    )
