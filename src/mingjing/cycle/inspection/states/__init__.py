"""The lives of a year's programme, an inspection, a visit and a draw, as data."""

from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar


class ProgrammeState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    AMENDED = "amended"  # a later version of the same year is in force


class Kind(StrEnum):
    GOVERNMENT = "government"  # 政府督查
    SPECIAL = "special"  # 专项检查
    DEPARTMENT = "department"  # 部门检查
    SELF = "self"  # 自查


class InspectionState(StrEnum):
    PROPOSED = "proposed"
    IN_PROGRAMME = "in_programme"
    NOTIFIED = "notified"
    ON_SITE = "on_site"
    DRAFTED = "drafted"
    FED_BACK = "fed_back"
    FINAL = "final"
    CLOSED = "closed"
    DROPPED = "dropped"


class VisitState(StrEnum):
    PLANNED = "planned"
    ARRIVED = "arrived"
    NOT_MADE = "not_made"


class DrawState(StrEnum):
    COMMITTED = "committed"
    ANSWERED = "answered"
    REVEALED = "revealed"
    ABANDONED = "abandoned"


class RefusalKind(StrEnum):
    """Why a unit sent a visit away, or the site refused its code."""

    NO_CODE = "no_code"
    UNKNOWN_CODE = "unknown_code"
    OTHER_UNIT = "other_unit"
    WRONG_DAY = "wrong_day"
    NOT_RUNNING = "not_running"
    NOT_ON_TEAM = "not_on_team"
    OUT_OF_SCOPE = "out_of_scope"


S = TypeVar("S", bound=StrEnum)


class Move(NamedTuple, Generic[S]):
    sources: tuple[S, ...]
    target: S


_P, _I, _V, _D = ProgrammeState, InspectionState, VisitState, DrawState

PROGRAMME_MOVES: dict[str, Move[ProgrammeState]] = {
    "submit": Move((_P.DRAFT,), _P.SUBMITTED),
    "return": Move((_P.SUBMITTED,), _P.DRAFT),
    "approve": Move((_P.SUBMITTED,), _P.APPROVED),
    "amend": Move((_P.APPROVED,), _P.AMENDED),
}

# In force: a unit that is shown the code finds it here.
RUNNING = (_I.IN_PROGRAMME, _I.NOTIFIED, _I.ON_SITE)
# Something was begun, so findings may stand on it.
RECORDING = (_I.ON_SITE, _I.DRAFTED)

INSPECTION_MOVES: dict[str, Move[InspectionState]] = {
    "approve": Move((_I.PROPOSED,), _I.IN_PROGRAMME),
    "notify": Move((_I.IN_PROGRAMME,), _I.NOTIFIED),
    # 暗访 (政府督查工作条例 第十二条): a visit may come without notice, never without code.
    "arrive": Move(RUNNING, _I.ON_SITE),
    "draft": Move((_I.ON_SITE, _I.DRAFTED), _I.DRAFTED),
    "feed_back": Move((_I.DRAFTED,), _I.FED_BACK),
    "finish": Move((_I.FED_BACK,), _I.FINAL),
    "close": Move((_I.FINAL,), _I.CLOSED),
    "drop": Move((_I.PROPOSED, _I.IN_PROGRAMME, _I.NOTIFIED), _I.DROPPED),
}

VISIT_MOVES: dict[str, Move[VisitState]] = {
    "arrive": Move((_V.PLANNED,), _V.ARRIVED),
    "leave_out": Move((_V.PLANNED,), _V.NOT_MADE),
}

DRAW_MOVES: dict[str, Move[DrawState]] = {
    "answer": Move((_D.COMMITTED,), _D.ANSWERED),
    "reveal": Move((_D.ANSWERED,), _D.REVEALED),
    "abandon": Move((_D.COMMITTED, _D.ANSWERED), _D.ABANDONED),
}
