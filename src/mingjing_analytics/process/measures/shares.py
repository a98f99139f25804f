"""A share and how sure it is."""

import math

_NORMAL = 1.959963984540054  # quantile 0.975


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927), both ends in [0, 1].

    Raises ValueError when there are none, or more hits than cases.
    """
    if not 0 <= hits <= of or of == 0:
        raise ValueError("A share is of some cases, and of no more than all.")
    z2 = _NORMAL**2
    share = hits / of
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _NORMAL * math.sqrt(share * (1 - share) / of + z2 / (4 * of**2))
    half /= 1 + z2 / of
    return max(middle - half, 0.0), min(middle + half, 1.0)
