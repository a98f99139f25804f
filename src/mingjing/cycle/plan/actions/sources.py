"""Importing a document and judging its clauses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from mingjing.base.files.actions import store_file
from mingjing.base.people.models import Person
from mingjing.cycle.plan import rules
from mingjing.cycle.plan.actions.moves import AlreadyMoved, ask, tell, turn
from mingjing.cycle.plan.events import (
    ClauseEdited,
    ClauseMerged,
    ClausesJudged,
    ClauseSplit,
    SourceImported,
)
from mingjing.cycle.plan.models import Clause, Source
from mingjing.cycle.plan.queries import effective_verdict, matches, suggested
from mingjing.cycle.plan.states import Verdict
from mingjing_documents import Outline, read_outline

if TYPE_CHECKING:
    from django.core.files.base import File

EDITABLE = ("title", "text", "lead_units", "responsible_units", "deadline")


def import_source(
    upload: "File[bytes]", *, amends: Source | None = None, by: Person, now: datetime
) -> Source:
    """Read a document into clauses, or raise Unreadable or Refused with one sentence.

    Nothing is half imported: the file is read before anything is written.
    """
    ask(rules.may_write(by))
    outline = read_outline(upload.read(), upload.name or "")
    upload.seek(0)
    stored = store_file(upload, by=by, now=now)
    with transaction.atomic():
        source = Source.objects.create(
            title=(outline.title or stored.name)[:300],
            doc_number=outline.doc_number[:80],
            file=stored,
            text=outline.text,
            warnings=[
                {"zh": w.zh, "en": w.en, "span": w.span} for w in outline.warnings
            ],
            amends=amends,
            imported_by=by,
            imported_at=now,
        )
        _add_clauses(source, outline)
        tell(
            SourceImported(
                source=source.pk,
                sha256=stored.sha256,
                clauses=len(outline.nodes),
                amends=amends.pk if amends else None,
            ),
            about=f"source:{source.pk}",
            by=by,
            now=now,
        )
    return source


def _add_clauses(source: Source, outline: Outline) -> None:
    known = matches(source.amends, outline) if source.amends else {}
    verdicts = suggested(outline.nodes)
    made: list[Clause] = []
    for order, node in enumerate(outline.nodes):
        match = known.get(order)
        clause = Clause(
            source=source,
            order=order * 10,
            parent=made[node.parent] if node.parent is not None else None,
            level=node.level,
            marker=node.marker[:40],
            title=node.title,
            text=node.text,
            start=node.span[0],
            end=node.span[1],
            lead_units=node.lead_units,
            responsible_units=node.responsible_units,
            deadline=node.deadline.to_json(),
            suggestion=verdicts[order].value,
            earlier=match.earlier if match else None,
        )
        if match and match.same:
            _keep(clause, match.earlier)
        clause.save()
        made.append(clause)


def _keep(clause: Clause, earlier: Clause) -> None:
    """The same words are not asked about again: decisions and corrections stay."""
    for name in EDITABLE:
        setattr(clause, name, getattr(earlier, name))
    clause.suggestion = effective_verdict(earlier)
    clause.verdict = Verdict.UNCHANGED


@dataclass(frozen=True)
class Judgement:
    """What one person decided about a clause as they saw it."""

    clause: int
    verdict: Verdict
    version: int


@transaction.atomic
def judge_each(
    source: Source, judgements: Iterable[Judgement], *, by: Person, now: datetime
) -> list[Judgement]:
    """Save each judgement whose clause still is as it was seen; return the others."""
    ask(rules.may_review(by, source))
    done: dict[Verdict, list[int]] = {}
    late: list[Judgement] = []
    for one in judgements:
        here = source.clauses.filter(
            pk=one.clause, version=one.version, merged_into__isnull=True
        )
        if here.update(verdict=one.verdict, version=F("version") + 1):
            done.setdefault(one.verdict, []).append(one.clause)
        else:
            late.append(one)
    for verdict, clauses in done.items():
        tell(
            ClausesJudged(
                source=source.pk, clauses=tuple(clauses), verdict=verdict.value
            ),
            about=f"source:{source.pk}",
            by=by,
            now=now,
        )
    return late


@transaction.atomic
def judge_clauses(
    clauses: Iterable[Clause], verdict: Verdict, *, by: Person, now: datetime
) -> int:
    """Keep, call a heading, or set aside; a clause merged away stays merged."""
    chosen = list(clauses)
    if not chosen:
        return 0
    source = chosen[0].source
    ask(rules.may_review(by, source))
    moved = Clause.objects.filter(
        pk__in=[c.pk for c in chosen], source=source, merged_into__isnull=True
    ).update(verdict=verdict, version=F("version") + 1)
    tell(
        ClausesJudged(
            source=source.pk, clauses=tuple(c.pk for c in chosen), verdict=verdict.value
        ),
        about=f"source:{source.pk}",
        by=by,
        now=now,
    )
    return moved


@transaction.atomic
def edit_clause(
    clause: Clause,
    changes: dict[str, object],
    *,
    version: int,
    by: Person,
    now: datetime,
) -> None:
    """Correct what was read; the original text and its span stay as they are."""
    ask(rules.may_review(by, clause.source))
    differing = {
        name: value
        for name, value in changes.items()
        if name in EDITABLE and getattr(clause, name) != value
    }
    turn(clause, version, **differing)
    tell(
        ClauseEdited(clause=clause.pk, fields=tuple(sorted(differing))),
        about=f"source:{clause.source_id}",
        by=by,
        now=now,
    )


@transaction.atomic
def merge_clause(clause: Clause, *, version: int, by: Person, now: datetime) -> Clause:
    """Add this clause's words to the one before it on its level or above."""
    ask(rules.may_review(by, clause.source))
    into = (
        clause.source.clauses.filter(
            order__lt=clause.order, level__lte=clause.level, merged_into__isnull=True
        )
        .order_by("-order")
        .first()
    )
    if into is None:
        raise AlreadyMoved
    turn(clause, version, verdict=Verdict.MERGED, merged_into=into)
    words = "\n".join(filter(None, [into.text, f"{clause.title}。{clause.text}"]))
    turn(into, into.version, text=words)
    tell(
        ClauseMerged(clause=clause.pk, into=into.pk),
        about=f"source:{clause.source_id}",
        by=by,
        now=now,
    )
    return into


@transaction.atomic
def split_clause(
    clause: Clause, *, at: int, version: int, by: Person, now: datetime
) -> Clause:
    """Cut a clause in two before the character `at` of its text."""
    ask(rules.may_review(by, clause.source))
    kept, moved = clause.text[:at].strip(), clause.text[at:].strip()
    place = (
        clause.source.text.find(moved[:40], clause.start, clause.end) if moved else -1
    )
    if not moved or place < 0:
        raise AlreadyMoved
    turn(clause, version, text=kept)
    title, _, text = moved.partition("。")
    new = Clause.objects.create(
        source=clause.source,
        order=clause.order + 1,
        parent=clause.parent,
        level=clause.level,
        title=title,
        text=text,
        start=place,
        end=clause.end,
        suggestion=clause.suggestion,
    )
    tell(
        ClauseSplit(clause=clause.pk, new=new.pk, at=at),
        about=f"source:{clause.source_id}",
        by=by,
        now=now,
    )
    return new
