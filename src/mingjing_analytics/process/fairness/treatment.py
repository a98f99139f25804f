"""Hints that somebody's cases are treated unlike comparable ones; never a verdict.

Method: within each stratum of comparable cases the outcomes become mid-ranks. What an
entity's rank sum departs from its expectation, weighted by 1 / (n + 1) and summed over
the strata (van Elteren 1960), is compared with its exact permutation variance, ties
included. Benjamini and Hochberg (1995) correct for how many are tested. Whoever stands
before others sets these back, so the strongest is named first, its cases leave the
comparison, and the others are tested again among themselves until nobody stands out.
How often the procedure names somebody where nobody is treated unlike is measured on
the very data, by shuffling the outcomes within the strata.
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.fairness.design import Design, in_batch, lay_out
from mingjing_analytics.process.fairness.order import Evidence
from mingjing_analytics.process.fairness.shuffle import Nulls, shuffled

# How often anybody is named where nobody should be: 5 %. Cases of one queue hang
# together a little more than shuffled ones, so the test keeps below it.
LEVEL = 0.03
LEAST_EFFECT = 0.16  # cases stand 0.08 of their stratum's length before the others
_ROUNDS = 20  # beyond so many hints it is no longer one setting back the others
_SCREEN = 4 * LEVEL  # with a q beyond it, draws instead of the normal change nothing
_NORMAL = 1.959963984540054  # quantile 0.975
_STUDENT = (4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622)  # df 2 to 9

Codes = NDArray[np.int64]
Floats = NDArray[np.float64]
Direction = Literal["favoured", "delayed"]


@dataclass(frozen=True)
class Explanation:
    """An innocent reason that a reviewer looks at before asking anybody."""

    kind: str  # a fixed word
    text: str


EXPLANATIONS = (
    Explanation("complexity", "These cases may be simpler or harder than the others."),
    Explanation("part-time", "The person may work other hours or days."),
    Explanation(
        "lawful-priority", "A lawful priority may be missing from the records."
    ),
    Explanation(
        "incomplete-documents", "Papers may have been missing more or less often."
    ),
    Explanation("same-batch", "Cases may have been handed in or taken up together."),
    Explanation("log-gaps", "Times may have been recorded late or not at all."),
)


@dataclass(frozen=True)
class Hint:
    """One entity whose cases a named reviewer should look at.

    ``effect`` is Cliff's delta over the strata, in [-1, 1]: how much more often its
    case came out better than a comparable one of others than worse. ``low`` and
    ``high`` are its 95 % interval. All figures are those of the round in which it was
    named, with the cases of those named before it left out.
    """

    entity: int
    cases: int
    strata: int
    effect: float
    low: float
    high: float
    p: float
    q: float
    direction: Direction


@dataclass(frozen=True)
class Treatment:
    """The hints in the order of naming, the clearest first, and what they are worth."""

    evidence: Evidence
    hints: tuple[Hint, ...]
    tested: int
    unsupported: int  # entities with too few cases or strata to be tested
    compared: int  # cases that stood in a stratum, one of each batch
    # Share of shuffles that named somebody; None without one.
    false_alarm_rate: float | None
    runs: int
    explanations: tuple[Explanation, ...] = EXPLANATIONS


def unequal_treatment(
    entity: Codes,
    stratum: Codes,
    outcome: Floats,
    *,
    came: Codes,
    apart: int,
    evidence: Evidence,
    seed: int,
    runs: int = 200,
) -> Treatment:
    """Name the entities whose cases come out unlike comparable ones of the others.

    ``entity`` and ``stratum`` are codes, -1 for none, ``outcome`` floats, nan for
    none, ``came`` when each case was handed in, all of shape (n,). What one entity
    brings to a stratum within ``apart`` (of the unit of ``came``, half a working day as
    a rule) counts once, by its first case. ``evidence`` says what the outcome is: a
    share of order is better when high, a time when low. Tested is who has 15 cases in 3
    strata of 4 or more; named, who has q <= 0.03 and stands 0.08 of a stratum from the
    others. Where cases are few or ties many, p is that of seeded draws instead of the
    normal's. ``runs`` shuffles measure the rate of false alarms. To test several steps
    at once, give an entity of its own to each pair. Raises ValueError when shapes
    differ, an outcome is infinite or ``apart`` is negative.
    """
    _check(entity, stratum, outcome, came, apart)
    ranked = -outcome if evidence in {"waiting-time", "cycle-time"} else outcome
    stratum = np.where(np.isnan(outcome), -1, stratum)
    stratum = np.where(in_batch(entity, stratum, came, apart), -1, stratum)
    design = lay_out(entity, stratum, ranked)
    return Treatment(
        evidence=evidence,
        hints=_named(entity, stratum, ranked, seed),
        tested=len(design.names),
        unsupported=design.unsupported,
        compared=len(design.score),
        false_alarm_rate=_alarms(design, runs, seed) / runs if runs else None,
        runs=runs,
    )


def _check(
    entity: Codes, stratum: Codes, outcome: Floats, came: Codes, apart: int
) -> None:
    shapes = {column.shape for column in (entity, stratum, outcome, came)}
    if len(shapes) > 1 or entity.ndim != 1:
        raise ValueError("All columns have one row for each case.")
    if apart < 0:
        raise ValueError("The time apart is not negative.")
    if bool(np.isinf(outcome).any()):
        raise ValueError("An outcome is infinite.")


def _alarms(design: Design, runs: int, seed: int) -> int:
    """How many shuffles of the outcomes would have named somebody."""
    nulls = Nulls(design, seed)
    return sum(
        bool((_judged(design, nulls, sums)[1] <= LEVEL).any())
        for sums in shuffled(design, runs, seed)
    )


def _named(
    entity: Codes, stratum: Codes, outcome: Floats, seed: int
) -> tuple[Hint, ...]:
    hints: list[Hint] = []
    for nth in range(_ROUNDS):
        design = lay_out(entity, stratum, outcome)
        sums = design.sums(design.score)
        p, q = _judged(design, Nulls(design, seed), sums)
        found = np.flatnonzero(q <= LEVEL)
        if not len(found):
            break
        # Draws give the clearest ones the same p.
        deviation = np.abs(sums[found]) / np.sqrt(design.variance[found])
        found = found[np.lexsort((-deviation, p[found]))]
        if nth + 1 < _ROUNDS:
            found = found[:1]
        hints += [_hint(design, at, sums, p, q) for at in found.tolist()]
        stratum = np.where(np.isin(entity, design.names[found]), -1, stratum)
    return tuple(hints)


def benjamini_hochberg(p: Floats) -> Floats:
    """The q of each p, shape (k,): the least level at which it would be accepted."""
    order = np.argsort(p, kind="stable")
    raised = p[order] * len(p) / np.arange(1, len(p) + 1)
    q = np.empty(len(p))
    q[order] = np.minimum.accumulate(raised[::-1])[::-1]
    return q


def _judged(design: Design, nulls: Nulls, sums: Floats) -> tuple[Floats, Floats]:
    """The p and q of each entity; who lies below the least effect has p = 1."""
    large = np.abs(sums) >= LEAST_EFFECT * design.weight
    deviation = np.sqrt(np.where(design.variance > 0, design.variance, np.inf))
    z = np.abs(sums) / deviation
    p = np.ones(len(sums))
    for at in np.flatnonzero(large).tolist():
        p[at] = math.erfc(float(z[at]) / math.sqrt(2))
    for at in np.flatnonzero(nulls.few & (benjamini_hochberg(p) <= _SCREEN)).tolist():
        p[at] = nulls.p(at, float(sums[at]))
    return p, benjamini_hochberg(p)


def _hint(design: Design, at: int, sums: Floats, p: Floats, q: Floats) -> Hint:
    effect = float(sums[at] / design.weight[at])
    low, high = _interval(design, at, effect)
    return Hint(
        entity=int(design.names[at]),
        cases=int(design.cases[at]),
        strata=int(design.strata[at]),
        effect=effect,
        low=low,
        high=high,
        p=float(p[at]),
        q=float(q[at]),
        direction="favoured" if effect > 0 else "delayed",
    )


def _interval(design: Design, entity: int, effect: float) -> tuple[float, float]:
    """Wilson's interval on [-1, 1] with the variance between strata.

    That variance is a ratio's (Cochran 1977, 6.19), so cases that depend on each other
    within a stratum do not narrow it; it is never below that of chance.
    """
    cells = np.flatnonzero(design.cell_entity == entity)
    own = np.flatnonzero(design.row_entity == entity)
    stratum = np.searchsorted(design.first, own, side="right") - 1
    total = np.bincount(stratum, design.score[own], len(design.first) - 1)
    apart = total[design.cell_stratum[cells]] - effect * design.cell_weight[cells]
    size = len(cells)
    weight = float(design.weight[entity])
    chance = float(design.variance[entity]) / weight**2
    between = float((apart**2).sum()) * size / (size - 1) / weight**2
    room = 1 - effect**2
    c = _NORMAL**2 * chance
    if room > 0:
        c = max(c, _student(size - 1) ** 2 * between / room)
    half = math.sqrt(c * (1 + c - effect**2))
    return (effect - half) / (1 + c), (effect + half) / (1 + c)


def _student(df: int) -> float:
    """Quantile 0.975 of Student's t, df >= 2; from 10 on Abramowitz and Stegun 26.7.5."""
    if df - 2 < len(_STUDENT):
        return _STUDENT[df - 2]
    x = _NORMAL
    return x + (x**3 + x) / (4 * df) + (5 * x**5 + 16 * x**3 + 3 * x) / (96 * df**2)
