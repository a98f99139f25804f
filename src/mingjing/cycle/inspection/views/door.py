"""At a unit's door: the code, who stands there, and the right to say no."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.base.people.models import Unit
from mingjing.base.people.queries import standing_of
from mingjing.base.people.requests import SignedInRequest
from mingjing.base.ui.pictures import qr_of
from mingjing.cycle.duties.views._answers import FormPage, answer_form, posted
from mingjing.cycle.inspection import actions, forms, queries, rules
from mingjing.cycle.inspection.models import Inspection, Visit
from mingjing.cycle.inspection.states import RefusalKind
from mingjing.cycle.inspection.states.codes import tidy_code
from mingjing.cycle.inspection.views.inspections import PAGE_SIZE, address_of


def _units(request: SignedInRequest) -> list[Unit]:
    return list(Unit.objects.filter(pk__in=rules.door_units(request.user)))


@require_http_methods(["GET", "POST"])
def door(request: SignedInRequest) -> HttpResponse:
    """Type the code that is shown. One that does not stand is refused and recorded."""
    units = _units(request)
    if not units:
        raise PermissionDenied
    form = forms.CodeForm(
        units, posted(request), initial={"code": request.GET.get("code", "")}
    )
    answer, miscopied = None, False
    if request.method == "POST" and form.is_valid():
        miscopied = form.is_miscopied and "sure" not in request.POST
        if not miscopied:
            answer = actions.ask_by_code(
                form.said_unit, form.cleaned_data["code"], by=request.user, now=now()
            )
            if answer.stands and answer.inspection:
                return redirect("inspection:code", code=answer.inspection.code)
    context = {"form": form, "answer": answer, "miscopied": miscopied, "words": _said(answer)}  # fmt: skip
    bad = form.is_bound and (miscopied or not form.is_valid())
    return render(request, "inspection/door.html", context, status=422 if bad else 200)


def _said(answer: actions.CodeAnswer | None) -> str:
    if answer is None or answer.refusal is None:
        return ""
    return rules.refusal_words(RefusalKind(answer.refusal.kind), answer.inspection)


@require_http_methods(["GET", "POST"])
def code(request: SignedInRequest, code: str) -> HttpResponse:
    """What a scanned code stands for: who, what, when, approved by whom."""
    if not rules.may_look(request.user):
        raise PermissionDenied
    found = queries.by_code(tidy_code(code))
    visit = _own_visit(request, found)
    known = found is not None and (visit is not None or _may_see(request, found))
    if not known or found is None:
        kind = RefusalKind.OTHER_UNIT if found else RefusalKind.UNKNOWN_CODE
        words = rules.refusal_words(kind)
        context = {"words": words, "kind": kind.value, "code": code, "at_door": bool(_units(request))}  # fmt: skip
        return render(request, "inspection/unknown.html", context, status=404)
    if visit is not None:
        return _own_door(request, found, visit)
    return render(request, "inspection/code.html", _code_page(request, found, None))


def _own_visit(request: SignedInRequest, found: Inspection | None) -> Visit | None:
    if found is None:
        return None
    units = rules.door_units(request.user)
    visit = found.visits.filter(unit__in=units).select_related("unit").first()
    if visit:
        visit.inspection = found
    return visit


def _may_see(request: SignedInRequest, found: Inspection) -> bool:
    return Inspection.objects.visible_to(request.user).filter(pk=found.pk).exists()


def _own_door(
    request: SignedInRequest, found: Inspection, visit: Visit
) -> HttpResponse:
    members = list(found.members.select_related("person"))
    form = forms.AdmitForm(members, posted(request))
    page = FormPage(
        template="inspection/code.html",
        allowed=True,
        done=_("已确认到访。范围以外的要求可以拒绝。"),
        to=reverse("inspection:inspection", args=[found.pk]),
        context=_code_page(request, found, visit),
    )
    return answer_form(
        request,
        page,
        form,
        lambda _data: actions.admit_visit(
            visit, came=form.said(), by=request.user, now=now()
        ),
    )


def _code_page(
    request: SignedInRequest, found: Inspection, visit: Visit | None
) -> dict[str, Any]:
    kind = rules.code_refusal(found, visit.unit, localdate(now())) if visit else None
    return {
        "inspection": found,
        "visit": visit,
        "members": list(found.members.select_related("person")),
        "refusal": rules.refusal_words(kind, found) if kind else "",
        "may_admit": bool(visit and rules.may_admit(request.user, visit)) and not kind,
        "picture": qr_of(address_of(request, found)),
    }


@require_http_methods(["GET", "POST"])
def refuse_visit(request: SignedInRequest) -> HttpResponse:
    units = _units(request)
    if not units:
        raise PermissionDenied
    start = {"shown_code": request.GET.get("code", ""), "kind": request.GET.get("kind", "no_code")}  # fmt: skip
    page = FormPage(
        template="inspection/form.html",
        allowed=True,
        done=_("已记录。拒绝没有编码或超出范围的检查，不影响本单位的任何结果。"),
        to=reverse("inspection:refusals"),
        context={
            "heading": _("拒绝并记录"),
            "crumb": _("拒绝记录"),
            "submit": _("记录拒绝"),
            "lead": _("拒绝没有编码、不在日期内或超出范围的检查，是单位的权利。"),
        },
    )
    form = forms.RefuseForm(units, posted(request), initial=start)

    def act(_data: dict[str, Any]) -> None:
        actions.refuse_visit(form.said_unit, form.said(), by=request.user, now=now())

    return answer_form(request, page, form, act)


@require_GET
def refusals(request: SignedInRequest) -> HttpResponse:
    if not rules.may_look(request.user):
        raise PermissionDenied
    standing = standing_of(request.user)
    rows = queries.refusals_like(None if standing.sees_county else standing.units)
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "at_door": rules.may_answer_door(request.user),
        "sees_county": standing.sees_county,
    }
    return render(request, "inspection/refusals.html", context)
