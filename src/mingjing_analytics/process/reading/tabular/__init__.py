"""Logs as tables: CSV, Parquet and Excel, one row an event.

DuckDB reads and counts; which column is what is given or guessed from the names. Rows
that could not be taken are told with their line.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from mingjing_analytics.process.reading import assemble
from mingjing_analytics.process.reading.mapping import NOTHING, Mapping, guess
from mingjing_analytics.process.reading.refusal import Unreadable
from mingjing_analytics.process.reading.tabular import columns
from mingjing_analytics.process.reading.tabular.sources import Source, opened, rejected
from mingjing_analytics.process.table import NO_TIME, Columns


def read_table(path: Path, kind: str, given: Mapping = NOTHING) -> Columns:
    """Read a ``csv``, ``parquet`` or ``xlsx`` log; times without a zone are +08:00.

    A mapping that names case, activity and time is taken as it stands; else the rest is
    guessed. Raises Unreadable, also when no column can be the case, the activity or the time.
    """
    with _source(path, kind) as source:
        mapping = given if given.complete else guess(source.names, given)
        _demand_complete(mapping, source.names)
        try:
            return _read(source, mapping)
        except duckdb.Error as error:
            raise _broken(error) from None


def columns_of(path: Path, kind: str) -> tuple[str, ...]:
    """The names of the columns, so that a mapping can be guessed, shown and changed."""
    with _source(path, kind) as source:
        return source.names


@contextmanager
def _source(path: Path, kind: str) -> Iterator[Source]:
    with tempfile.TemporaryDirectory(prefix="mingjing-") as folder:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": False,  # nothing is fetched at run time
            "autoload_known_extensions": False,
            "memory_limit": "3GB",
            "temp_directory": folder,
        }
        with duckdb.connect(config=settings) as database:
            database.execute(f"SET TimeZone = '{columns.ZONE}'")
            try:
                source = opened(database, path, kind, Path(folder))
            except duckdb.Error as error:
                raise _broken(error) from None
            yield source


def _broken(error: duckdb.Error) -> Unreadable:
    reason = str(error).strip().splitlines()[0].rstrip(".")
    return Unreadable(
        f"文件有损坏，读不下去（{reason}）。", f"The file is damaged ({reason})."
    )


def _demand_complete(mapping: Mapping, names: tuple[str, ...]) -> None:
    """Refuse a mapping that misses a column or names one that is not there."""
    zh, en = "、".join(names), ", ".join(names)
    for role, word in (("case", "办件编号"), ("activity", "环节"), ("time", "时间")):
        if not getattr(mapping, role):
            raise Unreadable(
                f"认不出哪一列是{word}，请用 --map 指明；文件的列是：{zh}。",
                f"No column is known as the {role}: name it with --map. "
                f"The columns are {en}.",
            )
    for name in mapping.columns():
        if name not in names:
            raise Unreadable(
                f"文件没有“{name}”这一列；它的列是：{zh}。",
                f"The file has no column “{name}”; its columns are {en}.",
            )


def _read(source: Source, mapping: Mapping) -> Columns:
    times = [name for name in (mapping.time, mapping.start) if name]
    columns.load(source, mapping.columns(), times)
    issues = [*rejected(source), *columns.drop_caseless(source, mapping.case)]
    time, bare = columns.times(source, mapping.time)
    found = Columns(
        case=columns.codes(source, (mapping.case,)),
        activity=columns.codes(source, mapping.activity),
        time=time,
        resource=columns.codes(source, (mapping.resource,))
        if mapping.resource
        else None,
        start=columns.times(source, mapping.start)[0] if mapping.start else None,
        roles={
            role: columns.codes(source, (name,)) for role, name in mapping.roles.items()
        },
    )
    found, nameless = assemble.with_names(found)
    zoned = int((found.time != NO_TIME).sum()) - bare
    issues += [*nameless, *assemble.timeless(found.time)]
    issues += assemble.zone_issue(zoned, bare)
    return assemble.with_issues(found, issues)
