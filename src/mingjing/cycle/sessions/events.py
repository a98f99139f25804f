"""What the record says of sessions. Titles and texts are people's words: private."""

from dataclasses import dataclass
from datetime import date

from mingjing.base.record.events import Event, Private


@dataclass(frozen=True, kw_only=True)
class SessionPlanned(Event):
    session: int
    code: str
    kind: str
    unit: int
    chair_post: int
    planned_on: date
    agenda: int
    title: Private


@dataclass(frozen=True, kw_only=True)
class SessionReplanned(Event):
    session: int
    number: int
    planned_on: date
    agenda: int


@dataclass(frozen=True, kw_only=True)
class SessionHeld(Event):
    session: int
    held_on: date
    agenda: int
    first_topic: bool


@dataclass(frozen=True, kw_only=True)
class SessionMinuted(Event):
    session: int
    number: int
    minutes: str
    decisions: int
    for_information: int


@dataclass(frozen=True, kw_only=True)
class SessionIssued(Event):
    session: int
    duties: tuple[int, ...]
    waiting: tuple[int, ...]
    same_day: bool


@dataclass(frozen=True, kw_only=True)
class SessionCancelled(Event):
    session: int
    reason: Private
