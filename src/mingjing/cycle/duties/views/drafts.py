"""The office's side: drafting, editing, offering, the county's load and its moves."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from mingjing.base.people.models import Unit
from mingjing.base.people.queries import standing_of
from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.duties import actions, forms, queries, rules
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.duties.views._answers import FormPage, answer_form, posted
from mingjing.cycle.duties.views.duties import PAGE_SIZE


@require_http_methods(["GET", "POST"])
def draft_duty(request: SignedInRequest) -> HttpResponse:
    page = FormPage(
        template="duties/duty_form.html",
        allowed=rules.may_draft(request.user),
        done=_("已起草，还没有下达。"),
        to=reverse("duties:offers"),
        context={"heading": _("起草责任")},
    )

    def act(data: dict[str, object]) -> None:
        words = {name: data[name] for name in actions.EDITABLE}
        draft = actions.DutyDraft(**words)  # type: ignore[arg-type]
        actions.draft_duty(draft, by=request.user, now=now())

    initial = {"minutes": 10, "starts_on": localdate(now())}
    return answer_form(
        request, page, forms.DutyForm(posted(request), initial=initial), act
    )


@require_http_methods(["GET", "POST"])
def edit_duty(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = get_object_or_404(Duty.objects.visible_to(request.user), pk=pk)
    page = FormPage(
        template="duties/duty_form.html",
        allowed=rules.may_edit(request.user, seen),
        done=_("已修改，前后版本都留着。"),
        to=reverse("duties:duty", args=[pk]),
        row=seen,
        context={"heading": _("修改责任"), "duty": seen},
    )
    form = forms.EditDuty(
        posted(request),
        initial=forms.initial_of(seen, on=localdate(now())),
        kept_clock=seen.clock,
        unit=seen.unit,
    )
    return answer_form(
        request,
        page,
        form,
        lambda data: actions.edit_duty(
            seen, _edit_of(data), by=request.user, now=now()
        ),
    )


def _edit_of(data: dict[str, object]) -> actions.DutyEdit:
    return actions.DutyEdit(
        changes={name: data[name] for name in actions.EDITABLE},
        reason=str(data["reason"]),
        effective_on=data["effective_on"],  # type: ignore[arg-type]
        version=int(str(data["version"])),
    )


@require_GET
def offers(request: SignedInRequest) -> HttpResponse:
    """Drafts by unit, each unit with its heaviest month before and after."""
    if not rules.may_draft(request.user):
        raise PermissionDenied
    seen = Duty.objects.visible_to(request.user)
    context = {
        "groups": queries.offers_by_unit(seen, on=localdate(now())),
        "form": forms.OfferDuties(None),
        "plan_form": forms.DraftFromPlan(),
    }
    return render(request, "duties/offers.html", context)


@require_POST
def offer_duties(request: SignedInRequest) -> HttpResponse:
    """Offer what was ticked; each that is refused is named with its reason."""
    if not rules.may_draft(request.user):
        raise PermissionDenied
    form = forms.OfferDuties(request.POST)
    if not form.is_valid():
        seen = Duty.objects.visible_to(request.user)
        context = {
            "groups": queries.offers_by_unit(seen, on=localdate(now())),
            "form": form,
            "plan_form": forms.DraftFromPlan(),
        }
        return render(request, "duties/offers.html", context, status=422)
    report = actions.offer_duties(**form.cleaned_data, by=request.user, now=now())
    words = _("已下达%(count)s项，等待单位认领。") % {"count": len(report.offered)}
    messages.success(request, words)
    for duty, why in report.refused:
        messages.warning(request, f"{duty.code}：{why}")
    return redirect("duties:offers")


@require_POST
def draft_from_plan(request: SignedInRequest) -> HttpResponse:
    form = forms.DraftFromPlan(request.POST)
    if form.is_valid():
        plan = form.cleaned_data["plan"]
        report = actions.draft_from_measures(plan, by=request.user, now=now())
        _tell_report(request, report)
    else:
        messages.warning(request, _("请先选一个方案。"))
    return redirect("duties:offers")


def _tell_report(request: SignedInRequest, report: actions.DraftReport) -> None:
    words = _("新起草%(new)s项，已有%(old)s项。") % {
        "new": len(report.drafted),
        "old": report.already_count,
    }
    messages.success(request, words)
    missing = {
        _("没有专人任职"): {unit.short_name for _m, unit in report.without_contact},
        _("没有可核验的岗位"): {u.short_name for _m, u in report.without_checker},
        _("没有责任单位"): {m.title for m in report.without_unit},
        _("没有可用的时限"): {m.title for m in report.without_clock},
    }
    for why, names in missing.items():
        if names:
            messages.warning(request, f"{why}：{'、'.join(sorted(names))}")


@require_GET
def load(request: SignedInRequest) -> HttpResponse:
    """Minutes of each post in one month: a unit's to its own, all to the office."""
    standing = standing_of(request.user)
    everything = rules.may_draft(request.user)
    own = sorted(standing.units)
    if not everything and not any(rules.may_see_load(request.user, u) for u in own):
        raise PermissionDenied
    units = Unit.objects.all() if everything else Unit.objects.filter(pk__in=own)
    asked = request.GET.get("unit", "")
    unit = units.filter(pk=asked).first() if asked.isdigit() else None
    if unit is None and not everything:
        unit = units.first()
    month = _month(request.GET.get("month", ""), localdate(now()))
    context = {
        "loads": queries.load_of_posts(unit=unit, month=month),
        "burden": queries.burden_of_unit(unit, month) if unit else None,
        "unit": unit,
        "units": units,
        "month": month,
        "months": queries.months_from(queries.month_of(localdate(now())), 12),
    }
    return render(request, "duties/load.html", context)


def _month(asked: str, on: date) -> date:
    try:
        return date.fromisoformat(f"{asked}-01")
    except ValueError:
        return queries.month_of(on)


@require_GET
def moves(request: SignedInRequest) -> HttpResponse:
    """Every due day that moved, and why: the calendar, an extension, an edit."""
    rows = queries.moves_seen_by(request.user)
    cause = request.GET.get("cause", "")
    if cause in ("calendar", "extension", "edit"):
        rows = rows.filter(cause=cause)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    kept = f"cause={cause}" if cause else ""
    return render(request, "duties/moves.html", {"page": page, "kept": kept})
