from dataclasses import dataclass

from mingjing.base.record.events import Event


@dataclass(frozen=True, kw_only=True)
class ReportCompiled(Event):
    """The hash fixes every number and every row behind it."""

    report: int
    period: str
    number: int
    data_hash: str


@dataclass(frozen=True, kw_only=True)
class ReportIssued(Event):
    report: int
    data_hash: str
