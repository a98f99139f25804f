"""Measures: corrected with a reason, checked for verifiability, activated, closed."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from mingjing.base.people.models import Person, Unit
from mingjing.cycle.plan import rules
from mingjing.cycle.plan.actions.moves import AlreadyMoved, ask, move, tell
from mingjing.cycle.plan.events import (
    MeasureActivated,
    MeasureChecked,
    MeasureEdited,
    MeasureMissed,
    MeasureReached,
    PlanActivated,
)
from mingjing.cycle.plan.models import Measure, MeasureVersion, Plan
from mingjing.cycle.plan.states import MeasureState, PlanState

EDITABLE = (
    "title", "text", "result", "lead_unit", "clock_kind", "every", "day", "due_on",
)  # fmt: skip


@transaction.atomic
def edit_measure(
    measure: Measure,
    changes: dict[str, object],
    *,
    units: Iterable[Unit] | None = None,
    reason: str,
    version: int,
    by: Person,
    now: datetime,
) -> MeasureVersion | None:
    """Change what a measure says; every change keeps its before, after and reason."""
    if not rules.may_edit(by, measure):
        raise PermissionDenied
    differing = _differing(measure, changes, units)
    if not differing:
        return None
    _write(measure, {n: changes[n] for n in differing if n != "units"}, version)
    kept = MeasureVersion.objects.create(
        measure=measure,
        number=version + 1,
        fields=differing,
        reason=reason,
        effective_on=localdate(now),
        by=by,
    )
    names = tuple(sorted(differing))
    event = MeasureEdited(
        measure=measure.pk, number=kept.number, fields=names, reason=reason
    )
    tell(event, about=f"measure:{measure.pk}", by=by, now=now)
    measure.refresh_from_db()
    return kept


def _write(measure: Measure, values: dict[str, object], version: int) -> None:
    # A checked measure that changed must be looked at again.
    back = (
        {"state": MeasureState.DRAFT} if measure.state == MeasureState.CHECKED else {}
    )
    here = Measure.objects.filter(pk=measure.pk, version=version)
    if not here.update(version=F("version") + 1, **values, **back):
        raise AlreadyMoved


def _differing(
    measure: Measure, changes: dict[str, object], units: Iterable[Unit] | None
) -> dict[str, list[object]]:
    """Field by field, what it said and what it will say."""
    found = {
        name: [_plain(getattr(measure, name)), _plain(value)]
        for name, value in changes.items()
        if name in EDITABLE and getattr(measure, name) != value
    }
    if units is not None:
        before, after = list(measure.units.all()), list(units)
        if {u.pk for u in before} != {u.pk for u in after}:
            found["units"] = ["、".join(map(str, before)), "、".join(map(str, after))]
            measure.units.set(after)
    return found


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Unit) else value


@transaction.atomic
def check_measure(
    measure: Measure, *, by: Person, now: datetime
) -> list[rules.Missing]:
    """Ask whether others could see it done; moves only when nothing is missing."""
    ask(rules.may_write(by))
    missing = rules.missing_in(measure)
    if not missing:
        move(measure, "check", by=by)
        tell(
            MeasureChecked(measure=measure.pk),
            about=f"measure:{measure.pk}",
            by=by,
            now=now,
        )
    return missing


@transaction.atomic
def activate_measures(
    measures: Iterable[Measure], *, by: Person, now: datetime
) -> list[Measure]:
    """Make checked measures live and freeze their baseline; the plan goes live too."""
    ask(rules.may_write(by))
    done = []
    for measure in measures:
        if measure.state != MeasureState.CHECKED:
            continue
        move(measure, "activate", by=by)
        Measure.objects.filter(pk=measure.pk).update(
            baseline_on=measure.due_on, activated_by=by
        )
        tell(
            MeasureActivated(measure=measure.pk, baseline_on=measure.due_on),
            about=f"measure:{measure.pk}",
            by=by,
            now=now,
        )
        done.append(measure)
    for plan in sorted({m.plan_id for m in done}):
        here = Plan.objects.filter(pk=plan, state=PlanState.DRAFT)
        if here.update(state=PlanState.ACTIVE):
            tell(PlanActivated(plan=plan), about=f"plan:{plan}", by=by, now=now)
    return done


def reach_measure(measure: Measure, *, reason: str, by: Person, now: datetime) -> None:
    _close(measure, "reach", MeasureReached(measure=measure.pk, reason=reason), by, now)


def miss_measure(measure: Measure, *, reason: str, by: Person, now: datetime) -> None:
    _close(measure, "miss", MeasureMissed(measure=measure.pk, reason=reason), by, now)


@transaction.atomic
def _close(
    measure: Measure,
    verb: str,
    event: MeasureReached | MeasureMissed,
    by: Person,
    now: datetime,
) -> None:
    move(measure, verb, by=by)
    # Read anew under the move's lock: an old page does not know who activated it.
    measure.refresh_from_db(fields=["activated_by"])
    ask(rules.may_judge_end(by, measure, verb))
    tell(event, about=f"measure:{measure.pk}", by=by, now=now)
