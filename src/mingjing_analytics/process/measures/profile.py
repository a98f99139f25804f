"""The whole profile of a log as plain data: the contract of ``process profile``."""

from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.measures import cases, flow
from mingjing_analytics.process.measures.quality import quality
from mingjing_analytics.process.measures.variants import Variants, variants
from mingjing_analytics.process.table import EventTable

Profile = dict[str, Any]


def profile(table: EventTable) -> Profile:
    """Count a log. Times are seconds; pairs and variants stand most frequent first.

    Percentiles are interpolated linearly. A figure that has no value is None.
    """
    names, people = table.activity_names, table.resource_names
    size = len(names)
    found = variants(table)
    start, end = flow.starts_and_ends(table)
    again = cases.rework(found, size)
    follows = flow.directly_follows(table)
    hands = flow.handovers(table)
    return {
        "cases": table.cases,
        "events": table.events,
        "activities": size,
        "activity_counts": _named(np.bincount(table.activity, minlength=size), names),
        "start": _named(start, names),
        "end": _named(end, names),
        "dfg": _rows(names, follows.first, follows.second, follows.count),
        "timed_dfg": _timed(flow.timed_directly_follows(table), names),
        "variant_count": len(found.counts),
        "variants": _traces(found, names),
        "case_duration": _durations(cases.durations(table)),
        "rework": {
            "cases_any": again.cases_any,
            "cases_per_activity": _named(again.cases_per_activity, names),
            "self_loops": again.self_loops,
        },
        "handover": _rows(people, hands.first, hands.second, hands.count),
        "issues": [asdict(issue) for issue in (*table.issues, *quality(table))],
    }


def _named(counts: NDArray[np.int64], names: tuple[str, ...]) -> dict[str, int]:
    order = np.lexsort((np.arange(len(counts)), -counts))
    return {names[at]: int(counts[at]) for at in order.tolist() if counts[at]}


def _rows(names: tuple[str, ...], *columns: NDArray[np.int64]) -> list[list[Any]]:
    first, second, count = (column.tolist() for column in columns)
    told = zip(first, second, count, strict=True)
    return [[names[a], names[b], number] for a, b, number in told]


def _timed(timed: flow.TimedPairs, names: tuple[str, ...]) -> list[list[Any]]:
    columns = (timed.mean, timed.median, timed.least, timed.most)
    figures = zip(*(column.tolist() for column in columns), strict=True)
    pairs = zip(timed.first.tolist(), timed.second.tolist(), strict=True)
    told = zip(pairs, figures, strict=True)
    return [[names[a], names[b], *values] for (a, b), values in told]


def _traces(found: Variants, names: tuple[str, ...]) -> list[Profile]:
    return [
        {"cases": count, "trace": [names[code] for code in found.trace(at)]}
        for at, count in enumerate(found.counts.tolist())
    ]


def _durations(durations: NDArray[np.int64]) -> dict[str, float | None]:
    kinds = ("mean_s", "median_s", "p10_s", "p90_s", "min_s", "max_s")
    if not len(durations):
        return dict.fromkeys(kinds)
    p10, median, p90 = np.percentile(durations, [10, 50, 90])
    # In two parts: fifty years of µs for six thousand cases would overflow.
    high, low = int((durations >> 20).sum()), int((durations & 0xFFFFF).sum())
    whole = ((high << 20) + low) / len(durations)
    values = (whole, median, p10, p90, durations.min(), durations.max())
    return {kind: float(value) / 1e6 for kind, value in zip(kinds, values, strict=True)}
