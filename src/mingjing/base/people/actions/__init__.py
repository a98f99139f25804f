"""Every write to the register.

``by=None`` is the server's own console: the first administrator and the demonstration
are made there, before anybody holds a post.
"""

from mingjing.base.people.actions.accounts import (
    PersonFacts,
    add_person,
    ask_factor_reset,
    confirm_factor_reset,
    deactivate_person,
    edit_person,
    issue_password,
    open_account,
    set_password,
)
from mingjing.base.people.actions.importing import RegisterRefused, import_register
from mingjing.base.people.actions.posts import (
    add_post,
    appoint,
    end_appointment,
    hand_over,
)
from mingjing.base.people.actions.units import UnitFacts, add_unit, edit_unit, end_unit
from mingjing.base.people.rules import AlreadyMoved, Refused

__all__ = [
    "AlreadyMoved",
    "PersonFacts",
    "Refused",
    "RegisterRefused",
    "UnitFacts",
    "add_person",
    "add_post",
    "add_unit",
    "appoint",
    "ask_factor_reset",
    "confirm_factor_reset",
    "deactivate_person",
    "edit_person",
    "edit_unit",
    "end_appointment",
    "end_unit",
    "hand_over",
    "import_register",
    "issue_password",
    "open_account",
    "set_password",
]
