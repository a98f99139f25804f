"""Quantiles of many groups at once."""

import numpy as np
from numpy.typing import NDArray


def quantiles(
    codes: NDArray[np.integer],
    values: NDArray[np.float64],
    size: int,
    shares: list[float],
) -> NDArray[np.float64]:
    """Linear quantiles of each group, shape (shares, size); nan for an empty one.

    ``codes`` say the group of each value, both shape (n,).
    """
    order = np.lexsort((values, codes))
    values = values[order]
    counts = np.bincount(codes, minlength=size)
    begins = np.cumsum(counts) - counts
    found = np.full((len(shares), size), np.nan)
    full = counts > 0
    for at, share in enumerate(shares):
        place = (counts[full] - 1) * share
        low = np.floor(place).astype(np.int64)
        high = np.minimum(low + 1, counts[full] - 1)
        first, second = values[begins[full] + low], values[begins[full] + high]
        found[at, full] = first + (second - first) * (place - low)
    return found
