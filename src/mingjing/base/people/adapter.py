"""Sign-in, where ours differs from allauth's."""

from datetime import UTC, datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext, gettext_lazy

from mingjing.base.people import actions
from mingjing.base.people.models import Person

_FAILURES = {"app": "allauth.account", "action": "login_failed"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by the office; nobody signs up from outside."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy("账号或密码不对。请核对后再试。"),
        "account_inactive": gettext_lazy("这个账号已停用。有疑问请找领导小组办公室。"),
        "enter_current_password": gettext_lazy("现用密码不对。"),
        "incorrect_password": gettext_lazy("密码不对。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return reverse("desk:home")

    def set_password(self, user: Person, password: str) -> None:
        # allauth asks here, in the middle of its own view: this is where the clock is.
        now = timezone.now()  # noqa: TID251
        actions.set_password(user, password, by=user, now=now)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as refused:
            until = self._locked_until(request, **credentials)
            words = gettext(
                "连续输错太多次，%(until)s 之后才能再试。忘了密码请找办公室重发。"
            )
            raise ValidationError(
                words % {"until": f"{localtime(until):%H:%M}"},
                code="too_many_login_attempts",
            ) from refused

    def _get_login_attempts_cache_key(
        self,
        request: HttpRequest,  # noqa: ARG002
        **credentials: Any,
    ) -> str:
        # Not the host as well: two names of one site would double the tries.
        return str(credentials.get("username", "")).strip().lower()

    def _locked_until(self, request: HttpRequest, **credentials: Any) -> datetime:
        """The moment at which the last full limit lets go of its oldest failure."""
        key = self._get_login_attempts_cache_key(request, **credentials)
        ends = [0.0]
        for rate in ratelimit.get_rates(**_FAILURES):
            place = ratelimit.get_cache_key(request, rate=rate, key=key, **_FAILURES)
            failures = cache.get(place, [])
            if len(failures) >= rate.amount:
                ends.append(failures[-1] + rate.duration)
        # The minute after, so that the time on the page is never too early.
        return datetime.fromtimestamp(max(ends) + 60, tz=UTC)
