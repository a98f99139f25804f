"""Without an account: suggest that a step goes, find the answer, read all answers."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.insight.approvals.models import Item
from mingjing.insight.approvals.queries import step_names
from mingjing.insight.reforms import actions, forms, queries
from mingjing.insight.reforms.states import ANSWER_WITHIN


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def suggest(request: HttpRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(Item, pk=pk)
    steps = step_names(item)
    if not steps:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = forms.SuggestForm(posted, steps)
    if posted is not None and form.is_valid():
        if ratelimit.consume(request, action="suggest"):
            return _received(request, item, form)
        form.add_error(None, _("这里一小时内收得太多了，请过一小时再交。"))
    context = {"item": item, "form": form, "within": ANSWER_WITHIN}
    status = 400 if form.errors else 200
    return render(request, "reforms/suggest.html", context, status=status)


def _received(
    request: HttpRequest, item: Item, form: forms.SuggestForm
) -> HttpResponse:
    """No redirect: the receipt is said once, and stands in no address."""
    kept = actions.receive_suggestion(item, **form.cleaned_data, by=None, now=now())
    receipt = forms.shown_receipt(form.cleaned_data["receipt"])
    context = {"item": item, "suggestion": kept, "receipt": receipt}
    return render(request, "reforms/received.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """By POST, so that a receipt stands in no log and no history."""
    posted = request.POST if request.method == "POST" else None
    form = forms.ReceiptForm(posted)
    found = None
    if posted is not None and form.is_valid():
        if ratelimit.consume(request, action="suggest"):
            found = queries.by_receipt(form.cleaned_data["receipt"])
            if found is None:
                form.add_error("receipt", _("没有这个回执号，请核对。"))
        else:
            form.add_error(None, _("这里一小时内查得太多了，请过一小时再查。"))
    context = {"form": form, "suggestion": found}
    status = 400 if form.errors else 200
    return render(request, "reforms/receipt.html", context, status=status)


@login_not_required
@require_GET
def answers(request: HttpRequest) -> HttpResponse:
    wish = request.GET.get("item", "")
    item = Item.objects.filter(pk=int(wish)).first() if wish.isdecimal() else None
    context = {
        "item": item,
        "rows": queries.answered(item.pk if item else None),
        "counts": queries.answer_counts(),
    }
    return render(request, "reforms/answers.html", context)
