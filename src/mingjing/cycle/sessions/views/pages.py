"""The register and one session: its agenda, its decisions, what became of each."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET

from mingjing.base.people.queries import standing_of
from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.sessions import forms, queries, rules
from mingjing.cycle.sessions.models import Session

PAGE_SIZE = 50


@require_GET
def session_list(request: SignedInRequest) -> HttpResponse:
    if not rules.may_look(request.user):
        raise PermissionDenied
    seen = Session.objects.visible_to(request.user)
    form = forms.Filter(request.GET)
    rows = queries.sessions_like(seen, form.said())
    context = {
        "form": form,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "waiting": queries.waiting_count(seen),
        "sees_county": standing_of(request.user).sees_county,
        "may_plan": rules.may_plan(request.user),
        "hearing": queries.next_hearing(seen, on=localdate(now())),
        "on": localdate(now()),
    }
    return render(request, "sessions/list.html", context)


def load(request: SignedInRequest, pk: int) -> Session:
    seen = Session.objects.visible_to(request.user).select_related(
        "unit", "chair_post__unit", "follows", "minuted_by", "issued_by", "planned_by"
    )
    found: Session = get_object_or_404(seen, pk=pk)
    return found


@require_GET
def session(request: SignedInRequest, pk: int) -> HttpResponse:
    seen, on, user = load(request, pk), localdate(now()), request.user
    followed = seen.follows
    context = {
        "session": seen,
        "agenda": list(seen.agenda.all()),
        "rows": queries.decisions_of(seen, on=on, person=user),
        "followed": queries.decisions_of(followed, on=on, person=user) if followed else [],
        "followers": list(Session.objects.visible_to(user).filter(follows=seen)),
        "proofs": queries.evidence_of(seen, user) if seen.minutes_number else [],
        "waited": _days_waited(seen),
        "on": on,
        **_may(request, seen),
    }  # fmt: skip
    return render(request, "sessions/session.html", context)


def _days_waited(seen: Session) -> int | None:
    """Days between the minutes and the duties; 0 is the same day (MISSION row 85)."""
    if seen.issued_at is None or seen.minuted_at is None:
        return None
    return (localdate(seen.issued_at) - localdate(seen.minuted_at)).days


def _may(request: SignedInRequest, seen: Session) -> dict[str, Any]:
    user = request.user
    return {
        "may_replan": rules.may_replan(user, seen),
        "may_hold": rules.may_hold(user, seen),
        "may_minute": rules.may_minute(user, seen),
        "may_issue": rules.may_issue(user, seen),
        "may_cancel": rules.may_cancel(user, seen),
        "may_prove": rules.may_prove_by(user, seen),
    }
