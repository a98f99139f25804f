"""A year's programme: its versions, what clashes, who decided."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.base.people.queries import standing_of
from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.duties.views._answers import FormPage, answer_form, posted
from mingjing.cycle.inspection import actions, forms, queries, rules
from mingjing.cycle.inspection.models import Inspection, Programme
from mingjing.cycle.inspection.states import ProgrammeState
from mingjing.cycle.inspection.states.topics import caps


def load_programme(request: SignedInRequest, pk: int) -> Programme:
    seen = Programme.objects.visible_to(request.user).select_related(
        "drafted_by", "submitted_by", "approved_by"
    )
    found: Programme = get_object_or_404(seen, pk=pk)
    return found


@require_GET
def programmes(request: SignedInRequest) -> HttpResponse:
    if not rules.may_look(request.user):
        raise PermissionDenied
    context = {
        "programmes": Programme.objects.visible_to(request.user).select_related(
            "approved_by"
        ),
        "may_draft": rules.may_draft_programme(request.user),
    }
    return render(request, "inspection/programmes.html", context)


@require_GET
def programme(request: SignedInRequest, pk: int) -> HttpResponse:
    seen, user = load_programme(request, pk), request.user
    county = standing_of(user).sees_county
    # Proposals have rows only for those who weigh them; a unit sees what it was told of.
    working = county and seen.state in (ProgrammeState.DRAFT, ProgrammeState.SUBMITTED)
    context = {
        "programme": seen,
        "rows": queries.of_programme(seen, user),
        "total": queries.in_version(seen).count(),
        "drops": seen.drops.all() if county else [],
        "clashes": queries.clashes_of(seen) if working else [],
        "working": working,
        "caps": caps(),
        "caps_source": _caps_source(),
        "on": localdate(now()),
        "sees_all": county,
        **_may(request, seen),
    }
    return render(request, "inspection/programme.html", context)


def _caps_source() -> str:
    english = (get_language() or "").startswith("en")
    return caps().source_en if english else caps().source_zh


def _may(request: SignedInRequest, seen: Programme) -> dict[str, bool]:
    user = request.user
    return {
        "may_propose": rules.may_propose(user, seen),
        "may_submit": rules.may_submit(user, seen),
        "may_decide": rules.may_decide(user, seen),
        "may_amend": rules.may_amend(user, seen),
    }


@require_http_methods(["GET", "POST"])
def draft_programme(request: SignedInRequest) -> HttpResponse:
    page = FormPage(
        template="inspection/form.html",
        allowed=rules.may_draft_programme(request.user),
        done=_("计划已建立，可以列入检查。"),
        to=reverse("inspection:programmes"),
        context={"heading": _("建立年度检查计划"), "crumb": _("检查计划")},
    )
    start = {"year": localdate(now()).year}
    form = forms.ProgrammeForm(posted(request), initial=start)

    def act(data: dict[str, Any]) -> None:
        actions.draft_programme(**data, by=request.user, now=now())

    return answer_form(request, page, form, act)


def _decide(
    request: SignedInRequest,
    seen: Programme,
    form: django_forms.Form,
    act: Callable[[dict[str, Any]], object],
    **words: Any,
) -> HttpResponse:
    """A form about one programme, with its clashes above the button."""
    clashes = queries.clashes_of(seen) if words.pop("weigh", False) else []
    page = FormPage(
        template="inspection/form.html",
        allowed=words.pop("allowed"),
        done=words.pop("done"),
        to=words.pop("to", reverse("inspection:programme", args=[seen.pk])),
        row=seen,
        context={"crumb": str(seen), "clashes": clashes, **words},
    )
    return answer_form(request, page, form, act)


@require_http_methods(["GET", "POST"])
def submit_programme(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load_programme(request, pk)
    return _decide(
        request,
        seen,
        forms.Plain(posted(request)),
        lambda _data: actions.submit_programme(seen, by=request.user, now=now()),
        allowed=rules.may_submit(request.user, seen),
        done=_("已报批。批准之前内容锁定。"),
        heading=_("报批"),
        submit=_("报批"),
        weigh=True,
    )


@require_http_methods(["GET", "POST"])
def approve_programme(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load_programme(request, pk)
    return _decide(
        request,
        seen,
        forms.Approve(posted(request)),
        lambda data: actions.approve_programme(
            seen, **data, by=request.user, now=now()
        ),
        allowed=rules.may_decide(request.user, seen),
        done=_("已批准。每项检查都有了编码，范围、对象和日期锁定。"),
        heading=_("批准检查计划"),
        submit=_("批准"),
        weigh=True,
        rows=queries.of_programme(seen, request.user),
    )


@require_http_methods(["GET", "POST"])
def return_programme(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load_programme(request, pk)
    return _decide(
        request,
        seen,
        forms.Note(posted(request)),
        lambda data: actions.return_programme(seen, **data, by=request.user, now=now()),
        allowed=rules.may_decide(request.user, seen),
        done=_("已退回修改。"),
        heading=_("退回修改"),
        submit=_("退回"),
    )


@require_http_methods(["GET", "POST"])
def amend_programme(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load_programme(request, pk)
    return _decide(
        request,
        seen,
        forms.Reason(posted(request)),
        lambda data: actions.amend_programme(seen, **data, by=request.user, now=now()),
        allowed=rules.may_amend(request.user, seen),
        done=_("新的一版在起草；批准之前，现在这版仍然有效。"),
        heading=_("调整计划"),
        submit=_("起草新版"),
        to=reverse("inspection:programmes"),
    )


@require_http_methods(["GET", "POST"])
def propose_inspection(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load_programme(request, pk)
    form = forms.InspectionForm(posted(request))

    def act(_data: dict[str, Any]) -> None:
        actions.propose_inspection(seen, form.said(), by=request.user, now=now())

    return _decide(
        request,
        seen,
        form,
        act,
        allowed=rules.may_propose(request.user, seen),
        done=_("已列入草案。"),
        heading=_("列入一项检查"),
    )


@require_http_methods(["GET", "POST"])
def edit_inspection(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = get_object_or_404(
        Inspection.objects.visible_to(request.user).select_related("programme"), pk=pk
    )
    form = forms.InspectionForm(posted(request), initial=forms.initial_of(seen))

    def act(data: dict[str, Any]) -> None:
        seen.version = data["version"] or 0  # what was read, not what it is by now
        actions.edit_inspection(seen, form.said(), by=request.user, now=now())

    return _decide(
        request,
        seen.programme,
        form,
        act,
        allowed=rules.may_edit(request.user, seen),
        done=_("已修改。"),
        heading=_("修改检查"),
    )
