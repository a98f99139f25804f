from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.insight.sheets.models import Sheet
from mingjing.insight.sheets.states import MOVES, SheetState


def may_use(person: Person) -> bool:
    """Whoever sees content; the administrator sees none."""
    return bool(standing_of(person).roles - {Role.ADMIN})


def may_edit_list(person: Person) -> bool:
    return Role.OFFICE in standing_of(person).roles


def may_apply(person: Person, sheet: Sheet) -> bool:
    return sheet.by_id == person.pk and sheet.state == SheetState.RECEIVED


def may_set_aside(person: Person, sheet: Sheet) -> bool:
    return sheet.by_id == person.pk and sheet.state in MOVES["set_aside"].sources
