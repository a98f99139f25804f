"""The plan of a simulated service centre, and what is to be wrong in it."""

from dataclasses import dataclass, field
from typing import Literal

from mingjing_analytics.process.worktime import WorkCalendar


@dataclass(frozen=True)
class Step:
    """What an office does: ``minutes`` of work on average, exponentially spread."""

    name: str
    office: int
    minutes: float
    returned: float = 0.0  # chance that the applicant has to hand in once more


@dataclass(frozen=True)
class Item:
    """A kind of application: its steps in order, and cases a working day."""

    name: str
    steps: tuple[int, ...]
    daily: float


@dataclass(frozen=True)
class Favour:
    """Whose cases are served before their turn, and how often.

    An agent's case goes to the head of the ordinary queue as it comes; a clerk, when
    free, takes the ordinary case that came last.
    """

    who: Literal["agent", "clerk"]
    code: int
    chance: float


@dataclass(frozen=True)
class Reform:
    """From a working day on, cases that come no longer go through a step."""

    day: int
    step: int


@dataclass(frozen=True)
class Centre:
    """The plan. Agents are 0 to ``agents`` - 1, a few of them with most of the cases.

    ``clerks`` are those of each office, numbered through. ``urgent`` is the chance of
    lawful priority, ``green`` that of agents with a green channel; these are served
    first. ``lottery`` and ``last`` are the chances that a free clerk takes an ordinary
    case by lot, or the last one, instead of the first. ``bottleneck`` is an office cut
    to the fewest clerks that still keep up.
    """

    calendar: WorkCalendar
    days: int  # working days in which cases come; what has come is finished
    steps: tuple[Step, ...]
    items: tuple[Item, ...]
    clerks: tuple[int, ...]
    agents: int
    own: float = 0.3  # share of cases handed in without an agent
    urgent: float = 0.0
    green: dict[int, float] = field(default_factory=dict)
    lottery: float = 0.0
    last: float = 0.0
    favours: tuple[Favour, ...] = ()
    bottleneck: int | None = None
    reform: Reform | None = None

    def working_day(self) -> int:
        """Working µs of a day."""
        return sum(end - start for start, end in self.calendar.shifts) * 1_000_000

    def staff(self) -> tuple[int, ...]:
        """How many clerks each office has, the bottleneck's cut.

        Raises ValueError when the plan contradicts itself.
        """
        _check(self)
        clerks = list(self.clerks)
        if self.bottleneck is not None:
            clerks[self.bottleneck] = _fewest(self, self.bottleneck)
        known = {"agent": self.agents, "clerk": sum(clerks)}
        if any(not 0 <= one.code < known[one.who] for one in self.favours):
            raise ValueError("A favour goes to somebody who is not there.")
        return tuple(clerks)


def _check(plan: Centre) -> None:
    offices, steps = range(len(plan.clerks)), range(len(plan.steps))
    if any(step.office not in offices or step.minutes <= 0 for step in plan.steps):
        raise ValueError("A step has no office or no work.")
    if any(not item.steps or set(item.steps) - set(steps) for item in plan.items):
        raise ValueError("An item has no steps, or one that is not there.")
    if plan.reform and plan.reform.step not in steps:
        raise ValueError("The reform removes a step that is not there.")
    if plan.bottleneck is not None and plan.bottleneck not in offices:
        raise ValueError("The bottleneck is an office that is not there.")
    if min(plan.clerks, default=0) < 1 or plan.agents < 1 or plan.days < 1:
        raise ValueError("A centre has clerks, agents and days.")


def _fewest(plan: Centre, office: int) -> int:
    minutes = sum(
        item.daily * plan.steps[step].minutes / (1 - plan.steps[step].returned)
        for item in plan.items
        for step in item.steps
        if plan.steps[step].office == office
    )
    if not minutes:
        raise ValueError("The bottleneck has no work.")
    return int(minutes * 60_000_000 / plan.working_day()) + 1
