"""How long it takes, when some are not done yet.

Kaplan and Meier, "Nonparametric Estimation from Incomplete Observations" (1958): an open
case counts for as long as it has been open, and is neither dropped nor taken as done.
"""

import numpy as np
from numpy.typing import NDArray


def time_until(
    durations: NDArray[np.float64], done: NDArray[np.bool_], share: float
) -> float | None:
    """The time within which this share is done; None if too few are to say.

    ``durations`` are of closed cases from begin to end and of open ones from begin to
    now, any one unit, shape (n,). Raises ValueError for a share outside (0, 1).
    """
    if not 0 < share < 1:
        raise ValueError("A share lies between 0 and 1.")
    if not len(durations):
        return None
    order = np.argsort(durations, kind="stable")
    times, first = np.unique(durations[order], return_index=True)
    ended = np.add.reduceat(done[order].astype(np.int64), first)
    at_risk = len(durations) - first
    open_share = np.cumprod(1 - ended / at_risk)
    reached = np.flatnonzero(open_share <= 1 - share + 1e-12)
    return float(times[reached[0]]) if len(reached) else None
