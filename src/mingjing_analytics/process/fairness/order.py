"""How far each case was served before or after its turn.

Method: the pairs of `queues.order_of_service`, counted only where the later one came
by more than a tolerance later. The share of a case is what it passed minus what passed
it, of all pairs it waited together in: 0 in its turn, 1 before all, -1 after all.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.queues import order_of_service

MOST_TIES = 0.2  # beyond, the order of a queue is a matter of rounding

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Evidence = Literal["order-of-service", "waiting-time", "cycle-time", "completion-order"]

# From the strongest to the weakest.
EVIDENCE: dict[Evidence, str] = {
    "order-of-service": "Who came first and was served first, in one queue.",
    "waiting-time": "How long cases waited; it depends on the load of the day too.",
    "cycle-time": "How long cases took in all; it depends on the cases too.",
    "completion-order": (
        "Completion order, weak evidence: "
        "clerks side by side overtake each other all the time."
    ),
}


@dataclass(frozen=True)
class Refusal:
    """A queue whose order says nothing."""

    kind: str  # a fixed word: "ties"
    queue: int  # the code as it was given
    priority: bool
    cases: int
    tied: float  # share of the cases that came, or were served, with another one
    text: str


@dataclass(frozen=True)
class Turns:
    """Per case, in the order given, shape (n,).

    ``queue`` are codes from 0 on, lawful priority apart. ``together`` is in how many
    pairs the case waited, ``share`` lies in [-1, 1] and is nan where it waited in none
    or its queue was refused.
    """

    evidence: Evidence
    queue: Integers
    overtaking: Integers
    overtaken: Integers
    together: Integers
    share: NDArray[np.float64]
    refused: tuple[Refusal, ...]

    @property
    def index(self) -> float:
        """Overtakings per pair, 0 for first come, first served; nan without pairs."""
        computed = ~np.isnan(self.share)
        pairs = int(self.together[computed].sum()) // 2
        return int(self.overtaking[computed].sum()) / pairs if pairs else float("nan")


def turns(
    queue: Integers,
    came: Integers,
    served: Integers,
    priority: Flags,
    *,
    tolerance: int,
    ends_only: bool = False,
) -> Turns:
    """The share of each case, O(n log n).

    ``queue`` are codes, ``came`` and ``served`` times of one unit, shape (n,), best of
    the working clock; ``tolerance`` is of that unit, half a working day as a rule.
    ``priority`` marks lawful priority (urgent cases, green channels): these form a
    queue of their own, and passing ordinary cases is no overtaking. With ``ends_only``
    ``served`` is when work ended, and the evidence is weak. Raises ValueError when
    shapes differ, somebody is served before coming or the tolerance is negative.
    """
    if not queue.shape == came.shape == served.shape == priority.shape:
        raise ValueError("Queues, times and priority have one row for each case.")
    if tolerance < 0:
        raise ValueError("The tolerance is not negative.")
    given, dense = np.unique(queue, return_inverse=True)
    dense = 2 * dense.astype(np.int64) + priority
    refused = _refused(given, dense, came, served)
    overtaking, overtaken, together = _counts(dense, came, served, tolerance)
    out = np.isin(dense, [_code(given, one) for one in refused]) | (together == 0)
    share = np.full(len(dense), np.nan)
    np.divide(overtaking - overtaken, together, out=share, where=~out)
    return Turns(
        evidence="completion-order" if ends_only else "order-of-service",
        queue=dense,
        overtaking=overtaking,
        overtaken=overtaken,
        together=together,
        share=share,
        refused=refused,
    )


def _code(given: Integers, refusal: Refusal) -> int:
    return 2 * int(np.searchsorted(given, refusal.queue)) + refusal.priority


def _counts(
    queue: Integers, came: Integers, served: Integers, tolerance: int
) -> tuple[Integers, Integers, Integers]:
    """Overtaking, overtaken and pairs of each case.

    Each case that waits longer than the tolerance stands twice: as itself, and as a
    shadow that came by the tolerance later. Pairs of a shadow and a case are all pairs
    of the doubled queue without those among shadows and those among cases.
    """
    size = len(queue)
    waits = np.flatnonzero(served - came > tolerance)
    shadow = (queue[waits], came[waits] + tolerance, served[waits])
    cases = order_of_service(queue, came, served)
    shadows = order_of_service(*shadow)
    both = order_of_service(
        np.concatenate([queue, shadow[0]]),
        np.concatenate([came, shadow[1]]),
        np.concatenate([served, shadow[2]]),
    )
    overtaking = both.overtaking[:size] - cases.overtaking
    overtaken, together = np.zeros(size, np.int64), np.zeros(size, np.int64)
    overtaken[waits] = both.overtaken[size:] - shadows.overtaken
    together[waits] = both.together[size:] - shadows.together
    together += _waiting_at(queue, came, shadow)
    return overtaking, overtaken, together


def _waiting_at(
    queue: Integers, came: Integers, shadow: tuple[Integers, Integers, Integers]
) -> Integers:
    """How many shadows were there and not yet served when each case came."""
    times = np.unique(np.concatenate([came, shadow[1], shadow[2]]))
    stretch = len(times) + 1

    def line(code: Integers, time: Integers) -> Integers:
        place: Integers = code * stretch + np.searchsorted(times, time)
        return place

    at = line(queue, came)
    entered = np.searchsorted(np.sort(line(shadow[0], shadow[1])), at, side="left")
    left = np.searchsorted(np.sort(line(shadow[0], shadow[2])), at, side="right")
    # Shadows of earlier queues have both entered and left, so they cancel out.
    found: Integers = (entered - left).astype(np.int64)
    return found


def _refused(
    given: Integers, queue: Integers, came: Integers, served: Integers
) -> tuple[Refusal, ...]:
    size = np.bincount(queue, minlength=2 * len(given))
    tied = np.maximum(_tied(queue, came, len(size)), _tied(queue, served, len(size)))
    found = []
    for code in np.flatnonzero(tied > MOST_TIES * size).tolist():
        share = float(tied[code] / size[code])
        text = (
            f"In {share:.0%} of {size[code]} cases the time is that of another case; "
            "the order of this queue cannot be told."
        )
        name, urgent = int(given[code // 2]), bool(code % 2)
        found.append(Refusal("ties", name, urgent, int(size[code]), share, text))
    return tuple(found)


def _tied(queue: Integers, time: Integers, queues: int) -> Integers:
    """How many cases of each queue share their time with another one of it."""
    order = np.lexsort((time, queue))
    same = (np.diff(queue[order]) == 0) & (np.diff(time[order]) == 0)
    tied = np.append(same, False) | np.append(False, same)
    if not len(order):
        return np.zeros(queues, np.int64)
    return np.bincount(queue[order[tied]], minlength=queues).astype(np.int64)
