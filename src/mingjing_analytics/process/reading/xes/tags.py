"""The tags of a block in the plain form, each compared with the one it may have."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.reading.xes.strings import NotPlain

_TYPES = (b"string", b"date", b"int", b"float", b"boolean", b"id")

Positions = NDArray[np.int64]
Flags = NDArray[np.bool_]
Words = NDArray[np.void]


def word(text: bytes) -> np.uint64:
    return np.uint64(int.from_bytes(text[:8], "little"))


def _expected(*, end: bool) -> NDArray[np.uint64]:
    """First or last eight bytes of ``<type key=`` by its length, 0 where none is."""
    table = np.zeros(16, np.uint64)
    for name in _TYPES:
        text = b"<" + name + b" key="
        table[len(text)] = word(text[-8:] if end else text)
    return table


_HEADS, _TAILS = _expected(end=False), _expected(end=True)
_VALUE = word(b'" value=')
_OPEN_EVENT, _CLOSE_EVENT = word(b"<event>"), word(b"</event>")
_OPEN_TRACE, _CLOSE_TRACE = word(b"<trace>"), word(b"</trace>")
_CLOSE_LOG = word(b"</log>")
_SEVEN, _SIX = np.uint64((1 << 56) - 1), np.uint64((1 << 48) - 1)


@dataclass
class State:
    """Where a block ends and the next begins."""

    traces: int = 0
    in_trace: int = 0
    ended: bool = False


@dataclass(frozen=True)
class Tags:
    """All tags of a block in their order, each array of shape (tags,)."""

    at: Positions
    first: NDArray[np.uint64]  # their first eight bytes
    attribute: Flags
    opens_event: Flags
    closes_event: Flags
    opens_trace: Flags
    closes_trace: Flags

    @property
    def structure(self) -> Flags:
        event = self.opens_event | self.closes_event
        return event | self.opens_trace | self.closes_trace


def tags_of(words: Words, at: Positions, attribute: Flags) -> Tags:
    first = words[at].view("<u8")
    bare = ~attribute
    seven = first & _SEVEN
    return Tags(
        at=at,
        first=first,
        attribute=attribute,
        opens_event=bare & (seven == _OPEN_EVENT),
        closes_event=bare & (first == _CLOSE_EVENT),
        opens_trace=bare & (seven == _OPEN_TRACE),
        closes_trace=bare & (first == _CLOSE_TRACE),
    )


def demand_attributes(
    data: NDArray[np.uint8],
    words: Words,
    tags: Tags,
    places: Positions,
) -> Flags:
    """Each is ``<type key="…" value="…"`` to the byte; tells which hold others."""
    one, two, three, four = places
    length = np.minimum(one - tags.at[tags.attribute], 15)
    good = (
        (tags.first[tags.attribute] == _HEADS[length])
        & (words[one - 8].view("<u8") == _TAILS[length])
        & (words[two].view("<u8") == _VALUE)
        & (three == two + 8)
    )
    after = data[four + 1]
    spaced = after == ord(" ")
    if bool(spaced.any()):
        four = four + spaced
        after = data[four + 1]
    nests: Flags = after == ord(">")
    good &= nests | ((after == ord("/")) & (data[four + 2] == ord(">")))
    if not bool(good.all()):
        raise NotPlain
    return nests


def demand_end(tags: Tags, others: Positions, state: State) -> Positions:
    """Nothing stands behind the end of the log; what else closes is left."""
    if state.ended:
        raise NotPlain
    if len(others) and (tags.first[others[-1]] & _SIX) == _CLOSE_LOG:
        if others[-1] != len(tags.first) - 1:
            raise NotPlain
        state.ended = True
        return others[:-1]
    return others


def depth_of(
    block: bytes, at: Positions, nests: Flags, closers: Positions
) -> NDArray[np.int32]:
    """How deep in attributes of attributes each tag stands, its own counted."""
    step = nests.astype(np.int32)
    step[closers] = -1
    if not len(closers) and not bool(nests.any()):
        return step
    opened: list[bytes] = []
    for tag in np.flatnonzero(step).tolist():
        place = int(at[tag])
        if step[tag] > 0:
            opened.append(block[place + 1 : block.index(b" ", place)])
        elif not opened or not block.startswith(b"</" + opened.pop() + b">", place):
            raise NotPlain
    if opened:
        raise NotPlain
    return np.cumsum(step, dtype=np.int32)


def demand_order(
    in_event: NDArray[np.int32],
    in_trace: NDArray[np.int32],
    depth: NDArray[np.int32],
) -> None:
    """Events stand in traces, traces and events in nothing else."""
    good = (in_event >= 0) & (in_event <= in_trace) & (in_trace <= 1)
    if not bool(good.all()) or bool(depth.any()):
        raise NotPlain


def with_key(
    words: Words,
    key: bytes,
    begin: Positions,
    size: Positions,
    first: NDArray[np.uint64],
) -> Positions:
    """Which of the attributes have this key."""
    mask = np.uint64((1 << 8 * min(len(key), 8)) - 1)
    these = np.flatnonzero((size == len(key)) & ((first & mask) == word(key)))
    for at in range(8, len(key), 8):
        part = key[at : at + 8]
        mask = np.uint64((1 << 8 * len(part)) - 1)
        found = words[begin[these] + at].view("<u8") & mask
        these = these[found == word(part)]
    return these
