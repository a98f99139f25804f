"""Where each fault of the demonstration was found, and the steps to where it ended."""

from dataclasses import dataclass
from datetime import date

from mingjing.cycle.findings.states import SourceKind

SOURCES = {
    "audit": (SourceKind.AUDIT, "澄审报〔{year}〕{n}号", "ye"),
    "discipline": (SourceKind.DISCIPLINE, "澄纪监函〔{year}〕{n}号", "jiang"),
    "session": (SourceKind.SESSION, "县清廉建设领导小组第{n}次会议纪要", "ye"),
    "visit": (SourceKind.INSPECTION, "现场单第{n}号", "fang"),
    "press": (SourceKind.PRESS, "《澄溪日报》{year}年第{n}期", "ye"),
}
_TOLD = [(0, "open"), (1, "notify")]
_AGREED = [*_TOLD, (4, "accept")]
_SURE = [*_AGREED, (6, "confirm")]
_PLANNED = [*_SURE, (8, "write")]
_BEGUN = [*_PLANNED, (9, "start"), (10, "take")]
_DONE = [*_BEGUN, (22, "claim")]
_SEEN = [*_DONE, (25, "check")]
_OVER = [*_SEEN, (28, "sign")]
_CONTESTED = [*_SURE, (14, "appeal"), (16, "admit")]


def _cured_from(day: int) -> list[tuple[int, str]]:
    """The rest of the way, begun that many days after the fault was told."""
    later = {"write": 0, "start": 1, "take": 2, "claim": 18, "check": 21, "sign": 24}
    return [(day + days, step) for step, days in later.items()]


# Where each story ends: days after its beginning, and the step.
ENDS: dict[str, list[tuple[int, str]]] = {
    "draft": [(0, "open")],
    "told": _TOLD,
    "accepted": _AGREED,
    "objected": [*_TOLD, (5, "object")],
    "confirmed": _SURE,
    "silent": [*_TOLD, (17, "confirm"), (20, "write"), (21, "start"), (22, "take")],
    "answered": [*_TOLD, (5, "object"), (9, "confirm_milder"), *_cured_from(12)],
    "planned": _PLANNED,
    "sent_back": [*_PLANNED, (9, "send_back")],
    "begun": _BEGUN,
    "done": _DONE,
    "seen": _SEEN,
    "over": _OVER,
    "again": [*_OVER, (70, "relapse"), (71, "relapse_told"), (75, "relapse_accept"), (78, "relapse_confirm")],
    "doubt": [*_OVER, (60, "relapse"), (61, "relapse_told")],
    "withdrawn": [*_TOLD, (5, "object"), (8, "withdraw")],
    "merged": [(0, "open"), (2, "second"), (3, "merge"), (4, "notify"), (7, "accept")],
    "two": [(0, "open"), (1, "notify"), (3, "source"), (6, "accept"), (8, "confirm"), (10, "write"), (11, "start"), (12, "take"), (24, "claim")],
    "own": [(0, "report"), (3, "confirm"), (5, "write"), (6, "start"), (7, "take"), (18, "claim"), (20, "check"), (23, "sign")],
    "own_new": [(0, "report")],
    "own_sure": [(0, "report"), (3, "confirm"), (5, "write")],
    "filed": [*_SURE, (14, "appeal")],
    "contested": _CONTESTED,
    "upheld": [*_CONTESTED, (30, "uphold"), *_cured_from(34)[:-1]],
    "varied": [*_CONTESTED, (30, "vary"), *_cured_from(34)],
    "retracted": [*_SURE, (14, "appeal"), (16, "retract"), *_cured_from(18)],
    "too_late": [*_SURE, (8, "write"), (9, "start"), (10, "take"), (45, "appeal_late"), (47, "refuse")],
    "revoked": [*_CONTESTED, (30, "revoke")],
}  # fmt: skip


@dataclass(frozen=True)
class Story:
    began_on: date
    unit: str
    category: str
    severity: str
    source: str
    end: str
    title: str
    facts: str
    law: str
