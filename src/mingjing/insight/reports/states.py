from enum import StrEnum
from typing import NamedTuple


class ReportState(StrEnum):
    COMPILED = "compiled"
    ISSUED = "issued"


class Move(NamedTuple):
    sources: tuple[ReportState, ...]
    target: ReportState


MOVES = {"issue": Move((ReportState.COMPILED,), ReportState.ISSUED)}
