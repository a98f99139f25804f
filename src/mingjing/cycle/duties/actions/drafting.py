"""Drafting: one duty by hand, or all that a plan's active measures ask for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models.functions import Length
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person, Post, Unit
from mingjing.base.people.states import Role
from mingjing.cycle.duties import rules
from mingjing.cycle.duties.actions.moves import Refused, tell
from mingjing.cycle.duties.events import DutyDrafted
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.duties.queries.lists import held_post, office_post
from mingjing.cycle.plan.models import Measure, Plan
from mingjing.cycle.plan.states import MeasureState

# A first guess of the unit's minutes each time, until it says otherwise.
_MINUTES = {"month": 10, "quarter": 20, "half_year": 30, "year": 45, "once": 30}
_CODE_TRIES = 20


@dataclass(frozen=True, kw_only=True)
class DutyDraft:
    """What a duty says. ``clock`` as described at ``Duty.clock``."""

    title: str
    post: Post
    checker_post: Post
    clock: dict[str, Any]
    proof: str
    basis: str
    starts_on: date
    ends_on: date
    measure: Measure | None = None
    fact: str = ""
    minutes: int = 10
    side: str = "main"
    origin: str | None = None


@transaction.atomic
def draft_duty(draft: DutyDraft, *, by: Person, now: datetime) -> Duty:
    if not rules.may_draft(by):
        raise PermissionDenied
    if draft.post.pk == draft.checker_post.pk:
        raise Refused(_("核验岗位不能就是承办岗位，请另选一个岗位。"))
    duty = _insert_with_next_code(draft, by)
    tell(
        DutyDrafted(
            duty=duty.pk,
            code=duty.code,
            unit=duty.unit_id,
            post=duty.post_id,
            checker_post=duty.checker_post_id,
            measure=duty.measure_id,
        ),
        about=duty,
        by=by,
        now=now,
    )
    return duty


def _insert_with_next_code(draft: DutyDraft, by: Person) -> Duty:
    # Two drafters may read the same last code: the unique key lets one through, and
    # the other, whose savepoint is undone, sees the new last code and goes on from it.
    for _try in range(_CODE_TRIES):
        try:
            with transaction.atomic():
                return Duty.objects.create(
                    **vars(draft),
                    code=_next_code(),
                    unit_id=draft.post.unit_id,
                    drafted_by=by,
                )
        except IntegrityError:
            if draft.origin and Duty.objects.filter(origin=draft.origin).exists():
                raise
    raise Refused(_("现在起草的人太多，请稍后再试。"))


def _next_code() -> str:
    last = Duty.objects.order_by(Length("code").desc(), "-code").first()
    return f"ZR-{int(last.code.partition('-')[2]) + 1 if last else 1:04d}"


@dataclass
class DraftReport:
    """What was drafted, and what could not be: nothing is left out in silence."""

    drafted: list[Duty] = field(default_factory=list)
    already_count: int = 0
    without_contact: list[tuple[Measure, Unit]] = field(default_factory=list)
    without_checker: list[tuple[Measure, Unit]] = field(default_factory=list)
    without_unit: list[Measure] = field(default_factory=list)
    without_clock: list[Measure] = field(default_factory=list)


@transaction.atomic
def draft_from_measures(
    measures: Plan | Iterable[Measure], *, by: Person, now: datetime
) -> DraftReport:
    """One draft for each active measure and each unit that leads or shares it."""
    if not rules.may_draft(by):
        raise PermissionDenied
    if isinstance(measures, Plan):
        measures = measures.measures.all()
    report = DraftReport()
    for measure in measures:
        if measure.is_branch or measure.state != MeasureState.ACTIVE:
            continue
        clock = _clock_of(measure)
        units = _owing_units(measure)
        if clock is None:
            report.without_clock.append(measure)
        elif not units:
            report.without_unit.append(measure)
        else:
            for unit in units:
                _draft_for_unit(measure, unit, clock, report, by=by, now=now)
    return report


def _owing_units(measure: Measure) -> list[Unit]:
    shared = [u for u in measure.units.all() if u.pk != measure.lead_unit_id]
    return [measure.lead_unit, *shared] if measure.lead_unit else shared


def _clock_of(measure: Measure) -> dict[str, Any] | None:
    """The rule in which a measure falls due; None when it names none that we know."""
    if measure.clock_kind == "date" and measure.due_on:
        return {"kind": "once", "due_on": measure.due_on.isoformat()}
    if measure.clock_kind == "recurring" and measure.every in _MINUTES:
        day = {"day": measure.day} if measure.day and measure.every == "month" else {}
        return {"kind": "recurring", "every": measure.every, **day}
    if measure.clock_kind == "continuous":
        # 长期坚持、持续推进 has no end that could be checked: a look every quarter has.
        return {"kind": "recurring", "every": "quarter"}
    return None


def _draft_for_unit(
    measure: Measure,
    unit: Unit,
    clock: dict[str, Any],
    report: DraftReport,
    *,
    by: Person,
    now: datetime,
) -> None:
    origin = f"measure:{measure.pk}/unit:{unit.pk}"
    if Duty.objects.filter(origin=origin).exists():
        report.already_count += 1
        return
    post = held_post(unit, (Role.CONTACT,))
    if post is None:
        report.without_contact.append((measure, unit))
        return
    checker = _checker_of(measure, unit)
    if checker is None or checker.pk == post.pk:
        report.without_checker.append((measure, unit))
        return
    draft = _draft_of(measure, post, checker, clock, on=localdate(now))
    try:
        with transaction.atomic():
            duty = draft_duty(draft, by=by, now=now)
    except IntegrityError:  # drafted by somebody else a moment ago
        report.already_count += 1
    else:
        report.drafted.append(duty)


def _checker_of(measure: Measure, unit: Unit) -> Post | None:
    """The lead unit checks those who share; the office checks the lead."""
    lead = measure.lead_unit
    if lead is None or lead.pk == unit.pk:
        return office_post()
    return held_post(lead, (Role.CONTACT,)) or office_post()


def _draft_of(
    measure: Measure, post: Post, checker: Post, clock: dict[str, Any], *, on: date
) -> DutyDraft:
    plan = measure.plan
    # Never before today: a duty begins no period that has passed before it was asked.
    starts_on = max(plan.starts_on, on)
    ends = [plan.ends_on, starts_on, *([measure.due_on] if measure.due_on else [])]
    return DutyDraft(
        title=measure.title[:300],
        post=post,
        checker_post=checker,
        clock=clock,
        proof=(measure.result or measure.title)[:300],
        basis=f"《{plan.title.strip('《》')}》{_place_of(measure)}"[:300],
        starts_on=starts_on,
        ends_on=max(ends),
        measure=measure,
        minutes=_MINUTES[clock.get("every", "once")],
        origin=f"measure:{measure.pk}/unit:{post.unit_id}",
    )


def _place_of(measure: Measure) -> str:
    """Where in its plan it stands: 二、（三）1. reads as 二（三）1."""
    parts: list[str] = []
    here: Measure | None = measure
    while here is not None:
        parts.append(here.number.rstrip("．.、 "))
        here = here.parent
    return "".join(reversed(parts))
