"""What the platform asks of a unit, counted from its own rows and from nobody's clicks.

整治形式主义为基层减负若干规定: forms, reports and inspections asked of the grassroots are to
be few and counted. A month's requests are the dues that fall due in it, the replies to
findings whose term ends in it, and the visits that came in it. Minutes of a due are the
estimate in its duty; those of a reply and a visit are declared in states.py. A cure is a
due already and is not counted a second time.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth

from mingjing.base.people.models import Person, Unit
from mingjing.base.people.queries import standing_of
from mingjing.cycle.duties.models import Due, Duty
from mingjing.cycle.duties.queries import minutes_by_month, month_of, months_from
from mingjing.cycle.duties.states import DueState
from mingjing.cycle.findings.models import Finding
from mingjing.cycle.findings.queries import replies_asked
from mingjing.cycle.inspection.models import Visit
from mingjing.cycle.inspection.queries import visits_received
from mingjing.insight.burden.states import REPLY, VISIT

# What a claim asks a contact to fill in: the pointer, and a word on what it is.
FIELDS_A_CLAIM = 2
_NOT_ASKED = (DueState.VOID, DueState.WAIVED)


@dataclass(frozen=True)
class Meter:
    """One unit in one month."""

    unit: Unit
    month: date
    requests: int = 0
    due_minutes: int = 0
    replies: int = 0
    visits: int = 0

    @property
    def reply_minutes(self) -> int:
        return self.replies * REPLY.minutes

    @property
    def visit_minutes(self) -> int:
        return self.visits * VISIT.minutes

    @property
    def minutes(self) -> int:
        return self.due_minutes + self.reply_minutes + self.visit_minutes

    @property
    def fields(self) -> int:
        return (
            self.requests * FIELDS_A_CLAIM
            + self.replies * REPLY.fields
            + self.visits * VISIT.fields
        )

    @property
    def limit(self) -> int:
        return self.unit.burden_limit_minutes

    @property
    def over(self) -> bool:
        return self.minutes > self.limit

    @property
    def share(self) -> int:
        """Percent of the budget; a unit without a budget is full with the first minute."""
        return round(100 * self.minutes / self.limit) if self.limit else 100


def visible_units(person: Person) -> QuerySet[Unit]:
    units = Unit.objects.filter(ended_on__isnull=True)
    standing = standing_of(person)
    return units if standing.sees_county else units.filter(pk__in=standing.units)


@dataclass(frozen=True)
class Asked:
    """The rows behind the numbers of a meter."""

    dues: QuerySet[Due]
    replies: QuerySet[Finding]
    visits: QuerySet[Visit]


def asked_of(units: Iterable[int], first: date, last: date) -> Asked:
    """What these units were asked for from one day to another, both counted."""
    chosen = list(units)
    return Asked(
        Due.objects.filter(unit_id__in=chosen, due_on__range=(first, last)).exclude(
            state__in=_NOT_ASKED
        ),
        replies_asked(chosen, first, last),
        visits_received(chosen, first, last),
    )


def last_day_of(month: date) -> date:
    return months_from(month, 2)[1] - timedelta(days=1)


def meters(units: Iterable[Unit], month: date) -> list[Meter]:
    """Three queries for all units; one of which nothing is asked stands with zero."""
    return meters_of_months(units, [month])


def meters_of_months(units: Iterable[Unit], months: Sequence[date]) -> list[Meter]:
    """Unit by unit, and each in the order of the months."""
    chosen = list(units)
    asked = asked_of(
        [unit.pk for unit in chosen], min(months), last_day_of(max(months))
    )
    counts: dict[tuple[int, date], dict[str, int]] = defaultdict(dict)
    for rows, numbers in (
        (_by_month(asked.dues, "due_on"), {"requests": Count("pk"), "due_minutes": Sum("duty__minutes")}),
        (_by_month(asked.replies, "reply_due_on"), {"replies": Count("pk")}),
        (_by_month(asked.visits, "arrived_on"), {"visits": Count("pk")}),
    ):  # fmt: skip
        for row in rows.annotate(**numbers):
            key = row.pop("unit_id"), row.pop("in_month")
            counts[key] |= row
    return [
        Meter(unit, month, **counts[unit.pk, month])
        for unit in chosen
        for month in months
    ]


def _by_month(rows: QuerySet[Any], day: str) -> QuerySet[Any]:
    in_month: QuerySet[Any] = rows.order_by().annotate(in_month=TruncMonth(day))
    return in_month.values("unit_id", "in_month")


@dataclass(frozen=True)
class Month:
    """One month of a unit's year. Ahead there are no rows yet: the rules are counted."""

    first: date
    minutes: int
    meter: Meter | None = None  # None: ahead
    current: bool = False


def year_of(
    unit: Unit, *, on: date, chosen: date, behind: int = 6
) -> tuple[list[Month], Meter]:
    """Twelve months: behind and now as they were asked, ahead as the rules will ask.

    A visit or a finding ahead is not guessed: it may come without notice. The meter of
    the chosen month, whether among the twelve or not, comes of the same queries.
    """
    this = month_of(on)
    start = this.year * 12 + this.month - 1 - behind
    past = months_from(date(start // 12, start % 12 + 1, 1), behind + 1)
    *behind_us, meter = meters_of_months([unit], [*past, chosen])
    ahead = months_from(this, 12 - behind)
    by_rule = minutes_by_month([unit.pk], first=this, count=len(ahead))
    minutes = by_rule.get(unit.pk, [0] * len(ahead))
    year = [
        *(
            Month(each.month, each.minutes, each, current=each.month == this)
            for each in behind_us
        ),
        *(
            Month(month, spent)
            for month, spent in zip(ahead[1:], minutes[1:], strict=True)
        ),
    ]
    return year, meter


def approved_over_budget(units: QuerySet[Unit]) -> QuerySet[Duty]:
    """Requests that somebody let through by name, with the reason (promise 11)."""
    return (
        Duty.objects.filter(unit__in=units, over_budget_by__isnull=False)
        .select_related("unit", "over_budget_by")
        .order_by("unit__rank", "code")
    )
