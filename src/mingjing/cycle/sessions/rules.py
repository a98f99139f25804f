"""Who may plan, minute and issue what; and what may not stand in a minute here."""

from mingjing.base.people.models import Person, Post
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.cycle.sessions.models import Session
from mingjing.cycle.sessions.states import (
    MOVES,
    STAYS_INSIDE,
    SessionKind,
    SessionState,
)


def _is_office(person: Person) -> bool:
    return Role.OFFICE in standing_of(person).roles


def may_look(person: Person) -> bool:
    return bool(standing_of(person).roles - {Role.ADMIN})


def units_to_plan_for(person: Person) -> frozenset[int] | None:
    """None: every unit (the office); else the units whose secretary one is."""
    return None if _is_office(person) else standing_of(person).secretary_units


def may_plan(person: Person) -> bool:
    units = units_to_plan_for(person)
    return units is None or bool(units)


def may_plan_for(person: Person, unit_id: int) -> bool:
    """The office for all; a unit's secretary holds the unit's own sessions."""
    units = units_to_plan_for(person)
    return units is None or unit_id in units


def _may(verb: str, person: Person, session: Session) -> bool:
    return session.state in MOVES[verb].sources and may_plan_for(
        person, session.unit_id
    )


def may_replan(person: Person, session: Session) -> bool:
    return _may("replan", person, session)


def may_hold(person: Person, session: Session) -> bool:
    return _may("hold", person, session)


def may_minute(person: Person, session: Session) -> bool:
    return _may("minute", person, session)


def may_cancel(person: Person, session: Session) -> bool:
    return _may("cancel", person, session)


def may_issue(person: Person, session: Session) -> bool:
    """Duties are the office's to give out, whoever held the session."""
    return session.state in MOVES["issue"].sources and _is_office(person)


def may_give_to(person: Person, session: Session, post: Post) -> bool:
    """The office's sessions bind any unit; a secretary's bind the unit itself."""
    return _is_office(person) or post.unit_id == session.unit_id


def may_check_for(person: Person, session: Session, post: Post) -> bool:
    return may_give_to(person, session, post) or post.role == Role.OFFICE


def may_prove_by(person: Person, session: Session) -> bool:
    """The minutes prove dues of the unit that met."""
    return (
        session.state in (SessionState.MINUTED, SessionState.ISSUED)
        and session.unit_id in standing_of(person).units
    )


def stays_inside(kind: str, text: str) -> list[str]:
    """Words in a decision of a life meeting that show self-criticism was pasted."""
    if kind != SessionKind.LIFE:
        return []
    return [word for word in STAYS_INSIDE if word in text]
