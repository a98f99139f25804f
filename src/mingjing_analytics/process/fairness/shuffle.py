"""What chance alone does: draws for one entity, shuffles for all."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.fairness.design import Design

_FEW = 50  # cases without ties: below, the normal distribution is not near enough
_LEAST_DRAWS, _MOST_DRAWS = 9_999, 99_999
_ROUNDING = 1e-9

Floats = NDArray[np.float64]


class Nulls:
    """The distribution of an entity's sum under chance, drawn when first asked for.

    Shuffling labels within strata does not change it, so one serves all shuffles.
    """

    def __init__(self, design: Design, seed: int) -> None:
        self._design, self._seed = design, seed
        # Enough for a p that Benjamini and Hochberg can accept among so many.
        needed = 40 * len(design.names)
        self._draws = min(max(_LEAST_DRAWS, needed), _MOST_DRAWS)
        self._drawn: dict[int, Floats] = {}
        self.few = (design.kurtosis > 1.8 / _FEW) & (design.variance > 0)

    def p(self, entity: int, total: float) -> float:
        """Two-sided permutation p of an entity's sum."""
        if entity not in self._drawn:
            self._drawn[entity] = np.sort(np.abs(self._sums(entity)))
        drawn = self._drawn[entity]
        below = int(np.searchsorted(drawn, abs(total) - _ROUNDING))
        return (1 + len(drawn) - below) / (1 + len(drawn))

    def _sums(self, entity: int) -> Floats:
        design = self._design
        chance = np.random.default_rng([self._seed, 1, entity])
        total = np.zeros(self._draws)
        for cell in np.flatnonzero(design.cell_entity == entity).tolist():
            stratum = int(design.cell_stratum[cell])
            rows = slice(int(design.first[stratum]), int(design.first[stratum + 1]))
            scores, cases = design.score[rows], int(design.cell_cases[cell])
            # Scores sum to 0: what some leave, the others have.
            fewer = min(cases, len(scores) - cases)
            sign = 1 if fewer == cases else -1
            total += sign * _draw(scores, fewer, self._draws, chance)
        return total


def _draw(
    scores: Floats, cases: int, draws: int, chance: np.random.Generator
) -> Floats:
    """Sums of ``cases`` scores drawn without replacement, shape (draws,)."""
    values, counts = np.unique(scores, return_counts=True)
    if 8 * len(values) < cases * cases:  # where it is quicker
        drawn = chance.multivariate_hypergeometric(
            counts, cases, size=draws, method="marginals"
        )
        found: Floats = drawn @ values
        return found
    # R. W. Floyd's sampling (Bentley and Floyd 1987), all draws side by side.
    chosen = np.empty((cases, draws), np.int64)
    for at, top in enumerate(range(len(scores) - cases, len(scores))):
        pick = chance.integers(0, top + 1, draws)
        taken = (chosen[:at] == pick).any(axis=0)
        chosen[at] = np.where(taken, top, pick)
    total: Floats = scores[chosen].sum(axis=0)
    return total


def shuffled(design: Design, runs: int, seed: int) -> Iterator[Floats]:
    """The sums of all entities, once for each shuffle of scores within strata."""
    chance = np.random.default_rng([seed, 2])
    stratum = np.repeat(np.arange(len(design.first) - 1.0), np.diff(design.first))
    for _ in range(runs):
        order = np.argsort(stratum + chance.random(len(stratum)))
        yield design.sums(design.score[order])
