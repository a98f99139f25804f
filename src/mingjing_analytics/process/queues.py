"""Who was served before whom: order of service in the queues of a step.

Method: j overtook i when i came first and j was served first; both waited together
then. The index is the share of such pairs among all that waited together: 0 is first
come, first served, about 0.5 a lottery, 1 last come, first served (order fairness of
Avi-Itzhak, Levy and Raz, "Quantifying fairness in queuing systems", 2008).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_BLOCK = 1 << 15  # rows of whole queues at a time: what fits the processor's cache

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Service:
    """The order of service in one step, row by row as it was given.

    All arrays have the shape of the input. ``overtaking`` is how many earlier ones this
    case passed, ``overtaken`` how many later ones passed it, ``together`` how many came
    while it waited.
    """

    overtaking: Integers
    overtaken: Integers
    together: Integers

    @property
    def index(self) -> float:
        """Overtakings per pair that waited together; nan where none did."""
        pairs = int(self.together.sum())
        return float(self.overtaking.sum()) / pairs if pairs else float("nan")


def order_of_service(queue: Integers, came: Integers, served: Integers) -> Service:
    """Count overtakings in each queue, O(n log n).

    ``queue`` are codes, ``came`` and ``served`` times of one unit, shape (n,). Who came
    at the same time did not come before, who is served at the same time passes nobody.
    Raises ValueError when shapes differ or somebody is served before coming.
    """
    if not queue.shape == came.shape == served.shape or queue.ndim != 1:
        raise ValueError("Queues and times have one row for each case.")
    if bool(np.any(served < came)):
        raise ValueError("A case is served before it came.")
    # Among those who came together the one served first stands first: no one of them
    # has a later-served one before it.
    order = _in_order(queue, came, served)
    queue, came, served = queue[order], came[order], served[order]
    size = len(order)
    overtaking, overtaken, together = (np.zeros(size, np.int64) for _ in range(3))
    for start, end in _blocks(queue):
        part = slice(start, end)
        rank = _dense_rank(queue[part], served[part])
        overtaking[part], overtaken[part] = _inversions(rank)
        together[part] = _came_while_waiting(queue[part], came[part], served[part])
    back = np.empty(size, np.int64)
    back[order] = np.arange(size)
    return Service(overtaking[back], overtaken[back], together[back])


def _on_one_line(queue: Integers, time: Integers) -> Integers | None:
    """Queue and time as one number, which sorts far quicker; None if too large."""
    if not len(queue):
        return queue
    base, codes = int(time.min()), queue - int(queue.min())
    stretch = int(time.max()) - base + 1
    if (int(codes.max()) + 1) * stretch >= 2**62:
        return None
    line: Integers = codes * stretch + (time - base)
    return line


def _in_order(queue: Integers, came: Integers, served: Integers) -> Integers:
    line = _on_one_line(queue, came)
    if line is None:
        return np.lexsort((served, came, queue))
    order = np.argsort(line)
    line = line[order]
    same = np.diff(line) == 0
    if bool(same.any()):
        tied = np.flatnonzero(np.append(same, False) | np.append(False, same))
        rows = order[tied]
        order[tied] = rows[np.lexsort((served[rows], line[tied]))]
    return order


def _blocks(queue: Integers) -> list[tuple[int, int]]:
    """Ranges of whole queues, each of about _BLOCK rows or one larger queue."""
    ends = np.flatnonzero(np.diff(queue, append=queue[-1:] + 1)) + 1
    blocks, start = [], 0
    for at in range(len(ends)):
        end = int(ends[at])
        last = at + 1 == len(ends)
        if last or int(ends[at + 1]) - start > _BLOCK:
            blocks.append((start, end))
            start = end
    return blocks


def _dense_rank(queue: Integers, served: Integers) -> Integers:
    """Ranks by queue and time of service: nobody outranks one of an earlier queue."""
    line = _on_one_line(queue, served)
    order = np.lexsort((served, queue)) if line is None else np.argsort(line)
    moved = np.empty(len(order), bool)
    moved[:1] = False
    moved[1:] = (np.diff(queue[order]) != 0) | (np.diff(served[order]) != 0)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.cumsum(moved)
    return rank


def _inversions(rank: Integers) -> tuple[Integers, Integers]:
    """For each place: how many before it rank higher, how many after it lower.

    Bit by bit from the highest: rows are kept in groups of equal higher bits, in their
    order; within a group each 1 before a 0 is one inversion of the two.
    """
    size = len(rank)
    higher, lower = np.zeros(size, np.int64), np.zeros(size, np.int64)
    place = np.arange(size)
    for bit in range(int(rank.max(initial=0)).bit_length() - 1, -1, -1):
        now = rank[place]
        one = (now >> bit) & 1
        group = now >> (bit + 1)
        first = np.flatnonzero(np.diff(group, prepend=group[:1] - 1))
        length = np.diff(first, append=size)
        ones = np.cumsum(one) - one
        ones -= np.repeat(ones[first], length)  # ones before it in its group
        at = np.arange(size) - np.repeat(first, length)
        zeros = at - ones
        all_zeros = np.repeat(length - np.add.reduceat(one, first), length)
        is_one = one.astype(bool)
        higher[place[~is_one]] += ones[~is_one]
        lower[place[is_one]] += (all_zeros - zeros)[is_one]
        target = np.repeat(first, length) + np.where(is_one, all_zeros + ones, zeros)
        moved = np.empty(size, np.int64)
        moved[target] = place
        place = moved
    return higher, lower


def _came_while_waiting(queue: Integers, came: Integers, served: Integers) -> Integers:
    """How many of the same queue came after each came and before it was served."""
    both = _on_one_line(np.tile(queue, 2), np.concatenate([came, served]))
    if both is None:
        cuts = np.flatnonzero(np.diff(queue)) + 1
        if len(cuts):
            parts = [
                _came_while_waiting(queue[rows], came[rows], served[rows])
                for rows in np.split(np.arange(len(queue)), cuts)
            ]
            return np.concatenate(parts)
        both = np.concatenate([came, served])  # one queue needs no stretch of its own
    line, until = both[: len(queue)], both[len(queue) :]
    after = np.searchsorted(line, line, side="right")
    count: Integers = np.searchsorted(line, until, side="left") - after
    return np.maximum(count, 0)  # served as it came: nobody in between
