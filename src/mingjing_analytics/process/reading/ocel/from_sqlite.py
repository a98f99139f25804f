"""OCEL 2.0 as an SQLite database, of which nothing is trusted.

As https://www.sqlite.org/security.html advises for databases of strangers: read only,
its functions not trusted, its pages checked first. Only plain tables are read, whole
and one by one, so that no view, trigger, generated column or index of it is run.
"""

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase
from typing import Any

from mingjing_analytics.process.reading.ocel.gathered import LONGEST, Gathered
from mingjing_analytics.process.reading.refusal import Unreadable

_MOST_OF_ID = 10  # events; each relation of the id counts for all of them
_SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)
_SETTINGS = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA ignore_check_constraints = ON",  # else the check below would run them
)


def read_sqlite(path: Path, gathered: Gathered) -> None:
    """Give the events and objects of a database to ``gathered``. Raises Unreadable."""
    with path.open("rb") as file:
        if file.read(2) == b"\x1f\x8b":
            raise Unreadable(
                "这是压缩了的 SQLite 数据库，请先解压。",
                "This is a gzipped SQLite database: unpack it first.",
            )
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            tables = _Tables(database)
            _events(tables, gathered)
            _objects(tables, gathered)
    # Where a name or SQLite's own message is no UTF-8, Python says so.
    except (sqlite3.Error, UnicodeDecodeError) as error:
        reason = str(error).partition("\n")[0][:200]
        raise Unreadable(
            f"SQLite 数据库有损坏，读不下去（{reason}）。",
            f"The SQLite database is damaged ({reason}).",
        ) from None


def _computed() -> Unreadable:
    return Unreadable(
        "数据库里有虚拟表或计算列，日志用不着，不予读取。",
        "The database has virtual tables or generated columns; a log needs neither.",
    )


class _Tables:
    """The plain tables of a database, by name as SQLite compares names."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
        for setting in _SETTINGS:
            database.execute(setting)
        found = database.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
        ).fetchall()
        # SQLite itself writes the text so; anything else is virtual or forged.
        if not all(str(text).startswith("CREATE TABLE ") for _name, text in found):
            raise _computed()
        self._names = {_folded(str(name)): str(name) for name, _text in found}
        self._columns = {table: self._stored(table) for table in self._names}
        self._demand_sound()

    def _stored(self, table: str) -> list[str]:
        name = _quoted(self._names[table])
        rows = self._database.execute(f"PRAGMA table_xinfo({name})").fetchall()
        if any(hidden for *_told, hidden in rows):
            raise _computed()
        return [str(row[1]) for row in rows]

    def _demand_sound(self) -> None:
        """Refuse pages that lead to one another in rings or twice to the same.

        A hundred kilobytes of such pages would be read as billions of rows. What else
        the check may find, as an empty field that should not be, does no harm.
        """
        (told,) = self._database.execute("PRAGMA quick_check(1)").fetchone()
        if str(told).startswith("***"):
            raise sqlite3.DatabaseError(str(told).splitlines()[-1])

    def columns(self, table: str) -> list[str]:
        """The columns of a table. Raises Unreadable if there is no such table."""
        if _folded(table) not in self._names:
            raise Unreadable(
                f"这不是 OCEL 2.0 数据库：没有“{table[:100]}”这张表。",
                f"This is no OCEL 2.0 database: it has no table “{table[:100]}”.",
            )
        return self._columns[_folded(table)]

    def rows(self, table: str, *columns: str) -> Iterator[tuple[str | None, ...]]:
        """These columns of all rows in their order. Raises Unreadable."""
        there = {_folded(name) for name in self.columns(table)}
        for column in columns:
            if _folded(column) not in there:
                raise Unreadable(
                    f"表“{table[:100]}”没有“{column}”这一列。",
                    f"The table “{table[:100]}” has no column “{column}”.",
                )
        # A name that is none would be taken as a text in double quotes: hence the check.
        names = ", ".join(map(_quoted, columns))
        name = _quoted(self._names[_folded(table)])
        # Not indexed: an index would give its own order, and could be a forgery.
        query = f"SELECT {names} FROM {name} NOT INDEXED"  # noqa: S608 names are quoted
        for row in self._database.execute(query):
            yield tuple(map(_text, row))


def _events(tables: _Tables, gathered: Gathered) -> None:
    for name, kind in tables.rows("event", "ocel_id", "ocel_type"):
        gathered.event(name, kind)
        if len(gathered.events_called(name)) > _MOST_OF_ID:
            raise Unreadable(
                f"有 {_MOST_OF_ID} 个以上的事件编号同为“{str(name)[:100]}”，分不清关系属于谁。",
                f"More than {_MOST_OF_ID} events bear the id “{str(name)[:100]}”, so that"
                " no relation tells which of them it means.",
            )
    shared: dict[str, tuple[str, set[str]]] = {}  # several types may have one table
    for kind, mapped in tables.rows("event_map_type", "ocel_type", "ocel_type_map"):
        if kind and mapped:
            table = f"event_{mapped}"
            shared.setdefault(_folded(table), (table, set()))[1].add(kind)
    for table, kinds in shared.values():
        _details(tables, table, gathered.codes_of(kinds), gathered)
    relations = tables.rows("event_object", "ocel_event_id", "ocel_object_id")
    for name, thing in relations:
        events = gathered.events_called(name)
        for event in events:
            gathered.relation(event, thing)
        if not events:
            gathered.loose()


def _details(
    tables: _Tables, table: str, kinds: Collection[int], gathered: Gathered
) -> None:
    """Times and attributes of the events of these types."""
    fixed = ("ocel_id", "ocel_time")
    more = [
        name
        for name in tables.columns(table)
        if _folded(name) not in fixed and gathered.wants(name)
    ]
    met: dict[str, int] = {}
    for name, time, *values in tables.rows(table, *fixed, *more):
        events = gathered.events_called(name, kinds)
        nth = met.get(name or "", 0)
        met[name or ""] = nth + 1
        if nth >= len(events):
            gathered.stray()
            continue
        # The second row of an id belongs to the second event of that id.
        gathered.time(events[nth], time)
        for column, value in zip(more, values, strict=True):
            gathered.attribute(events[nth], column, value)


def _objects(tables: _Tables, gathered: Gathered) -> None:
    for name, kind in tables.rows("object", "ocel_id", "ocel_type"):
        gathered.object(name, kind)


def _folded(name: str) -> str:
    """A name as SQLite compares names: only the letters of ASCII have no case."""
    return name.translate(_SMALL)


def _quoted(name: str) -> str:
    """A name of the file as SQL takes it, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)
