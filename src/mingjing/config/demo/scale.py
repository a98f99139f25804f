"""A province to measure pages on: 300 units, 3 years, 200,000 dues.

Not history: rows copied in bulk from the county that was played. The record tells of
each due that it was opened, and of nothing else; it verifies. For benchmarks only, in
a database of its own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from mingjing.base.people.models import Appointment, Person, Post, Unit
from mingjing.base.record.actions import record
from mingjing.cycle.duties.events import DueOpened
from mingjing.cycle.duties.models import Due, Duty
from mingjing.cycle.duties.states import DueState, DutyState

UNITS, DUES, YEARS = 300, 200_000, 3


@dataclass
class _Copied:
    post: Post
    unit: Unit


def grow_to_province(
    *,
    now: datetime,
    say: Callable[[str], object],
    units: int = UNITS,
    dues: int = DUES,
) -> None:
    """Copy units, duties and dues until the sizes above are reached."""
    with transaction.atomic():
        posts = list(_posts(units - Unit.objects.count()))
        duties = list(_duties(posts))
    missing = dues - Due.objects.count()
    per_duty = -(-missing // len(duties))
    for start in range(0, len(duties), 100):
        some = duties[start : start + 100]
        with transaction.atomic():
            made = Due.objects.bulk_create(
                [due for duty in some for due in _dues(duty, per_duty)], batch_size=2000
            )
            for due in made:
                record(_opened(due), by=None, now=now, subject=f"due:{due.pk}")
        say(f"    {Due.objects.count()} 件 dues")


def _opened(due: Due) -> DueOpened:
    return DueOpened(
        due=due.pk,
        duty=due.duty_id,
        period=due.period,
        due_on=due.due_on,
        calendar=due.calendar_version,
        provisional=due.provisional,
    )


def _posts(units: int) -> Iterator[_Copied]:
    town = Unit.objects.filter(kind="township").first()
    for nth in range(units):
        unit = Unit.objects.create(
            name=f"测试县第{nth + 1}单位",
            short_name=f"第{nth + 1}单位",
            kind="village",
            parent=town,
            rank=5000 + nth,
        )
        post = Post.objects.create(unit=unit, title="专人", role="contact")
        person = Person.objects.create(username=f"q{nth}", name=f"测试{nth}")
        Appointment.objects.create(post=post, person=person, since_on=date(2024, 1, 1))
        yield _Copied(post, unit)


def _duties(posts: list[_Copied]) -> Iterator[Duty]:
    patterns = list(
        Duty.objects.filter(state=DutyState.IN_FORCE, clock__kind="recurring")[:20]
    )
    code = 10_000
    for copied in posts:
        for pattern in patterns:
            code += 1
            yield Duty.objects.create(
                code=f"ZR-{code}",
                measure_id=pattern.measure_id,
                title=pattern.title,
                unit=copied.unit,
                post=copied.post,
                checker_post_id=pattern.checker_post_id,
                clock=pattern.clock,
                proof=pattern.proof,
                basis=pattern.basis,
                starts_on=pattern.starts_on,
                ends_on=pattern.ends_on,
                state=DutyState.IN_FORCE,
                opened_until=date(2100, 1, 1),
            )


def _dues(duty: Duty, count: int) -> Iterator[Due]:
    step = YEARS * 365 // count
    first = duty.starts_on - timedelta(days=(YEARS * 365) - 120)
    for nth in range(count):
        due_on = first + timedelta(days=step * nth + duty.pk % step)
        past = due_on < duty.starts_on + timedelta(days=120)
        verified = past and (duty.pk + nth) % 25
        yield Due(
            duty=duty,
            period=f"x{nth}",
            period_label=f"第{nth + 1}期",
            unit_id=duty.unit_id,
            post_id=duty.post_id,
            checker_post_id=duty.checker_post_id,
            opens_on=due_on - timedelta(days=20),
            due_on=due_on,
            raw_due_on=due_on,
            baseline_on=due_on,
            calendar_version="benchmark",
            explanation_zh="性能测试数据。",
            explanation_en="Benchmark data.",
            state=DueState.VERIFIED if verified else DueState.OPEN,
        )
