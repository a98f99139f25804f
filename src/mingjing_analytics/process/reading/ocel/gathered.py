"""What the three forms of OCEL have in common: events, objects and who belongs to whom.

A reader calls `Gathered` in the order of its file; ids become numbers at once, so that
what is kept grows with the events and not with the file's own form.
"""

from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timezone

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.reading.mapping import Mapping, guess
from mingjing_analytics.process.reading.refusal import Unreadable
from mingjing_analytics.process.reading.times import parse_times
from mingjing_analytics.process.table import NO_TIME, Codes, Dictionary, Issue, Times

LONGEST = 16 << 20  # bytes or characters of one value; a sentence has a few hundred
_MOST_ATTRIBUTES = 10_000  # different names; the largest known logs have some hundred
_BLOCK = 1 << 14  # times read at once
_TOLD = {  # by kind of issue; the count stands before it
    "same-event": "events bear the id of an earlier one; all of them count.",
    "loose-relation": "relations lead to no event, or to no object that has a type,"
    " and were left out.",
    "bad-row": "rows tell of an event that the table “event” does not have with this type,"
    " or tell twice of one, and were left out.",
    "two-types": "objects bear the id of one of another type; the first type counts.",
    "no-case": "objects have no id, so that no event can belong to them.",
}


@dataclass(frozen=True)
class Found:
    """The log in the order of the file; events and objects are counted from 0."""

    activity: Dictionary  # of each event
    time: Times  # of each event
    attributes: dict[str, Dictionary]  # of each event, those a role may need
    names: tuple[str, ...]  # of all attributes of events
    event: NDArray[np.int32]  # of each relation
    object: NDArray[np.int32]  # of each relation
    type: Dictionary  # of each object
    objects: tuple[str, ...]  # their ids
    again: Codes  # type of each object that came a second time
    zoned: int
    bare: int
    issues: tuple[Issue, ...]


def event_roles(names: Sequence[str], given: Mapping) -> Mapping:
    """Which attributes of events are what; case, activity and time are none of them."""
    fixed = replace(
        given, case="ocel:oid", activity=("ocel:activity",), time="ocel:timestamp"
    )
    return guess(sorted(names), fixed)


def lacks(part: str) -> Unreadable:
    """The refusal of a file that has no events or no objects where OCEL 2.0 has them."""
    return Unreadable(
        f"这不是 OCEL 2.0 日志：没有“{part}”。",
        f"This is no OCEL 2.0 log: it has no “{part}”.",
    )


class _Column:
    """Texts of some events, as codes."""

    def __init__(self) -> None:
        self._rows, self._codes = array("i"), array("i")
        self._known: dict[str, int] = {}

    def add(self, row: int, text: str) -> None:
        self._rows.append(row)
        self._codes.append(self._known.setdefault(text, len(self._known)))

    def done(self, size: int) -> Dictionary:
        codes = np.full(size, -1, np.int32)
        codes[np.array(self._rows, np.int64)] = np.array(self._codes, np.int32)
        return Dictionary(codes, tuple(self._known))


class _Times:
    """Times of some events; texts are read by the block."""

    def __init__(self, zone: timezone) -> None:
        self._zone = zone
        self._rows = array("i")
        self._parts: list[Times] = []
        self._waiting: list[str] = []
        self.zoned = self.bare = 0

    def add(self, row: int, text: str) -> None:
        self._rows.append(row)
        self._waiting.append(text)
        if len(self._waiting) == _BLOCK:
            self._read()

    def _read(self) -> None:
        read = parse_times(self._waiting, self._zone)
        self._parts.append(read.times)
        self.zoned += read.zoned
        self.bare += read.bare
        self._waiting = []

    def done(self, size: int) -> Times:
        self._read()
        times = np.full(size, NO_TIME)
        times[np.array(self._rows, np.int64)] = np.concatenate(self._parts)
        return times


class Gathered:
    """Takes what a reader finds; an empty text counts as none."""

    def __init__(self, given: Mapping, zone: timezone) -> None:
        self._given = given
        self._events: dict[str, int] = {}  # the first of each id
        self._later: dict[str, list[int]] = {}  # further events of the same id
        self._kinds: dict[str, int] = {}
        self._kind_of = array("i")  # of each event, -1 for none
        self._times = _Times(zone)
        self._names: dict[str, _Column | None] = {}  # None: no role needs it
        self._objects: dict[str, int] = {}
        self._type_of = array("i")  # of each object, -1 as long as nothing told it
        self._object_types: dict[str, int] = {}
        self._again = array("i")
        self._pairs = array("i"), array("i")
        self._issues: dict[str, list[int]] = {}  # count, number of the first event

    def event(self, name: str | None, kind: str | None) -> int:
        """One more event and its type; returns its number from 0."""
        at, kinds = len(self._kind_of), self._kinds
        self._kind_of.append(kinds.setdefault(kind, len(kinds)) if kind else -1)
        if name and self._events.setdefault(name, at) != at:
            self._later.setdefault(name, []).append(at)
            self._tell("same-event", at + 1)
        return at

    def events_called(
        self, name: str | None, kinds: Collection[int] | None = None
    ) -> list[int]:
        """All events of this id, of these types if any are given, in their order."""
        if not name or name not in self._events:
            return []
        called = [self._events[name], *self._later.get(name, ())]
        if kinds is None:
            return called
        return [at for at in called if self._kind_of[at] in kinds]

    def codes_of(self, kinds: Collection[str]) -> frozenset[int]:
        """These types of events as `events_called` takes them."""
        return frozenset(self._kinds[kind] for kind in kinds if kind in self._kinds)

    def time(self, event: int, text: str | None) -> None:
        """The text that tells when an event was."""
        if text:
            self._times.add(event, text)

    def wants(self, name: str) -> bool:
        """Whether a role may need this attribute. Raises Unreadable for too many."""
        return self._column(name) is not None

    def attribute(self, event: int, name: str, text: str | None) -> None:
        """The value of an event's attribute. Raises Unreadable for too many names."""
        column = self._column(name)
        if column is not None and text:
            column.add(event, text)

    def _column(self, name: str) -> _Column | None:
        if name not in self._names:
            if len(self._names) == _MOST_ATTRIBUTES:
                raise Unreadable(
                    f"事件的属性超过 {_MOST_ATTRIBUTES} 种，日志不会有这么多。",
                    f"Events have more than {_MOST_ATTRIBUTES} different attributes, "
                    "which no log needs.",
                )
            roles = event_roles([name], self._given)
            needed = {roles.start, roles.resource, *roles.roles.values()}
            self._names[name] = _Column() if name in needed else None
        return self._names[name]

    def relation(self, event: int, name: str | None) -> None:
        """An event belongs to the object of this id."""
        if not name:
            self._tell("loose-relation", event + 1)
            return
        self._pairs[0].append(event)
        self._pairs[1].append(self._object(name))

    def loose(self) -> None:
        """A relation of an event that the log does not have."""
        self._tell("loose-relation")

    def stray(self) -> None:
        """A row that tells of no event."""
        self._tell("bad-row")

    def object(self, name: str | None, kind: str | None) -> None:
        """One more object and its type."""
        if not name:
            self._tell("no-case")
            return
        at = self._object(name)
        if not kind:
            return
        types = self._object_types
        code = types.setdefault(kind, len(types))
        if self._type_of[at] < 0:
            self._type_of[at] = code
        elif self._type_of[at] == code:
            self._again.append(code)
        else:
            self._tell("two-types")

    def _object(self, name: str) -> int:
        at = self._objects.setdefault(name, len(self._objects))
        if at == len(self._type_of):
            self._type_of.append(-1)
        return at

    def found(self) -> Found:
        """All that was found, relations to nothing left out and told."""
        event, thing = (np.array(each, np.int32) for each in self._pairs)
        type_of = np.array(self._type_of, np.int32)
        known = type_of[thing] >= 0
        if not bool(known.all()):
            first, count = int(event[~known].min()), int((~known).sum())
            self._tell("loose-relation", first + 1, count)
        return Found(
            activity=Dictionary(np.array(self._kind_of, np.int32), tuple(self._kinds)),
            time=self._times.done(len(self._kind_of)),
            attributes={
                name: column.done(len(self._kind_of))
                for name, column in self._names.items()
                if column is not None
            },
            names=tuple(self._names),
            event=event[known],
            object=thing[known],
            type=Dictionary(type_of, tuple(self._object_types)),
            objects=tuple(self._objects),
            again=np.array(self._again, np.int32),
            zoned=self._times.zoned,
            bare=self._times.bare,
            issues=tuple(
                Issue(
                    kind,
                    f"event {first}" if first else "whole file",
                    f"{count} {_TOLD[kind]}",
                    count,
                )
                for kind in _TOLD
                for count, first in [self._issues.get(kind, (0, 0))]
                if count
            ),
        )

    def _tell(self, kind: str, event: int = 0, count: int = 1) -> None:
        told = self._issues.setdefault(kind, [0, 0])
        told[0] += count
        if event:
            told[1] = min(told[1] or event, event)
