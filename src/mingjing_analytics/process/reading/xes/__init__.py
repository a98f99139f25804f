"""XES event logs (IEEE 1849-2016), plain or gzipped, read as a stream.

The log is never held as XML: what is kept grows with the events, and a single tag is
bounded. Declarations of entities are refused, so nothing can unfold. Files in the plain
form that programs write are read by arithmetic on whole blocks of bytes (`scan`); any
other form, and any fault, goes through expat (`stream`), which also knows the line.
"""

from datetime import timezone
from pathlib import Path

from mingjing_analytics.process.reading.mapping import XES, Mapping
from mingjing_analytics.process.reading.times import BEIJING
from mingjing_analytics.process.reading.xes.found import assembled
from mingjing_analytics.process.reading.xes.scan import scan
from mingjing_analytics.process.reading.xes.stream import stream
from mingjing_analytics.process.reading.xes.strings import NotPlain
from mingjing_analytics.process.table import Columns


def read_xes(path: Path, mapping: Mapping = XES, zone: timezone = BEIJING) -> Columns:
    """Read a log; names of case attributes in ``mapping`` begin with ``case:``.

    ``zone`` holds for times that name none. Raises Unreadable with the line.
    """
    try:
        found = scan(path, mapping, zone)
    except NotPlain:
        found = stream(path, mapping, zone)
    return assembled(found, mapping)
