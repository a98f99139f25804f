"""Suggestions for whoever has to answer them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.base.people.requests import SignedInRequest
from mingjing.insight.reforms import actions, forms, queries, rules
from mingjing.insight.reforms.models import Suggestion

PAGE_SIZE = 50


@require_GET
def suggestion_list(request: SignedInRequest) -> HttpResponse:
    if not rules.may_see(request.user):
        raise PermissionDenied
    rows = queries.suggestions_for(request.user)
    state = request.GET.get("state", "open")
    if state == "open":
        rows = rows.filter(verdict="")
    elif state == "answered":
        rows = rows.exclude(verdict="").order_by("-answered_at")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "state": state, "today": localdate(now())}
    return render(request, "reforms/suggestions.html", context)


@require_http_methods(["GET", "POST"])
def suggestion(request: SignedInRequest, pk: int) -> HttpResponse:
    if not rules.may_see(request.user):
        raise PermissionDenied
    shown = get_object_or_404(queries.suggestions_for(request.user), pk=pk)
    may_answer = rules.may_answer(request.user, shown)
    posted = request.POST if request.method == "POST" else None
    if posted is not None and not may_answer and not shown.verdict:
        raise PermissionDenied
    form = forms.AnswerForm(posted)
    if posted is not None and form.is_valid():
        return _answered(request, shown, form)
    context = {
        "suggestion": shown,
        "form": form,
        "may_answer": may_answer,
        "may_propose": rules.may_propose(request.user, shown.item),
        "today": localdate(now()),
        "reforms": shown.reforms.all(),
    }
    status = 400 if form.errors else 200
    return render(request, "reforms/suggestion.html", context, status=status)


def _answered(
    request: SignedInRequest, shown: Suggestion, form: forms.AnswerForm
) -> HttpResponse:
    try:
        actions.answer_suggestion(
            shown, **form.cleaned_data, by=request.user, now=now()
        )
    except actions.AlreadyAnswered as answered:
        messages.info(request, str(answered))
    else:
        messages.success(request, _("已答复，所有人都看得到。"))
    return redirect("reforms:suggestion", shown.pk)
