from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.base.people import actions, forms, queries, rules
from mingjing.base.people.actions import UnitFacts
from mingjing.base.people.models import Unit
from mingjing.base.people.requests import SignedInRequest
from mingjing.base.people.views.answers import FormPage, answer, posted
from mingjing.base.record.queries import reads_all

_PAGE = 50


@require_GET
def units(request: SignedInRequest) -> HttpResponse:
    form = forms.UnitsFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = queries.units_like(
        wanted.get("q", ""), wanted.get("kind", ""), wanted.get("peer", "")
    )
    pages = Paginator(queries.as_tree(found), _PAGE)
    context = {
        "form": form,
        "page_obj": pages.get_page(request.GET.get("page")),
        "filtered": any(wanted.values()),
        "may_manage": rules.may_manage(request.user),
    }
    return render(request, "people/units.html", context)


@require_GET
def unit(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = get_object_or_404(Unit.objects.select_related("parent"), pk=pk)
    context = {
        "unit": seen,
        "posts": queries.posts_of(seen),
        "children": seen.children.filter(ended_on__isnull=True),
        "may_manage": rules.may_manage(request.user),
        "reads_record": reads_all(request.user),
    }
    return render(request, "people/unit.html", context)


@require_http_methods(["GET", "POST"])
def add_unit(request: SignedInRequest) -> HttpResponse:
    demand_keeper(request)
    initial = {"parent": request.GET.get("parent")}
    page = FormPage(
        title=_("新增单位"),
        button=_("新增"),
        back=reverse("people:units"),
        done=_("单位已新增。"),
    )

    def act(given: dict[str, Any]) -> None:
        actions.add_unit(UnitFacts(**given), by=request.user, now=now())

    return answer(request, forms.UnitForm(posted(request), initial=initial), page, act)


@require_http_methods(["GET", "POST"])
def edit_unit(request: SignedInRequest, pk: int) -> HttpResponse:
    demand_keeper(request)
    seen = get_object_or_404(Unit, pk=pk)
    initial = {f: getattr(seen, f) for f in UnitFacts.__dataclass_fields__}
    page = FormPage(
        title=_("修改单位"),
        button=_("保存"),
        back=reverse("people:unit", args=[pk]),
        done=_("单位已修改。"),
    )

    def act(given: dict[str, Any]) -> None:
        actions.edit_unit(seen, UnitFacts(**given), by=request.user, now=now())

    return answer(request, forms.UnitForm(posted(request), initial=initial), page, act)


@require_http_methods(["GET", "POST"])
def end_unit(request: SignedInRequest, pk: int) -> HttpResponse:
    demand_keeper(request)
    seen = get_object_or_404(Unit, pk=pk)
    form = forms.EndUnitForm(posted(request), initial={"ended_on": localdate()})
    page = FormPage(
        title=_("撤销单位"),
        lead=_("撤销后不再派任务；以前的记录都还在。"),
        button=_("撤销单位"),
        back=reverse("people:unit", args=[pk]),
        done=_("单位已撤销。"),
    )

    def act(given: dict[str, Any]) -> None:
        actions.end_unit(seen, **given, by=request.user, now=now())

    return answer(request, form, page, act)


def demand_keeper(request: SignedInRequest) -> None:
    if not rules.may_manage(request.user):
        raise PermissionDenied
