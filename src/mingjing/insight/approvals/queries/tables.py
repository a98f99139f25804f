"""The kept tables, and the part of one that is an item's."""

from functools import lru_cache
from pathlib import Path

import numpy as np
from django.conf import settings

from mingjing.base.files.queries import place_of
from mingjing.insight.approvals.models import Log, Part, Terms
from mingjing_analytics.process.store import unpack
from mingjing_analytics.process.table import EventTable, select


def pending_place(aside: str) -> Path:
    """Where a file waits until its columns are confirmed or it is dropped."""
    return Path(settings.FILES_ROOT) / "pending" / aside


def table_of(log: Log) -> EventTable:
    """The log's table; what was mapped once stays mapped."""
    if log.table_id is None:
        raise LookupError(f"log {log.pk} was not read")
    return _mapped(log.table_id)


@lru_cache(maxsize=8)
def _mapped(sha256: str) -> EventTable:
    return unpack(place_of(sha256))


def part_table(part: Part) -> EventTable:
    """Only the cases of the item. A case has the item of its first event."""
    table = table_of(part.log)
    column = table.roles.get("item")
    if column is None or not table.events:
        return table
    full = np.diff(table.offsets) > 0
    of_case = np.full(table.cases, -1, np.int32)
    of_case[full] = column.codes[table.offsets[:-1][full]]
    code = column.texts.index(part.written) if part.written in column.texts else -1
    return select(table, of_case == code)


class Asked:
    """A question by what its answer depends on: the log's table, the item, its terms.

    A table does not change, so what was counted of one may be kept. Raises LookupError
    for a log that was not read.
    """

    def __init__(self, part: Part, terms: Terms | None = None) -> None:
        if part.log.table_id is None:
            raise LookupError(f"log {part.log_id} was not read")
        self.part, self.terms = part, terms
        self._key = (part.log.table_id, part.written, terms.pk if terms else None)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Asked) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)
