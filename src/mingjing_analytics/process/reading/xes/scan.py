"""XES in the plain form that programs write, by arithmetic on whole blocks of bytes.

A block is cut behind the last event it holds whole. The places of ``<`` and ``"`` are
all its structure: a tag with four quotes is an attribute, one with none opens or closes.
Each tag is compared with the one form it may have; anything else is `NotPlain`, and the
whole file is read by expat instead, which takes every form and names every fault.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timezone
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.reading.mapping import Mapping
from mingjing_analytics.process.reading.xes.dates import read_dates
from mingjing_analytics.process.reading.xes.found import (
    Found,
    Header,
    Wanted,
    classifier_keys,
    wanted,
)
from mingjing_analytics.process.reading.xes.stream import (
    LONGEST_TAG,
    chunks,
    header_of,
)
from mingjing_analytics.process.reading.xes.strings import (
    NotPlain,
    Texts,
    demand_clean,
)
from mingjing_analytics.process.reading.xes.tags import (
    Flags,
    Positions,
    State,
    Words,
    demand_attributes,
    demand_end,
    demand_order,
    depth_of,
    tags_of,
    with_key,
)
from mingjing_analytics.process.table import NO_TIME, Codes, Dictionary, Times

_SPARE = b"\0" * 40  # words and dates may be looked at past the end


@dataclass(frozen=True)
class _Attributes:
    """The attributes of a block that stand directly in an event or a trace."""

    quotes: Positions  # shape (4, attributes): where their quotes are
    event: Positions  # which event of the block, -1 for one of a trace
    trace: Positions  # which trace of the file


class _Gathered:
    """Columns growing from block to block."""

    def __init__(self, keys: Wanted, zone: timezone) -> None:
        self._keys, self._zone = keys, zone
        self._texts = {key: Texts() for key in keys.texts}
        self._traces = {key: Texts() for key in keys.traces}
        self._codes: dict[str, list[Codes]] = {key: [] for key in keys.texts}
        self._times: dict[str, list[Times]] = {key: [] for key in keys.times}
        self._of_trace: dict[str, list[tuple[Positions, Codes]]] = {
            key: [] for key in keys.traces
        }
        self._trace: list[Codes] = []
        self._zoned = dict.fromkeys(keys.times, 0)
        self._bare = dict.fromkeys(keys.times, 0)

    def add(self, block: bytes, words: Words, found: _Attributes, trace: Codes) -> None:
        """Take what one block has; ``trace`` is that of each of its events."""
        self._trace.append(trace)
        first, second, third, fourth = found.quotes
        size, begin = second - first - 1, third + 1
        key_word = words[first + 1].view("<u8")
        of_event = found.event >= 0
        names = {*self._keys.texts, *self._keys.times, *self._keys.traces}
        for key in names:
            these = with_key(words, key.encode(), first + 1, size, key_word)
            inside = of_event[these]
            if key in self._keys.traces:
                at = these[~inside]
                codes = self._traces[key].codes(
                    block, words, begin[at], fourth[at] - begin[at]
                )
                self._of_trace[key].append((found.trace[at], codes))
            at = these[inside]
            places = (begin[at], fourth[at] - begin[at], found.event[at])
            if key in self._keys.texts:
                self._add_texts(key, block, words, places, len(trace))
            if key in self._keys.times:
                self._add_times(key, block, places, len(trace))

    def _add_texts(
        self,
        key: str,
        block: bytes,
        words: Words,
        places: tuple[Positions, Positions, Positions],
        events: int,
    ) -> None:
        begin, length, event = places
        codes = np.full(events, -1, np.int32)
        codes[event] = self._texts[key].codes(block, words, begin, length)
        self._codes[key].append(codes)

    def _add_times(
        self,
        key: str,
        block: bytes,
        places: tuple[Positions, Positions, Positions],
        events: int,
    ) -> None:
        begin, length, event = places
        times = np.full(events, NO_TIME)
        zoned = np.zeros(events, bool)
        read = read_dates(np.frombuffer(block, np.uint8), begin, length, self._zone)
        times[event], zoned[event] = read.times, read.zoned
        self._times[key].append(times)
        known = times != NO_TIME
        self._zoned[key] += int((zoned & known).sum())
        self._bare[key] += int((~zoned & known).sum())

    def found(self, traces: int, header: Header, time: str) -> Found:
        """All columns of the file."""
        of_traces = {}
        for key, parts in self._of_trace.items():
            codes = np.full(traces, -1, np.int32)
            for trace, block in parts:
                codes[trace] = block
            of_traces[key] = self._traces[key].column(codes)
        texts: dict[str, Dictionary] = {}
        for key in list(self._codes):
            texts[key] = self._texts[key].column(np.concatenate(self._codes.pop(key)))
        return Found(
            trace=np.concatenate(self._trace),
            traces=of_traces,
            texts=texts,
            times={key: np.concatenate(parts) for key, parts in self._times.items()},
            header=header,
            zoned=self._zoned[time],
            bare=self._bare[time],
        )


def scan(path: Path, mapping: Mapping, zone: timezone) -> Found:
    """Read a log in the plain form. Raises NotPlain for any other or a fault."""
    parts = chunks(path)
    head, rest = _head(parts)
    header = header_of(head)
    if header is None:
        raise NotPlain
    gathered = _Gathered(wanted(mapping, classifier_keys(header)), zone)
    state = State()
    for block in _blocks(rest, parts):
        _read(block, state, gathered)
    if not state.ended:
        raise NotPlain
    return gathered.found(state.traces, header, mapping.time)


def _head(parts: Iterator[bytes]) -> tuple[bytes, bytes]:
    """What stands before the first trace, and the rest of what was read."""
    read = b""
    for part in parts:
        read += part
        cut = read.find(b"<trace>")
        if cut >= 0:
            return read[:cut].removeprefix(b"\xef\xbb\xbf"), read[cut:]
        if len(read) > LONGEST_TAG:
            break
    raise NotPlain


def _blocks(rest: bytes, parts: Iterator[bytes]) -> Iterator[bytes]:
    """Blocks that end with an event or a trace, the last with the file."""
    for part in parts:
        read = rest + part
        cut = max(read.rfind(b"</event>"), read.rfind(b"</trace>")) + 8
        if cut < 8:
            if len(read) > LONGEST_TAG:
                raise NotPlain
            rest = read
            continue
        yield read[:cut]
        rest = read[cut:]
    yield rest


def _read(text: bytes, state: State, gathered: _Gathered) -> None:
    """Take one block: find its tags, demand their form, keep what is wanted."""
    demand_clean(text)
    block = text + _SPARE
    data = np.frombuffer(block, np.uint8)
    words: Words = np.ndarray(len(block) - 8, "V8", data.data, 0, (1,))
    marks = np.flatnonzero((data == ord("<")) | (data == ord('"')))
    begins = np.flatnonzero(data[marks] == ord("<"))
    if not len(begins) and not text.strip():
        return
    quotes = np.diff(begins, append=len(marks)) - 1
    attribute = quotes == 4
    if not len(begins) or begins[0] or bool(np.any(~attribute & (quotes != 0))):
        raise NotPlain
    tags = tags_of(words, marks[begins], attribute)
    places = marks[begins[attribute] + np.arange(1, 5).reshape(4, 1)]
    nests = np.zeros(len(begins), bool)
    nests[attribute] = demand_attributes(data, words, tags, places)
    others = demand_end(tags, np.flatnonzero(~(attribute | tags.structure)), state)
    depth = depth_of(block, tags.at, nests, others)
    in_event = _running(tags.opens_event, tags.closes_event)
    in_trace = _running(tags.opens_trace, tags.closes_trace) + state.in_trace
    demand_order(in_event, in_trace, depth[tags.structure])
    trace = state.traces - 1 + np.cumsum(tags.opens_trace, dtype=np.int64)
    event = np.where(in_event, np.cumsum(tags.opens_event, dtype=np.int64) - 1, -1)
    own = attribute & (in_trace == 1) & ((depth - nests) == 0)
    found = _Attributes(places[:, own[attribute]], event[own], trace[own])
    gathered.add(block, words, found, trace[tags.opens_event].astype(np.int32))
    state.traces, state.in_trace = int(trace[-1]) + 1, int(in_trace[-1])
    _demand_nothing_behind(text[int(tags.at[-1]) :], state)


def _demand_nothing_behind(tail: bytes, state: State) -> None:
    """With the log its last trace has ended, and the file."""
    behind = tail.removeprefix(b"</log>").strip(b" \t\r\n")
    if state.ended and (state.in_trace or behind):
        raise NotPlain


def _running(opens: Flags, closes: Flags) -> NDArray[np.int32]:
    steps = opens.view(np.int8) - closes.view(np.int8)
    return np.cumsum(steps, dtype=np.int32)
