from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.base.people import actions, forms, rules
from mingjing.base.people.models import Appointment, Post, Unit
from mingjing.base.people.queries import holders_of
from mingjing.base.people.requests import SignedInRequest
from mingjing.base.people.views.answers import FormPage, answer, posted
from mingjing.base.people.views.units import demand_keeper
from mingjing.base.record.queries import reads_all


@require_GET
def post(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = get_object_or_404(Post.objects.select_related("unit"), pk=pk)
    context = {
        "post": seen,
        "history": seen.appointments.select_related("person").order_by(
            "-since_on", "-pk"
        ),
        "holders": holders_of(seen),
        "may_manage": rules.may_manage(request.user),
        "reads_record": reads_all(request.user),
    }
    return render(request, "people/post.html", context)


@require_http_methods(["GET", "POST"])
def add_post(request: SignedInRequest, pk: int) -> HttpResponse:
    demand_keeper(request)
    unit = get_object_or_404(Unit, pk=pk)
    page = FormPage(
        title=_("新增岗位"),
        lead=str(unit),
        button=_("新增"),
        back=reverse("people:unit", args=[pk]),
        done=_("岗位已新增。请任命担任的人。"),
    )

    def act(given: dict[str, Any]) -> None:
        actions.add_post(unit, **given, by=request.user, now=now())

    return answer(request, forms.PostForm(posted(request)), page, act)


@require_http_methods(["GET", "POST"])
def appoint(request: SignedInRequest, pk: int) -> HttpResponse:
    demand_keeper(request)
    seen = get_object_or_404(Post.objects.select_related("unit"), pk=pk)
    form = forms.AppointForm(
        posted(request), besides=request.user, initial={"since_on": localdate()}
    )
    page = FormPage(
        title=_("任命"),
        lead=str(seen),
        button=_("任命"),
        back=reverse("people:post", args=[pk]),
        done=_("已任命。"),
    )

    def act(given: dict[str, Any]) -> None:
        actions.appoint(seen, **given, by=request.user, now=now())

    return answer(request, form, page, act)


@require_http_methods(["GET", "POST"])
def end_appointment(request: SignedInRequest, pk: int) -> HttpResponse:
    demand_keeper(request)
    seen = get_object_or_404(
        Appointment.objects.select_related("post__unit", "person"), pk=pk
    )
    form = forms.EndAppointmentForm(posted(request), initial={"ended_on": localdate()})
    page = FormPage(
        title=_("结束任职"),
        lead=_("结束后岗位空缺，没有人收到提醒。有人接任，请用“移交”。"),
        button=_("结束任职"),
        back=reverse("people:post", args=[seen.post_id]),
        done=_("任职已结束。"),
    )

    def act(given: dict[str, Any]) -> None:
        actions.end_appointment(seen, **given, by=request.user, now=now())

    return answer(request, form, page, act, subject=seen)


@require_http_methods(["GET", "POST"])
def hand_over(request: SignedInRequest, pk: int) -> HttpResponse:
    demand_keeper(request)
    seen = get_object_or_404(Post.objects.select_related("unit"), pk=pk)
    form = forms.HandOverForm(
        posted(request), besides=request.user, initial={"on": localdate()}
    )
    page = FormPage(
        title=_("移交岗位"),
        lead=str(seen),
        button=_("移交"),
        back=reverse("people:post", args=[pk]),
        done=_("岗位已移交，责任跟着岗位走。"),
        template="people/hand_over.html",
    )

    def act(given: dict[str, Any]) -> None:
        to_person = given.pop("person")
        actions.hand_over(
            seen, to_person=to_person, **given, by=request.user, now=now()
        )

    return answer(request, form, page, act, post=seen, holders=holders_of(seen))
