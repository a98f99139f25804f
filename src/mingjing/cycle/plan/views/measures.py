from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.plan import actions, forms, queries, rules
from mingjing.cycle.plan.models import Measure
from mingjing.cycle.plan.states import MeasureState
from mingjing.cycle.plan.views._answers import renew

CLOSING = {
    "reach": actions.reach_measure,
    "miss": actions.miss_measure,
    "drop": actions.drop_measure,
    "ask-drop": actions.ask_to_drop,
}
ANSWERS = {"confirm": actions.confirm_drop, "back": actions.take_back_drop}


def _load(request: SignedInRequest, pk: int) -> Measure:
    seen = Measure.objects.visible_to(request.user)
    return get_object_or_404(
        seen.select_related(
            "plan", "clause__source", "lead_unit", "parent", "drop_asked_by"
        ),
        pk=pk,
    )


@require_GET
def measure(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = _load(request, pk)
    writes = rules.may_write(request.user)
    open_to_change = seen.state in (MeasureState.DRAFT, MeasureState.CHECKED)
    context = {
        "measure": seen,
        "missing": rules.missing_in(seen) if writes else [],
        "unknown": queries.unknown_names(seen) if writes and open_to_change else [],
        "versions": queries.versions_of(seen),
        "children": Measure.objects.visible_to(request.user).filter(parent=seen),
        "may_edit": rules.may_edit(request.user, seen),
        "verbs": {
            v: (rules.may_close if v in CLOSING else rules.may_move)(
                request.user, seen, v
            )
            for v in ("check", "activate", "reach", "miss", "drop")
        },
        "may_ask_to_drop": rules.may_ask_to_drop(request.user, seen),
        "may_confirm_drop": rules.may_confirm_drop(request.user, seen),
        "may_take_back_drop": rules.may_take_back_drop(request.user, seen),
        "may_write": writes,
        # By the relation's own manager: this room may not know the later one.
        "duty_count": seen.duties.visible_to(request.user).count(),
    }
    return render(request, "plan/measure.html", context)


@require_http_methods(["GET", "POST"])
def edit_measure(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = _load(request, pk)
    if not rules.may_edit(request.user, seen):
        raise PermissionDenied
    # The form writes on the row it is given; the action needs the row as it stands.
    form = forms.EditMeasure(
        request.POST or None,
        instance=_load(request, pk),
        initial={"version": seen.version},
    )
    stale = False
    if form.is_valid():
        try:
            _save(request, seen, form)
        except actions.AlreadyMoved:
            stale = True
            renew(form, _load(request, pk).version)
        else:
            return redirect("plan:measure", pk=pk)
    context = {"measure": seen, "form": form, "stale": stale}
    if stale:
        context["versions"] = queries.versions_of(seen)[:1]
    status = 409 if stale else 200
    return render(request, "plan/edit_measure.html", context, status=status)


def _save(request: SignedInRequest, seen: Measure, form: forms.EditMeasure) -> None:
    said = form.cleaned_data
    actions.edit_measure(
        seen,
        {name: said[name] for name in actions.measures.EDITABLE},
        units=said["units"],
        reason=said["reason"],
        version=said["version"],
        by=request.user,
        now=now(),
    )


@require_http_methods(["GET", "POST"])
def close_measure(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in CLOSING:
        raise Http404
    seen = _load(request, pk)
    if not rules.may_judge_end(request.user, seen, verb):
        raise PermissionDenied
    form = forms.CloseMeasure(request.POST or None)
    status = 200
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            CLOSING[verb](seen, reason=reason, by=request.user, now=now())
        except actions.AlreadyMoved:
            form.add_error(None, _("这项举措刚刚已由别人处理。"))
            seen, status = _load(request, pk), 409
        else:
            return redirect("plan:measure", pk=pk)
    context = {"measure": seen, "form": form, "verb": verb}
    return render(request, "plan/close_measure.html", context, status=status)


@require_POST
def answer_drop(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in ANSWERS:
        raise Http404
    seen = _load(request, pk)
    # The reason that stood on the page: another one asked since was not read.
    seen.drop_reason = request.POST.get("reason", "")
    try:
        ANSWERS[verb](seen, by=request.user, now=now())
    except actions.AlreadyMoved:
        messages.error(request, _("这项举措刚刚已由别人处理。"))
    return redirect("plan:measure", pk=pk)
