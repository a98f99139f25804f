"""The minutes that duties cost a unit and its posts (promise 11).

Counted from the rules, not from the dues: a month far ahead, whose dues are not open
yet, costs the same. Per unit and per post only; no number here belongs to a person.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from mingjing.base.people.models import Appointment, Post, Unit
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.duties.states import DutyState
from mingjing_law.rules import recurrence_from_fact

# What a unit has been asked for: an offer weighs already, a draft does not.
WEIGHING = (DutyState.OFFERED, DutyState.ACCEPTED, DutyState.IN_FORCE)
MONTHS_AHEAD = 12

_MONTHS_BETWEEN = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_WEEKS_IN_A_MONTH = 5  # the longest month counts: a cap is about the worst


def month_of(day: date) -> date:
    return day.replace(day=1)


def months_from(first: date, count: int) -> list[date]:
    start = first.year * 12 + first.month - 1
    return [date((start + n) // 12, (start + n) % 12 + 1, 1) for n in range(count)]


def occurrences_in_month(
    clock: dict[str, Any], month: date, *, starts_on: date, ends_on: date
) -> int:
    """How often the rule falls due in that month, before holidays move any day."""
    if not month_of(starts_on) <= month <= month_of(ends_on):
        return 0
    if clock["kind"] == "once":
        return int(month_of(date.fromisoformat(clock["due_on"])) == month)
    if "start" in clock:
        # A legal term started by an event costs once, in the month the event lies in.
        return int(month_of(date.fromisoformat(clock["start"])) == month)
    if clock["kind"] == "fact":
        rule = recurrence_from_fact(clock["fact"])
        return _in_month(rule.every, rule.month, month)
    return _in_month(clock["every"], clock.get("month"), month)


def _in_month(every: str, month_in_period: int | None, month: date) -> int:
    if every == "week":
        return _WEEKS_IN_A_MONTH
    step = _MONTHS_BETWEEN[every]
    return int(month.month % step == (month_in_period or step) % step)


@dataclass(frozen=True)
class Burden:
    """What one unit is asked for in one month, against its cap."""

    minutes: int
    limit: int
    duty_count: int

    @property
    def over(self) -> bool:
        return self.minutes > self.limit


def _weights(
    rows: Iterable[dict[str, Any]], months: list[date], key: str
) -> dict[int, list[int]]:
    sums: dict[int, list[int]] = defaultdict(lambda: [0] * len(months))
    for row in rows:
        for n, month in enumerate(months):
            sums[row[key]][n] += row["minutes"] * occurrences_in_month(
                row["clock"],
                month,
                starts_on=row["starts_on"],
                ends_on=row["ends_on"],
            )
    return sums


_RULE = ("minutes", "clock", "starts_on", "ends_on")


def minutes_by_month(
    unit_ids: Iterable[int],
    *,
    first: date,
    count: int = MONTHS_AHEAD,
    without: Iterable[int] = (),
) -> dict[int, list[int]]:
    """Minutes of each unit in each of the months; one query for all units."""
    rows = Duty.objects.filter(unit_id__in=list(unit_ids), state__in=WEIGHING)
    rows = rows.exclude(pk__in=list(without))
    months = months_from(first, count)
    return _weights(rows.order_by().values("unit_id", *_RULE), months, "unit_id")


def burden_of_unit(unit: Unit, month: date) -> Burden:
    month = month_of(month)
    duties = Duty.objects.filter(unit=unit, state__in=WEIGHING).only(*_RULE)
    hits = [
        (duty, occurrences_in_month(
            duty.clock, month, starts_on=duty.starts_on, ends_on=duty.ends_on
        ))
        for duty in duties
    ]  # fmt: skip
    return Burden(
        minutes=sum(duty.minutes * times for duty, times in hits),
        limit=unit.burden_limit_minutes,
        duty_count=sum(times > 0 for _, times in hits),
    )


def peak_with(duties: list[Duty], *, on: date) -> dict[int, int]:
    """The heaviest month of each duty's unit in the year ahead, these duties included.

    Only months in which one of them falls due count: a duty is not refused for a heavy
    month that it does not touch.
    """
    months = months_from(month_of(on), MONTHS_AHEAD)
    standing = minutes_by_month(
        {d.unit_id for d in duties}, first=months[0], without=[d.pk for d in duties]
    )
    added = _weights(
        (
            {"unit_id": d.unit_id, **{name: getattr(d, name) for name in _RULE}}
            for d in duties
        ),
        months,
        "unit_id",
    )
    return {
        unit_id: max(
            (
                new + (standing[unit_id][n] if unit_id in standing else 0)
                for n, new in enumerate(minutes)
                if new
            ),
            default=0,
        )
        for unit_id, minutes in added.items()
    }


@dataclass(frozen=True)
class PostLoad:
    """What one post is asked for in one month, and who holds it now."""

    post_id: int
    title: str
    unit: str
    holders: tuple[str, ...]
    minutes: int
    duty_count: int


def load_of_posts(*, unit: Unit | None, month: date) -> list[PostLoad]:
    """Three queries for a unit (or, without one, for the county), heaviest first."""
    duties = Duty.objects.filter(state__in=WEIGHING)
    if unit is not None:
        duties = duties.filter(unit=unit)
    month = month_of(month)
    minutes: dict[int, int] = defaultdict(int)
    counts: dict[int, int] = defaultdict(int)
    for row in duties.order_by("post_id").values("post_id", *_RULE):
        times = occurrences_in_month(
            row["clock"], month, starts_on=row["starts_on"], ends_on=row["ends_on"]
        )
        minutes[row["post_id"]] += row["minutes"] * times
        counts[row["post_id"]] += times > 0
    posts = Post.objects.filter(pk__in=list(counts)).select_related("unit")
    holders = _holders_of(list(counts))
    loads = [
        PostLoad(
            post_id=post.pk,
            title=post.title,
            unit=post.unit.short_name,
            holders=tuple(holders[post.pk]),
            minutes=minutes[post.pk],
            duty_count=counts[post.pk],
        )
        for post in posts
    ]
    return sorted(loads, key=lambda load: (-load.minutes, load.post_id))


def _holders_of(posts: list[int]) -> dict[int, list[str]]:
    """Names by post, the holder before the deputy."""
    names: dict[int, list[str]] = defaultdict(list)
    current = Appointment.objects.current().filter(post__in=posts)
    rows = current.order_by("as_deputy").values_list("post_id", "person__name")
    for post, name in rows:
        names[post].append(name)
    return names
