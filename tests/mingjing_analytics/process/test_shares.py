"""Wilson's interval against its defining equation."""

import math

import pytest

from mingjing_analytics.process.measures.shares import wilson

Z = 1.959963984540054


@pytest.mark.parametrize(
    ("hits", "of"), [(0, 5), (5, 5), (1, 30), (297, 300), (50, 100)]
)
def test_each_end_is_just_not_refuted(hits, of):
    for end in wilson(hits, of):
        if 0 < end < 1:
            distance = abs(hits / of - end)
            assert distance == pytest.approx(Z * math.sqrt(end * (1 - end) / of))


def test_nothing_and_all_stay_within_bounds():
    assert wilson(0, 5)[0] == pytest.approx(0)
    assert wilson(5, 5)[1] == pytest.approx(1)


@pytest.mark.parametrize(("hits", "of"), [(0, 0), (2, 1), (-1, 3)])
def test_what_is_no_share_is_refused(hits, of):
    with pytest.raises(ValueError, match="share"):
        wilson(hits, of)
