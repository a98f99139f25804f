"""Before and after: a change of level when a reform began, beside items it left alone.

Interrupted time series (Lopez Bernal, Cummins and Gasparrini 2017): the logarithm of
each week's median is a level, a trend and a step at the reform; where there are control
items, their mean explains what befell all of them (a holiday, a new system, a wave of
cases), so that it is not taken for the reform. How much it explains is estimated, so a
control that goes its own way does no harm. A tenth of the usual time is added before
the logarithm is taken: a week in which all was done at once is quick, not a miracle.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.effect.autocorrelated import coefficient
from mingjing_analytics.process.effect.series import Series

LEAST_WEEKS = 12  # on each side; with fewer we describe and draw no conclusion
_SEASON_FROM = 78  # weeks; below, a year's wave and a trend cannot be told apart
_STARTED = 0.1  # of the usual time, added to each week's
_POWER = 2.8  # standard errors found in four of five cases: 1.96 + 0.84

Verdict = Literal["supported", "not-supported", "open"]
Floats = NDArray[np.float64]

# What else may have made the difference, to be looked at beside every figure.
EXPLANATIONS = ("season", "case-mix", "staff", "other-reforms", "counting")


@dataclass(frozen=True)
class Effect:
    """How much less time a case took since, as a share; negative where it took more.

    ``low`` and ``high`` are the 95 % interval, ``least`` the smallest change that these
    weeks would have shown in four of five cases; None where there are too few weeks.
    ``before`` and ``after`` are mean weekly medians in hours, as they were.
    """

    weeks_before: int
    weeks_after: int
    before: float | None
    after: float | None
    controlled: bool
    share: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    least: float | None = None

    @property
    def told(self) -> bool:
        return self.share is not None


def before_after(
    series: Series, since: int, *, control: tuple[Series, ...] = (), seed: int
) -> Effect:
    """The effect of a reform from week ``since`` on, as `series.week_of` counts.

    ``control`` are items that were not reformed; each counts alike, in the weeks that
    all of them have. Weeks with too few cases are left out.
    """
    week, y, beside = _outcome(series, control, since)
    after = week >= since
    described = Effect(
        weeks_before=int((~after).sum()),
        weeks_after=int(after.sum()),
        before=_mean(series, week[~after]),
        after=_mean(series, week[after]),
        controlled=bool(control),
    )
    if min(described.weeks_before, described.weeks_after) < LEAST_WEEKS:
        return described
    found = coefficient(y, _design(week, after, beside), 1, seed=seed)

    def share(log: float) -> float:
        """Of the usual time, which is less than what the logarithm is of."""
        return min((1 + _STARTED) * (1 - float(np.exp(log))), 1.0)

    return replace(
        described,
        share=share(found.value),
        low=share(found.high),
        high=share(found.low),
        p=found.p,
        least=share(-_POWER * found.error),
    )


def judged(effect: Effect, claim: float) -> Verdict | None:
    """Whether a claim ("0.3 faster") holds; None where nothing can be told.

    Supported where the whole interval reaches it, not supported where the whole
    interval lies below it, open between.
    """
    if effect.low is None or effect.high is None:
        return None
    if effect.low >= claim:
        return "supported"
    return "not-supported" if effect.high < claim else "open"


def _mean(series: Series, weeks: NDArray[np.int64]) -> float | None:
    """The mean weekly median of these weeks, in hours."""
    own = series.hours[np.isin(series.week, weeks)]
    return float(own.mean()) if len(own) else None


def _outcome(
    series: Series, control: tuple[Series, ...], since: int
) -> tuple[NDArray[np.int64], Floats, Floats | None]:
    """Weeks that all series have, the logarithms, and the mean of the controls'."""
    logs = [_logarithms(each, since) for each in (series, *control)]
    weeks = sorted(set.intersection(*(set(each) for each in logs)))
    own = np.array([logs[0][week] for week in weeks])
    if not control or not weeks:
        return np.array(weeks, np.int64), own, None
    beside = np.mean([[log[week] for week in weeks] for log in logs[1:]], axis=0)
    return np.array(weeks, np.int64), own, beside.astype(np.float64)


def _logarithms(series: Series, since: int) -> dict[int, float]:
    """Of each week that has a median, by its number."""
    known = ~np.isnan(series.hours)
    earlier = series.hours[known & (series.week < since)]
    usual = (
        float(np.median(earlier if len(earlier) else series.hours[known]))
        if known.any()
        else 0.0
    )
    values = np.log(series.hours[known] + _STARTED * usual)
    return dict(zip(series.week[known].tolist(), values.tolist(), strict=True))


def _design(
    week: NDArray[np.int64], after: NDArray[np.bool_], beside: Floats | None
) -> Floats:
    """Level, step and trend, the controls, and a year's wave for a long series."""
    time = (week - week.mean()) / max(float(np.ptp(week)), 1)
    columns = [np.ones(len(week)), after.astype(np.float64), time]
    if beside is not None and float(np.ptp(beside)) > 0:
        columns.append(beside - beside.mean())
    if len(week) >= _SEASON_FROM:
        angle = 2 * np.pi * week / 52.1775
        columns += [np.sin(angle), np.cos(angle)]
    return np.stack(columns, axis=1)
