"""Ratings: the sheet to fill, and handing it in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.base.people.requests import SignedInRequest
from mingjing.insight.approvals import actions, forms, rules
from mingjing.insight.approvals.models import Item, Rating

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 60


@require_GET
def template(request: SignedInRequest) -> HttpResponse:
    if not rules.may_write(request.user):
        raise PermissionDenied
    content = forms.rating_template(list(Item.objects.all()))
    answer = HttpResponse(content, content_type=_XLSX)
    answer["Content-Disposition"] = 'attachment; filename="ratings.xlsx"'
    return answer


@require_http_methods(["GET", "POST"])
def ratings(request: SignedInRequest) -> HttpResponse:
    if not rules.may_write(request.user):
        raise PermissionDenied
    posted = request.method == "POST"
    form = forms.RatingsForm(*(request.POST, request.FILES) if posted else ())
    faults: list[forms.Fault] = []
    if posted and form.is_valid():
        items = {item.name: item for item in Item.objects.all()}
        months, faults = forms.months_in(form.cleaned_data["file"], items)
        if not faults:
            new, changed = actions.import_ratings(months, by=request.user, now=now())
            told = {"new": new, "changed": changed}
            messages.success(
                request, _("新增 %(new)s 个月，更正 %(changed)s 个月。") % told
            )
            return redirect("approvals:ratings")
    rows = Rating.objects.select_related("item").order_by("-month", "item__name")
    context = {"form": form, "faults": faults, "rows": rows[:_SHOWN]}
    status = 400 if form.errors or faults else 200
    return render(request, "approvals/ratings.html", context, status=status)
