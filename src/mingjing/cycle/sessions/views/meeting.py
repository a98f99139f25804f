"""Planning, holding, minuting, issuing, cancelling; proving dues by the minutes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.duties.views._answers import FormPage, answer_form, posted
from mingjing.cycle.evidence import actions as evidence
from mingjing.cycle.evidence.states import EvidenceKind
from mingjing.cycle.sessions import actions, forms, queries, rules
from mingjing.cycle.sessions.models import Session
from mingjing.cycle.sessions.views.pages import load


def _page(seen: Session, *, allowed: bool, done: str, **words: Any) -> FormPage:
    return FormPage(
        template=words.pop("template", "sessions/form.html"),
        allowed=allowed,
        done=done,
        to=reverse("sessions:session", args=[seen.pk]),
        row=seen,
        context={"session": seen, **words},
    )


@require_http_methods(["GET", "POST"])
def plan_session(request: SignedInRequest) -> HttpResponse:
    page = FormPage(
        template="sessions/form.html",
        allowed=rules.may_plan(request.user),
        done=_("已列入会议计划。开完以后登记纪要文号和决定。"),
        to=reverse("sessions:list"),
        context={"heading": _("计划一次会议"), "lead": _("只记题目和日期。会议内容不写在这里。")},
    )  # fmt: skip
    if not page.allowed:
        raise PermissionDenied
    start = {"planned_on": localdate(now()), "kind": request.GET.get("kind", "")}
    form = forms.PlanForm(request.user, posted(request), initial=start)

    def act(_data: dict[str, Any]) -> None:
        actions.plan_session(form.said(), by=request.user, now=now())

    return answer_form(request, page, form, act)


@require_http_methods(["GET", "POST"])
def replan_session(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load(request, pk)
    page = _page(
        seen,
        allowed=rules.may_replan(request.user, seen),
        done=_("计划已修改。"),
        heading=_("修改会议计划"),
    )
    form = forms.PlanForm(
        request.user, posted(request), initial=forms.initial_of(seen), but=pk
    )

    def act(data: dict[str, Any]) -> None:
        seen.version = data["version"] or 0  # a form without it is stale by itself
        actions.replan_session(seen, form.said(), by=request.user, now=now())

    return answer_form(request, page, form, act)


@require_http_methods(["GET", "POST"])
def hold_session(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load(request, pk)
    page = _page(
        seen,
        allowed=rules.may_hold(request.user, seen),
        done=_("已登记召开。下一步：写纪要文号和决定。"),
        heading=_("登记召开"),
        submit=_("登记"),
        lead=_("实际开的日期和议题。"),
    )
    start = {**forms.initial_of(seen), "held_on": localdate(now())}
    form = forms.Hold(posted(request), initial=start)

    def act(data: dict[str, Any]) -> None:
        seen.version = data["version"]
        words = {"held_on": data["held_on"], "agenda": form.said_agenda}
        actions.hold_session(seen, **words, by=request.user, now=now())

    return answer_form(request, page, form, act)


@require_http_methods(["GET", "POST"])
def minute_session(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load(request, pk)
    sent = request.POST if request.method == "POST" else None
    if sent is not None and "more" in sent:
        return _more_rows(request, seen, sent)
    start = {"number": seen.minutes_number, "version": seen.version}
    known = forms.initial_rows(seen.decisions.all()) if sent is None else ()
    form = forms.MinutesForm(sent, initial=start)
    rows = forms.rows_of(request.user, seen, data=sent, initial=known)
    if sent is None:
        return _minutes_page(request, seen, form, rows)
    said = forms.read_rows(rows)
    if form.is_valid() and said is not None:
        return _minuted(request, seen, form, rows)
    return _minutes_page(request, seen, form, rows, status=422)


def _more_rows(
    request: SignedInRequest, seen: Session, sent: QueryDict
) -> HttpResponse:
    number = {"number": sent.get("number", ""), "version": sent.get("version", "")}
    rows = forms.more_rows(request.user, seen, sent)
    return _minutes_page(request, seen, forms.MinutesForm(initial=number), rows)


def _minuted(
    request: SignedInRequest,
    seen: Session,
    form: forms.MinutesForm,
    rows: list[forms.DecisionRow],
) -> HttpResponse:
    seen.version = form.cleaned_data["version"]  # what was read, not what it is by now
    said = {"number": form.cleaned_data["number"], "decisions": forms.read_rows(rows) or []}  # fmt: skip
    try:
        actions.minute_session(seen, **said, by=request.user, now=now())
    except actions.AlreadyMoved as moved:
        form.add_error(None, str(moved))
        return _minutes_page(request, seen, form, rows, status=409)
    except actions.Refused as refused:
        form.add_error(None, str(refused))
        return _minutes_page(request, seen, form, rows, status=422)
    messages.success(request, _("纪要已登记。下达之前还可以改。"))
    return redirect("sessions:session", pk=seen.pk)


def _minutes_page(
    request: SignedInRequest,
    seen: Session,
    form: forms.MinutesForm,
    rows: list[forms.DecisionRow],
    status: int = 200,
) -> HttpResponse:
    if status != 409 and not rules.may_minute(request.user, seen):
        raise PermissionDenied
    wrong = [n for n, row in enumerate(rows, 1) if row.is_bound and row.errors]
    context = {"session": seen, "form": form, "rows": rows, "wrong": wrong}
    return render(request, "sessions/minutes.html", context, status=status)


@require_http_methods(["GET", "POST"])
def issue_session(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load(request, pk)
    page = _page(
        seen,
        template="sessions/issue.html",
        allowed=rules.may_issue(request.user, seen),
        done=_("决定已下达。各单位在“本周”里认领。"),
        previews=queries.preview_of(seen, on=localdate(now())),
        on=localdate(now()),
    )
    form = forms.Issue(posted(request), initial={"version": seen.version})

    def act(data: dict[str, Any]) -> None:
        seen.version = data["version"]
        report = actions.issue_decisions(seen, by=request.user, now=now())
        for duty, why in report.waiting:
            messages.warning(request, f"{duty.code}：{why}")

    return answer_form(request, page, form, act)


@require_http_methods(["GET", "POST"])
def cancel_session(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load(request, pk)
    page = _page(
        seen,
        allowed=rules.may_cancel(request.user, seen),
        done=_("已取消，原因留着。"),
        heading=_("取消会议"),
        submit=_("取消会议"),
        danger=True,
    )
    form = forms.Reason(posted(request), initial={"version": seen.version})

    def act(data: dict[str, Any]) -> None:
        seen.version = data["version"]
        actions.cancel_session(seen, reason=data["reason"], by=request.user, now=now())

    return answer_form(request, page, form, act)


@require_http_methods(["GET", "POST"])
def prove_by(request: SignedInRequest, pk: int) -> HttpResponse:
    seen, on = load(request, pk), localdate(now())
    page = _page(
        seen,
        allowed=rules.may_prove_by(request.user, seen),
        done=_("已用这份纪要申报，等待核验。"),
        heading=_("用这份纪要作佐证"),
        submit=_("申报"),
        lead=_("一份纪要可以证明几件事，不必再交一次。"),
    )
    if not page.allowed:
        raise PermissionDenied
    form = forms.ProveBy(
        queries.owed_here(seen, request.user, until=on), posted(request)
    )

    return answer_form(request, page, form, lambda data: _prove(request, seen, data))


def _prove(request: SignedInRequest, seen: Session, data: dict[str, Any]) -> None:
    evidence.prove_dues(
        list(data["dues"]),
        pointer=seen.minutes_number,
        kind=EvidenceKind.MINUTE,
        title=seen.title,
        dated_on=seen.held_on,
        note=data["note"],
        by=request.user,
        now=now(),
    )
