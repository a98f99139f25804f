from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from mingjing.base.people import actions, forms, queries, rules
from mingjing.base.people.actions import PersonFacts, Refused
from mingjing.base.people.models import FactorReset, Person
from mingjing.base.people.requests import SignedInRequest
from mingjing.base.people.views.answers import FormPage, answer, posted
from mingjing.base.people.views.units import demand_keeper

_PAGE = 50


@require_GET
def persons(request: SignedInRequest) -> HttpResponse:
    demand_keeper(request)
    form = forms.PersonsFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = queries.persons_like(
        wanted.get("q", ""), wanted.get("role", ""), to=request.user
    )
    context = {
        "form": form,
        "page_obj": Paginator(found, _PAGE).get_page(request.GET.get("page")),
        "filtered": any(wanted.values()),
    }
    return render(request, "people/persons.html", context)


@require_GET
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = get_object_or_404(queries.visible_persons(request.user), pk=pk)
    reset = seen.factor_resets.filter(done_at__isnull=True).first()
    by = request.user
    context = {
        "person": seen,
        "appointments": seen.appointments.select_related("post__unit"),
        "reset": reset,
        "may_manage": rules.may_manage(by),
        "may_issue_password": rules.may_issue_password(by, seen),
        "may_deactivate": rules.may_deactivate(by, seen),
        "may_ask_factor_reset": not reset and rules.may_ask_factor_reset(by, seen),
        "may_confirm": reset and rules.may_confirm_factor_reset(by, reset),
    }
    return render(request, "people/person.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def add_person(request: SignedInRequest) -> HttpResponse:
    demand_keeper(request)
    form = forms.PersonForm(posted(request))
    page = FormPage(
        title=_("新增人员"), button=_("开通账号"), back=reverse("people:persons")
    )
    if form.is_valid():
        facts = PersonFacts(**form.cleaned_data)
        try:
            made, password = actions.open_account(facts, by=request.user, now=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            # Shown in this one answer and nowhere again: no redirect can carry it.
            context = {"person": made, "password": password}
            return render(request, "people/password.html", context)
    status = 400 if form.errors else 200
    return render(
        request, "people/form.html", {"form": form, "page": page}, status=status
    )


@require_http_methods(["GET", "POST"])
def edit_person(request: SignedInRequest, pk: int) -> HttpResponse:
    demand_keeper(request)
    seen = get_object_or_404(Person, pk=pk)
    initial = {f: getattr(seen, f) for f in PersonFacts.__dataclass_fields__}
    page = FormPage(
        title=_("修改人员"),
        button=_("保存"),
        back=reverse("people:person", args=[pk]),
        done=_("人员已修改。"),
    )

    def act(given: dict[str, Any]) -> None:
        actions.edit_person(seen, PersonFacts(**given), by=request.user, now=now())

    return answer(
        request, forms.PersonForm(posted(request), initial=initial), page, act
    )


@require_http_methods(["GET", "POST"])
def deactivate_person(request: SignedInRequest, pk: int) -> HttpResponse:
    demand_keeper(request)
    seen = get_object_or_404(Person, pk=pk)
    page = FormPage(
        title=_("停用账号"),
        lead=_("停用后立刻退出登录，所有任职今天结束。有人接任的岗位，请先移交。"),
        button=_("停用"),
        back=reverse("people:person", args=[pk]),
        done=_("账号已停用。"),
    )

    def act(given: dict[str, Any]) -> None:
        actions.deactivate_person(seen, **given, by=request.user, now=now())

    return answer(request, forms.NoteForm(posted(request)), page, act)


@never_cache
@require_POST
def issue_password(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = get_object_or_404(queries.visible_persons(request.user), pk=pk)
    password = actions.issue_password(seen, by=request.user, now=now())
    context = {"person": seen, "password": password}
    return render(request, "people/password.html", context)


@require_http_methods(["GET", "POST"])
def ask_factor_reset(request: SignedInRequest, pk: int) -> HttpResponse:
    demand_keeper(request)
    seen = get_object_or_404(Person, pk=pk)
    if not rules.may_ask_factor_reset(request.user, seen):
        raise PermissionDenied
    page = FormPage(
        title=_("重置二次验证"),
        lead=_("要两个人：你提出，另一位管理者当面核实后确认。"),
        button=_("提出重置"),
        back=reverse("people:person", args=[pk]),
        done=_("已提出，等另一人确认。"),
    )

    def act(given: dict[str, Any]) -> None:
        actions.ask_factor_reset(seen, reason=given["note"], by=request.user, now=now())

    return answer(request, forms.NoteForm(posted(request)), page, act)


@require_POST
def confirm_factor_reset(request: SignedInRequest, pk: int) -> HttpResponse:
    demand_keeper(request)
    reset = get_object_or_404(FactorReset.objects.select_related("person"), pk=pk)
    try:
        actions.confirm_factor_reset(reset, by=request.user, now=now())
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, _("二次验证已重置，请本人重新开通。"))
    return redirect("people:person", pk=reset.person_id)
