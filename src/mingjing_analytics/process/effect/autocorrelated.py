"""Regression of a weekly series whose weeks hang together.

Errors are AR(1), e(t) = ρ e(t-1) + u(t). ρ is estimated by restricted maximum likelihood
on a grid, because least squares take weeks that hang together for more evidence than
they are; the interval is that of a parametric bootstrap of the studentised coefficient,
because with some thirty weeks neither REML nor the t distribution keeps its level. ρ is
underestimated in short series: the bootstrap draws from the ρ whose mean estimate is the
one that was found.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

GRID = np.concatenate([np.arange(-0.3, 0.9, 0.05), [0.9, 0.94, 0.97]])
_CURVE = 200  # series for each ρ of the grid, to learn how far it is underestimated

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Coefficient:
    """The estimate of one coefficient, its 95 % interval and two-sided p."""

    value: float
    low: float
    high: float
    p: float
    error: float  # standard error
    rho: float  # as estimated, before the correction


def coefficient(
    y: Floats, design: Floats, which: int, *, seed: int, draws: int = 999
) -> Coefficient:
    """Estimate column ``which`` of a design.

    ``y`` has shape (n,), ``design`` (n, k) with n > k + 2; ``draws`` series are drawn
    with ``seed``. Raises ValueError for too short a series or a design without full
    rank.
    """
    n, k = design.shape
    if len(y) != n or n < k + 3 or np.linalg.matrix_rank(design) < k:
        raise ValueError("The series is too short for its design.")
    fits = _Fits(design, which)
    value, error, rho = (float(each[0]) for each in fits.fit(y[:, None]))
    chance = np.random.default_rng(seed)
    drawn_from = _corrected(fits, rho, chance)
    beta, scale = fits.whole(y, drawn_from)
    noise = _noise(drawn_from, n, draws, chance) * scale
    stars = fits.fit((design @ beta)[:, None] + noise)
    t = (stars[0] - beta[which]) / stars[1]
    low, high = np.quantile(t, [0.975, 0.025])
    extreme = int((np.abs(t) >= abs(value) / error).sum())
    return Coefficient(
        value,
        value - float(low) * error,
        value - float(high) * error,
        (1 + extreme) / (1 + draws),
        error,
        rho,
    )


class _Fits:
    """Generalised least squares for each ρ of the grid, for many series at once."""

    def __init__(self, design: Floats, which: int) -> None:
        self.design, self.which = design, which
        n, k = design.shape
        self._n, self._k = n, k
        self._parts = []
        for rho in GRID.tolist():
            white = _white(design, rho)
            inverse = np.linalg.inv(white.T @ white)
            # log|V| of an AR(1) with unit innovations is -log(1 - ρ²).
            penalty = np.log(1 - rho**2) - np.linalg.slogdet(white.T @ white)[1]
            self._parts.append((white, inverse @ white.T, inverse, penalty))

    def fit(self, y: Floats) -> tuple[Floats, Floats, Floats]:
        """Coefficient, standard error and ρ of each column of y, shape (n, series)."""
        series = y.shape[1]
        best = np.full(series, -np.inf)
        value, error, found = np.zeros((3, series))
        freedom = self._n - self._k
        for rho, (white, solve, inverse, penalty) in zip(
            GRID.tolist(), self._parts, strict=True
        ):
            target = _white(y, rho)
            beta = solve @ target
            rest = ((target - white @ beta) ** 2).sum(axis=0)
            likely = 0.5 * (penalty - freedom * np.log(np.maximum(rest, 1e-300)))
            better = likely > best
            best[better], found[better] = likely[better], rho
            value[better] = beta[self.which, better]
            spread = inverse[self.which, self.which] * rest[better] / freedom
            error[better] = np.sqrt(np.maximum(spread, 1e-300))
        return value, error, found

    def whole(self, y: Floats, rho: float) -> tuple[Floats, float]:
        """All coefficients at a ρ, and the innovations' standard deviation."""
        white, target = _white(self.design, rho), _white(y[:, None], rho)
        beta: Floats = np.linalg.lstsq(white, target, rcond=None)[0].astype(np.float64)
        rest = float(((target - white @ beta) ** 2).sum())
        return beta[:, 0], float((rest / (self._n - self._k)) ** 0.5)


def _white(x: Floats, rho: float) -> Floats:
    """Prais and Winsten's transformation, the first week kept."""
    out = np.empty_like(x, dtype=np.float64)
    out[0] = x[0] * (1 - rho**2) ** 0.5
    out[1:] = x[1:] - rho * x[:-1]
    return out


def _noise(rho: float, n: int, series: int, chance: np.random.Generator) -> Floats:
    """Stationary AR(1) series with unit innovations, shape (n, series)."""
    out = chance.standard_normal((n, series))
    out[0] /= (1 - rho**2) ** 0.5
    for at in range(1, n):
        out[at] += rho * out[at - 1]
    return out


def _corrected(fits: _Fits, rho: float, chance: np.random.Generator) -> float:
    """The ρ under which the estimate would on average be what it is."""
    n = len(fits.design)
    mean = np.array(
        [fits.fit(_noise(each, n, _CURVE, chance))[2].mean() for each in GRID.tolist()]
    )
    mean = np.maximum.accumulate(mean)
    return float(np.interp(rho, mean, GRID))
