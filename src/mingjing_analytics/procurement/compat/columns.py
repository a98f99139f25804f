"""Facts by column: whole numbers for names, so that a hundred thousand fit in a few megabytes.

Comparing with a threshold then costs milliseconds, and so does another threshold.
"""

from array import array
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.procurement.compat.facts import Facts

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

NOBODY = -1
NO_DAYS = -(2**31)
_ROW = (
    "method",
    "details",
    "days",
    "single",
    "lowest",
    "winner",
    "rival",
    "supplier",
    "rejected",
    "alone",
    "submitted",
    "disqualified",
    "buyer",
    "entity",
)
LISTS = ("valid", "equal", "late", "bidders", "refused", "classes")
_WIDTH = len(_ROW) + len(LISTS)


@dataclass(slots=True)
class Columns:
    """Facts of many processes.

    Attributes:
        ocids: Of each process, in the order read.
        names: What the numbers stand for: firms, buyers, methods, classes.
        rows: One row a process: `_ROW`, then the lengths of `LISTS`; shape (n, 20).
        ratios: The price ratio of each process; meaningless where there is no rival.
        lists: By name, the lists of all processes one after the other. Of classes, each
            supplier is followed by the number of its classes and by those.

    """

    ocids: list[str]
    names: list[str]
    rows: Ints
    ratios: Floats
    lists: dict[str, Ints]

    def column(self, name: str) -> Ints:
        """Give one column of the rows, or the lengths of one list."""
        place = _ROW.index(name) if name in _ROW else len(_ROW) + LISTS.index(name)
        return self.rows[:, place]

    def listed(self, name: str, row: int) -> list[str]:
        """Give the names in one list of one process."""
        lengths = self.column(name)
        start = int(lengths[:row].sum())
        found = self.lists[name][start : start + int(lengths[row])]
        return [self.names[one] for one in found]

    def code(self, name: str) -> int:
        """Give the number of a name; one that nothing carries when it is not there."""
        try:
            return self.names.index(name)
        except ValueError:
            return NOBODY - 1

    def without(self, ocids: Collection[str]) -> "Columns":
        """Give the facts of all other processes."""
        keep = np.array([one not in ocids for one in self.ocids], bool)
        if keep.all():
            return self
        return Columns(
            [one for one, kept in zip(self.ocids, keep.tolist(), strict=True) if kept],
            self.names,
            self.rows[keep],
            self.ratios[keep],
            {
                name: self.lists[name][np.repeat(keep, self.column(name))]
                for name in LISTS
            },
        )

    def followed_by(self, later: "Columns") -> "Columns":
        """Give these facts and later ones, whose names begin with these."""
        return Columns(
            self.ocids + later.ocids,
            later.names,
            np.concatenate((self.rows, later.rows)),
            np.concatenate((self.ratios, later.ratios)),
            {
                name: np.concatenate((self.lists[name], later.lists[name]))
                for name in LISTS
            },
        )


class Collector:
    """Takes in facts one by one."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._codes = {name: code for code, name in enumerate(names)}
        self._ocids: list[str] = []
        self._rows = array("i")
        self._ratios = array("d")
        self._lists = {name: array("i") for name in LISTS}

    def add(self, one: Facts) -> None:
        """Take in the facts of one process."""
        winner, rival = one.rivals or (None, None)
        named = (one.valid, one.equal, one.late, one.bidders, one.refused)
        listed = [*map(self._codes_of, named), self._classes(one)]
        for name, numbers in zip(LISTS, listed, strict=True):
            if numbers:
                self._lists[name].extend(numbers)
        self._ocids.append(one.ocid)
        self._ratios.append(0.0 if one.ratio is None else one.ratio)
        self._rows.extend(
            (
                self._code(one.method),
                self._code(one.details),
                NO_DAYS if one.days is None else one.days,
                one.single,
                one.lowest,
                self._code(winner),
                self._code(rival),
                self._code(one.supplier),
                one.rejected,
                self._code(one.alone),
                one.submitted,
                one.disqualified,
                self._code(one.buyer),
                self._code(one.entity),
                *map(len, listed),
            )
        )

    def _classes(self, one: Facts) -> list[int]:
        classes: list[int] = []
        for firm, found in one.classes:
            classes += (self._code(firm), len(found), *self._codes_of(found))
        return classes

    def _codes_of(self, names: list[str]) -> list[int]:
        codes = self._codes
        return [codes.setdefault(name, len(codes)) for name in names]

    def columns(self) -> Columns:
        """Give what was taken in."""
        return Columns(
            self._ocids,
            list(self._codes),
            ints(self._rows).reshape(-1, _WIDTH),
            np.frombuffer(self._ratios, np.float64),
            {name: ints(found) for name, found in self._lists.items()},
        )

    def _code(self, name: str | None) -> int:
        if name is None:
            return NOBODY
        return self._codes.setdefault(name, len(self._codes))


def columns_of(facts: Iterable[Facts]) -> Columns:
    """Put facts into columns."""
    collector = Collector()
    for one in facts:
        collector.add(one)
    return collector.columns()


def ints(raw: "array[int] | bytes") -> Ints:
    """See bytes as whole numbers of 32 bits."""
    return np.frombuffer(raw, np.int32)


def width() -> int:
    """Give the number of whole numbers in a row."""
    return _WIDTH
