"""Reads of documents and plans: units by their printed names, suggestions, progress."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from mingjing.base.files.queries import open_file
from mingjing.base.people.models import Unit
from mingjing.cycle.plan.models import Clause, Measure, MeasureVersion, Source
from mingjing.cycle.plan.states import Verdict
from mingjing_documents import Outline, compare, read_outline
from mingjing_documents.compare import word_changes
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
    """How many of the clauses that are asked about have an answer."""
    asked = source.clauses.exclude(verdict=Verdict.UNCHANGED)
    counted = asked.aggregate(
        total=Count("pk"), pending=Count("pk", filter=Q(verdict=Verdict.PENDING))
    )
    return Progress(counted["total"] - counted["pending"], counted["total"])


@dataclass(frozen=True)
class Match:
    """A clause of the amended document, and whether the new one repeats it."""

    earlier: Clause
    same: bool


def matches(old: Source, new: Outline) -> dict[int, Match]:
    """By index of the new document's nodes: what each of them repeats or changes.

    The old document is read anew, so that corrections by the office do not look like
    changes of the document; its clauses stand at ten times the index of their node.
    """
    before = {clause.order: clause for clause in old.clauses.all()}
    outline = read_outline(open_file(old.file), old.file.name)
    found = {}
    for change in compare(outline, new):
        if change.new is None or change.old is None:
            continue
        earlier = before.get(change.old * 10)
        span = outline.nodes[change.old].span
        if earlier is None or (earlier.start, earlier.end) != span:
            continue
        whole = change.old * 10 + 1 not in before  # not split by the office
        decided = effective_verdict(earlier) in _DECIDED
        found[change.new] = Match(earlier, change.kind == "same" and whole and decided)
    return found


_DECIDED = (Verdict.MEASURE, Verdict.HEADING, Verdict.REJECTED)


def effective_verdict(clause: Clause) -> str:
    """An unchanged clause keeps, as its suggestion, what was decided before."""
    return clause.suggestion if clause.verdict == Verdict.UNCHANGED else clause.verdict


def removed_clauses(source: Source) -> QuerySet[Clause]:
    """What the amended document said and this one no longer says."""
    return Clause.objects.filter(source=source.amends).exclude(
        pk__in=source.clauses.filter(earlier__isnull=False).values("earlier_id")
    )


_OPERATIONS = {"same": "equal", "ins": "insert", "del": "delete"}


def difference(old: str, new: str) -> list[tuple[str, str]]:
    """Word by word, as ui/_diff.html shows it."""
    return [(_OPERATIONS[kind], words) for kind, words in word_changes(old, new)]


def difference_to_earlier(clause: Clause) -> list[tuple[str, str]]:
    if clause.earlier is None:
        return []
    old, new = (
        "\n".join(filter(None, [f"{c.marker}{c.title}", c.text]))
        for c in (clause.earlier, clause)
    )
    return difference(old, new)


@dataclass(frozen=True)
class Passage:
    """Words of the original from where a clause begins to where the next one does."""

    words: str
    clause: Clause | None = None


def passages(text: str, clauses: Iterable[Clause], *, whole: bool) -> list[Passage]:
    """The original cut at the clauses; not ``whole``: only from the first to the last."""
    rows = sorted(clauses, key=lambda c: (c.start, c.order))
    if not rows:
        return [Passage(text)] if whole else []
    last = len(text) if whole else max(c.end for c in rows)
    stops = [c.start for c in rows[1:]] + [last]
    found = [Passage(text[: rows[0].start])] if whole and rows[0].start else []
    return found + [
        Passage(text[c.start : stop], c) for c, stop in zip(rows, stops, strict=True)
    ]


def unknown_names(measure: Measure) -> list[str]:
    """Printed names of its clause that no living unit answers to."""
    if measure.clause is None:
        return []
    printed = [*measure.clause.lead_units, *measure.clause.responsible_units]
    return unit_names().find(printed).unknown if printed else []


@dataclass(frozen=True)
class FieldChange:
    label: str
    parts: list[tuple[str, str]]


@dataclass(frozen=True)
class VersionShown:
    version: MeasureVersion
    changes: list[FieldChange]


def versions_of(measure: Measure) -> list[VersionShown]:
    return [
        VersionShown(
            version,
            [
                FieldChange(
                    str(field_label(name)),
                    difference(said(name, before), said(name, after)),
                )
                for name, (before, after) in version.fields.items()
            ],
        )
        for version in measure.versions.select_related("by")
    ]


def field_label(name: str) -> str:
    if name == "lead_unit":
        return _("牵头单位")
    if name == "units":
        return _("责任单位")
    if name == "clock_kind":
        return _("时限种类")
    return str(Measure._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def said(name: str, value: object) -> str:
    """A kept value in words: the label of a choice, nothing for nothing."""
    if name in ("clock_kind", "every"):
        choices = dict(Measure._meta.get_field(name).flatchoices)  # type: ignore[union-attr]
        return str(choices.get(value, value or ""))
    return "" if value is None else str(value)


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


def clauses_to_review(source: Source, *, pending_only: bool) -> list[Clause]:
    """The clauses, each with `changes`: its words against the clause it amends."""
    rows = source.clauses.select_related("merged_into", "earlier")
    if pending_only:
        rows = rows.filter(verdict=Verdict.PENDING)
    found = list(rows)
    for clause in found:
        clause.changes = (  # type: ignore[attr-defined]
            difference_to_earlier(clause) if clause.earlier_id else []
        )
    return found


def counted(source: Source) -> Counter[str]:
    """How many clauses were judged what; an unchanged one counts as what it was."""
    return Counter(str(effective_verdict(clause)) for clause in source.clauses.all())


@dataclass(frozen=True)
class Sentence:
    at: int
    words: str


def sentences(text: str) -> list[Sentence]:
    """Where a clause may be cut: its sentences, each with the place it begins."""
    return [
        Sentence(found.start(), found[0].strip())
        for found in re.finditer(r"[^。；;！？\n]+[。；;！？\n]*", text)
        if found[0].strip()
    ]


def measures_like(
    measures: QuerySet[Measure], wanted: dict[str, Any]
) -> QuerySet[Measure]:
    """Filtered, a tree is a list: headings show only when nothing is filtered."""
    if any(wanted.values()):
        measures = measures.filter(is_branch=False)
    if state := wanted.get("state"):
        measures = measures.filter(state=state)
    if unit := wanted.get("unit"):
        involved = Measure.units.through.objects.filter(unit=unit)
        measures = measures.filter(
            Q(lead_unit=unit) | Q(pk__in=involved.values("measure_id"))
        )
    if words := (wanted.get("q") or "").strip():
        measures = measures.filter(Q(title__icontains=words) | Q(text__icontains=words))
    return measures
