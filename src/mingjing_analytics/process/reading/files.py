"""One door for all kinds of logs: what a file is, is seen from its content."""

import gzip
import re
import zlib
from pathlib import Path

from mingjing_analytics.process.reading.mapping import NOTHING, XES, Mapping
from mingjing_analytics.process.reading.ocel import read_ocel
from mingjing_analytics.process.reading.refusal import Unreadable
from mingjing_analytics.process.reading.tabular import read_table
from mingjing_analytics.process.reading.xes import read_xes
from mingjing_analytics.process.table import Columns

_LOOK = 4096  # bytes of the beginning
# What no XES has; objects have a scope in OCEL 1.0, which the reader then names.
_OCEL = re.compile(rb"<(?:object|event)-types|<(?:object|event)s[\s/>]|scope=.object")


def read_log(path: Path, given: Mapping = NOTHING) -> Columns:
    """Read an event log of any known kind; ``given`` says which column is what.

    Raises Unreadable, and OSError if the file cannot be opened.
    """
    kind = kind_of(path)
    if kind in {"ocel-json", "ocel-xml", "sqlite"}:
        return read_ocel(path, kind, given)
    if given.object_type:
        raise Unreadable(
            "只有 OCEL 日志有对象类型，列对应文件里不要写 object_type。",
            "Only OCEL logs have types of objects: leave object_type out of the mapping.",
        )
    if kind == "xes":
        return read_xes(path, _of_xes(given))
    if kind in {"csv", "parquet", "xlsx"}:
        return read_table(path, kind, given)
    raise Unreadable("认不出这是哪种日志。", "This is no log of a known kind.")


def kind_of(path: Path) -> str:
    """What the file is: xes, ocel-xml, ocel-json, sqlite, parquet, xlsx or csv."""
    beginning = _beginning(path)
    if not beginning:
        raise Unreadable("文件是空的。", "The file is empty.")
    for magic, kind in (
        (b"SQLite format 3\0", "sqlite"),
        (b"PAR1", "parquet"),
        (b"PK\x03\x04", "xlsx"),
    ):
        if beginning.startswith(magic):
            return kind
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        beginning = beginning.decode("utf-16", "ignore").encode()
    text = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        return "ocel-xml" if b"<log" in text and _OCEL.search(text) else "xes"
    return "ocel-json" if text.startswith(b"{") else "csv"


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        beginning = file.read(_LOOK)
    if not beginning.startswith(b"\x1f\x8b"):
        return beginning
    try:
        with gzip.open(path) as file:
            return file.read(_LOOK)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Unreadable(
            f"gzip 文件已损坏：{error}。", f"The gzip file is damaged: {error}."
        ) from None


def _of_xes(given: Mapping) -> Mapping:
    """What was given, completed by the names that the standard has."""
    return Mapping(
        case=given.case or XES.case,
        activity=given.activity or XES.activity,
        time=given.time or XES.time,
        start=given.start,
        resource=given.resource or XES.resource,
        roles={**XES.roles, **given.roles},
    )
