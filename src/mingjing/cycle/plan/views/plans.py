from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.plan import actions, forms, queries, rules
from mingjing.cycle.plan.models import Measure, Plan
from mingjing.cycle.plan.states import MeasureState


@require_GET
def plans(request: SignedInRequest) -> HttpResponse:
    context = {
        "plans": Plan.objects.visible_to(request.user).with_counts(),
        "may_write": rules.may_write(request.user),
    }
    return render(request, "plan/plans.html", context)


class Line(NamedTuple):
    measure: Measure
    missing: list[rules.Missing]

    @property
    def depth(self) -> int:
        return min(self.measure.level - 1, 3)


@require_GET
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = get_object_or_404(
        Plan.objects.visible_to(request.user).select_related("source"), pk=pk
    )
    form = forms.FilterMeasures(request.GET, plan=seen)
    rows = Measure.objects.visible_to(request.user).filter(plan=seen)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = queries.measures_like(rows, wanted).select_related("lead_unit")
    lines = [
        Line(m, rules.missing_in(m) if m.state == MeasureState.DRAFT else [])
        for m in found.prefetch_related("units")
    ]
    if wanted.get("missing"):
        lines = [line for line in lines if line.missing]
    context = {
        "plan": seen,
        "lines": lines,
        "form": form,
        "filtered": any(wanted.values()),
        "dropping": rows.filter(state=MeasureState.ACTIVE, drop_asked_by__isnull=False),
        "count": sum(not line.measure.is_branch for line in lines),
        "may_write": rules.may_write(request.user),
        "may_end": rules.may_end(request.user, seen),
    }
    return render(request, "plan/plan.html", context)


@require_POST
def move_measures(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = get_object_or_404(Plan.objects.visible_to(request.user), pk=pk)
    if not rules.may_write(request.user):
        raise PermissionDenied
    chosen = [int(m) for m in request.POST.getlist("measure") if m.isdigit()]
    measures = list(seen.measures.filter(pk__in=chosen, is_branch=False))
    if not measures:
        messages.info(request, _("先勾选举措，再按按钮。"))
    elif request.POST.get("verb") == "check":
        _check(request, measures)
    else:
        done = actions.activate_measures(measures, by=request.user, now=now())
        said = ngettext("%(n)s 项举措开始施行。", "%(n)s 项举措开始施行。", len(done))
        messages.success(request, said % {"n": len(done)})
        if left := len(measures) - len(done):
            said = _("%(n)s 项还没有核对，没有施行。先按“核对”。")
            messages.warning(request, said % {"n": left})
    kept = request.POST.get("kept", "")
    return redirect(
        f"{resolve_url('plan:plan', pk=pk)}{kept if kept.startswith('?') else ''}"
    )


def _check(request: SignedInRequest, measures: list[Measure]) -> None:
    done = left = 0
    for measure in measures:
        try:
            if actions.check_measure(measure, by=request.user, now=now()):
                left += 1
            else:
                done += 1
        except actions.AlreadyMoved:
            continue  # it was checked before: nothing is left to do
    if done:
        said = ngettext("%(n)s 项可以核验。", "%(n)s 项可以核验。", done)
        messages.success(request, said % {"n": done})
    if left:
        said = _("还有 %(n)s 项不能核验，缺什么写在每一项下面。")
        messages.warning(request, said % {"n": left})


@require_http_methods(["GET", "POST"])
def end_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = get_object_or_404(Plan.objects.visible_to(request.user), pk=pk)
    if not rules.may_write(request.user):
        raise PermissionDenied
    form = forms.CloseMeasure(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.end_plan(seen, reason=reason, by=request.user, now=now())
        except actions.AlreadyMoved:
            messages.info(request, _("这个方案没有在实施，或刚由别人结束。"))
        return redirect("plan:plan", pk=pk)
    return render(request, "plan/end_plan.html", {"plan": seen, "form": form})
