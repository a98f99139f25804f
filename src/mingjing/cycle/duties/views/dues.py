"""One due: its clock, its history, and the questions it can be asked."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
)

from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.duties import actions, forms, queries, rules
from mingjing.cycle.duties.models import Due, Extension, SupportCall
from mingjing.cycle.duties.views._answers import (
    FormPage,
    answer_form,
    explanation_of,
    posted,
)


def _load(request: SignedInRequest, pk: int) -> Due:
    seen = Due.objects.visible_to(request.user).select_related(
        "duty", "unit__parent", "post", "checker_post__unit", "claimed_by", "checked_by"
    )
    return get_object_or_404(queries.with_status(seen, on=localdate(now())), pk=pk)


@require_GET
def due(request: SignedInRequest, pk: int) -> HttpResponse:
    seen, user = _load(request, pk), request.user
    extensions = list(seen.extensions.select_related("asked_by", "decided_by"))
    calls = list(
        seen.support_calls.select_related(
            "due", "asked_by", "answered_by", "to_post__unit"
        )
    )
    context = {
        "due": seen,
        "duty": seen.duty,
        "explanation": explanation_of(seen),
        "extensions": [(e, rules.may_decide_extension(user, e),
                        rules.may_withdraw_extension(user, e)) for e in extensions],
        "calls": [(c, rules.may_answer_support(user, c), explanation_of(c),
                   rules.may_withdraw_support(user, c)) for c in calls],
        "moves": seen.moves.all(),
        **_may(request, seen),
    }  # fmt: skip
    return render(request, "duties/due.html", context)


def _may(request: SignedInRequest, seen: Due) -> dict[str, bool]:
    user = request.user
    return {
        "may_claim": rules.may_claim(user, seen),
        "may_verify": rules.may_verify(user, seen),
        "may_ask": rules.may_ask_extension(user, seen),
        "may_call": rules.may_call_for_support(user, seen),
        "may_waive": rules.may_waive(user, seen),
        "may_void": rules.may_void(user, seen),
        "may_contest": rules.may_contest(user, seen),
        "marked_late": rules.marked_late(seen, localdate(now())),
    }


def _page(seen: Due, *, allowed: bool, done: str, **words: Any) -> FormPage:
    return FormPage(
        template="duties/due_act.html",
        allowed=allowed,
        done=done,
        to=reverse("duties:due", args=[seen.pk]),
        row=seen,
        context={
            "due": seen,
            "duty": seen.duty,
            "explanation": explanation_of(seen),
            **words,
        },
    )


@require_http_methods(["GET", "POST"])
def ask_extension(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = _load(request, pk)
    ceiling = queries.ceiling_of(seen)
    page = _page(
        seen,
        allowed=rules.may_ask_extension(request.user, seen),
        done=_("延期申请已提交。决定之前，原到期日不变。"),
        heading=_("申请延期"),
        submit=_("提交申请"),
        note=ceiling.ground,
        latest=ceiling.latest_on,
    )
    form = forms.AskExtension(posted(request))
    return answer_form(
        request,
        page,
        form,
        lambda data: actions.ask_extension(seen, **data, by=request.user, now=now()),
    )


def _extension(request: SignedInRequest, pk: int) -> Extension:
    seen = Extension.objects.filter(due__in=Due.objects.visible_to(request.user))
    rows = seen.select_related("asked_by", "due__duty")
    found: Extension = get_object_or_404(rows, pk=pk)
    found.due = _load(request, found.due_id)
    return found


@require_http_methods(["GET", "POST"])
def decide_extension(request: SignedInRequest, pk: int) -> HttpResponse:
    extension = _extension(request, pk)
    page = _page(
        extension.due,
        allowed=rules.may_decide_extension(request.user, extension),
        done=_("已决定，承办单位的页面上看得到。"),
        heading=_("决定延期申请"),
        submit=_("确认决定"),
        extension=extension,
    )

    def act(data: dict[str, Any]) -> None:
        grant, note = data["decision"] == "grant", data["note"]
        actions.decide_extension(
            extension, grant=grant, note=note, by=request.user, now=now()
        )

    return answer_form(request, page, forms.DecideExtension(posted(request)), act)


@require_http_methods(["GET", "POST"])
def withdraw_extension(request: SignedInRequest, pk: int) -> HttpResponse:
    extension = _extension(request, pk)
    page = _page(
        extension.due,
        allowed=rules.may_withdraw_extension(request.user, extension),
        done=_("延期申请已撤回，原到期日不变。"),
        heading=_("撤回延期申请"),
        submit=_("撤回"),
        extension=extension,
    )
    form = forms.Ask(posted(request))
    return answer_form(
        request,
        page,
        form,
        lambda _data: actions.withdraw_extension(extension, by=request.user, now=now()),
    )


@require_http_methods(["GET", "POST"])
def call_for_support(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = _load(request, pk)
    page = _page(
        seen,
        allowed=rules.may_call_for_support(request.user, seen),
        done=_("已转上级。上级十个工作日内答复；这一项的期限照常计算。"),
        heading=_("说明困难，请上级支持"),
        submit=_("提交"),
        note=_("期限不会因此停下。需要更多时间，请另外申请延期。"),
    )
    form = forms.CallForSupport(posted(request))
    return answer_form(
        request,
        page,
        form,
        lambda data: actions.call_for_support(seen, **data, by=request.user, now=now()),
    )


@require_http_methods(["GET", "POST"])
def answer_support(request: SignedInRequest, pk: int) -> HttpResponse:
    call = _call(request, pk)
    page = _page(
        call.due,
        allowed=rules.may_answer_support(request.user, call),
        done=_("答复已送达承办单位。"),
        heading=_("答复支持请求"),
        submit=_("答复"),
        call=call,
        note=explanation_of(call),
    )
    form = forms.AnswerSupport(posted(request))
    return answer_form(
        request,
        page,
        form,
        lambda data: actions.answer_support(call, **data, by=request.user, now=now()),
    )


def _call(request: SignedInRequest, pk: int) -> SupportCall:
    visible = Due.objects.visible_to(request.user)
    calls = SupportCall.objects.filter(due__in=visible).select_related("asked_by")
    call: SupportCall = get_object_or_404(calls, pk=pk)
    call.due = _load(request, call.due_id)
    return call


@require_http_methods(["GET", "POST"])
def withdraw_support_call(request: SignedInRequest, pk: int) -> HttpResponse:
    call = _call(request, pk)
    page = _page(
        call.due,
        allowed=rules.may_withdraw_support(request.user, call),
        done=_("支持请求已撤回，上级不用再答复。"),
        heading=_("撤回支持请求"),
        submit=_("撤回"),
        call=call,
    )
    return answer_form(
        request,
        page,
        forms.Ask(posted(request)),
        lambda _data: actions.withdraw_support_call(call, by=request.user, now=now()),
    )


@require_http_methods(["GET", "POST"])
def waive_due(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = _load(request, pk)
    page = _page(
        seen,
        allowed=rules.may_waive(request.user, seen),
        done=_("这一项已免办，理由已留痕。"),
        heading=_("免办"),
        submit=_("免办"),
    )
    form = forms.Reason(posted(request))
    return answer_form(
        request,
        page,
        form,
        lambda data: actions.waive_due(seen, **data, by=request.user, now=now()),
    )


@require_http_methods(["GET", "POST"])
def void_due(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = _load(request, pk)
    page = _page(
        seen,
        allowed=rules.may_void(request.user, seen),
        done=_("这一项已作废，理由已留痕。"),
        heading=_("作废"),
        submit=_("作废"),
    )
    form = forms.Reason(posted(request))
    return answer_form(
        request,
        page,
        form,
        lambda data: actions.void_due(seen, **data, by=request.user, now=now()),
    )
