"""OCEL 2.0 as JSON, event by event: the file is never held as one value."""

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mingjing_analytics.process.reading.ocel.gathered import LONGEST, Gathered, lacks
from mingjing_analytics.process.reading.refusal import Unreadable
from mingjing_analytics.process.reading.xes.stream import chunks

_PARTS = ("events", "objects")
_SPACE = re.compile(r"[ \t\n\r]*")
# Numbers stay as they are written; NaN, which no JSON has but pandas writes, is none.
_DECODER = json.JSONDecoder(
    parse_int=str, parse_float=str, parse_constant=lambda _name: None
)


def read_json(path: Path, gathered: Gathered) -> None:
    """Give the events and objects of a file to ``gathered``. Raises Unreadable."""
    text = _Text(chunks(path))
    seen = set()
    try:
        for key, element in _elements(text):
            seen.add(key)
            if element is _NONE:
                continue
            if key == "events":
                _event(gathered, element)
            else:
                gathered.object(_word(element, "id"), _word(element, "type"))
    except _Shape:
        raise Unreadable(
            f"第 {text.began} 行：这里不是 OCEL 2.0 的写法。",
            f"Line {text.began}: this is not as OCEL 2.0 writes it.",
        ) from None
    for part in _PARTS:
        if part not in seen:
            raise lacks(part)


class _Shape(Exception):
    """A value is not of the kind that the standard has in its place."""


_NONE = object()  # tells of a list before its elements, so that an empty one is seen


class _Text:
    """The text of a file, decoded and taken value by value."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._buffer, self._at, self._more = "", 0, True
        self._lines = 1  # the line on which the buffer begins
        self._began = 0  # where the value begins that was taken last

    @property
    def line(self) -> int:
        return self._lines + self._buffer.count("\n", 0, self._at)

    @property
    def began(self) -> int:
        """The line on which the value begins that was taken last."""
        return self._lines + self._buffer.count("\n", 0, self._began)

    def peek(self) -> str:
        """The next character that is no space; none at the end."""
        while True:
            match = _SPACE.match(self._buffer, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._fill():
                return ""

    def take(self, character: str) -> bool:
        """Step over this character if it is the next."""
        if self.peek() != character:
            return False
        self._at += 1
        return True

    def demand(self, character: str) -> None:
        if not self.take(character):
            raise self._broken(f"Expecting {character!r}")

    def value(self) -> Any:
        """The next value whole. Raises Unreadable if it is broken or too long."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._buffer, self._at)
            except RecursionError:
                raise Unreadable(
                    f"第 {self.line} 行：括号套得太深，日志用不着。",
                    f"Line {self.line}: brackets are nested deeper than any log needs.",
                ) from None
            except json.JSONDecodeError as error:
                # Either the JSON is broken or the buffer ends within the value.
                if not self._fill():
                    self._at = min(error.pos, len(self._buffer))
                    raise self._broken(error.msg) from None
            else:
                if end < len(self._buffer) or not self._fill():
                    self._began, self._at = self._at, end
                    return value

    def _fill(self) -> bool:
        """Read on, at least as much again as is left; False at the end."""
        if not self._more:
            return False
        lines = self.line
        left = self._buffer[self._at :]
        if len(left) > LONGEST:
            raise Unreadable(
                f"第 {lines} 行：一个值超过 16 MB。",
                f"Line {lines}: one value is longer than 16 MB.",
            )
        read, size = [left], 0
        while self._more and size <= len(left):
            part = next(self._parts, b"")
            self._more = bool(part)
            read.append(self._decoded(part))
            size += len(read[-1])
        if size:
            self._buffer, self._at, self._lines = "".join(read), 0, lines
        return size > 0

    def _decoded(self, part: bytes) -> str:
        try:
            return self._decoder.decode(part, final=not part)
        except UnicodeDecodeError:
            raise Unreadable(
                "文件不是 UTF-8，而 JSON 必须是。",
                "The file is not UTF-8, as JSON must be.",
            ) from None

    def _broken(self, reason: str) -> Unreadable:
        return Unreadable(
            f"第 {self.line} 行：JSON 不完整或有错（{reason}）。",
            f"Line {self.line}: the JSON is broken ({reason}).",
        )

    def demand_end(self) -> None:
        if self.peek():
            raise self._broken("Extra data")


def _elements(text: _Text) -> Iterator[tuple[str, Any]]:
    """Each element of the lists of events and of objects, with the key of the list."""
    text.demand("{")
    closed = text.take("}")
    while not closed:
        if text.peek() != '"':
            text.demand('"')
        key = text.value()
        if key.startswith("ocel:"):
            raise Unreadable(
                "这是 OCEL 1.0，请导出为 OCEL 2.0。",
                "This is OCEL 1.0: export it as OCEL 2.0.",
            )
        text.demand(":")
        if text.take("["):
            if key in _PARTS:
                yield key, _NONE
            yield from ((key, value) for value in _listed(text) if key in _PARTS)
        elif text.value() is not None and key in _PARTS:
            raise _Shape
        closed = text.take("}")
        if not closed:
            text.demand(",")
    text.demand_end()


def _listed(text: _Text) -> Iterator[Any]:
    """The values of a list whose bracket was taken."""
    closed = text.take("]")
    while not closed:
        yield text.value()
        closed = text.take("]")
        if not closed:
            text.demand(",")


def _event(gathered: Gathered, element: Any) -> None:
    at = gathered.event(_word(element, "id"), _word(element, "type"))
    gathered.time(at, _word(element, "time"))
    for attribute in _list(element, "attributes"):
        name = _word(attribute, "name")
        if name:
            gathered.attribute(at, name, _word(attribute, "value"))
    for relation in _list(element, "relationships"):
        gathered.relation(at, _word(relation, "objectId"))


def _list(element: dict[str, Any], key: str) -> list[Any]:
    value = element.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise _Shape
    return value


def _word(element: Any, key: str) -> str | None:
    """The text of a value; None for none and for what is no single value."""
    if not isinstance(element, dict):
        raise _Shape
    value = element.get(key)
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return None
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:  # half a pair, "\ud800": no text could hold it
            raise _Shape from None
    return value
