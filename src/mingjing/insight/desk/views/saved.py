"""One's own views of the board: kept, named again, removed. Nobody else's exist here."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.base.people.requests import SignedInRequest
from mingjing.cycle.duties.views._answers import posted
from mingjing.insight.desk import actions, forms, pictures
from mingjing.insight.desk.models import SavedView


def _own(request: SignedInRequest, pk: int) -> SavedView:
    return get_object_or_404(SavedView, pk=pk, person=request.user)


def _to_board(query: str) -> str:
    return f"{reverse('desk:board')}?{query}"


@require_GET
def own_views(request: SignedInRequest) -> HttpResponse:
    context = {
        "views": SavedView.objects.filter(person=request.user),
        "most": actions.MOST_VIEWS,
    }
    return render(request, "desk/views.html", context)


@require_http_methods(["GET", "POST"])
def save_view(request: SignedInRequest) -> HttpResponse:
    form = forms.ViewName(posted(request), initial={"asked": request.GET.urlencode()})
    asked = forms.as_asked(QueryDict(form["asked"].value() or ""))
    board, status = forms.BoardFilter(request.user, asked), 200
    query = board.kept()
    if form.is_valid():
        name = form.cleaned_data["name"]
        try:
            actions.save_view(name=name, query=query, by=request.user, now=now())
        except (actions.NameTaken, actions.ViewsFull) as refused:
            form.add_error("name", str(refused))
            status = 422
        else:
            messages.success(request, _("已存成视图“%(name)s”。") % {"name": name})
            return redirect(_to_board(query))
    chips, back = pictures.chips(board, asked), _to_board(query)
    context = {"form": form, "chosen": [chip.label for chip in chips], "back": back}
    return render(request, "desk/save_view.html", context, status=status)


@require_http_methods(["GET", "POST"])
def rename_view(request: SignedInRequest, pk: int) -> HttpResponse:
    view, status = _own(request, pk), 200
    form = forms.Rename(posted(request), initial={"name": view.name})
    if form.is_valid():
        name = form.cleaned_data["name"]
        try:
            actions.rename_view(view, name=name, by=request.user, now=now())
        except actions.NameTaken as taken:
            form.add_error("name", str(taken))
            status = 422
        else:
            messages.success(request, _("名称已改。"))
            return redirect("desk:views")
    context = {"form": form, "view": view, "back": reverse("desk:views")}
    return render(request, "desk/rename_view.html", context, status=status)


@require_http_methods(["GET", "POST"])
def remove_view(request: SignedInRequest, pk: int) -> HttpResponse:
    view = _own(request, pk)
    if request.method == "POST":
        actions.remove_view(view, by=request.user, now=now())
        messages.success(request, _("视图“%(name)s”已删去。") % {"name": view.name})
        return redirect("desk:views")
    context = {"form": forms.Remove(), "view": view, "back": reverse("desk:views")}
    return render(request, "desk/remove_view.html", context)
