"""The words of the drawings, English by default; a page passes its own.

Templates are filled with ``str.format`` from the names in braces. They are the caller's
and trusted; what comes from a log is put in as it is and escaped when it is drawn.
"""

from collections.abc import Callable
from dataclasses import dataclass


def thousands(count: int) -> str:
    """As ``12,345``."""
    return f"{count:,}"


def duration(seconds: float) -> str:
    """Seconds as the calendar has them: ``40 min``, ``2.5 h``, ``3.4 d``."""
    if seconds < 3570:
        return f"{seconds / 60:.0f} min"
    if seconds < 86_400:
        return f"{_short(seconds / 3600)} h"
    return f"{_short(seconds / 86_400)} d"


def _short(value: float) -> str:
    if value >= 99.95:
        return f"{value:,.0f}"
    return f"{value:.1f}".removesuffix(".0")


def percent(part: int, whole: int) -> str:
    """Whole per cent, rounded down: only all of it is 100."""
    return f"{part * 100 // whole if whole else 0}\u00a0%"


@dataclass(frozen=True)
class MapWords:
    """What is written on a process map and said in its text."""

    title: str = "Process map"
    start: str = "Start"
    end: str = "End"
    nameless: str = "(no name)"
    count: Callable[[int], str] = thousands
    wait: Callable[[float], str] = duration
    share: Callable[[int, int], str] = percent
    shown: str = (
        "Shows {cases} of {all_cases} cases ({share}): "
        "{variants} of {all_variants} paths, {activities} of {all_activities} steps."
    )
    less: str = "A drawing holds no more; {wanted} were asked for."
    parts: str = (
        "No case fits in full. Shows the most frequent of all steps, {activities} of "
        "{all_activities}, and how often one followed another."
    )
    nothing: str = "There are no events."
    key_width: str = "the wider a line, the more often"
    key_number: str = "In bold: how many times. Below it: the median wait."
    key_back: str = "back to an earlier step"
    key_gone: str = "no longer"
    edge: str = "From {source} to {target}: {count} times in {cases} cases{waited}."
    back: str = (
        "From {source} back to {target}: {count} times in {cases} cases{waited}."
    )
    again: str = "{source} again at once: {count} times in {cases} cases{waited}."
    waited: str = ", median wait {wait}"


@dataclass(frozen=True)
class CompareWords(MapWords):
    """The same of two tables; "more" is per case, as the tables may differ in size.

    ``{mark}`` in a template is one of the four marks, ``{change}`` the word said for it.
    """

    title: str = "Two process maps in one"
    first: str = "Before"
    second: str = "After"
    arrow: str = "{first} → {second}"
    unknown: str = "–"
    more: str = "▲"
    fewer: str = "▼"
    new: str = "+ new"
    gone: str = "× gone"
    of_table: str = "{table}: {shown}"
    key_width: str = "the wider a line, the more often after"
    key_number: str = (
        "In bold: how many times before → after. Below it: the median wait. "
        "▲ ▼ per case more or less often by a tenth or over."
    )
    said_more: str = "more often per case"
    said_fewer: str = "less often per case"
    said_new: str = "new"
    said_gone: str = "gone"
    said_same: str = "about as often per case"
    compared: str = "From {source} to {target}: {count} times, {change}{waited}."
