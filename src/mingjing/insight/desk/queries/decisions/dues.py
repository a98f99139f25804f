"""Calls, extensions, objections, burden and what is long late."""

from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person, Unit
from mingjing.base.people.queries import Standing
from mingjing.base.people.states import Role
from mingjing.base.ui.templatetags.mj import cndate
from mingjing.cycle.duties import rules
from mingjing.cycle.duties.models import Due, Duty, Extension, SupportCall
from mingjing.cycle.duties.queries import minutes_by_month, month_of
from mingjing.cycle.duties.states import AskState, DutyState
from mingjing.insight.desk.queries.board import Said, found, scope
from mingjing.insight.desk.queries.decisions.piles import Decision, Pile
from mingjing_law.calendar import Calendar
from mingjing_law.clocks import DaysLeft, days_left

# House rule, not law: before that the unit and its checker settle it between them.
LATE_WORKING_DAYS = 5
_COUNTY = frozenset({Role.OFFICE, Role.LEADER})


def calls(person: Person, standing: Standing, most: int) -> Pile:
    """Asked of a post one holds; the county's leader also sees what the office was asked."""
    to = Q(to_post__in=standing.posts)
    if Role.LEADER in standing.roles:
        to |= Q(to_post__role__in=_COUNTY)
    asked = (
        SupportCall.objects.filter(to, answered_at=None, withdrawn_at=None)
        .exclude(asked_by=person)
        .select_related("due__duty", "due__unit", "to_post__unit")
        .order_by("answer_due_on", "pk")
    )
    rows = list(asked)
    items = [
        Decision(
            call.due.unit.short_name,
            call.question,
            call.due.duty.title,
            _("请在 %(day)s 前答复") % {"day": cndate(call.answer_due_on)},
            reverse("duties:answer-support", args=[call.pk])
            if rules.may_answer_support(person, call)
            else reverse("duties:due", args=[call.due_id]),
        )
        for call in rows[:most]
    ]
    return Pile(
        "support", gettext_lazy("需支持"), gettext_lazy("答复"), len(rows), items
    )


def extensions(person: Person, standing: Standing, most: int) -> Pile:
    asked = Extension.objects.filter(state=AskState.ASKED).exclude(asked_by=person)
    if not standing.roles & _COUNTY:
        asked = asked.filter(due__checker_post__in=standing.posts)
    rows = list(
        asked.exclude(due__post__in=standing.posts)
        .select_related("due__duty", "due__unit")
        .order_by("due__due_on", "pk")
    )
    items = [
        Decision(
            ask.due.unit.short_name,
            ask.reason,
            ask.due.duty.title,
            f"{cndate(ask.was_due_on)} → {cndate(ask.asked_until)}",
            reverse("duties:decide-extension", args=[ask.pk])
            if rules.may_decide_extension(person, ask)
            else reverse("duties:due", args=[ask.due_id]),
        )
        for ask in rows[:most]
    ]
    title = gettext_lazy("申请延期")
    return Pile("held", title, gettext_lazy("决定"), len(rows), items)


def objections(standing: Standing, most: int) -> Pile:
    """The office answers them; the county's leader and the unit's secretary look on."""
    objected = Duty.objects.filter(state=DutyState.OBJECTED)
    if not standing.roles & _COUNTY:
        objected = objected.filter(unit__in=standing.secretary_units)
    rows = list(objected.select_related("unit").order_by("pk"))
    items = [
        Decision(
            duty.unit.short_name,
            duty.objection,
            f"{duty.code} {duty.title}",
            "",
            reverse("duties:duty", args=[duty.pk]),
        )
        for duty in rows[:most]
    ]
    title = gettext_lazy("有异议")
    return Pile("objected", title, gettext_lazy("看异议"), len(rows), items)


def over_budget(standing: Standing, most: int, *, on: date) -> Pile:
    units = Unit.objects.filter(ended_on=None)
    if not standing.roles & _COUNTY:
        units = units.filter(pk__in=standing.secretary_units)
    by_pk = {unit.pk: unit for unit in units}
    asked = minutes_by_month(by_pk, first=month_of(on), count=1)
    over = sorted(
        (
            (minutes[0] / max(by_pk[pk].burden_limit_minutes, 1), by_pk[pk], minutes[0])
            for pk, minutes in asked.items()
            if minutes[0] > by_pk[pk].burden_limit_minutes
        ),
        key=lambda row: (-row[0], row[1].pk),
    )
    items = [
        Decision(
            unit.short_name,
            _("本月%(minutes)s分钟，上限%(limit)s分钟")
            % {"minutes": minutes, "limit": unit.burden_limit_minutes},
            "",
            "",
            f"{reverse('duties:load')}?unit={unit.pk}",
        )
        for _share, unit, minutes in over[:most]
    ]
    title = gettext_lazy("超过负担上限")
    return Pile("soon", title, gettext_lazy("看负担"), len(over), items)


def late_since(on: date, calendar: Calendar) -> date:
    """The last due day that is LATE_WORKING_DAYS past today."""
    day = on
    while calendar.working_days_between(day, on) < LATE_WORKING_DAYS:
        day -= timedelta(days=1)
    return day


def said(left: DaysLeft) -> str:
    return left.en if (get_language() or "").startswith("en") else left.zh


def long_late(person: Person, most: int, *, on: date, calendar: Calendar) -> Pile:
    until = late_since(on, calendar)
    asked = Said(status="late", until=until)
    rows = found(scope(person), asked, person=person, on=on)
    # The few that are shown are found by their keys before anything is joined to them.
    few = list(rows.values_list("pk", flat=True)[:most])
    dressed = Due.objects.filter(pk__in=few).select_related("duty", "unit")
    items = [
        Decision(
            due.unit.short_name,
            due.duty.title,
            f"{due.duty.code} {due.period_label}".strip(),
            said(days_left(due.due_on, on, calendar)),
            reverse("duties:due", args=[due.pk]),
        )
        for due in dressed
    ]
    title = ngettext(
        "逾期满 %(n)d 个工作日", "逾期满 %(n)d 个工作日", LATE_WORKING_DAYS
    ) % {"n": LATE_WORKING_DAYS}
    url = f"{reverse('desk:board')}?status=late&until={until}"
    return Pile("late", title, gettext_lazy("看事项"), rows.count(), items, url)
