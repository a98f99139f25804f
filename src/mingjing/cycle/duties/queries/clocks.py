"""From a duty's rule to days that explain themselves; mingjing_law counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from mingjing.cycle.duties.models import Due, Duty
from mingjing.cycle.duties.rules import Ceiling, house_ceiling
from mingjing_law.calendar import Calendar, default_calendar
from mingjing_law.clocks import (
    Deadline,
    Extension,
    Limit,
    Recurrence,
    due,
    fixed,
    occurrences,
)
from mingjing_law.facts import fact as legal_fact
from mingjing_law.rules import NoClock, from_fact, rule_of

# House rule: whoever is called for support answers within ten working days.
ANSWER = Limit(
    10,
    "workday",
    event_zh="提出困难",
    event_en="Support asked",
    basis_zh="本县清廉建设责任运行规则：上级十个工作日内答复",
    basis_en="the programme's house rule: a superior answers within ten working days",
)
# A roll moves a day past rest days only; no run of them is longer than this.
_LONGEST_ROLL = timedelta(days=31)
_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Occurrence:
    """One time a duty falls due; ``nominal_on`` is the rule's day before any roll."""

    period: str
    label: str
    opens_on: date
    nominal_on: date
    deadline: Deadline

    @property
    def due_on(self) -> date:
        return self.deadline.due_on


def occurrences_of(
    duty: Duty, *, since: date, until: date, calendar: Calendar
) -> list[Occurrence]:
    """Those whose nominal day lies in ``since`` … ``until``, at most to the duty's end.

    A duty that falls due once does so whatever the window: it is owed.
    """
    clock = duty.clock
    if clock["kind"] != "once" and "start" not in clock:
        return list(_recurring(duty, since, min(until, duty.ends_on), calendar))
    once = clock["kind"] == "once"
    deadline = _once(duty, calendar) if once else _legal(duty, calendar)
    opens_on = min(duty.starts_on, deadline.due_on)
    return [Occurrence("once", "", opens_on, deadline.raw_due_on, deadline)]


def _recurring(
    duty: Duty, since: date, until: date, calendar: Calendar
) -> Iterator[Occurrence]:
    rule = recurrence_of(duty)
    fact = duty.clock.get("fact")
    ended_on = legal_fact(fact).ended_on if fact else None
    if ended_on:  # what the law no longer asks is not opened any more
        until = min(until, ended_on - _A_DAY)
    for each in occurrences(rule, since, until + _LONGEST_ROLL, calendar):
        nominal = each.deadline.raw_due_on
        if since <= nominal <= until:
            opens_on = min(max(each.start, duty.starts_on), nominal)
            yield Occurrence(
                each.period_key, each.label_zh, opens_on, nominal, each.deadline
            )


def recurrence_of(duty: Duty) -> Recurrence:
    """The law's own recurrence, or the one that the plan chose."""
    clock = duty.clock
    if clock["kind"] == "fact":
        rule = rule_of(legal_fact(clock["fact"]))
        if not isinstance(rule, Recurrence):
            raise NoClock(clock["fact"])
        return rule
    return Recurrence(
        every=clock["every"],
        day=clock.get("day"),
        month=clock.get("month"),
        # Nobody is asked to report on a rest day that the county only chose itself.
        roll=clock.get("roll", True),
        basis_zh=duty.basis,
    )


def _once(duty: Duty, calendar: Calendar) -> Deadline:
    # A day that the plan names itself stays that day, rest day or not.
    on = date.fromisoformat(duty.clock["due_on"])
    roll = duty.clock.get("roll", False)
    return fixed(on, calendar, roll=roll, basis=duty.basis)


def _legal(duty: Duty, calendar: Calendar) -> Deadline:
    start = date.fromisoformat(duty.clock["start"])
    # Owed under the law of its day: that the law ended since must stop no tick.
    return due(from_fact(duty.clock["fact"], ended=True), start, calendar)


def answer_deadline(on: date) -> Deadline:
    return due(ANSWER, on, default_calendar())


def ceiling_of(owed: Due) -> Ceiling:
    """How far this due can be extended: as far as its law allows, else the house."""
    duty = owed.duty
    fact = duty.clock.get("fact") or duty.fact
    if not fact:
        return house_ceiling(owed)
    rule = rule_of(legal_fact(fact))
    if isinstance(rule, Recurrence):
        return Ceiling(None, _no_extension(rule))
    limit = rule
    most = limit.ceiling
    if most is None or limit.kind != "max_deadline":
        return Ceiling(None, _no_extension(limit))
    ground = _("法定最长延长期到此为止。依据：%(basis)s。") % {"basis": limit.basis_zh}
    more = most.n if most.up_to is None else most.up_to - limit.n
    if more is None:
        # The law lets somebody extend and names no number: the house's own holds.
        house = house_ceiling(owed)
        return Ceiling(house.latest_on, f"{ground}{house.ground}")
    return Ceiling(
        _longest(owed, limit, Extension(more * most.times, most.unit)), ground
    )


def _no_extension(rule: Limit | Recurrence) -> str:
    return _("法律没有规定这个期限可以延长。依据：%(basis)s。") % {
        "basis": rule.basis_zh
    }


def _longest(owed: Due, limit: Limit, extension: Extension) -> date:
    clock = owed.duty.clock
    if "start" in clock:
        start = date.fromisoformat(clock["start"])
        return due(limit, start, default_calendar(), extension=extension).due_on
    more = Limit(extension.n, extension.unit)
    return due(more, owed.baseline_on, default_calendar()).due_on
