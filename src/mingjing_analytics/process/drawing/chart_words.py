"""The words of strips and dots, English by default; as those of the maps."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from mingjing_analytics.process.drawing.words import duration, thousands


def day(on: date) -> str:
    """As ``2025-03-01``."""
    return on.isoformat()


@dataclass(frozen=True)
class StripWords:
    """What is written on time strips."""

    title: str = "Cases as strips of time"
    nothing: str = "There are no events with a time."
    nameless: str = "(no name)"
    count: Callable[[int], str] = thousands
    wait: Callable[[float], str] = duration
    axis: str = "days since the case began"
    by_start: str = "{cases} of {all_cases} cases, in the order in which they began."
    by_duration: str = "{cases} of {all_cases} cases, in the order of their duration."
    sampled: str = "Taken at even distances of that order."
    waiting: str = "waiting"
    working: str = "working"
    either: str = "the log does not say when work began"
    mixed: str = "several short steps"
    step: str = "{case}: {step}, {kind} {wait}"


@dataclass(frozen=True)
class DotWords:
    """What is written on a dotted chart."""

    title: str = "Events by time and case"
    nothing: str = "There are no events with a time."
    nameless: str = "(no name)"
    count: Callable[[int], str] = thousands
    day: Callable[[date], str] = day
    axis: str = "A line of the picture is a case, the first to begin on top."
    shown: str = "{events} events of {cases} cases."
    binned: str = (
        "Drawn as {marks} marks: events of one kind that fall together are one."
    )
    others: str = "other steps"
