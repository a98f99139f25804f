"""Who may work on documents, plans and measures, and when a measure is verifiable."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.cycle.plan.models import Measure, Plan, Source
from mingjing.cycle.plan.states import MOVES, MeasureState, PlanState


def may_write(person: Person) -> bool:
    return Role.OFFICE in standing_of(person).roles


def may_review(person: Person, source: Source) -> bool:
    return may_write(person) and source.reviewed_at is None


def may_move(person: Person, measure: Measure, verb: str) -> bool:
    return may_write(person) and measure.state in MOVES[verb].sources


def may_judge_end(person: Person, measure: Measure, verb: str) -> bool:
    """Whoever put a measure into force does not judge how it ended (promise 1)."""
    own = verb in ("reach", "miss") and measure.activated_by_id == person.pk
    return may_write(person) and not own


def may_close(person: Person, measure: Measure, verb: str) -> bool:
    return may_move(person, measure, verb) and may_judge_end(person, measure, verb)


def may_ask_to_drop(person: Person, measure: Measure) -> bool:
    return (
        may_write(person)
        and measure.state in MOVES["confirm_drop"].sources
        and measure.drop_asked_by_id is None
    )


def may_confirm_drop(person: Person, measure: Measure) -> bool:
    """A promise in force is taken back by two: never by whoever asked for it."""
    roles = standing_of(person).roles
    return (
        bool(roles & {Role.OFFICE, Role.LEADER})
        and measure.state in MOVES["confirm_drop"].sources
        and measure.drop_asked_by_id not in (None, person.pk)
    )


def may_take_back_drop(person: Person, measure: Measure) -> bool:
    return (
        may_write(person)
        and measure.state in MOVES["confirm_drop"].sources
        and measure.drop_asked_by_id is not None
    )


def may_edit(person: Person, measure: Measure) -> bool:
    return may_write(person) and measure.state not in (
        MeasureState.DROPPED,
        MeasureState.REACHED,
        MeasureState.NOT_REACHED,
    )


def may_end(person: Person, plan: Plan) -> bool:
    return may_write(person) and plan.state == PlanState.ACTIVE


SHORTEST = 6  # characters; whether words are a slogan only a reader can tell


@dataclass(frozen=True)
class Missing:
    """One thing a measure lacks before others could see it done (MISSION row 2)."""

    field: str
    sentence: str


def missing_in(measure: Measure) -> list[Missing]:
    """What keeps a measure from going live; empty when it is verifiable."""
    if measure.is_branch:
        return []
    found = []
    if len(measure.title.strip()) < SHORTEST and not measure.text.strip():
        found.append(Missing("title", _("标题太短，看不出要做什么。")))
    if not measure.result.strip():
        found.append(
            Missing("result", _("缺别人看得见的结果：做成以后，别人到哪里、看到什么？"))
        )
    if measure.lead_unit_id is None:
        found.append(Missing("lead_unit", _("缺牵头单位。")))
    if measure.clock_kind == "none":
        found.append(Missing("clock_kind", _("缺时限：到哪一天，或者每隔多久？")))
    if measure.clock_kind == "date" and measure.due_on is None:
        found.append(Missing("due_on", _("时限缺一个具体日期。")))
    if measure.clock_kind in ("recurring", "continuous") and not measure.every:
        found.append(Missing("every", _("长期工作也要定一个回看周期。")))
    return found
