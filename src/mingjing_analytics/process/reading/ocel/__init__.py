"""OCEL 2.0, logs of events that belong to several objects, flattened to cases.

The standard (Berti et al., OCEL 2.0 Specification, 2023) has three forms: JSON, XML and
SQLite. All three are read as a stream into `gathered.Gathered`; `notion` chooses whose
objects are the cases and `flatten` makes the table. What only the objects have, their
attributes and their relations to one another, is passed over.
"""

from datetime import timezone
from pathlib import Path

from mingjing_analytics.process.reading.mapping import NOTHING, Mapping
from mingjing_analytics.process.reading.ocel.flatten import flattened
from mingjing_analytics.process.reading.ocel.from_json import read_json
from mingjing_analytics.process.reading.ocel.from_sqlite import read_sqlite
from mingjing_analytics.process.reading.ocel.from_xml import read_xml
from mingjing_analytics.process.reading.ocel.gathered import Gathered
from mingjing_analytics.process.reading.refusal import Unreadable
from mingjing_analytics.process.reading.times import BEIJING
from mingjing_analytics.process.table import Columns

_READERS = {"ocel-json": read_json, "ocel-xml": read_xml, "sqlite": read_sqlite}


def read_ocel(
    path: Path, kind: str, given: Mapping = NOTHING, zone: timezone = BEIJING
) -> Columns:
    """Read a log of the kind ``ocel-json``, ``ocel-xml`` or ``sqlite``.

    ``given`` may name the type of object that is the case and attributes of events for
    the roles; the rest is chosen and told. ``zone`` holds for times that name none.
    Raises Unreadable.
    """
    if given.case or given.activity or given.time:
        raise Unreadable(
            "OCEL 的环节是事件类型，时间是事件时间，办件用 object_type 指明对象类型；"
            "列对应文件里不要写 case、activity、time。",
            "In OCEL the type of an event is its activity, its time is its time, and"
            " object_type names the cases: leave out case, activity and time.",
        )
    gathered = Gathered(given, zone)
    _READERS[kind](path, gathered)
    return flattened(gathered.found(), given, zone)
