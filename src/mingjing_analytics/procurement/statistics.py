"""Quartiles and fences, as the peer computes them.

Quantiles are Hyndman and Fan's type 8 (1996): h = (n + 1/3) p + 1/3, linear between order
statistics, held within the smallest and the largest. Fences are Tukey's (1977), one and a
half times the interquartile range outside the quartiles.
"""

import math
from collections.abc import Sequence
from fractions import Fraction

_THIRD = 1.0 / 3.0


def quantile(ordered: Sequence[float], share: float) -> float:
    """Give a quantile of numbers in ascending order; NaN of none.

    Args:
        ordered: The numbers, ascending.
        share: Between 0 and 1.

    """
    count = len(ordered)
    if not count:
        return math.nan
    place = (count + _THIRD) * share + _THIRD
    below = int(place)
    if below <= 0 or share == 0:
        return ordered[0]
    if below >= count or share == 1:
        return ordered[-1]
    low, high = ordered[below - 1], ordered[below]
    return low + (place - below) * (high - low)


def quartiles(numbers: Sequence[float]) -> tuple[float, float]:
    """Give the first and the third quartile."""
    ordered = sorted(numbers)
    return quantile(ordered, 0.25), quantile(ordered, 0.75)


def fence(quartile: float, width: float, times: float) -> float:
    """Give quartile + times × width, rounded once."""
    if not (math.isfinite(quartile) and math.isfinite(width)):
        return width * times + quartile
    return float(Fraction(width) * Fraction(times) + Fraction(quartile))


def four_places(number: float) -> float | None:
    """Round half away from zero to four decimal places; None for what JSON cannot hold."""
    scaled = number * 10_000
    if not math.isfinite(scaled):
        return None
    whole = float(math.trunc(scaled))
    if abs(scaled - whole) >= 0.5:
        whole += math.copysign(1.0, scaled)
    return whole / 10_000
