"""A draw in the open: commit, answer, reveal; and the means to compute it again."""

from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.base.people.models import Unit
from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.duties.views._answers import FormPage, answer_form, posted
from mingjing.cycle.inspection import actions, forms, rules
from mingjing.cycle.inspection.models import Draw, Inspection
from mingjing.cycle.inspection.states import drawing
from mingjing.cycle.inspection.views.inspections import act_on, load


def _load(request: SignedInRequest, pk: int) -> Draw:
    draws = Draw.objects.filter(
        inspection__in=Inspection.objects.visible_to(request.user)
    )
    found: Draw = get_object_or_404(
        draws.select_related(
            "inspection__programme", "inspection__run_by", "committed_by", "answered_by"
        ),
        pk=pk,
    )
    return found


@require_http_methods(["GET", "POST"])
def commit_draw(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load(request, pk)
    units = list(Unit.objects.filter(ended_on__isnull=True).order_by("rank", "pk"))
    form = forms.CommitForm(units, posted(request))

    def act(data: dict[str, Any]) -> None:
        chosen = form.said_units()
        words = {"count": data["count"], "seed": data["seed"]}
        actions.commit_draw(
            seen, candidates=chosen, **words, by=request.user, now=now()
        )

    return act_on(
        request,
        seen,
        form,
        act,
        allowed=rules.may_commit(request.user, seen),
        done=_("名单和种子的指纹已公布。请保管好种子，等另一位应答。"),
        heading=_("抽取督查对象"),
        submit=_("公布名单和指纹"),
        lead=_("先公布指纹，另一位再应答，最后揭示种子：谁也不能左右结果。"),
    )


@require_GET
def draw(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = _load(request, pk)
    drawn = seen.drawn or []
    place = {number: n for n, number in enumerate(drawn, 1)}
    context = {
        "draw": seen,
        "rows": [(n, name, place.get(n)) for n, name in seen.pairs],
        "sound": drawing.verify(record_of(seen)) == [] if seen.drawn else None,
        "may_answer": rules.may_answer_draw(request.user, seen),
        "may_reveal": rules.may_reveal(request.user, seen),
        "may_abandon": rules.may_abandon(request.user, seen),
    }
    return render(request, "inspection/draw.html", context)


def record_of(seen: Draw) -> dict[str, object]:
    """The file that `drawing.py` verifies."""
    return {
        "candidates": [list(pair) for pair in seen.pairs],
        "count": seen.count,
        "list_hash": seen.list_hash,
        "commitment": seen.commitment,
        "answer": seen.answer,
        "seed": seen.seed,
        "drawn": seen.drawn,
    }


@require_GET
def record(request: SignedInRequest, pk: int) -> HttpResponse:
    answer = JsonResponse(
        record_of(_load(request, pk)), json_dumps_params={"ensure_ascii": False}
    )
    answer["Content-Disposition"] = f'attachment; filename="draw-{pk}.json"'
    return answer


@require_GET
def program(request: SignedInRequest) -> FileResponse:
    """The very file that drew, for whoever wants to run it elsewhere."""
    if not rules.may_look(request.user):
        raise PermissionDenied
    return FileResponse(
        Path(drawing.__file__).open("rb"),
        as_attachment=True,
        filename="drawing.py",
        content_type="text/x-python; charset=utf-8",
    )


def _page(seen: Draw, **words: Any) -> FormPage:
    return FormPage(
        template="inspection/form.html",
        allowed=words.pop("allowed"),
        done=words.pop("done"),
        to=reverse("inspection:draw", args=[seen.pk]),
        row=seen,
        context={"crumb": str(seen.inspection), **words},
    )


@require_http_methods(["GET", "POST"])
def answer_draw(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = _load(request, pk)
    page = _page(
        seen,
        allowed=rules.may_answer_draw(request.user, seen),
        done=_("已应答。现在可以揭示种子。"),
        heading=_("应答"),
        submit=_("应答"),
        lead=_("由承诺人以外的一位来写。"),
    )
    return answer_form(
        request,
        page,
        forms.AnswerForm(posted(request)),
        lambda data: actions.answer_draw(seen, **data, by=request.user, now=now()),
    )


@require_http_methods(["GET", "POST"])
def reveal_draw(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = _load(request, pk)
    page = _page(
        seen,
        allowed=rules.may_reveal(request.user, seen),
        done=_("已揭示，抽中的单位列入对象。任何人都可以重算。"),
        heading=_("揭示种子"),
        submit=_("揭示"),
    )
    return answer_form(
        request,
        page,
        forms.RevealForm(posted(request)),
        lambda data: actions.reveal_draw(seen, **data, by=request.user, now=now()),
    )


@require_http_methods(["GET", "POST"])
def abandon_draw(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = _load(request, pk)
    page = _page(
        seen,
        allowed=rules.may_abandon(request.user, seen),
        done=_("已作废，理由留着。"),
        heading=_("作废抽取"),
        submit=_("作废"),
        danger=True,
    )
    return answer_form(
        request,
        page,
        forms.Abandon(posted(request)),
        lambda data: actions.abandon_draw(seen, **data, by=request.user, now=now()),
    )
