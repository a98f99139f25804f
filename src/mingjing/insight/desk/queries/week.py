"""A contact's week: what to do, what to check, what is offered, what it costs."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person, Unit
from mingjing.base.people.queries import standing_of
from mingjing.base.ui.charts import Bar
from mingjing.cycle.duties.models import Due, Duty
from mingjing.cycle.duties.queries import (
    minutes_by_month,
    month_of,
    months_from,
    with_status,
)
from mingjing.cycle.duties.states import OWED, DueState, DutyState
from mingjing.cycle.findings.models import Finding
from mingjing.cycle.findings.states import FindingState
from mingjing.insight.desk.queries.board import week_of
from mingjing_law.calendar import Calendar
from mingjing_law.clocks import DaysLeft, days_left

MOST_CARDS = 12  # further ones stand in the list that the heading links to


@dataclass(frozen=True)
class Card:
    """One due with its clock in words."""

    due: Due
    left: DaysLeft


@dataclass(frozen=True)
class Week:
    count: int
    minutes: int
    late: int
    cards: list[Card]


def owed_by(person: Person) -> QuerySet[Due]:
    """What the person's own posts owe, as holder or deputy."""
    return Due.objects.visible_to(person).filter(
        post__in=standing_of(person).posts, state__in=OWED
    )


def week_for(person: Person, *, on: date, calendar: Calendar) -> Week:
    """Due this week or before, or sent back: late first, then what was returned."""
    _first, last = week_of(on)
    rows = owed_by(person).filter(Q(due_on__lte=last) | Q(state=DueState.RETURNED))
    sums = rows.order_by().aggregate(
        count=Count("pk"),
        minutes=Sum("duty__minutes"),
        late=Count("pk", filter=Q(due_on__lt=on)),
    )
    urgency = Case(
        When(due_on__lt=on, then=Value(0)),
        When(state=DueState.RETURNED, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    first = rows.order_by(urgency, "due_on", "pk")[:MOST_CARDS]
    return Week(
        count=sums["count"],
        minutes=sums["minutes"] or 0,
        late=sums["late"],
        cards=_cards(first, on=on, calendar=calendar),
    )


def later_than(
    person: Person, day: date, *, on: date, calendar: Calendar, most: int = 10
) -> list[Card]:
    rows = owed_by(person).filter(due_on__gt=day, state=DueState.OPEN)
    return _cards(rows.order_by("due_on", "pk")[:most], on=on, calendar=calendar)


def _cards(rows: QuerySet[Due], *, on: date, calendar: Calendar) -> list[Card]:
    chosen = with_status(rows, on=on).select_related(
        "duty", "unit", "post", "checker_post__unit", "checked_by"
    )
    return [Card(due, days_left(due.due_on, on, calendar)) for due in chosen]


def to_check_by(person: Person) -> QuerySet[Due]:
    """Claims that this person may judge: none of their own, under whichever hat."""
    posts = standing_of(person).posts
    return (
        Due.objects.visible_to(person)
        .filter(checker_post__in=posts, state=DueState.CLAIMED)
        .exclude(claimed_by=person)
        .exclude(post__in=posts)
        .exclude(uses__added_by=person)
        .select_related("duty", "unit")
        .order_by("claimed_at", "pk")
    )


def offers_to(person: Person) -> QuerySet[Duty]:
    standing = standing_of(person)
    mine = Q(post__in=standing.posts) | Q(unit__in=standing.secretary_units)
    offered = Duty.objects.filter(mine, state=DutyState.OFFERED)
    return offered.select_related("unit").order_by("code")


def findings_to_answer(person: Person) -> QuerySet[Finding]:
    """Said of the person's own post or unit, and not answered yet (promise 7)."""
    standing = standing_of(person)
    mine = Q(post__in=standing.posts) | Q(unit__in=standing.secretary_units)
    told = Finding.objects.visible_to(person).filter(mine, state=FindingState.NOTIFIED)
    return told.order_by("reply_due_on", "pk")


def burden_bars(unit: Unit, *, on: date) -> list[Bar]:
    """Minutes a month, two behind and three ahead; for the unit, never a person."""
    first = months_from(month_of(on).replace(year=on.year - 1), 11)[-1]  # two back
    minutes = minutes_by_month([unit.pk], first=first, count=6).get(unit.pk, [0] * 6)
    return [
        Bar(
            _("%(month)s月") % {"month": month.month},
            minutes[n],
            current=month == month_of(on),
            late=minutes[n] > unit.burden_limit_minutes,
        )
        for n, month in enumerate(months_from(first, 6))
    ]
