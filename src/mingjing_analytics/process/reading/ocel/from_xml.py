"""OCEL 2.0 as XML, tag by tag through expat."""

from pathlib import Path
from xml.parsers import expat

from mingjing_analytics.process.reading.ocel.gathered import LONGEST, Gathered, lacks
from mingjing_analytics.process.reading.refusal import Unreadable
from mingjing_analytics.process.reading.xes.stream import _feed, _utf8, chunks

_DEEPEST = 1000  # expat remembers each open tag; the standard has six in one another
_PLACES = {  # where we are, the tag that opens there: where we are then
    ("", "log"): "log",
    ("log", "events"): "events",
    ("log", "objects"): "objects",
    ("events", "event"): "event",
    ("objects", "object"): "object",
    ("event", "attributes"): "attributes",
    ("event", "objects"): "relations",
    ("attributes", "attribute"): "attribute",
}


def read_xml(path: Path, gathered: Gathered) -> None:
    """Give the events and objects of a file to ``gathered``. Raises Unreadable."""
    reader = _Reader(gathered)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse_declarations
    fed = 0
    for chunk in _utf8(chunks(path)):
        fed += len(chunk)
        _feed(parser, chunk, final=False)
        if fed - parser.CurrentByteIndex > LONGEST:
            raise _too_long(parser.CurrentLineNumber)
        if reader.length > LONGEST:
            raise _too_long(parser.CurrentLineNumber)
    _feed(parser, b"", final=True)
    reader.demand_whole()


def _too_long(line: int) -> Unreadable:
    return Unreadable(
        f"第 {line} 行：一个标签或值超过 16 MB。",
        f"Line {line}: one tag or value is longer than 16 MB.",
    )


def _refuse_declarations(*_declared: object) -> None:
    # Entities and default attributes could unfold without end.
    raise Unreadable(
        "文件带有 DTD（实体声明），日志用不着，不予读取。",
        "The file brings a DTD, which a log has no use for.",
    )


class _Reader:
    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered
        self._at = [""]
        self._inside = 0  # depth below an element that is passed over
        self._seen: set[str] = set()
        self._old = False
        self._event = 0
        self._name = ""  # of the attribute we are in
        self._text: list[str] = []
        self.length = 0  # of the text of this attribute

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._inside:
            self._inside += 1
            if self._inside > _DEEPEST:
                raise Unreadable(
                    "XML 标签套得太深，日志用不着。",
                    "The XML is nested deeper than any log needs.",
                )
            return
        name = name.rpartition(":")[2]
        place = _PLACES.get((self._at[-1], name), "")
        if not place:
            self._pass_over(name, attributes)
            return
        self._at.append(place)
        self._seen.add(place)
        if place == "event":
            self._event = self._gathered.event(
                attributes.get("id"), attributes.get("type")
            )
            self._gathered.time(self._event, attributes.get("time"))
        elif place == "object":
            self._gathered.object(attributes.get("id"), attributes.get("type"))
        elif place == "attribute":
            self._name, self._text, self.length = attributes.get("name", ""), [], 0

    def _pass_over(self, name: str, attributes: dict[str, str]) -> None:
        self._inside = 1
        if self._at[-1] == "relations":
            # Called relationship, in the first draft of the standard also object.
            self._gathered.relation(self._event, attributes.get("object-id"))
        elif self._at[-1] == "log" and name == "global":
            self._old = True
        elif self._at == [""]:
            raise Unreadable(
                f"这不是 OCEL 日志：文件以 <{name[:50]}> 开头。",
                f"This is no OCEL log: it begins with <{name[:50]}>.",
            )

    def text(self, text: str) -> None:
        if self._at[-1] == "attribute" and not self._inside:
            self._text.append(text)
            self.length += len(text)

    def end(self, _name: str) -> None:
        if self._inside:
            self._inside -= 1
            return
        if self._at.pop() == "attribute" and self._name:
            text = "".join(self._text)
            self._gathered.attribute(self._event, self._name, text)
            self._text, self.length = [], 0

    def demand_whole(self) -> None:
        """Refuse a file that has not both events and objects."""
        if self._old:
            raise Unreadable(
                "这是 OCEL 1.0，请导出为 OCEL 2.0。",
                "This is OCEL 1.0: export it as OCEL 2.0.",
            )
        for part in ("events", "objects"):
            if part not in self._seen:
                raise lacks(part)
