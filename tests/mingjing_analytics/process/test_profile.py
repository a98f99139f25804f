"""The profile of a log against the same counts by plain loops."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingjing_analytics.process import table
from mingjing_analytics.process.measures import variants as grouping
from mingjing_analytics.process.measures.profile import profile
from mingjing_analytics.process.reading.xes import read_xes
from tests.support import event_logs

DAY = 86_400_000_000


def profiled(tmp_path, traces, head=""):
    log = tmp_path / "log.xes"
    log.write_text(event_logs.xes(traces, head), encoding="utf-8")
    return profile(table.sort(read_xes(log)))


def of_cases(tmp_path, cases):
    return profiled(
        tmp_path,
        [
            event_logs.trace(name, [event_logs.event(*row) for row in rows])
            for name, rows in cases.items()
        ],
    )


def as_counted(found):
    """The profile in the shape of `event_logs.counted`, times as µs."""
    micro = [round(found["case_duration"][f"{k}_s"] * 1e6, 3) for k in ORDER]
    again = found["rework"]
    return {
        "cases": found["cases"],
        "events": found["events"],
        "start": found["start"],
        "end": found["end"],
        "dfg": {(a, b): n for a, b, n in found["dfg"]},
        "timed_dfg": {
            (a, b): tuple(round(x * 1e6, 3) for x in times)
            for a, b, *times in found["timed_dfg"]
        },
        "variants": {tuple(v["trace"]): v["cases"] for v in found["variants"]},
        "durations": tuple(micro),
        "rework": (
            again["cases_any"],
            again["cases_per_activity"],
            again["self_loops"],
        ),
        "handover": {(a, b): n for a, b, n in found["handover"]},
    }


ORDER = ("mean", "median", "min", "max")
rows = st.lists(
    st.tuples(
        st.sampled_from(["收件", "受理", "审查", "决定"]),
        st.integers(0, 40).map(lambda n: n * 3_600_000_001 + 1_700_000_000_000_000),
        st.sampled_from([None, "甲", "乙", "丙"]),
    ),
    min_size=1,
    max_size=9,
)
logs = st.dictionaries(st.integers(1, 99).map(str), rows, min_size=1, max_size=12)


@given(logs)
@settings(max_examples=120, deadline=None)
def test_every_figure_is_that_of_plain_counting(tmp_path_factory, cases):
    found = of_cases(tmp_path_factory.mktemp("log"), cases)
    want = event_logs.counted(cases)
    want["timed_dfg"] = {
        pair: tuple(round(x, 3) for x in times)
        for pair, times in want["timed_dfg"].items()
    }
    want["durations"] = tuple(round(x, 3) for x in want["durations"])
    assert as_counted(found) == want


def test_pairs_and_variants_stand_most_frequent_first(tmp_path):
    rare = [("收件", 0), ("退件", 1)]
    usual = [("收件", 0), ("审查", 1), ("决定", 2)]
    found = of_cases(tmp_path, {"1": rare, "2": usual, "3": usual})
    assert [v["cases"] for v in found["variants"]] == [2, 1]
    assert [row[2] for row in found["dfg"]] == [2, 2, 1]
    assert list(found["activity_counts"].values()) == [3, 2, 2, 1]


def test_percentiles_lie_between_the_cases_around_them(tmp_path):
    cases = {str(days): [("收件", 0), ("决定", days * DAY)] for days in range(11)}
    times = of_cases(tmp_path, cases)["case_duration"]
    assert times == {
        "mean_s": 5 * 86_400.0,
        "median_s": 5 * 86_400.0,
        "p10_s": 86_400.0,
        "p90_s": 9 * 86_400.0,
        "min_s": 0.0,
        "max_s": 10 * 86_400.0,
    }


def test_years_of_microseconds_add_up_without_overflow(tmp_path):
    long = 100 * 365 * DAY
    cases = {str(n): [("收件", 0), ("决定", long)] for n in range(4000)}
    found = of_cases(tmp_path, cases)
    assert found["case_duration"]["mean_s"] == long / 1e6
    assert found["timed_dfg"] == [["收件", "决定", *[long / 1e6] * 4]]


def test_an_empty_log_has_counts_of_nothing(tmp_path):
    found = profiled(tmp_path, [])
    assert (found["cases"], found["events"], found["variants"]) == (0, 0, [])
    assert set(found["case_duration"].values()) == {None}


def test_a_case_without_a_time_has_no_duration(tmp_path):
    timed = event_logs.trace("1", [event_logs.event("收件", DAY * 20_000)])
    bare = event_logs.trace("2", [event_logs.event("收件"), event_logs.event("决定")])
    found = profiled(tmp_path, [timed, bare])
    assert found["case_duration"]["max_s"] == 0.0
    assert found["dfg"] == [["收件", "决定", 1]]
    assert found["timed_dfg"] == []
    assert [issue["kind"] for issue in found["issues"]] == ["no-time"]


def test_a_clash_of_numbers_does_not_join_two_variants(tmp_path, monkeypatch):
    """The first number given to sequences says nothing; the next one must serve."""
    honest = grouping._numbers

    def clashing(log, seed):
        return honest(log, seed) * 0 if seed == 0 else honest(log, seed)

    monkeypatch.setattr(grouping, "_numbers", clashing)
    found = of_cases(tmp_path, {"1": [("收件", 0)], "2": [("决定", 0)]})
    assert found["variant_count"] == 2


@pytest.mark.parametrize("activities", [3, 3000])
def test_many_activities_are_counted_like_few(tmp_path, activities):
    names = [f"环节{n}" for n in range(activities)]
    cases = {str(n): [(names[n], 0), (names[n - 1], 1)] for n in range(activities)}
    found = of_cases(tmp_path, cases)
    assert sorted(found["dfg"]) == sorted(
        [names[n], names[n - 1], 1] for n in range(activities)
    )


def test_what_is_odd_in_a_log_is_told(tmp_path):
    found = profiled(
        tmp_path,
        [
            event_logs.trace(
                "NA",
                [
                    event_logs.event("收件", DAY * 20_000, "甲"),
                    event_logs.event("收件", DAY * 20_000, "甲"),
                    event_logs.event("决定", 0, "甲"),
                ],
            )
        ],
    )
    assert [
        (issue["kind"], issue["place"], issue["count"]) for issue in found["issues"]
    ] == [
        ("out-of-order", "whole file", 1),
        ("ties", "whole file", 2),
        ("doubled", "case NA", 1),
        ("odd-time", "case NA", 1),
        ("odd-case-name", "case NA", 1),
    ]
    assert found["dfg"] == [["收件", "收件", 1], ["决定", "收件", 1]]
