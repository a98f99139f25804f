"""Any XES, tag by tag through expat."""

import codecs
import gzip
import re
import zlib
from array import array
from collections.abc import Iterator
from datetime import timezone
from pathlib import Path
from xml.parsers import expat

import numpy as np

from mingjing_analytics.process.reading.mapping import XES, Mapping
from mingjing_analytics.process.reading.refusal import Unreadable
from mingjing_analytics.process.reading.times import BEIJING, parse_times
from mingjing_analytics.process.reading.xes.found import (
    Found,
    Header,
    Wanted,
    classifier_keys,
    wanted,
)
from mingjing_analytics.process.table import Dictionary, Issue

CHUNK = 1 << 20
LONGEST_TAG = 16 << 20  # bytes; a sentence in an attribute has a few hundred
_VALUES = {"string", "date", "int", "float", "boolean", "id"}
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


def chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, unpacked if gzipped. Raises Unreadable for a broken one."""
    with path.open("rb") as plain:
        packed = plain.read(2) == b"\x1f\x8b"
    try:
        with gzip.open(path) if packed else path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Unreadable(
            f"gzip 文件已损坏：{error}。", f"The gzip file is damaged: {error}."
        ) from None


class _Texts:
    """A growing column of texts as codes."""

    def __init__(self) -> None:
        self.codes = array("i")
        self._known: dict[str, int] = {}

    def add(self, text: str | None) -> None:
        known = self._known
        self.codes.append(-1 if text is None else known.setdefault(text, len(known)))

    def done(self) -> Dictionary:
        return Dictionary(np.array(self.codes, np.int32), tuple(self._known))


class _Times:
    """A growing column of times; texts are read by the block."""

    _BLOCK = 1 << 14

    def __init__(self, zone: timezone) -> None:
        self._zone = zone
        self._parts: list[np.ndarray[tuple[int], np.dtype[np.int64]]] = []
        self._waiting: list[str] = []
        self.zoned = self.bare = 0

    def add(self, text: str | None) -> None:
        self._waiting.append(text or "")
        if len(self._waiting) == self._BLOCK:
            self._read()

    def _read(self) -> None:
        read = parse_times(self._waiting, self._zone)
        self._parts.append(read.times)
        self.zoned += read.zoned
        self.bare += read.bare
        self._waiting = []

    def done(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        self._read()
        return np.concatenate(self._parts)


class _Reader:
    def __init__(self, mapping: Mapping, zone: timezone) -> None:
        self._mapping, self._wanted = mapping, wanted(mapping)
        self.header = Header()
        self.orphans = 0
        self._zone = zone
        self._at: list[str] = []  # where we are: log, trace, event, global-event
        self._inside = 0  # depth below an attribute or an element we do not know
        self._values: dict[str, str] = {}
        self._of_trace: dict[str, str] = {}
        self._events = 0  # of this trace
        self._begin(self._wanted)

    def _begin(self, keys: Wanted) -> None:
        self.trace = array("i")
        self.traces = {key: _Texts() for key in keys.traces}
        self.texts = {key: _Texts() for key in keys.texts}
        self.times = {key: _Times(self._zone) for key in keys.times}
        self._trace_count = 0

    def has_events(self) -> bool:
        return bool(self.orphans or self._trace_count)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if self._inside:
            self._inside += 1
        elif name in _VALUES:
            self._inside = 1
            self._keep(attributes.get("key", ""), attributes.get("value", ""))
        elif not self._at:
            if name != "log":
                raise Unreadable(
                    f"这不是 XES 日志：文件以 <{name}> 开头。",
                    f"This is no XES log: it begins with <{name}>.",
                )
            self._at.append(name)
        elif name == "trace" and self._at[-1] == "log":
            self._open_trace()
        elif name == "event" and self._at[-1] in {"trace", "log"}:
            self._at.append("event" if self._at[-1] == "trace" else "orphan")
            self._values = {}
        elif name == "global" and self._at[-1] == "log":
            self._at.append(f"global-{attributes.get('scope', 'event')}")
        else:
            self._inside = 1
            if name == "classifier" and self._at[-1] == "log":
                self._classifier(attributes)

    def end(self, _name: str) -> None:
        if self._inside:
            self._inside -= 1
            return
        place = self._at.pop()
        if place == "event":
            self._event()
        elif place == "trace":
            self._close_trace()
        elif place == "orphan":
            self.orphans += 1

    def _keep(self, key: str, value: str) -> None:
        place = self._at[-1] if self._at else ""
        if place == "event":
            self._values[key] = value
        elif place == "trace":
            self._of_trace[key] = value
        elif place == "global-event":
            self.header.defaults[key] = value

    def _classifier(self, attributes: dict[str, str]) -> None:
        if attributes.get("scope", "event") == "event" and not self._trace_count:
            name = attributes.get("name", "")
            self.header.classifiers.setdefault(name, attributes.get("keys", ""))

    def _open_trace(self) -> None:
        if not self._trace_count:
            # The classifier may be needed; what it names is known only now.
            self._begin(wanted(self._mapping, classifier_keys(self.header)))
        self._at.append("trace")
        self._of_trace, self._events = {}, 0
        self._trace_count += 1

    def _close_trace(self) -> None:
        for key, column in self.traces.items():
            column.add(self._of_trace.get(key))

    def _event(self) -> None:
        values = self._values
        for key, column in self.texts.items():
            column.add(values.get(key))
        for key, times in self.times.items():
            times.add(values.get(key))
        self.trace.append(self._trace_count - 1)

    def found(self) -> Found:
        issues = []
        if self.orphans:
            text = f"{self.orphans} events belong to no trace and were left out."
            issues.append(Issue("no-case", "whole file", text, self.orphans))
        times = {key: column.done() for key, column in self.times.items()}
        main = self.times[self._mapping.time]
        return Found(
            trace=np.array(self.trace, np.int32),
            traces={key: column.done() for key, column in self.traces.items()},
            texts={key: column.done() for key, column in self.texts.items()},
            times=times,
            header=self.header,
            zoned=main.zoned,
            bare=main.bare,
            issues=tuple(issues),
        )


def stream(path: Path, mapping: Mapping, zone: timezone) -> Found:
    """Read a log whatever its form. Raises Unreadable with the line."""
    reader = _Reader(mapping, zone)
    parser: expat.XMLParserType | None = None
    fed = 0
    for chunk in _utf8(chunks(path)):
        if parser is None:
            parser = _parser(reader)
        fed += len(chunk)
        _feed(parser, chunk, final=False)
        if fed - parser.CurrentByteIndex > LONGEST_TAG:
            line = parser.CurrentLineNumber
            raise Unreadable(
                f"第 {line} 行：一个标签超过 16 MB。",
                f"Line {line}: one tag is longer than 16 MB.",
            )
    if parser is None:
        raise Unreadable("文件是空的。", "The file is empty.")
    _feed(parser, b"", final=True)
    return reader.found()


def header_of(head: bytes) -> Header | None:
    """What stands before the first trace; None if that is not plain UTF-8 XES."""
    declared = _DECLARED.match(head)
    if declared and declared.group(1).lower() not in {b"utf-8", b"utf8"}:
        return None
    reader = _Reader(XES, BEIJING)
    try:
        # Only a head that is whole takes an end.
        _feed(_parser(reader), head + b"</log>", final=True)
    except Unreadable:
        return None
    return None if reader.has_events() else reader.header


def _parser(reader: _Reader) -> expat.XMLParserType:
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.EntityDeclHandler = _refuse_entity
    return parser


def _refuse_entity(*_declared: object) -> None:
    raise Unreadable(
        "文件声明了实体，日志用不着，不予读取。",
        "The file declares entities, which a log has no use for.",
    )


def _feed(parser: expat.XMLParserType, chunk: bytes, *, final: bool) -> None:
    try:
        parser.Parse(chunk, final)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise Unreadable(
            f"第 {error.lineno} 行：XML 不完整或有错（{reason}）。",
            f"Line {error.lineno}: the XML is broken ({reason}).",
        ) from None


def _utf8(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The same text as UTF-8, whatever the declaration says it is written in."""
    first = next(parts, b"")
    if not first:
        return
    declared = _DECLARED.match(first.removeprefix(b"\xef\xbb\xbf"))
    name = declared.group(1).decode().lower() if declared else "utf-8"
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = "utf-16"
    name = {"gb2312": "gb18030", "gbk": "gb18030"}.get(name, name)
    if name in {"utf-8", "utf8", "us-ascii", "ascii"}:
        yield first
        yield from parts
        return
    try:
        decoder = codecs.getincrementaldecoder(name)()
    except LookupError:
        raise Unreadable(
            f"文件自称的编码“{name}”无法识别。",
            f"The file says its encoding is “{name}”, which is unknown.",
        ) from None
    try:
        yield decoder.decode(first).encode()
        for part in parts:
            yield decoder.decode(part).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeDecodeError:
        raise Unreadable(
            f"文件并不是它自称的 {name} 编码。",
            f"The file is not written in {name}, as it says.",
        ) from None
