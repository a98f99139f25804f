"""The unit's answer, the confirmation, the cure, the sign-off."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.duties.views._answers import answer_form, posted
from mingjing.cycle.findings import actions, forms, queries, rules
from mingjing.cycle.findings.models import Finding, english
from mingjing.cycle.findings.views.lists import load
from mingjing.cycle.findings.views.opening import act_page


def _same_state(seen: Finding, data: dict[str, Any]) -> None:
    """What was judged is what the page showed; a reply meanwhile is read first."""
    if data["seen"] and data["seen"] != seen.state:
        raise actions.AlreadyMoved(f"finding:{seen.pk}")


@require_http_methods(["GET", "POST"])
def reply_to_finding(request: SignedInRequest, pk: int) -> HttpResponse:
    """Claim, clock and answer on one screen."""
    seen = load(request, pk)
    page = act_page(
        request,
        seen,
        allowed=rules.may_reply(request.user, seen),
        done=_("答复已提交，写在问题旁边。"),
        template="findings/reply.html",
    )

    def act(data: dict[str, Any]) -> None:
        actions.reply_to_finding(
            seen,
            accepts=data["answer"] == "accept",
            words=data["words"],
            objections=forms.objections_of(data),
            by=request.user,
            now=now(),
        )

    return answer_form(request, page, forms.ReplyForm(posted(request)), act)


@require_http_methods(["GET", "POST"])
def confirm_finding(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load(request, pk)
    page = act_page(
        request,
        seen,
        allowed=rules.may_confirm(request.user, seen),
        done=_("已确认。单位可以在三十日内申诉。"),
        template="findings/confirm.html",
    )

    def act(data: dict[str, Any]) -> None:
        _same_state(seen, data)
        actions.confirm_finding(
            seen,
            note=data["note"],
            answers=forms.answers_of(data),
            changes=forms.changes_of(data),
            by=request.user,
            now=now(),
        )

    form = forms.Confirm(seen, queries.reply_of(seen), posted(request))
    return answer_form(request, page, form, act)


@require_http_methods(["GET", "POST"])
def write_cure(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load(request, pk)
    page = act_page(
        request,
        seen,
        allowed=rules.may_write_cure(request.user, seen),
        done=_("整改已写好，等领导小组办公室同意。"),
        heading=_("写整改"),
        submit=_("提交"),
        words=_(
            "做什么、到什么时候、怎样证明；为什么会发生；制度怎样改，不改的写明理由。"
        ),
    )

    def act(data: dict[str, Any]) -> None:
        actions.write_cure(seen, actions.CureText(**data), by=request.user, now=now())

    form = forms.CureForm(posted(request), on=localdate(now()))
    return answer_form(request, page, form, act)


@require_http_methods(["GET", "POST"])
def start_cure(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load(request, pk)
    page = act_page(
        request,
        seen,
        allowed=rules.may_start_cure(request.user, seen),
        done=_("已决定，单位的页面上看得到。"),
        heading=_("审定整改"),
        submit=_("确认决定"),
        words=_("同意后成为一项责任：认领、报佐证、复查，都在责任清单里办。"),
    )

    def act(data: dict[str, Any]) -> None:
        if data["decision"] == "return":
            actions.return_cure(seen, note=data["note"], by=request.user, now=now())
            return
        started = actions.start_cure(
            seen, checker_post=data["checker_post"], by=request.user, now=now()
        )
        if started.held:
            messages.warning(request, started.held)

    return answer_form(request, page, forms.StartCure(seen, posted(request)), act)


@require_http_methods(["GET", "POST"])
def redo_cure(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load(request, pk)
    page = act_page(
        request,
        seen,
        allowed=rules.may_redo_cure(request.user, seen),
        done=_("原整改责任已经终止，请单位重写整改。"),
        heading=_("重写整改"),
        submit=_("要求重写"),
    )

    def act(data: dict[str, Any]) -> None:
        actions.redo_cure(seen, note=data["reason"], by=request.user, now=now())

    return answer_form(request, page, forms.Reason(posted(request)), act)


@require_http_methods(["GET", "POST"])
def sign_off(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load(request, pk)
    watch = queries.watch_deadline(seen.severity, localdate(now()))
    page = act_page(
        request,
        seen,
        allowed=rules.may_sign_off(request.user, seen),
        done=_("已销号，回看期开始。"),
        template="findings/sign_off.html",
        watch=watch,
        watch_words=watch.explanation_en if english() else watch.explanation_zh,
    )

    def act(data: dict[str, Any]) -> None:
        _same_state(seen, data)
        actions.sign_off(seen, note=data["note"], by=request.user, now=now())

    form = forms.Note(posted(request), initial={"seen": seen.state})
    return answer_form(request, page, form, act)
