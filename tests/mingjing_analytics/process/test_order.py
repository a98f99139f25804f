"""Shares of order against looking at every pair."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing_analytics.process.fairness import order
from mingjing_analytics.process.fairness.order import turns


def by_hand(rows, tolerance):
    """(overtaking, overtaken, together) of each row, every pair looked at."""
    told = []
    for queue, came, served, urgent in rows:
        others = [(a, s) for q, a, s, u in rows if (q, u) == (queue, urgent)]
        before = [(a, s) for a, s in others if a + tolerance < came]
        after = [(a, s) for a, s in others if came + tolerance < a]
        told.append(
            (
                sum(s > served for _a, s in before),
                sum(s < served for _a, s in after),
                sum(came < s for _a, s in before) + sum(a < served for a, _s in after),
            )
        )
    return told


def counted(rows, tolerance, **how):
    table = np.array(rows, np.int64).reshape(-1, 4)
    queue, came, served, urgent = table.T
    return turns(queue, came, served, urgent.astype(bool), tolerance=tolerance, **how)


row = st.tuples(
    st.integers(-2, 2), st.integers(0, 14), st.integers(0, 11), st.integers(0, 1)
).map(lambda r: (r[0], r[1], r[1] + r[2], r[3]))


@given(st.lists(row, max_size=50), st.integers(0, 6))
def test_every_count_is_that_of_all_pairs(rows, tolerance):
    found = counted(rows, tolerance)

    told = zip(found.overtaking, found.overtaken, found.together, strict=True)
    assert [tuple(map(int, one)) for one in told] == by_hand(rows, tolerance)


@given(st.lists(row, max_size=50), st.integers(0, 6))
def test_a_share_lies_between_after_all_and_before_all(rows, tolerance):
    share = counted(rows, tolerance).share

    known = share[~np.isnan(share)]
    assert ((known >= -1) & (known <= 1)).all()


def test_who_passes_all_has_share_one_and_who_is_passed_minus():
    found = counted([(7, 0, 9, 0), (7, 1, 10, 0), (7, 2, 5, 0)], 0)

    assert found.share.tolist() == [-0.5, -0.5, 1.0]
    assert found.index == pytest.approx(2 / 3)


def test_a_little_earlier_is_no_overtaking():
    rows = [(0, 0, 9, 0), (0, 3, 8, 0)]

    assert counted(rows, 2).overtaking.tolist() == [0, 1]
    assert counted(rows, 3).overtaking.tolist() == [0, 0]
    assert np.isnan(counted(rows, 3).share).all()


def test_lawful_priority_passes_nobody_but_its_like():
    ordinary, urgent, late = (0, 0, 9, 0), (0, 2, 3, 1), (0, 1, 8, 1)
    found = counted([ordinary, urgent, late], 0)

    assert found.overtaking.tolist() == [0, 1, 0]
    assert found.overtaken.tolist() == [0, 0, 1]
    assert found.queue.tolist() == [0, 1, 1]


def test_in_a_queue_of_like_times_the_order_is_refused():
    clean = [(4, at, 20 + at, 0) for at in range(10)]
    daily = [(9, at // 2, 20 + at, 1) for at in range(10)]
    found = counted(clean + daily, 0)

    (refusal,) = found.refused
    assert (refusal.kind, refusal.queue, refusal.priority) == ("ties", 9, True)
    assert (refusal.cases, refusal.tied) == (10, 1.0)
    assert "100% of 10 cases" in refusal.text
    assert np.isnan(found.share).tolist() == [False] * 10 + [True] * 10
    assert found.index == 0.0


def test_a_fifth_of_like_times_is_borne():
    rows = [(0, at, 20 + max(at, 1), 0) for at in range(10)]

    assert counted(rows, 0).refused == ()
    assert len(counted(rows[:9], 0).refused) == 1


def test_the_order_of_completion_is_said_to_be_weak():
    rows = [(0, 0, 9, 0), (0, 1, 8, 0)]

    assert counted(rows, 0).evidence == "order-of-service"
    found = counted(rows, 0, ends_only=True)
    assert found.evidence == "completion-order"
    assert "weak evidence" in order.EVIDENCE[found.evidence]


def test_the_ladder_of_evidence_begins_with_the_order_of_service():
    assert list(order.EVIDENCE) == [
        "order-of-service",
        "waiting-time",
        "cycle-time",
        "completion-order",
    ]


def test_where_nobody_waits_there_is_no_index():
    assert np.isnan(counted([(0, 0, 0, 0), (0, 5, 5, 0)], 0).index)
    assert np.isnan(counted([], 0).index)


def test_what_cannot_be_is_refused():
    one = np.array([1])
    with pytest.raises(ValueError, match="one row"):
        turns(one, one, one, np.array([True, False]), tolerance=0)
    with pytest.raises(ValueError, match="not negative"):
        turns(one, one, one, np.array([True]), tolerance=-1)
    with pytest.raises(ValueError, match="before it came"):
        turns(one, one, one - 1, np.array([True]), tolerance=0)
