"""A reviewed document becomes a plan with its tree of measures."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from mingjing.base.people.models import Person
from mingjing.cycle.plan import rules
from mingjing.cycle.plan.actions.moves import AlreadyMoved, ask, tell
from mingjing.cycle.plan.events import PlanEnded, PlanMade
from mingjing.cycle.plan.models import Clause, Measure, Plan, Source
from mingjing.cycle.plan.queries import UnitNames, clock_of, unit_names
from mingjing.cycle.plan.states import PlanState, Verdict


@dataclass
class Made:
    """The plan, and the printed names that no unit of the register answers to."""

    plan: Plan
    measures: int = 0
    unknown: list[str] = field(default_factory=list)


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
    closed = Source.objects.filter(pk=source.pk, reviewed_at__isnull=True)
    if not closed.update(reviewed_at=now):
        raise AlreadyMoved
    made = Made(
        Plan.objects.create(
            title=title, source=source, starts_on=starts_on, ends_on=ends_on
        )
    )
    names, by_clause = unit_names(), dict[int, Measure]()
    kept = source.clauses.filter(verdict__in=[Verdict.MEASURE, Verdict.HEADING])
    for clause in kept.select_related("parent__parent__parent__parent"):
        by_clause[clause.pk] = _measure_of(made, clause, by_clause, names)
    tell(
        PlanMade(plan=made.plan.pk, source=source.pk, measures=made.measures),
        about=f"plan:{made.plan.pk}",
        by=by,
        now=now,
    )
    return made


def _measure_of(
    made: Made, clause: Clause, by_clause: dict[int, Measure], names: UnitNames
) -> Measure:
    lead, shared = names.find(clause.lead_units), names.find(clause.responsible_units)
    made.unknown += [n for n in lead.unknown + shared.unknown if n not in made.unknown]
    above = clause.parent
    while above is not None and above.pk not in by_clause:
        above = above.parent
    branch = clause.verdict == Verdict.HEADING
    clock = clock_of({} if branch else clause.deadline)
    owners = lead.units or shared.units[:1]
    measure = Measure.objects.create(
        plan=made.plan,
        parent=by_clause[above.pk] if above else None,
        clause=clause,
        order=clause.order,
        level=by_clause[above.pk].level + 1 if above else 1,
        is_branch=branch,
        number=clause.marker,
        title=clause.title[:300] or clause.text[:60],
        text=clause.text,
        lead_unit=owners[0] if owners and not branch else None,
        clock_kind=clock.kind,
        every=clock.every,
        day=clock.day,
        due_on=clock.due_on,
        deadline_text=str(clause.deadline.get("text") or "")[:120],
    )
    if not branch:
        made.measures += 1
        measure.units.set([*lead.units[1:], *shared.units])
    return measure


@transaction.atomic
def end_plan(plan: Plan, *, reason: str, by: Person, now: datetime) -> None:
    ask(rules.may_write(by))
    here = Plan.objects.filter(pk=plan.pk, state=PlanState.ACTIVE)
    if not here.update(state=PlanState.ENDED):
        raise AlreadyMoved
    tell(
        PlanEnded(plan=plan.pk, reason=reason), about=f"plan:{plan.pk}", by=by, now=now
    )
