"""Appeals: the list, one appeal, filing, taking in, deciding."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.base.people.queries import standing_of
from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.appeals import actions, forms, queries, rules
from mingjing.cycle.appeals.models import LOOKS, Appeal
from mingjing.cycle.appeals.states import Outcome
from mingjing.cycle.duties.views._answers import FormPage, answer_form, posted
from mingjing.cycle.findings.models import english

PAGE_SIZE = 50


@require_GET
def appeal_list(request: SignedInRequest) -> HttpResponse:
    on = localdate(now())
    seen = Appeal.objects.visible_to(request.user)
    form = forms.Filter(request.GET)
    rows = queries.appeals_like(seen, form.said(), on=on)
    counts = queries.counts_by_status(seen, on=on)
    context = {
        "form": form,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "figures": [(LOOKS[key].word, figure) for key, figure in counts.items()],
        "sees_county": standing_of(request.user).sees_county,
    }
    return render(request, "appeals/list.html", context)


def _load(request: SignedInRequest, pk: int) -> Appeal:
    seen = Appeal.objects.visible_to(request.user).select_related(
        "unit", "filed_by", "accepted_by", "decider", "ended_by"
    )
    found: Appeal = get_object_or_404(
        queries.with_status(seen, on=localdate(now())), pk=pk
    )
    return found


@require_GET
def appeal(request: SignedInRequest, pk: int) -> HttpResponse:
    return render(request, "appeals/appeal.html", _context(request, _load(request, pk)))


def _context(request: SignedInRequest, seen: Appeal) -> dict[str, Any]:
    """The mark as it stands, the ground beside it, the clock, the decision."""
    user, on = request.user, localdate(now())
    row = rules.subject_row(seen)
    return {
        "appeal": seen,
        "row": row,
        "row_url": rules.SUBJECTS[seen.kind].url(row),
        "file_clock": seen.file_explanation_en if english() else seen.file_explanation_zh,
        "decide_clock": seen.decide_explanation_en if english() else seen.decide_explanation_zh,
        "days_left": (seen.decide_due_on - on).days,
        "may_accept": rules.may_accept(user, seen),
        "may_refuse": rules.may_refuse(user, seen),
        "may_assign": rules.may_assign(user, seen),
        "may_decide": rules.may_decide(user, seen),
        "may_withdraw": rules.may_withdraw(user, seen),
    }  # fmt: skip


@require_GET
def of_subject(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """From a mark to the appeal against it, or to the form for whoever may file one."""
    row, subject = _row(request, kind, pk), rules.SUBJECTS[kind]
    if rules.may_file(request.user, subject, row, on=localdate(now())):
        return redirect("appeals:file-appeal", kind=kind, pk=pk)
    known = queries.appeal_of(kind, row)
    visible = Appeal.objects.visible_to(request.user)
    if known and visible.filter(pk=known.pk).exists():
        return redirect("appeals:appeal", pk=known.pk)
    return redirect(f"{reverse('appeals:list')}?kind={kind}&subject={pk}")


def _row(request: SignedInRequest, kind: str, pk: int) -> Any:
    if kind not in rules.SUBJECTS:
        raise Http404
    return get_object_or_404(rules.SUBJECTS[kind].visible(request.user), pk=pk)


@require_http_methods(["GET", "POST"])
def file_appeal(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    row, on = _row(request, kind, pk), localdate(now())
    subject = rules.SUBJECTS[kind]
    noticed_on = subject.noticed_on(row, on)
    if noticed_on is None:
        raise PermissionDenied
    window = queries.file_deadline(noticed_on)
    context = {
        "title": subject.title(row),
        "row_url": subject.url(row),
        "window": window,
        "explanation": window.explanation_en if english() else window.explanation_zh,
        "left": (window.due_on - on).days,
    }
    allowed = rules.may_file(request.user, subject, row, on=on)
    page = FormPage("appeals/file.html", allowed, _("申诉已提交，三十日内决定。"), subject.url(row), row, context)  # fmt: skip
    form = forms.FileAppeal(posted(request), is_late=on > window.due_on)
    return answer_form(request, page, form, lambda data: actions.file_appeal(kind, row, **data, by=request.user, now=now()))  # fmt: skip


def _page(
    request: SignedInRequest, seen: Appeal, *, allowed: bool, done: str, **words: Any
) -> FormPage:
    return FormPage(
        template=words.pop("template", "appeals/act.html"),
        allowed=allowed,
        done=done,
        to=reverse("appeals:appeal", args=[seen.pk]),
        row=seen,
        context={**_context(request, seen), **words},
    )


@require_http_methods(["GET", "POST"])
def accept_appeal(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = _load(request, pk)
    page = _page(
        request,
        seen,
        allowed=rules.may_accept(request.user, seen),
        done=_("已受理，并交给没有参与过的人决定。"),
        heading=_("受理申诉"),
        submit=_("受理"),
    )
    among = queries.possible_deciders(seen, but=request.user)
    form = forms.Accept(posted(request), among=among)
    return answer_form(
        request,
        page,
        form,
        lambda data: actions.accept_appeal(seen, **data, by=request.user, now=now()),
    )


@require_http_methods(["GET", "POST"])
def assign_decider(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = _load(request, pk)
    page = _page(
        request,
        seen,
        allowed=rules.may_assign(request.user, seen),
        done=_("已更换决定人，期限照常计算。"),
        heading=_("更换决定人"),
        submit=_("更换"),
    )
    among = queries.possible_deciders(seen, but=request.user)
    form = forms.Reassign(posted(request), among=among)
    return answer_form(
        request,
        page,
        form,
        lambda data: actions.assign_decider(seen, **data, by=request.user, now=now()),
    )


@require_http_methods(["GET", "POST"])
def refuse_appeal(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = _load(request, pk)
    page = _page(
        request,
        seen,
        allowed=rules.may_refuse(request.user, seen),
        done=_("不予受理，理由已告知单位。"),
        heading=_("不予受理"),
        submit=_("不予受理"),
        danger=True,
    )
    form = forms.Reason(posted(request))
    return answer_form(
        request,
        page,
        form,
        lambda data: actions.refuse_appeal(seen, **data, by=request.user, now=now()),
    )


@require_http_methods(["GET", "POST"])
def withdraw_appeal(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = _load(request, pk)
    page = _page(
        request,
        seen,
        allowed=rules.may_withdraw(request.user, seen),
        done=_("申诉已撤回。"),
        heading=_("撤回申诉"),
        submit=_("撤回"),
        danger=True,
        words=_("撤回以后，同一件事不能再申诉。"),
    )
    form = forms.Ask(posted(request))
    return answer_form(
        request,
        page,
        form,
        lambda _data: actions.withdraw_appeal(seen, by=request.user, now=now()),
    )


@require_http_methods(["GET", "POST"])
def decide_appeal(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = _load(request, pk)
    page = _page(
        request,
        seen,
        allowed=rules.may_decide(request.user, seen),
        done=_("已决定。原来看得到这项认定的人，都看得到决定。"),
        template="appeals/decide.html",
    )
    finding = page.context["row"] if seen.kind == "finding" else None
    outcomes = rules.SUBJECTS[seen.kind].outcomes
    form = forms.Decide(posted(request), outcomes=outcomes, finding=finding)

    def act(data: dict[str, Any]) -> None:
        outcome, words = Outcome(data["outcome"]), data["reasons"]
        actions.decide_appeal(seen, outcome=outcome, reasons=words, changes=form.changed(), by=request.user, now=now())  # fmt: skip

    return answer_form(request, page, form, act)
