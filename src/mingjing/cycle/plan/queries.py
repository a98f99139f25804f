"""Reads of documents and plans: units by their printed names, suggestions, progress."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from mingjing.base.people.models import Unit
from mingjing.cycle.plan.models import Clause, Measure, Source
from mingjing.cycle.plan.states import Verdict
from mingjing_documents import Outline, compare
from mingjing_documents.model import Node

PREFIX = re.compile(r"^(?:中共)?(?:[\u4e00-\u9fff]{1,6}?县)?(?:县|本县)?")
EVERY = {"week", "month", "quarter", "half_year", "year"}
_REGULAR = {"regular": "quarter", "day": "week", "": "quarter"}


@dataclass
class Matched:
    """Units found by their printed names, and the names nobody here answers to."""

    units: list[Unit] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


class UnitNames:
    """The register by every name a document may print: full, short, without 县."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._by_name: dict[str, Unit] = {}
        for unit in units:
            for name in (
                unit.name,
                unit.short_name,
                _core(unit.name),
                _core(unit.short_name),
            ):
                self._by_name.setdefault(name, unit)

    def find(self, names: Iterable[str]) -> Matched:
        found = Matched()
        for name in names:
            unit = self._by_name.get(name) or self._by_name.get(_core(name))
            if unit is None:
                found.unknown.append(name)
            elif unit not in found.units:
                found.units.append(unit)
        return found


def unit_names() -> UnitNames:
    return UnitNames(Unit.objects.filter(ended_on__isnull=True))


def _core(name: str) -> str:
    return PREFIX.sub("", name) or name


def suggested(nodes: list[Node]) -> list[Verdict]:
    """A leaf with somebody or some day to answer for it is a measure; a branch is not.

    A node whose children are all its own enumeration, and that itself names its units,
    is one measure: its items are how, not who.
    """
    parents = {node.parent for node in nodes if node.parent is not None}
    found: list[Verdict] = []
    for at, node in enumerate(nodes):
        owed = bool(node.lead_units or node.responsible_units)
        above = found[node.parent] if node.parent is not None else None
        if above == Verdict.MEASURE:
            found.append(Verdict.REJECTED)
        elif owed or (at not in parents and node.deadline.kind != "none"):
            found.append(Verdict.MEASURE)
        elif at in parents:
            found.append(Verdict.HEADING)
        else:
            found.append(Verdict.PENDING)
    return found


@dataclass(frozen=True)
class Progress:
    seen: int
    total: int


def progress_of(source: Source) -> Progress:
    counted = source.clauses.aggregate(
        total=Count("pk"), pending=Count("pk", filter=Q(verdict=Verdict.PENDING))
    )
    return Progress(counted["total"] - counted["pending"], counted["total"])


def unchanged_clauses(old: Source, new: Outline) -> dict[int, Clause]:
    """Index of each node that stands in the amended document word for word."""
    before = list(old.clauses.all())
    nodes = [
        Node(c.level, c.marker, c.title, c.text, (c.start, c.end), None) for c in before
    ]
    outline = Outline("", "", "", old.text, nodes, [])
    return {
        change.new: before[change.old]
        for change in compare(outline, new)
        if change.kind == "same" and change.new is not None and change.old is not None
    }


def earlier_clauses(source: Source) -> dict[int, Clause]:
    """For each clause of an amending document, the one it changed, where one is alike."""
    if source.amends is None:
        return {}
    before, after = list(source.amends.clauses.all()), list(source.clauses.all())

    def outline(clauses: list[Clause]) -> Outline:
        nodes = [
            Node(c.level, c.marker, c.title, c.text, (c.start, c.end), None)
            for c in clauses
        ]
        return Outline("", "", "", "", nodes, [])

    return {
        after[change.new].pk: before[change.old]
        for change in compare(outline(before), outline(after))
        if change.kind == "edited" and change.old is not None and change.new is not None
    }


@dataclass(frozen=True)
class ClockOf:
    kind: str
    every: str
    day: int | None
    due_on: date | None


def clock_of(deadline: dict[str, object]) -> ClockOf:
    """A clause's printed time limit as a measure's clock; unclear stays unset."""
    kind, every = deadline.get("kind"), str(deadline.get("every") or "")
    if kind == "date":
        day = deadline.get("date")
        return ClockOf("date", "", None, date.fromisoformat(str(day)) if day else None)
    if kind == "recurring":
        every = every if every in EVERY else _REGULAR.get(every, "quarter")
        day_of_month = deadline.get("day")
        return ClockOf(
            "recurring",
            every,
            day_of_month if isinstance(day_of_month, int) else None,
            None,
        )
    if kind == "continuous":
        return ClockOf("continuous", "quarter", None, None)
    return ClockOf("none", "", None, None)


def tree_of(measures: Iterable[Measure]) -> list[Measure]:
    """Measures of one plan in document order; `depth` says how far in they stand."""
    return sorted(measures, key=lambda m: (m.order, m.pk))
