from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.plan import actions, rules
from mingjing.cycle.plan.models import Measure, Plan
from mingjing.cycle.plan.states import MeasureState


@require_GET
def plans(request: SignedInRequest) -> HttpResponse:
    context = {
        "plans": Plan.objects.visible_to(request.user).with_counts(),
        "may_write": rules.may_write(request.user),
    }
    return render(request, "plan/plans.html", context)


@require_GET
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = get_object_or_404(Plan.objects.visible_to(request.user), pk=pk)
    rows = _filtered(
        request, Measure.objects.visible_to(request.user).filter(plan=seen)
    )
    measures = [
        {"measure": m, "missing": rules.missing_in(m) if m.state == "draft" else []}
        for m in rows.select_related("lead_unit").prefetch_related("units")
    ]
    if request.GET.get("missing"):
        measures = [row for row in measures if row["missing"]]
    context = {
        "plan": seen,
        "measures": measures,
        "states": Measure._meta.get_field("state").choices,
        "chosen": request.GET.get("state", ""),
        "may_write": rules.may_write(request.user),
    }
    return render(request, "plan/plan.html", context)


def _filtered(request: SignedInRequest, rows: QuerySet[Measure]) -> QuerySet[Measure]:
    if state := request.GET.get("state"):
        rows = rows.filter(state=state)
    if words := request.GET.get("q", "").strip():
        rows = rows.filter(title__icontains=words)
    return rows


@require_POST
def move_measures(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = get_object_or_404(Plan.objects.visible_to(request.user), pk=pk)
    chosen = [int(m) for m in request.POST.getlist("measure") if m.isdigit()]
    measures = Measure.objects.visible_to(request.user).filter(
        plan=seen, pk__in=chosen, is_branch=False
    )
    if request.POST.get("verb") == "check":
        drafts = measures.filter(state=MeasureState.DRAFT)
        missing = [
            m for m in drafts if actions.check_measure(m, by=request.user, now=now())
        ]
        if missing:
            words = _("还有 %(n)s 项不能核验，缺什么写在每一项下面。")
            messages.warning(request, words % {"n": len(missing)})
    else:
        done = actions.activate_measures(measures, by=request.user, now=now())
        messages.success(request, _("%(n)s 项举措已实施。") % {"n": len(done)})
    return redirect("plan:plan", pk=pk)
