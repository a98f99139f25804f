"""What the record says of the register. Who a person is stays a private field."""

from dataclasses import dataclass
from datetime import date

from mingjing.base.record.events import Event, Private


@dataclass(frozen=True, kw_only=True)
class UnitAdded(Event):
    unit: int
    kind: str
    parent: int | None
    peer_group: str
    name: Private


@dataclass(frozen=True, kw_only=True)
class UnitEdited(Event):
    unit: int
    fields: tuple[str, ...]
    name: Private


@dataclass(frozen=True, kw_only=True)
class UnitEnded(Event):
    unit: int
    ended_on: date
    note: Private


@dataclass(frozen=True, kw_only=True)
class PersonAdded(Event):
    person: Private
    name: Private


@dataclass(frozen=True, kw_only=True)
class PersonEdited(Event):
    fields: tuple[str, ...]
    person: Private


@dataclass(frozen=True, kw_only=True)
class PersonDeactivated(Event):
    ended_appointments: int
    person: Private
    note: Private


@dataclass(frozen=True, kw_only=True)
class PasswordIssued(Event):
    """A one-time password was handed out; the next sign-in must replace it."""

    person: Private


@dataclass(frozen=True, kw_only=True)
class PasswordSet(Event):
    person: Private


@dataclass(frozen=True, kw_only=True)
class SecondFactorResetAsked(Event):
    reset: int
    person: Private
    reason: Private


@dataclass(frozen=True, kw_only=True)
class SecondFactorReset(Event):
    reset: int
    person: Private


@dataclass(frozen=True, kw_only=True)
class PostAdded(Event):
    post: int
    unit: int
    title: str
    role: str


@dataclass(frozen=True, kw_only=True)
class Appointed(Event):
    post: int
    appointment: int
    as_deputy: bool
    since_on: date
    person: Private


@dataclass(frozen=True, kw_only=True)
class AppointmentEnded(Event):
    post: int
    appointment: int
    ended_on: date
    person: Private
    note: Private


@dataclass(frozen=True, kw_only=True)
class PostHandedOver(Event):
    """One act: the holder left and the successor began, that day."""

    post: int
    ended_appointment: int
    appointment: int
    on: date
    from_person: Private
    to_person: Private
    note: Private


@dataclass(frozen=True, kw_only=True)
class RegisterImported(Event):
    units: int
    persons: int
    posts: int
