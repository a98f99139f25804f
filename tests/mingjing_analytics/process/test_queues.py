"""Order of service against counting every pair, and against known disciplines."""

import heapq
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing_analytics.process import queues
from mingjing_analytics.process.queues import order_of_service


def by_hand(rows):
    """(overtaking, overtaken, together) of each row, every pair looked at."""
    told = []
    for queue, came, served in rows:
        others = [(a, s) for q, a, s in rows if q == queue]
        told.append(
            (
                sum(a < came and s > served for a, s in others),
                sum(a > came and s < served for a, s in others),
                sum(came < a < served for a, _s in others),
            )
        )
    return told


def counted(rows):
    table = np.array(rows, np.int64).reshape(-1, 3)
    found = order_of_service(*table.T)
    return list(
        zip(
            found.overtaking.tolist(),
            found.overtaken.tolist(),
            found.together.tolist(),
            strict=True,
        )
    )


row = st.tuples(st.integers(0, 3), st.integers(0, 12), st.integers(0, 9)).map(
    lambda r: (r[0], r[1], r[1] + r[2])
)


@given(st.lists(row, max_size=60))
def test_every_count_is_that_of_all_pairs(rows):
    assert counted(rows) == by_hand(rows)


@given(st.lists(row, min_size=1, max_size=60), st.integers(1, 9))
def test_blocks_of_any_size_count_the_same(rows, size):
    before = queues._BLOCK
    queues._BLOCK = size
    try:
        assert counted(rows) == by_hand(rows)
    finally:
        queues._BLOCK = before


@given(st.lists(row, min_size=1, max_size=30))
def test_times_of_any_size_count_the_same(rows):
    """Microseconds of a century in many queues pass what one line of numbers holds."""
    far = [(q, a * 2**58, s * 2**58) for q, a, s in rows]

    assert counted(far) == by_hand(far)


def served_by(discipline, seed, *, cases=4000, windows=3):
    """A queue before some windows, busy nearly all the time."""
    chance, clock, waiting, rows = random.Random(seed), 0, [], []
    free = [0] * windows
    came = []
    for _ in range(cases):
        clock += chance.randrange(1, 20)
        came.append(clock)
    nth = 0
    while nth < len(came) or waiting:
        window = heapq.heappop(free)
        while nth < len(came) and (came[nth] <= window or not waiting):
            window = max(window, came[nth]) if not waiting else window
            waiting.append(came[nth])
            nth += 1
        pick = {"first": 0, "last": len(waiting) - 1}.get(
            discipline, chance.randrange(len(waiting))
        )
        arrived = waiting.pop(pick)
        rows.append((0, arrived, max(window, arrived)))
        heapq.heappush(free, max(window, arrived) + chance.randrange(20, 40))
    return np.array(rows, np.int64).T


@pytest.mark.parametrize(
    ("discipline", "index"), [("first", 0.0), ("lottery", 0.5), ("last", 1.0)]
)
def test_the_index_says_how_they_were_served(discipline, index):
    found = [order_of_service(*served_by(discipline, seed)).index for seed in range(5)]

    assert float(np.mean(found)) == pytest.approx(index, abs=0.02)


def test_where_nobody_waits_together_there_is_no_index():
    apart = np.array([[0, 0, 1], [0, 5, 6]]).T

    assert np.isnan(order_of_service(*apart).index)


@pytest.mark.parametrize(
    ("rows", "said"),
    [(([0], [3], [2]), "before it came"), (([0, 0], [1], [2]), "one row")],
)
def test_what_cannot_be_is_refused(rows, said):
    with pytest.raises(ValueError, match=said):
        order_of_service(*(np.array(column, np.int64) for column in rows))
