"""Opening, reporting one's own, editing, telling the unit, merging, taking back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.duties.views._answers import FormPage, answer_form, posted
from mingjing.cycle.findings import actions, forms, rules
from mingjing.cycle.findings.actions import FindingDraft, SourceNote
from mingjing.cycle.findings.models import Finding
from mingjing.cycle.findings.states import SourceKind
from mingjing.cycle.findings.views.lists import load, page_of


def act_page(
    request: SignedInRequest, seen: Finding, *, allowed: bool, done: str, **words: Any
) -> FormPage:
    """A form about one finding, below the claim and its reply."""
    return FormPage(
        template=words.pop("template", "findings/act.html"),
        allowed=allowed,
        done=done,
        to=reverse("findings:finding", args=[seen.pk]),
        row=seen,
        context={**page_of(request, seen), **words},
    )


@require_http_methods(["GET", "POST"])
def open_finding(request: SignedInRequest) -> HttpResponse:
    if not rules.may_open(request.user):
        raise PermissionDenied
    on = localdate(now())
    form = forms.FindingForm(
        request.user, posted(request), on=on, initial=_asked(request, on)
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        source = SourceNote(
            kind=SourceKind(said["source"]),
            pointer=said["pointer"],
            said_on=said["said_on"],
            inspection=said.get("inspection"),
        )
        try:
            return _opened(request, form, source)
        except actions.Refused as refused:
            form.add_error(None, str(refused))
        except actions.AlreadyMoved as moved:
            form.add_error(None, str(moved))
    return _form_page(request, form, heading=_("登记问题"))


def _asked(request: SignedInRequest, on: Any) -> dict[str, Any]:
    """A link from a unit's page or a duty's may fill in what it knows."""
    names = (
        "post",
        "category",
        "duty_code",
        "measure",
        "source",
        "pointer",
        "inspection",
    )
    given = {name: request.GET[name] for name in names if request.GET.get(name)}
    return {"found_on": on, "said_on": on, **given}


def _opened(
    request: SignedInRequest, form: forms.FindingForm, source: SourceNote
) -> HttpResponse:
    same, at = form.same_as, now()
    if same and not same.again:
        actions.add_source(same.finding, source, by=request.user, now=at)
        done = _("已作为又一个来源登记在%(code)s，不另立问题。")
        messages.success(request, done % {"code": same.finding.code})
        return redirect("findings:finding", pk=same.finding.pk)
    relapse = same.finding if same else None
    draft = FindingDraft(**form.words(), relapse_of=relapse)
    made = actions.open_finding(draft, source, by=request.user, now=at)
    done = _("%(code)s已登记为草稿。核对以后送达单位，单位才看得到。")
    messages.success(request, done % {"code": made.code})
    return redirect("findings:finding", pk=made.pk)


@require_http_methods(["GET", "POST"])
def report_own(request: SignedInRequest) -> HttpResponse:
    """What a unit found itself is marked so wherever it stands."""
    if not rules.may_report_own(request.user):
        raise PermissionDenied
    on = localdate(now())
    form = forms.OwnForm(
        request.user, posted(request), on=on, initial=_asked(request, on)
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _reported(request, form)
        except actions.Refused as refused:
            form.add_error(None, str(refused))
        except actions.AlreadyMoved as moved:
            form.add_error(None, str(moved))
    return _form_page(request, form, heading=_("报告自查发现的问题"), own=True)


def _reported(request: SignedInRequest, form: forms.OwnForm) -> HttpResponse:
    same, at = form.same_as, now()
    pointer = form.cleaned_data["pointer"]
    if same and not same.again:
        source = SourceNote(
            kind=SourceKind.SELF_CHECK, pointer=pointer, said_on=localdate(now())
        )
        actions.add_source(same.finding, source, by=request.user, now=at)
        done = _("已作为又一个来源登记在%(code)s，不另立问题。")
        messages.success(request, done % {"code": same.finding.code})
        return redirect("findings:finding", pk=same.finding.pk)
    draft = FindingDraft(**form.words(), relapse_of=same.finding if same else None)
    made = actions.report_own(draft, pointer=pointer, by=request.user, now=at)
    done = _("%(code)s已报告，标明是本单位自查发现的。确认后写整改。")
    messages.success(request, done % {"code": made.code})
    return redirect("findings:finding", pk=made.pk)


def _form_page(request: SignedInRequest, form: Any, **words: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = {"form": form, "back": reverse("findings:list"), **words}
    return render(request, "findings/form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit_finding(request: SignedInRequest, pk: int) -> HttpResponse:
    seen, on = load(request, pk), localdate(now())
    if not rules.may_edit(request.user, seen):
        raise PermissionDenied
    form = forms.OwnForm(request.user, posted(request), on=on, but=seen.pk, initial=_initial(seen))  # fmt: skip
    form.fields["post"].queryset = forms.FindingForm(request.user, on=on).fields["post"].queryset  # type: ignore[attr-defined]  # fmt: skip
    del form.fields["pointer"]
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_finding(seen, form.words(), by=request.user, now=now())
        except (actions.Refused, actions.AlreadyMoved) as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("草稿已保存。"))
            return redirect("findings:finding", pk=pk)
    return _form_page(request, form, heading=_("修改草稿"))


def _initial(seen: Finding) -> dict[str, Any]:
    names = ("post", "title", "facts", "category", "severity", "law", "fact", "found_on", "measure")  # fmt: skip
    said = {name: getattr(seen, name) for name in names}
    return {**said, "duty_code": seen.duty.code if seen.duty else ""}


@require_http_methods(["GET", "POST"])
def notify_finding(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load(request, pk)
    page = act_page(
        request,
        seen,
        allowed=rules.may_notify(request.user, seen),
        done=_("已送达单位，答复期限开始计算。"),
        heading=_("送达单位"),
        submit=_("送达"),
        words=_("送达以后，单位看到问题，可以认可或者逐点提出异议。"),
    )
    form = forms.Seen(posted(request), initial={"seen": seen.facts_mark})
    return answer_form(request, page, form, lambda data: _notify(request, seen, data))


def _notify(request: SignedInRequest, seen: Finding, data: dict[str, Any]) -> None:
    if data["seen"] != seen.facts_mark:
        # Edited while this page was open: nobody sends on words they did not read.
        raise actions.AlreadyMoved(f"finding:{seen.pk}")
    actions.notify_finding(seen, by=request.user, now=now())


@require_http_methods(["GET", "POST"])
def withdraw_finding(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load(request, pk)
    page = act_page(
        request,
        seen,
        allowed=rules.may_withdraw(request.user, seen),
        done=_("已撤销，理由写在原来的位置。"),
        heading=_("撤销问题"),
        submit=_("撤销"),
        danger=True,
    )
    form = forms.Reason(posted(request))
    return answer_form(
        request,
        page,
        form,
        lambda data: actions.withdraw_finding(seen, **data, by=request.user, now=now()),
    )


@require_http_methods(["GET", "POST"])
def merge_finding(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = load(request, pk)
    page = act_page(
        request,
        seen,
        allowed=rules.may_merge(request.user, seen),
        done=_("已并入，两个来源都保留。"),
        heading=_("并入同一问题"),
        submit=_("并入"),
        words=_("同一个问题被两处发现，只立一个：单位答复一次、整改一次。"),
    )
    form = forms.Merge(seen, posted(request))
    return answer_form(
        request,
        page,
        form,
        lambda data: actions.merge_finding(seen, **data, by=request.user, now=now()),
    )
