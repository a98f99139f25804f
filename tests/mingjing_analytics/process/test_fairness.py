"""Unequal treatment against enumeration, and on cases where the truth is known."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingjing_analytics.process.fairness import shuffle
from mingjing_analytics.process.fairness.design import in_batch, lay_out, strata
from mingjing_analytics.process.fairness.shuffle import Nulls, shuffled
from mingjing_analytics.process.fairness.treatment import (
    EXPLANATIONS,
    benjamini_hochberg,
    unequal_treatment,
)


def codes(values):
    return np.array(values, np.int64)


def laid_out(outcomes, own):
    """Entity 0 has the first ``own`` cases of each stratum, entity 1 the others."""
    entity = codes([int(at >= own) for each in outcomes for at in range(len(each))])
    stratum = codes([nth for nth, each in enumerate(outcomes) for _ in each])
    return lay_out(entity, stratum, np.array(np.concatenate(outcomes), float))


def mid_ranks(values):
    return [sum(o < v for o in values) + (values.count(v) + 1) / 2 for v in values]


def enumerated(outcomes, own):
    """All the sums chance can give, the labels set in every way."""
    parts = []
    for values in outcomes:
        n, ranks = len(values), mid_ranks(list(values))
        scores = [(rank - (n + 1) / 2) / (n + 1) for rank in ranks]
        parts.append([sum(some) for some in combinations(scores, own)])
    return np.array([sum(one) for one in product(*parts)])


few = st.lists(st.integers(0, 4), min_size=4, max_size=4)
five = st.lists(few, min_size=5, max_size=5)


@given(five)
@settings(max_examples=30)
def test_the_variance_is_that_of_all_permutations(outcomes):
    design = laid_out(outcomes, 3)
    every = enumerated(outcomes, 3)

    assert design.names.tolist() == [0]
    assert float(every.mean()) == pytest.approx(0, abs=1e-12)
    assert design.variance[0] == pytest.approx(float(every.var()), abs=1e-12)


@given(five)
@settings(max_examples=30)
def test_the_sum_is_that_of_mid_ranks(outcomes):
    scores = [np.array(mid_ranks(each)) / 5 - 0.5 for each in outcomes]

    design = laid_out(outcomes, 3)

    expected = sum(float(each[:3].sum()) for each in scores)
    assert design.sums(design.score)[0] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_the_p_of_few_cases_is_that_of_all_permutations(seed):
    outcomes = np.random.default_rng(seed).integers(0, 9, (5, 4)).tolist()
    design = laid_out(outcomes, 3)
    every = np.abs(enumerated(outcomes, 3))
    nulls = Nulls(design, seed)

    assert nulls.few.tolist() == [True]
    for total in (0.0, 0.4, 0.8, float(every.max())):
        exact = float((every >= total - 1e-9).mean())
        assert nulls.p(0, total) == pytest.approx(exact, abs=0.015)


@pytest.mark.parametrize("repeated", [1, 30])
def test_each_choice_of_cases_is_drawn_alike(repeated):
    """Floyd's sampling where values differ, the hypergeometric where many are tied."""
    scores = np.repeat([1.0, 2.0, 4.0, 8.0], repeated)
    cases = 2 * repeated
    chance = np.random.default_rng(1)

    drawn = shuffle._draw(scores, cases, 20_000, chance)

    n = len(scores)
    variance = float(scores.var()) * cases * (n - cases) / (n - 1)
    assert float(drawn.mean()) == pytest.approx(7.5 * repeated, rel=0.01)
    assert float(drawn.var()) == pytest.approx(variance, rel=0.04)
    if repeated == 1:
        values, counts = np.unique(drawn, return_counts=True)
        assert values.tolist() == [3, 5, 6, 9, 10, 12]
        assert counts.tolist() == pytest.approx([20_000 / 6] * 6, rel=0.06)


def test_shuffles_keep_to_their_stratum_and_have_the_variance():
    outcomes = np.random.default_rng(4).integers(0, 9, (5, 4)).tolist()
    design = laid_out(outcomes, 3)

    sums = np.array([each[0] for each in shuffled(design, 4000, 1)])

    assert float(sums.mean()) == pytest.approx(0, abs=0.02)
    assert float(sums.var()) == pytest.approx(float(design.variance[0]), rel=0.08)
    assert set(np.round(sums, 9)) <= set(np.round(enumerated(outcomes, 3), 9))


def test_q_is_that_of_benjamini_and_hochberg():
    p = np.array([0.01, 0.04, 0.03, 0.005, 1.0])

    assert benjamini_hochberg(p) == pytest.approx([0.025, 0.05, 0.05, 0.025, 1.0])
    assert benjamini_hochberg(np.array([])).tolist() == []


def a_year(seed, *, entities=30, strata_=20, each=60, ahead=0.0):
    """Entity 3's cases stand ``ahead`` of the others by chance, all else is noise."""
    chance = np.random.default_rng(seed)
    entity = chance.integers(0, entities, strata_ * each)
    stratum = np.repeat(np.arange(strata_), each)
    outcome = chance.random(len(entity)) + stratum
    outcome[(entity == 3) & (chance.random(len(entity)) < ahead)] += 1
    return entity, stratum, outcome


def treated(entity, stratum, outcome, evidence="order-of-service", runs=0, **when):
    when = when or {"came": np.arange(len(entity)), "apart": 0}
    return unequal_treatment(
        entity, stratum, outcome, evidence=evidence, seed=7, runs=runs, **when
    )


@pytest.mark.parametrize("seed", range(4))
def test_the_favoured_one_is_named_and_nobody_else(seed):
    found = treated(*a_year(seed, ahead=0.6))

    (hint,) = found.hints
    assert (hint.entity, hint.direction) == (3, "favoured")
    assert hint.low < 0.6 < hint.high
    assert hint.p <= hint.q <= 0.05
    assert found.tested == 30


def test_a_long_wait_is_to_be_delayed():
    (hint,) = treated(*a_year(1, ahead=0.6), evidence="waiting-time").hints

    assert (hint.entity, hint.direction) == (3, "delayed")
    assert hint.low < -0.6 < hint.high


def test_only_cases_of_one_stratum_are_compared():
    """Strata differ by far more than the favour, and by whose cases they hold."""
    entity, stratum, outcome = a_year(2, ahead=0.6)
    own = np.where(stratum % 2 == 0, entity, (entity + 15) % 30)

    plain = treated(own, stratum, outcome)

    assert plain == treated(own, stratum, outcome + 100.0 * stratum)
    assert plain == treated(own, stratum * 1000 + 5, outcome)


def test_colleagues_set_back_by_one_are_not_named():
    """Of six clerks one always comes first, so the five come later than by chance."""
    chance = np.random.default_rng(3)
    entity, stratum = np.tile(np.arange(6), 400), np.repeat(np.arange(40), 60)
    outcome = chance.random(2400) + (entity == 2)

    (hint,) = treated(entity, stratum, outcome).hints

    assert hint.entity == 2
    assert (hint.effect, hint.high) == (pytest.approx(1), pytest.approx(1))
    assert 0.9 < hint.low < 1.0
    alone = np.where(entity == 2, -1, entity)
    assert treated(alone, stratum, outcome).tested == 5
    assert len(treated(alone, stratum, outcome).hints) == 5  # the others still compared


def test_chance_names_somebody_as_seldom_as_it_says():
    alarms = [bool(treated(*a_year(seed)).hints) for seed in range(60)]
    measured = treated(*a_year(0), runs=200)

    assert sum(alarms) <= 8  # 1 in 1,000 with 5 %
    assert measured.runs == 200
    assert measured.false_alarm_rate is not None
    assert measured.false_alarm_rate <= 0.1


def test_a_rare_event_is_not_taken_for_a_pattern():
    """One case in a thousand stands apart: far from the normal, and no hint."""
    entity, stratum, outcome = a_year(5)
    outcome = np.zeros(len(outcome))
    outcome[np.flatnonzero(entity == 3)[:2]] = 1

    assert treated(entity, stratum, outcome).hints == ()


def test_where_all_come_out_alike_nobody_is_named():
    entity, stratum, outcome = a_year(6)
    found = treated(entity, stratum, np.zeros(len(outcome)), runs=20)

    assert (found.hints, found.tested, found.false_alarm_rate) == ((), 30, 0.0)


def test_without_enough_cases_nobody_is_tested():
    """15 cases in 3 strata are enough; 14, or 2 strata, or no others, are not."""
    stratum = np.repeat(np.arange(3), 20)
    outcome = np.arange(60.0)
    some = np.where(np.arange(60) % 20 < 5, 0, -1)

    assert treated(some, stratum, outcome).tested == 1
    fewer = some.copy()
    fewer[0] = -1
    assert treated(fewer, stratum, outcome).unsupported == 1
    two = np.where((np.arange(60) % 20 < 8) & (stratum < 2), 0, -1)
    assert treated(two, stratum, outcome).tested == 0
    assert treated(np.zeros(60, np.int64), stratum, outcome).tested == 0


def test_cases_without_outcome_or_stratum_or_in_small_ones_stand_apart():
    entity, stratum, outcome = a_year(8, ahead=0.6)
    plain = treated(entity, stratum, outcome)
    more = codes([3, 3, 3, 3, 3])
    found = treated(
        np.append(entity, more),
        np.append(stratum, [0, -1, 900, 900, 900]),
        np.append(outcome, [np.nan, 5, 1, 2, 3]),
    )

    assert found == plain
    assert found.compared == 1200


def test_what_comes_in_one_batch_counts_once():
    entity = codes([0, 0, 0, 0, 1, 0, -1, -1])
    stratum = codes([0, 0, 0, 0, 0, 1, 0, 0])
    came = codes([9, 1, 4, 5, 4, 4, 1, 1])

    found = in_batch(entity, stratum, came, 3)

    # 1 counts and holds to 4; 5 counts and holds to 8; 9 counts.
    assert found.tolist() == [False, False, True, False, False, False, False, False]
    assert in_batch(entity, stratum, came, 4).tolist()[:4] == [False, False, True, True]


def test_luck_shared_by_a_batch_is_no_pattern():
    """Ten cases of one moment, by one entity, with one outcome: one piece of luck."""
    chance = np.random.default_rng(12)
    moment = np.repeat(np.arange(600), 10)
    entity, outcome = chance.integers(0, 30, 600)[moment], chance.random(600)[moment]
    log = (entity, moment // 60, outcome)

    assert len(treated(*log).hints) > 5  # as if all were apart
    assert treated(*log, came=moment, apart=0).hints == ()


def test_the_same_seed_says_the_same():
    log = a_year(9, ahead=0.4)

    assert treated(*log, runs=30) == treated(*log, runs=30)


def test_nothing_given_nobody_named():
    found = treated(codes([]), codes([]), np.array([]), runs=3)

    assert (found.hints, found.tested, found.compared) == ((), 0, 0)


def test_innocent_explanations_stand_beside_every_result():
    assert {one.kind for one in treated(*a_year(1)).explanations} == {
        "complexity",
        "part-time",
        "lawful-priority",
        "incomplete-documents",
        "same-batch",
        "log-gaps",
    }
    assert all(one.text.endswith(".") for one in EXPLANATIONS)


def test_strata_are_the_combinations_that_occur():
    found = strata(codes([5, 5, -1, 5]), codes([0, 1, 0, 0]), codes([2, 2, 2, 2]))

    assert found.tolist() == [1, 2, 0, 1]


def test_what_cannot_be_compared_is_refused():
    one = codes([1])
    with pytest.raises(ValueError, match="one row"):
        treated(one, codes([1, 2]), np.array([1.0]))
    with pytest.raises(ValueError, match="infinite"):
        treated(one, one, np.array([np.inf]))
    with pytest.raises(ValueError, match="not negative"):
        treated(one, one, np.array([1.0]), came=one, apart=-1)
