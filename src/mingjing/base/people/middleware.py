"""Who must have a second factor is sent to set one up before anything else."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from mingjing.base.people.queries import standing_of

_OPEN = ("/accounts/", "/static/", "/language/")


class SecondFactorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._owes_second_factor(request):
            return redirect("mfa_index")
        return self.get_response(request)

    def _owes_second_factor(self, request: HttpRequest) -> bool:
        required = frozenset(settings.MFA_REQUIRED_ROLES)
        if (
            not required
            or not request.user.is_authenticated
            or request.path.startswith(_OPEN)
        ):
            return False
        if not required & standing_of(request.user).roles:
            return False
        return not is_mfa_enabled(request.user)
