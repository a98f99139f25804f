"""The register of inspections and one of them: what, who, when, what came of it."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.base.people.queries import standing_of
from mingjing.base.people.requests import SignedInRequest
from mingjing.base.ui.pictures import qr_of
from mingjing.cycle.duties.views._answers import FormPage, answer_form, posted
from mingjing.cycle.inspection import actions, forms, queries, rules
from mingjing.cycle.inspection.models import HelpNote, Inspection, Visit
from mingjing.cycle.inspection.states import RECORDING

PAGE_SIZE = 50


@require_GET
def inspection_list(request: SignedInRequest) -> HttpResponse:
    if not rules.may_look(request.user):
        raise PermissionDenied
    seen = Inspection.objects.visible_to(request.user)
    form = forms.Filter(request.GET)
    rows = queries.inspections_like(seen, form.said())
    context = {
        "form": form,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "sees_county": standing_of(request.user).sees_county,
        "at_door": rules.may_answer_door(request.user),
        "may_draft": rules.may_draft_programme(request.user),
        "on": localdate(now()),
    }
    return render(request, "inspection/list.html", context)


def load(request: SignedInRequest, pk: int) -> Inspection:
    seen = Inspection.objects.visible_to(request.user).select_related(
        "programme__approved_by",
        "run_by",
        "concluded_by",
        "fed_back_by",
        "notified_by",
        "dropped_in",
    )
    found: Inspection = get_object_or_404(seen, pk=pk)
    return found


def load_visit(request: SignedInRequest, pk: int) -> Visit:
    """Of an inspection that one may see: a unit its own only, the team all."""
    inspections = Inspection.objects.visible_to(request.user)
    visit = get_object_or_404(
        Visit.objects.filter(inspection__in=inspections).select_related(
            "inspection__programme__approved_by", "inspection__run_by", "unit"
        ),
        pk=pk,
    )
    if not rules.may_see_visit(request.user, visit):
        raise Http404
    return visit


@require_GET
def inspection(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load(request, pk)
    visits = [v for v in queries.visits_of(seen) if _shown(request, seen, v)]
    notes = HelpNote.objects.filter(visit__in=visits).select_related(
        "visit__unit", "written_by"
    )
    context = {
        "inspection": seen,
        "members": list(seen.members.select_related("person")),
        "visits": [(visit, *_may_visit(request, seen, visit)) for visit in visits],
        "notes": notes,
        "draws": list(seen.draws.all()),
        "refusals": seen.refusals.filter(unit__in=[v.unit_id for v in visits]),
        "picture": _picture(request, seen),
        "recording": seen.state in RECORDING and rules.is_on_team(request.user, seen),
        "at_door": any(rules.may_admit(request.user, visit) for visit in visits),
        "explanation": explanation_of(seen),
        "on": localdate(now()),
        **_may(request, seen),
    }
    return render(request, "inspection/inspection.html", context)


def _picture(request: SignedInRequest, seen: Inspection) -> str:
    """For those who show it; a unit checks the one that is shown to it."""
    standing = standing_of(request.user)
    shows = standing.sees_county or rules.may_see_sheets(request.user, seen)
    return qr_of(address_of(request, seen)) if seen.code and shows else ""


def _shown(request: SignedInRequest, seen: Inspection, visit: Visit) -> bool:
    visit.inspection = seen
    return rules.may_see_visit(request.user, visit)


def address_of(request: SignedInRequest, seen: Inspection) -> str:
    return request.build_absolute_uri(reverse("inspection:code", args=[seen.code]))


def explanation_of(seen: Inspection) -> str:
    english = (get_language() or "").startswith("en")
    return seen.review_explanation_en if english else seen.review_explanation_zh


def _may_visit(
    request: SignedInRequest, seen: Inspection, visit: Visit
) -> tuple[bool, bool]:
    visit.inspection = seen
    return rules.may_leave_note(request.user, visit), rules.may_agree(
        request.user, visit
    )


def _may(request: SignedInRequest, seen: Inspection) -> dict[str, bool]:
    user = request.user
    return {
        "may_edit": rules.may_edit(user, seen),
        "may_drop": rules.may_drop(user, seen) and seen.dropped_in_id is None,
        "may_notify": rules.may_notify(user, seen),
        "may_commit": rules.may_commit(user, seen) and not seen.visits.exists(),
        "may_conclude": rules.may_conclude(user, seen),
        "may_feed_back": rules.may_feed_back(user, seen),
        "may_finish": rules.may_finish(user, seen),
        "may_close": rules.may_close(user, seen),
        "sees_sheet": rules.may_see_sheets(user, seen),
    }


def act_on(
    request: SignedInRequest,
    seen: Inspection,
    form: django_forms.Form,
    act: Callable[[dict[str, Any]], object],
    **words: Any,
) -> HttpResponse:
    page = FormPage(
        template=words.pop("template", "inspection/form.html"),
        allowed=words.pop("allowed"),
        done=words.pop("done"),
        to=reverse("inspection:inspection", args=[seen.pk]),
        row=seen,
        context={"crumb": str(seen), "inspection": seen, **words},
    )
    return answer_form(request, page, form, act)


@require_http_methods(["GET", "POST"])
def drop_inspection(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load(request, pk)
    return act_on(
        request,
        seen,
        forms.Reason(posted(request)),
        lambda data: actions.drop_inspection(seen, **data, by=request.user, now=now()),
        allowed=rules.may_drop(request.user, seen),
        done=_("已登记取消。已批准的，等新版计划批准后取消。"),
        heading=_("取消检查"),
        submit=_("取消检查"),
        danger=True,
    )


@require_http_methods(["GET", "POST"])
def notify_units(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load(request, pk)
    return act_on(
        request,
        seen,
        forms.Plain(posted(request)),
        lambda _data: actions.notify_units(seen, by=request.user, now=now()),
        allowed=rules.may_notify(request.user, seen),
        done=_("已通知。单位现在看得到编码、范围和名单。"),
        heading=_("通知单位"),
        submit=_("通知"),
        lead=_("事先不通知的检查（暗访）不必点这里：到门口出示编码即可。"),
    )


@require_http_methods(["GET", "POST"])
def leave_help_note(request: SignedInRequest, pk: int) -> HttpResponse:
    visit = load_visit(request, pk)
    return act_on(
        request,
        visit.inspection,
        forms.HelpNoteForm(visit.inspection, posted(request)),
        lambda data: actions.leave_help_note(visit, **data, by=request.user, now=now()),
        allowed=rules.may_leave_note(request.user, visit),
        done=_("帮助单已留给单位。"),
        heading=_("留下帮助单"),
        lead=visit.unit.short_name,
    )


@require_http_methods(["GET", "POST"])
def draft_conclusion(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load(request, pk)
    start = {"words": seen.conclusion}
    return act_on(
        request,
        seen,
        forms.ConclusionForm(posted(request), initial=start),
        lambda data: actions.draft_conclusion(seen, **data, by=request.user, now=now()),
        allowed=rules.may_conclude(request.user, seen),
        done=_("结论草稿已保存，由办公室审核后反馈。"),
        heading=_("拟督查结论"),
        lead=_("没有到访的单位会标明“未到访”。"),
    )


@require_http_methods(["GET", "POST"])
def feed_back(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load(request, pk)
    read = seen.concluded_at.isoformat() if seen.concluded_at else ""
    return act_on(
        request,
        seen,
        forms.FeedBackForm(posted(request), initial={"concluded_at": read}),
        lambda data: actions.feed_back(seen, **data, by=request.user, now=now()),
        allowed=rules.may_feed_back(request.user, seen),
        done=_("已反馈，申请复核的期限开始计算。"),
        heading=_("反馈督查结论"),
        submit=_("反馈"),
        shows_conclusion=True,
    )


@require_http_methods(["GET", "POST"])
def agree_to_conclusion(request: SignedInRequest, pk: int) -> HttpResponse:
    visit = load_visit(request, pk)
    return act_on(
        request,
        visit.inspection,
        forms.Plain(posted(request)),
        lambda _data: actions.agree_to_conclusion(visit, by=request.user, now=now()),
        allowed=rules.may_agree(request.user, visit),
        done=_("已表示没有异议。"),
        heading=_("对结论没有异议"),
        submit=_("没有异议"),
        lead=_("不点也可以：到期没有申请复核，结论自然生效。"),
        shows_conclusion=True,
    )


@require_http_methods(["GET", "POST"])
def finish_inspection(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load(request, pk)
    return act_on(
        request,
        seen,
        forms.Plain(posted(request)),
        lambda _data: actions.finish_inspection(seen, by=request.user, now=now()),
        allowed=rules.may_finish(request.user, seen),
        done=_("结论已生效。"),
        heading=_("结论生效"),
        submit=_("生效"),
    )


@require_http_methods(["GET", "POST"])
def close_inspection(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load(request, pk)
    return act_on(
        request,
        seen,
        forms.Plain(posted(request)),
        lambda _data: actions.close_inspection(seen, by=request.user, now=now()),
        allowed=rules.may_close(request.user, seen),
        done=_("检查已办结。"),
        heading=_("办结检查"),
        submit=_("办结"),
        lead=_("每个到访单位至少有一张帮助单，才能办结。"),
    )


@require_GET
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """For the visit without a network: scope, history, blank lines."""
    visit, on = load_visit(request, pk), localdate(now())
    if not rules.may_see_sheets(request.user, visit.inspection):
        raise PermissionDenied
    context = {
        "visit": visit,
        "inspection": visit.inspection,
        "members": list(visit.inspection.members.select_related("person")),
        "history": queries.history_of(visit, on=on),
        "blank": range(12),
        "on": on,
    }
    return render(request, "inspection/sheet.html", context)
