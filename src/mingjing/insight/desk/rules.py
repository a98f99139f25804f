"""Who may settle many dues at once; each due is still asked its own rule."""

from django.utils.translation import gettext as _

from mingjing.base.people.models import Person
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.cycle.duties import rules
from mingjing.cycle.duties.models import Due
from mingjing.cycle.duties.states import DUE_MOVES, DueState
from mingjing.insight.desk.states import Settling

_RULES = {Settling.WAIVE: rules.may_waive, Settling.VOID: rules.may_void}


def may_settle_many(person: Person) -> bool:
    """The hats that settle one due; which dues, the due's own rule says."""
    return bool(standing_of(person).roles & {Role.OFFICE, Role.LEADER})


def refusal(person: Person, due: Due, act: Settling) -> str:
    """Why this person may not do this to this due, in a sentence; empty when they may."""
    if _RULES[act](person, due):
        return ""
    if due.state not in DUE_MOVES[act].sources:
        return _over(due)
    if due.unit_id in standing_of(person).units:
        return _("是你自己单位的事项，要由别的人决定。")
    return _("是你自己申报的，要由别的人决定。")


def _over(due: Due) -> str:
    said = {
        DueState.CLAIMED: _("单位已经申报，等核验以后再定。"),
        DueState.VERIFIED: _("%(who)s已经核过，办完了。"),
        DueState.WAIVED: _("%(who)s已经免办，不再办第二次。"),
        DueState.VOID: _("%(who)s已经作废，不再办第二次。"),
    }
    # A rule that ended voids what was still owed under it, by nobody's hand.
    return said[DueState(due.state)] % {"who": due.checked_by or _("系统")}
