from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.base.files.rules import Refused
from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.plan import actions, forms, queries, rules
from mingjing.cycle.plan.models import Source
from mingjing.cycle.plan.states import Verdict
from mingjing_documents import Unreadable


@require_GET
def sources(request: SignedInRequest) -> HttpResponse:
    seen = Source.objects.visible_to(request.user).select_related("amends")
    context = {"sources": seen, "may_write": rules.may_write(request.user)}
    return render(request, "plan/sources.html", context)


@require_http_methods(["GET", "POST"])
def import_source(request: SignedInRequest) -> HttpResponse:
    if not rules.may_write(request.user):
        raise PermissionDenied
    form = forms.ImportSource(request.POST or None, request.FILES or None)
    form.fields["amends"].queryset = Source.objects.visible_to(request.user)  # type: ignore[attr-defined]
    if form.is_valid():
        try:
            made = actions.import_source(
                form.cleaned_data["file"],
                amends=form.cleaned_data["amends"],
                by=request.user,
                now=now(),
            )
        except Unreadable as error:
            zh = (get_language() or "").startswith("zh")
            form.add_error("file", error.zh if zh else error.en)
        except Refused as error:
            form.add_error("file", str(error))
        else:
            return redirect("plan:review", pk=made.pk)
    return render(request, "plan/import.html", {"form": form})


@require_GET
def source(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = get_object_or_404(Source.objects.visible_to(request.user), pk=pk)
    context = {
        "source": seen,
        "clauses": seen.clauses.prefetch_related("measures"),
        "may_review": rules.may_review(request.user, seen),
    }
    return render(request, "plan/source.html", context)


@require_http_methods(["GET", "POST"])
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = get_object_or_404(Source.objects.visible_to(request.user), pk=pk)
    if not rules.may_review(request.user, seen):
        return redirect("plan:source", pk=pk)
    if request.method == "POST":
        _judge(request, seen)
        return redirect(f"{request.path}?show={request.POST.get('show', '')}")
    show = request.GET.get("show", "")
    context = {
        "source": seen,
        "clauses": queries.clauses_to_review(seen, pending_only=show == "pending"),
        "show": show,
        "progress": queries.progress_of(seen),
    }
    return render(request, "plan/review.html", context)


def _judge(request: SignedInRequest, seen: Source) -> None:
    chosen = [int(pk) for pk in request.POST.getlist("clause") if pk.isdigit()]
    if request.POST.get("verdict") == "suggested":
        count = _take_suggestions(request, seen)
    else:
        form = forms.JudgeClauses(request.POST)
        if not form.is_valid() or not chosen:
            messages.error(request, _("先勾选条款，再选怎样处理。"))
            return
        count = actions.judge_clauses(
            seen.clauses.filter(pk__in=chosen),
            Verdict(form.cleaned_data["verdict"]),
            by=request.user,
            now=now(),
        )
    said = ngettext("处理了 %(n)s 条。", "处理了 %(n)s 条。", count)
    messages.success(request, said % {"n": count})


def _take_suggestions(request: SignedInRequest, seen: Source) -> int:
    count = 0
    for verdict in (Verdict.MEASURE, Verdict.HEADING, Verdict.REJECTED):
        waiting = seen.clauses.filter(verdict=Verdict.PENDING, suggestion=verdict)
        count += actions.judge_clauses(waiting, verdict, by=request.user, now=now())
    return count


@require_http_methods(["GET", "POST"])
def make_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = get_object_or_404(Source.objects.visible_to(request.user), pk=pk)
    if not rules.may_review(request.user, seen):
        return redirect("plan:source", pk=pk)
    today = localdate()
    first = {
        "title": seen.title,
        "starts_on": today,
        "ends_on": date(today.year + 1, 12, 31),
    }
    form = forms.MakePlan(request.POST or None, initial=first)
    if form.is_valid():
        return _made(request, seen, form)
    counted = {v.value: seen.clauses.filter(verdict=v).count() for v in Verdict}
    context = {"source": seen, "form": form, "counted": counted}
    return render(request, "plan/make_plan.html", context)


def _made(request: SignedInRequest, seen: Source, form: forms.MakePlan) -> HttpResponse:
    try:
        made = actions.make_plan(seen, **form.cleaned_data, by=request.user, now=now())
    except actions.AlreadyMoved:
        messages.info(request, _("这份文件的审阅刚刚已经完成。"))
        return redirect("plan:source", pk=seen.pk)
    if made.unknown:
        words = _("这些单位名称在单位册里没有找到，请在举措里补上：%(names)s")
        messages.warning(request, words % {"names": "、".join(made.unknown)})
    return redirect("plan:plan", pk=made.plan.pk)
