"""Whether a reform worked, on the newest log that reaches past its begin."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np

from mingjing.insight.approvals.models import Part, Terms
from mingjing.insight.approvals.queries import part_table, terms_of
from mingjing.insight.approvals.queries.figures import closed_cases
from mingjing.insight.approvals.states import LogState
from mingjing.insight.approvals.states.hours import office_calendar
from mingjing.insight.reforms.models import Reform
from mingjing.insight.reforms.states import ReformState
from mingjing_analytics.process.effect.before_after import (
    Effect,
    Verdict,
    before_after,
    judged,
)
from mingjing_analytics.process.effect.series import Series, weekly
from mingjing_analytics.process.measures.load import week_of

_SEED = 20261  # the same log gives the same interval, whoever asks
_SHANGHAI = ZoneInfo("Asia/Shanghai")
_MONDAY = date(1970, 1, 5)
# A control item must have a median in most of the weeks that the reformed one has.
_COMMON = 0.8


@dataclass(frozen=True)
class WeekLevel:
    """A week by its Monday and its median working hours; None where too few came."""

    monday: date
    hours: float | None


@dataclass(frozen=True)
class Shown:
    """The effect, what it rests on, and whether the claim holds."""

    effect: Effect
    verdict: Verdict | None
    controls: tuple[str, ...]
    weeks: tuple[WeekLevel, ...]
    since: int  # the place in ``weeks`` where the new time begins
    log: str
    last_on: date | None


def effect_of(reform: Reform) -> Shown | None:
    """What the data say; None as long as no log reaches past the reform's begin."""
    parts = Part.objects.filter(
        item=reform.item, log__state=LogState.READ, log__last_on__gte=reform.starts_on
    ).select_related("log", "item")
    part = parts.order_by("-log__last_on", "-log__received_at").first()
    if part is None:
        return None
    controls = _controls(part, reform)
    terms = terms_of([part.item, *(each.item for each in controls)])
    return _effect(_Asked(part, reform, controls, terms))


class _Asked:
    """A question by what its answer depends on: a log does not change."""

    def __init__(
        self, part: Part, reform: Reform, controls: list[Part], terms: dict[int, Terms]
    ) -> None:
        self.part, self.reform, self.controls = part, reform, controls
        self.terms = terms
        items = [(each.written, terms.get(each.item_id)) for each in (part, *controls)]
        self._key = (
            part.log.table_id,
            reform.starts_on,
            reform.claim_percent,
            *((written, own.pk if own else None) for written, own in items),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


def _controls(part: Part, reform: Reform) -> list[Part]:
    """The other items of the log that no reform touched while it ran."""
    reformed = Reform.objects.filter(
        state=ReformState.APPROVED, starts_on__lte=part.log.last_on
    ).values("item")
    others = Part.objects.filter(log=part.log).exclude(item=reform.item)
    return list(
        others.exclude(item__in=reformed).select_related("log", "item").order_by("pk")
    )


@lru_cache(maxsize=256)
def _effect(asked: _Asked) -> Shown:
    own = _series(asked.part, asked.terms)
    known = set(own.week[~np.isnan(own.hours)].tolist())
    controls = []
    for each in asked.controls:
        series = _series(each, asked.terms)
        common = known & set(series.week[~np.isnan(series.hours)].tolist())
        if known and len(common) >= _COMMON * len(known):
            controls.append((each.item.name, series))
    since = _first_whole_week(asked.reform.starts_on)
    beside = tuple(series for _name, series in controls)
    effect = before_after(own, since, control=beside, seed=_SEED)
    claim = asked.reform.claim_percent
    return Shown(
        effect=effect,
        verdict=judged(effect, claim / 100) if claim else None,
        controls=tuple(name for name, _series in controls),
        weeks=tuple(
            WeekLevel(_MONDAY + timedelta(weeks=week), None if np.isnan(h) else h)
            for week, h in zip(own.week.tolist(), own.hours.tolist(), strict=True)
        ),
        since=min(max(since - int(own.week[0]), 0), len(own.week))
        if len(own.week)
        else 0,
        log=asked.part.log.name,
        last_on=asked.part.log.last_on,
    )


def _series(part: Part, terms: dict[int, Terms]) -> Series:
    table = part_table(part)
    closed = closed_cases(table, terms.get(part.item_id))
    return weekly(table, closed, office_calendar())


def _first_whole_week(day: date) -> int:
    """The week of a Monday, else the next: a week of both times is of neither."""
    moment = datetime.combine(day, time(), tzinfo=_SHANGHAI).timestamp() * 1_000_000
    week = int(week_of(np.array([int(moment)]), office_calendar().offset)[0])
    return week + (day.weekday() != 0)
