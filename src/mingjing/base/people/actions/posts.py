from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from mingjing.base.people import rules
from mingjing.base.people.actions.outcomes import tell
from mingjing.base.people.events import (
    Appointed,
    AppointmentEnded,
    PostAdded,
    PostHandedOver,
)
from mingjing.base.people.models import Appointment, Person, Post, Unit
from mingjing.base.people.queries import forget_standing
from mingjing.base.people.rules import (
    AlreadyMoved,
    Refused,
    demand_keeper,
    refuse_future,
)


@transaction.atomic
def add_post(
    unit: Unit, *, title: str, role: str, by: Person | None, now: datetime
) -> Post:
    demand_keeper(by)
    if unit.ended_on is not None:
        raise Refused(_("这个单位已撤销，不能再设岗位。"), field="unit")
    if unit.posts.filter(title=title).exists():
        raise Refused(_("这个单位已有“%(title)s”。") % {"title": title})
    post = Post.objects.create(unit=unit, title=title, role=role)
    event = PostAdded(post=post.pk, unit=unit.pk, title=title, role=post.role)
    tell(event, subject=f"post:{post.pk}", by=by, now=now)
    return post


@dataclass(frozen=True, kw_only=True)
class _Seat:
    post: Post
    person: Person
    as_deputy: bool
    since_on: date


@transaction.atomic
def appoint(
    post: Post,
    person: Person,
    *,
    since_on: date,
    as_deputy: bool = False,
    by: Person | None,
    now: datetime,
) -> Appointment:
    if by is not None and not rules.may_appoint(by, person):
        raise PermissionDenied
    refuse_future(since_on, now)
    _lock(post)
    seat = _Seat(post=post, person=person, as_deputy=as_deputy, since_on=since_on)
    appointment = _seat(seat)
    event = Appointed(
        post=post.pk,
        appointment=appointment.pk,
        as_deputy=as_deputy,
        since_on=since_on,
        person=str(person.pk),
    )
    tell(event, subject=f"post:{post.pk}", by=by, now=now)
    return appointment


@transaction.atomic
def end_appointment(
    appointment: Appointment,
    *,
    ended_on: date,
    note: str = "",
    by: Person | None,
    now: datetime,
) -> None:
    if by is not None and not rules.may_manage(by):
        raise PermissionDenied
    refuse_future(ended_on, now)
    _end(appointment, ended_on)
    event = AppointmentEnded(
        post=appointment.post_id,
        appointment=appointment.pk,
        ended_on=ended_on,
        person=str(appointment.person_id),
        note=note,
    )
    tell(event, subject=f"post:{appointment.post_id}", by=by, now=now)


@transaction.atomic
def hand_over(
    post: Post,
    *,
    to_person: Person,
    on: date,
    note: str = "",
    by: Person | None,
    now: datetime,
) -> Appointment:
    """The holder leaves and the successor begins in one act: no day without a holder.

    Duties name the post, so they follow it. A deputy who takes over stops deputising.
    """
    if by is not None and not rules.may_hand_over(by, to_person):
        raise PermissionDenied
    refuse_future(on, now)
    _lock(post)
    holder = post.appointments.current().filter(as_deputy=False).first()
    if holder is None:
        raise Refused(_("这个岗位现在空缺，请直接任命。"))
    if holder.person_id == to_person.pk:
        raise Refused(_("接任的人就是现在的人。"))
    _end(holder, on)
    for deputyship in post.appointments.current().filter(person=to_person):
        _end(deputyship, on)
    successor = _seat(_Seat(post=post, person=to_person, as_deputy=False, since_on=on))
    event = PostHandedOver(
        post=post.pk,
        ended_appointment=holder.pk,
        appointment=successor.pk,
        on=on,
        from_person=str(holder.person_id),
        to_person=str(to_person.pk),
        note=note,
    )
    tell(event, subject=f"post:{post.pk}", by=by, now=now)
    return successor


def _lock(post: Post) -> None:
    # Two keepers who fill one post at once: the second waits here and is then told.
    Post.objects.select_for_update().get(pk=post.pk)


def _seat(seat: _Seat) -> Appointment:
    post, person = seat.post, seat.person
    if not person.is_active:
        raise Refused(_("这个账号已停用，不能任职。"))
    if post.unit.ended_on is not None:
        raise Refused(_("这个单位已撤销，不能再任职。"))
    current = post.appointments.current().select_related("person")
    held = current.filter(as_deputy=seat.as_deputy).first()
    if held is not None:
        words = _("这个位置现由%(who)s担任。请先移交或结束任职。")
        raise AlreadyMoved(words % {"who": held.person.name}, field="title")
    if current.filter(person=person).exists():
        raise Refused(_("同一个人不能既任本职又任副手。"))
    appointment = Appointment.objects.create(
        post=post, person=person, as_deputy=seat.as_deputy, since_on=seat.since_on
    )
    forget_standing(person)
    return appointment


def _end(appointment: Appointment, ended_on: date) -> None:
    if ended_on < appointment.since_on:
        raise Refused(_("离任日期不能早于任职日期。"))
    here = Appointment.objects.current().filter(pk=appointment.pk)
    if not here.update(ended_on=ended_on):
        raise AlreadyMoved(_("这项任职已经结束。"))
    appointment.ended_on = ended_on
    forget_standing(appointment.person)
