"""The life of a session, as data, and the kinds of session that the programme knows."""

from enum import StrEnum
from typing import NamedTuple


class SessionState(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    MINUTED = "minuted"
    ISSUED = "issued"
    CANCELLED = "cancelled"


class SessionKind(StrEnum):
    HEARING = "hearing"  # 县委常委会每半年听取汇报 (MISSION row 85)
    LEADING_GROUP = "leading_group"
    COMMITTEE = "committee"  # 党委（党组）会议
    LIFE = "life"  # 民主生活会、组织生活会
    STUDY = "study"
    # 亲自部署安排、亲自督促落实、亲自检验效果成效 (MISSION row 84)
    DEPLOY = "deploy"
    URGE = "urge"
    TEST = "test"


class Move(NamedTuple):
    sources: tuple[SessionState, ...]
    target: SessionState


_S = SessionState

MOVES: dict[str, Move] = {
    "replan": Move((_S.PLANNED,), _S.PLANNED),
    "hold": Move((_S.PLANNED,), _S.HELD),
    # Until the decisions are issued the minutes may still be corrected.
    "minute": Move((_S.HELD, _S.MINUTED), _S.MINUTED),
    "issue": Move((_S.MINUTED,), _S.ISSUED),
    "cancel": Move((_S.PLANNED,), _S.CANCELLED),
}

LEADERS_ACTS = (SessionKind.DEPLOY, SessionKind.URGE, SessionKind.TEST)

# 关于新形势下党内政治生活的若干准则: what is said there stays there; only the
# remedies agreed upon come here. These words show that more was pasted.
STAYS_INSIDE = ("自我批评", "批评意见", "对照检查", "检视剖析", "思想根源", "相互批评")
