"""A reviewed document becomes a plan with its tree of measures."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from mingjing.base.people.models import Person
from mingjing.cycle.plan import rules
from mingjing.cycle.plan.actions.moves import AlreadyMoved, ask, tell
from mingjing.cycle.plan.events import PlanEnded, PlanMade
from mingjing.cycle.plan.models import Clause, Measure, Plan, Source
from mingjing.cycle.plan.queries import (
    UnitNames,
    clock_of,
    effective_verdict,
    unit_names,
)
from mingjing.cycle.plan.states import PlanState, Verdict

WORKED_OUT = (
    "title", "text", "result", "lead_unit", "clock_kind", "every", "day", "due_on",
)  # fmt: skip


@dataclass
class Made:
    """The plan, and the printed names that no unit of the register answers to."""

    plan: Plan
    measures: int = 0
    unknown: list[str] = field(default_factory=list)


class StillPending(Exception):
    """Somebody must say of every clause what it is before a plan is made of them."""


@transaction.atomic
def make_plan(
    source: Source,
    *,
    title: str,
    starts_on: date,
    ends_on: date,
    by: Person,
    now: datetime,
) -> Made:
    """Close the review and make measures of what was kept. Once for each document."""
    ask(rules.may_review(by, source))
    if source.clauses.filter(verdict=Verdict.PENDING).exists():
        raise StillPending
    closed = Source.objects.filter(pk=source.pk, reviewed_at__isnull=True)
    if not closed.update(reviewed_at=now):
        raise AlreadyMoved
    made = Made(
        Plan.objects.create(
            title=title, source=source, starts_on=starts_on, ends_on=ends_on
        )
    )
    names, by_clause = unit_names(), dict[int, Measure]()
    clauses = source.clauses.select_related("earlier")
    above = {clause.pk: clause.parent_id for clause in clauses}
    for clause in clauses:
        if effective_verdict(clause) in (Verdict.MEASURE, Verdict.HEADING):
            parent = _nearest(above[clause.pk], above, by_clause)
            by_clause[clause.pk] = _measure_of(made, clause, parent, names)
    tell(
        PlanMade(plan=made.plan.pk, source=source.pk, measures=made.measures),
        about=f"plan:{made.plan.pk}",
        by=by,
        now=now,
    )
    return made


def _nearest(
    clause: int | None, above: dict[int, int | None], by_clause: dict[int, Measure]
) -> Measure | None:
    """The measure of the closest clause above that became one."""
    while clause is not None and clause not in by_clause:
        clause = above[clause]
    return by_clause[clause] if clause is not None else None


def _measure_of(
    made: Made, clause: Clause, parent: Measure | None, names: UnitNames
) -> Measure:
    branch = effective_verdict(clause) == Verdict.HEADING
    measure = Measure(
        plan=made.plan,
        parent=parent,
        clause=clause,
        order=clause.order,
        level=parent.level + 1 if parent else 1,
        is_branch=branch,
        number=clause.marker,
        title=clause.title[:300] or clause.text[:60],
        text=clause.text,
        deadline_text=str(clause.deadline.get("text") or "")[:120],
    )
    if branch:
        measure.save()
        return measure
    made.measures += 1
    before = _worked_out_before(clause)
    if before is not None:
        for name in WORKED_OUT:
            setattr(measure, name, getattr(before, name))
        measure.save()
        measure.units.set(before.units.all())
        return measure
    lead, shared = names.find(clause.lead_units), names.find(clause.responsible_units)
    made.unknown += [n for n in lead.unknown + shared.unknown if n not in made.unknown]
    clock, owners = clock_of(clause.deadline), lead.units or shared.units[:1]
    measure.clock_kind, measure.every = clock.kind, clock.every
    measure.day, measure.due_on = clock.day, clock.due_on
    measure.lead_unit = owners[0] if owners else None
    measure.save()
    measure.units.set(u for u in [*lead.units, *shared.units] if u != measure.lead_unit)
    return measure


def _worked_out_before(clause: Clause) -> Measure | None:
    """What the office made of the same words in the document that this one amends."""
    if clause.verdict != Verdict.UNCHANGED or clause.earlier is None:
        return None
    return clause.earlier.measures.filter(is_branch=False).order_by("-pk").first()


@transaction.atomic
def end_plan(plan: Plan, *, reason: str, by: Person, now: datetime) -> None:
    ask(rules.may_write(by))
    here = Plan.objects.filter(pk=plan.pk, state=PlanState.ACTIVE)
    if not here.update(state=PlanState.ENDED):
        raise AlreadyMoved
    tell(
        PlanEnded(plan=plan.pk, reason=reason), about=f"plan:{plan.pk}", by=by, now=now
    )
