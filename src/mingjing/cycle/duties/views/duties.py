"""The responsibility list and one duty, with the unit's answers to an offer."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.base.people.queries import standing_of
from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.duties import actions, forms, queries, rules
from mingjing.cycle.duties.models import Duty, DutyQuerySet, DutyVersion
from mingjing.cycle.duties.views._answers import FormPage, answer_form, posted

PAGE_SIZE = 50
SORTS: dict[str, list[Any]] = {
    "due": [F("next_due_on").asc(nulls_last=True), "code"],
    "unit": ["unit__rank", "unit_id", "code"],
    "minutes": ["-minutes", "code"],
}


@require_GET
def duty_list(request: SignedInRequest) -> HttpResponse:
    """责任清单: the whole county's for those who see it, a unit's own for a unit."""
    form = forms.Filter(request.GET, by=request.user)
    seen = Duty.objects.visible_to(request.user)
    chosen = form.chosen()
    found = queries.duties_with_next_due(_filtered(seen, chosen))
    ordered = found.order_by(*SORTS.get(chosen.get("sort", ""), ["code"]))
    context = {
        "form": form,
        "page": Paginator(ordered, PAGE_SIZE).get_page(request.GET.get("page")),
        "chips": form.chips(request.GET),
        "on": localdate(now()),
        "sees_county": standing_of(request.user).sees_county,
        "may_draft": rules.may_draft(request.user),
    }
    return render(request, "duties/list.html", context)


def _filtered(seen: DutyQuerySet, chosen: dict[str, Any]) -> DutyQuerySet:
    if words := chosen.get("q"):
        seen = seen.filter(Q(title__icontains=words) | Q(code__icontains=words))
    named = ("measure", "post", "unit", "state")
    return seen.filter(**{name: chosen[name] for name in named if name in chosen})


def _load(request: SignedInRequest, pk: int) -> Duty:
    seen = Duty.objects.visible_to(request.user).select_related(
        "unit", "post__unit", "checker_post__unit", "measure__plan", "over_budget_by"
    )
    return get_object_or_404(seen, pk=pk)


@require_GET
def duty(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = _load(request, pk)
    on = localdate(now())
    dues = seen.dues.visible_to(request.user).order_by("-due_on", "-id")
    context = {
        "duty": seen,
        "dues": queries.with_status(dues, on=on)[:PAGE_SIZE],
        "versions": [(v, _differences(v)) for v in seen.versions.select_related("by")],
        "burden": queries.burden_of_unit(seen.unit, on),
        "may_answer": rules.may_answer_offer(request.user, seen),
        "may_edit": rules.may_edit(request.user, seen),
        "may_offer": rules.may_offer(request.user, seen),
        "may_end": rules.may_end(request.user, seen),
        "on": on,
    }
    return render(request, "duties/duty.html", context)


def _differences(version: DutyVersion) -> list[tuple[str, str, object, object]]:
    """Name, label, before and after of each field that this version changed."""
    asked = forms.DutyForm.base_fields
    labels = {name: str(field.label) for name, field in asked.items()}
    return [
        (name, labels.get(name, _("期限规则")), *pair)
        for name, pair in version.fields.items()
    ]


def _page(seen: Duty, *, allowed: bool, done: str, **words: object) -> FormPage:
    return FormPage(
        template="duties/duty_act.html",
        allowed=allowed,
        done=done,
        to=reverse("duties:duty", args=[seen.pk]),
        row=seen,
        context={"duty": seen, **words},
    )


@require_http_methods(["GET", "POST"])
def accept_duty(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = _load(request, pk)
    page = _page(
        seen,
        allowed=rules.may_answer_offer(request.user, seen),
        done=_("已认领。到期的事项已经列出。"),
        heading=_("认领责任"),
        submit=_("认领"),
    )

    def act(data: dict[str, int]) -> None:
        seen.version = data["version"]  # what was read, not what it says by now
        actions.accept_duty(seen, by=request.user, now=now())

    form = forms.Confirm(posted(request), initial={"version": seen.version})
    return answer_form(request, page, form, act)


@require_http_methods(["GET", "POST"])
def object_to_duty(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = _load(request, pk)
    page = _page(
        seen,
        allowed=rules.may_answer_offer(request.user, seen),
        done=_("异议已提交，由领导小组办公室答复。"),
        heading=_("对责任提出异议"),
        submit=_("提出异议"),
    )

    def act(data: dict[str, object]) -> None:
        seen.version = int(str(data["version"]))
        reason = str(data["reason"])
        actions.object_to_duty(seen, reason=reason, by=request.user, now=now())

    form = forms.ReasonedAnswer(posted(request), initial={"version": seen.version})
    return answer_form(request, page, form, act)


@require_http_methods(["GET", "POST"])
def end_duty(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = _load(request, pk)
    page = _page(
        seen,
        allowed=rules.may_end(request.user, seen),
        done=_("责任已终止，未办的事项已作废。"),
        heading=_("终止责任"),
        submit=_("终止"),
    )
    form = forms.Reason(posted(request))
    return answer_form(
        request,
        page,
        form,
        lambda data: actions.end_duty(seen, **data, by=request.user, now=now()),
    )
