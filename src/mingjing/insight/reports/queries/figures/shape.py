"""What a number is made of: its span, its label, its rows."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.functional import Promise


class Span(NamedTuple):
    """A half-year, as far as it has come, and the day on which it is looked at.

    What happened is counted within it; what is still missing is missing on that day.
    """

    starts_on: date
    until: date
    on: date


def period_of(on: date) -> str:
    return f"{on.year}-H{1 if on.month <= 6 else 2}"


def span_of(period: str, *, on: date) -> Span:
    """Raises ValueError for what is no half-year, or one that has not begun."""
    said = re.fullmatch(r"(\d{4})-H([12])", period, re.ASCII)
    if not said:
        raise ValueError(period)
    year, half = int(said[1]), said[2]
    first = date(year, 1 if half == "1" else 7, 1)
    last = date(year, 6, 30) if half == "1" else date(year, 12, 31)
    if first > on:
        raise ValueError(period)
    return Span(first, min(on, last), on)


Rows = QuerySet[Any]


@dataclass(frozen=True)
class Kept:
    """What is frozen of a number that is more than the count of its rows.

    ``values`` say something of each row, in its order; ``said`` is the number itself,
    None where it is not known. Without either the number is the count of the rows.
    """

    ids: Sequence[Any]
    values: Sequence[int | None] | None = None
    said: int | None = None
    counted: bool = True  # the number is the count of the rows


@dataclass(frozen=True)
class Figure:
    key: str
    label: str | Promise
    kind: str  # what its rows are: see rows.KINDS
    rows: Callable[[Span], Rows] | None = None  # None: its section keeps it
    of: str = ""  # the key of the number that this one is a part of
    bad: bool = False  # red when it is not zero
    named: bool = False  # the document names its rows, bad or not
    minutes: bool = False  # the number is minutes
    quiet: bool = False  # left out at zero: one of many reasons


@dataclass(frozen=True)
class Section:
    title: str | Promise
    figures: tuple[Figure, ...]
    # Numbers that are had together from one look at the rows, by their keys.
    keep: Callable[[Span], Mapping[str, Kept]] = field(default=lambda _span: {})
