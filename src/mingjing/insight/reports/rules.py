from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.insight.reports.models import Report
from mingjing.insight.reports.states import MOVES


def may_compile(person: Person) -> bool:
    return Role.OFFICE in standing_of(person).roles


def may_issue(person: Person, report: Report) -> bool:
    """A second pair of eyes: never whoever compiled it."""
    return (
        bool(standing_of(person).roles & {Role.OFFICE, Role.LEADER})
        and report.state in MOVES["issue"].sources
        and person.pk != report.compiled_by_id
    )


def units_with_facts(person: Person) -> frozenset[int] | None:
    """Whose facts for the three reports: all (None), or the units one is secretary of."""
    standing = standing_of(person)
    return None if standing.sees_county else standing.secretary_units


def sees_all_facts(person: Person) -> bool:
    return units_with_facts(person) is None


def may_read_facts(person: Person) -> bool:
    """Of any unit at all; of which, units_with_facts says."""
    units = units_with_facts(person)
    return units is None or bool(units)
