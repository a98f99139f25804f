"""How much of what happened, and of what should have, agrees.

For a declared sequence the cost of the cheapest alignment (van der Aalst, Adriansyah
and van Dongen 2012: one for each event that should not be there and each step that is
missing) follows from the longest common subsequence, so no Petri net is needed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.measures.variants import Variants


@dataclass(frozen=True)
class Fitness:
    """1 is the declared sequence itself, 0 nothing in common."""

    of_variant: NDArray[np.float64]  # shape (variants,)
    average: float  # over the cases; nan for no case
    perfect: int  # cases that took the declared steps and no other


def fitness(
    variants: Variants, names: tuple[str, ...], steps: tuple[str, ...]
) -> Fitness:
    """Compare each variant with the declared steps, each weighted by its cases."""
    code = {name: at for at, name in enumerate(names)}
    declared = [code.get(step, -1) for step in steps]
    values = np.empty(len(variants.counts))
    for at in range(len(values)):
        trace = variants.trace(at)
        length = len(trace) + len(declared)
        common = _common(trace, declared)
        values[at] = 2 * common / length if length else 1.0
    total = int(variants.counts.sum())
    average = float(values @ variants.counts) / total if total else float("nan")
    return Fitness(values, average, int(variants.counts[values == 1].sum()))


def _common(trace: list[int], declared: list[int]) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(declared) + 1)
    for event in trace:
        left = 0
        for at, step in enumerate(declared, start=1):
            above = row[at]
            row[at] = left + 1 if event == step else max(above, row[at - 1])
            left = above
    return row[-1]
