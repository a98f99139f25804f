"""The catalogue, one model with its flags, running it, setting it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from mingjing.base.people.requests import SignedInRequest
from mingjing.insight.supervision import actions, forms, queries, rules
from mingjing.insight.supervision.models import Flag, Run, Sample
from mingjing.insight.supervision.states import WAITING
from mingjing.insight.supervision.states.given import number_of_the_law
from mingjing_analytics.supervision.explain import in_words, question
from mingjing_analytics.supervision.model import Model

PAGE_SIZE = 50


@require_GET
def model_list(request: SignedInRequest) -> HttpResponse:
    if not rules.may_see(request.user):
        raise PermissionDenied
    shelves = queries.shelves(request.user)
    area = request.GET.get("area", "")
    areas = sorted({shelf.model.head.area for shelf in shelves})
    context = {
        "shelves": [s for s in shelves if area in ("", s.model.head.area)],
        "area": area,
        "areas": areas,
        "waiting": sum(shelf.waiting for shelf in shelves),
        "may_write": rules.may_write(request.user),
    }
    return render(request, "supervision/list.html", context)


@require_GET
def model(request: SignedInRequest, model_id: str) -> HttpResponse:
    shown = _model(request, model_id)
    shelf = queries.shelf_of(shown, request.user)
    state = request.GET.get("state", "waiting")
    rows = Flag.objects.visible_to(request.user).filter(model=shown.id)
    rows = rows.filter(state__in=WAITING) if state == "waiting" else rows
    page = Paginator(rows.select_related("unit"), PAGE_SIZE)
    context = _in_words(shown, shelf) | {
        "model": shown,
        "shelf": shelf,
        "page": page.get_page(request.GET.get("page")),
        "state": state,
        "unjudged": _unjudged(shown, shelf.run),
        "samples": queries.sampled(shelf.run) if shelf.run else None,
        "may_write": rules.may_write(request.user),
        "may_judge": rules.may_judge(request.user),
    }
    return render(request, "supervision/model.html", context)


def _in_words(model: Model, shelf: queries.Shelf) -> dict[str, object]:
    """What it asks, how it looks, on which ground, what to rule out first."""
    language = get_language() or "zh"
    values = model.by_law(number_of_the_law, localdate(now()))
    if shelf.card:
        values |= shelf.card.values
    return {
        "question": question(model, values, language),
        "steps": in_words(model, values, language),
        "bases": queries.grounds(model, language),
        "innocent": [each.in_(language) for each in model.head.innocent],
    }


@require_POST
def run(request: SignedInRequest, model_id: str) -> HttpResponse:
    shown = _model(request, model_id)
    try:
        made = actions.run_model(shown, by=request.user, now=now())
    except actions.Refused as error:
        messages.error(request, str(error))
        return redirect("supervision:model", shown.id)
    told = ngettext(
        "看完了：%(n)d 个疑点，新增 %(new)d，消除 %(gone)d。",
        "看完了：%(n)d 个疑点，新增 %(new)d，消除 %(gone)d。",
        made.flags,
    )
    messages.success(
        request, told % {"n": made.flags, "new": made.new, "gone": made.gone}
    )
    return redirect("supervision:model", shown.id)


@require_http_methods(["GET", "POST"])
def values(request: SignedInRequest, model_id: str) -> HttpResponse:
    shown = _model(request, model_id)
    if not rules.may_write(request.user):
        raise PermissionDenied
    card = queries.card_of(shown)
    by_law = shown.by_law(number_of_the_law, localdate(now()))
    posted = request.POST if request.method == "POST" else None
    form = forms.ValuesForm(posted, shown, shown.values(by_law | card.values))
    if posted is not None and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.set_values(
                shown, form.values(), reason=reason, by=request.user, now=now()
            )
        except actions.Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已保存，下一次运行按它。"))
            return redirect("supervision:model", shown.id)
    context = {"model": shown, "form": form}
    status = 400 if form.errors else 200
    return render(request, "supervision/values.html", context, status=status)


@require_http_methods(["GET", "POST"])
def resume(request: SignedInRequest, model_id: str) -> HttpResponse:
    shown = _model(request, model_id)
    card = queries.card_of(shown)
    if not rules.may_judge(request.user):
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    form = forms.ReasonForm(posted)
    if posted is not None and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.resume_model(card, reason=reason, by=request.user, now=now())
        except actions.AlreadyMoved as error:
            messages.error(request, str(error))
        return redirect("supervision:model", shown.id)
    context = {"model": shown, "form": form}
    status = 400 if form.errors else 200
    return render(request, "supervision/resume.html", context, status=status)


@require_POST
def draw(request: SignedInRequest, model_id: str) -> HttpResponse:
    shown = _model(request, model_id)
    shelf = queries.shelf_of(shown, request.user)
    if shelf.run is None:
        raise Http404
    try:
        actions.draw_sample(shown, shelf.run, by=request.user, now=now())
    except actions.Refused as error:
        messages.error(request, str(error))
    return redirect("supervision:model", shown.id)


@require_http_methods(["GET", "POST"])
def sample(request: SignedInRequest, pk: int) -> HttpResponse:
    found = Sample.objects.select_related("run", "data_set").filter(pk=pk).first()
    if found is None or not rules.may_judge(request.user):
        raise Http404
    shown = _model(request, found.run.model)
    form = forms.SampleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        missed, reason = (
            form.cleaned_data["missed"] == "yes",
            form.cleaned_data["reason"],
        )
        try:
            actions.judge_sample(
                found, missed=missed, reason=reason, by=request.user, now=now()
            )
        except actions.AlreadyMoved as error:
            messages.error(request, str(error))
        return redirect("supervision:model", shown.id)
    context = _drawn(found, shown) | {"form": form}
    status = 400 if form.errors else 200
    return render(request, "supervision/sample.html", context, status=status)


def _drawn(found: Sample, model: Model) -> dict[str, object]:
    language = get_language() or "zh"
    return {
        "model": model,
        "sample": found,
        "proof": queries.proof_of_row(found, model, language),
        "question": question(model, found.run.manifest["parameters"], language),
    }


def _model(request: SignedInRequest, model_id: str) -> Model:
    if not rules.may_see(request.user):
        raise PermissionDenied
    found = queries.model_or_none(model_id)
    if found is None:
        raise Http404
    return found


def _unjudged(model: Model, run: Run | None) -> list[tuple[str, int]]:
    """Why rows were not judged, and how many, in the last run."""
    if run is None:
        return []
    zh = (get_language() or "zh").startswith("zh")
    counts = run.manifest["counts"]
    return [
        (told.zh if zh else told.en, counts.get(f"unjudged/{n}", 0))
        for n, told in enumerate(model.head.unjudged)
    ]
