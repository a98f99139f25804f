"""The clock of a fact, or the sentence that says why it has none."""

from typing import cast

from mingjing_law.facts import Fact, fact, standing_fact
from mingjing_law.limits import Ceiling, Kind, Limit, Unit
from mingjing_law.recur import Every, Recurrence
from mingjing_law.schema import TERMS, Words

EVERY: dict[str, Every] = {
    "month": "month",
    "quarter": "quarter",
    "half_year": "half_year",
    "year": "year",
}
TWICE = 2

WHY_NOT: dict[str, Words] = {
    "cap": Words(
        "是上限，不是到期日", "is a ceiling on an amount or a measure, not a due day"
    ),
    "duration": Words("是效力存续的期间", "says how long an effect lasts"),
    "lookback": Words("是往前追溯的期间", "says how far back one looks"),
    "none": Words("条文没有规定期限", "has no number of days in its text"),
    "threshold": Words("是门槛", "is a threshold"),
    "value": Words("是一个数值", "is a value"),
}


class NoClock(ValueError):
    """The fact is no time limit, so no day can be computed from it."""


def from_fact(fact_id: str, *, ended: bool = False) -> Limit:
    """The fact as a limit to be counted from an event; an ended one only if asked.

    Raises `UnknownFact`, `NotInForce`, and `NoClock` for a recurrence or for what is
    no limit at all.
    """
    rule = rule_of(fact(fact_id) if ended else standing_fact(fact_id))
    if isinstance(rule, Recurrence):
        raise NoClock(
            f"{fact_id} 按周期到期，没有起算日。"
            f"{fact_id} comes back by itself: use recurrence_from_fact."
        )
    return rule


def recurrence_from_fact(fact_id: str) -> Recurrence:
    """The fact as a recurrence. Raises `UnknownFact`, `NotInForce`, `NoClock`."""
    rule = rule_of(standing_fact(fact_id))
    if isinstance(rule, Limit):
        raise NoClock(
            f"{fact_id} 从一个事件起算，不按周期到期。"
            f"{fact_id} is counted from an event: use from_fact."
        )
    return rule


def rule_of(found: Fact) -> Limit | Recurrence:
    """The fact's clock, whichever kind it is. Raises `NoClock`."""
    kind = found.limit.kind
    if kind == "recurring":
        return _recurrence(found)
    if kind == "fixed_date":
        month, day = str(found.limit.n).split("-")
        return _recurrence(found, month=int(month), day=int(day))
    if kind not in TERMS or found.limit.unit == "hour":
        raise NoClock(why_no_clock(found))
    counting = found.counting
    return Limit(
        n=int(cast("int", found.limit.n)),
        unit=cast("Unit", found.limit.unit),
        kind=cast("Kind", kind),
        roll=counting.roll,
        counts_first_day=counting.first_day_counts,
        rule=found.id,
        event_zh=counting.event.zh,
        event_en=counting.event.en,
        basis_zh=found.basis("zh"),
        basis_en=found.basis("en"),
        checked=found.checked,
        ceiling=_ceiling(found),
    )


def why_no_clock(found: Fact) -> str:
    """One sentence in both languages for a fact that gives no day."""
    name = f"{found.id}（{found.duty.zh}）"
    if found.limit.kind in TERMS:
        return (
            f"{name}以小时计，要有起算的时刻，不能只凭日期计算。"
            f"{found.id} counts in hours and needs a time of day, not a date."
        )
    why = WHY_NOT[found.limit.kind]
    return f"{name}{why.zh}，算不出到期日。{found.id} {why.en}; no due day follows."


def _recurrence(
    found: Fact, *, month: int | None = None, day: int | None = None
) -> Recurrence:
    every = EVERY.get(found.limit.unit, "year")
    if found.limit.unit == "times_per_year" and found.limit.n == TWICE:
        every = "half_year"
    return Recurrence(
        every=every,
        day=day,
        month=month,
        roll=found.counting.roll,
        rule=found.id,
        basis_zh=found.basis("zh"),
        basis_en=found.basis("en"),
        checked=found.checked,
    )


def _ceiling(found: Fact) -> Ceiling | None:
    extension = found.extension
    if extension is None or not extension.unit:
        return None
    return Ceiling(
        unit=cast("Unit", extension.unit),
        n=extension.n,
        up_to=extension.up_to,
        times=extension.times,
        needs_zh=extension.needs.zh,
        needs_en=extension.needs.en,
    )
