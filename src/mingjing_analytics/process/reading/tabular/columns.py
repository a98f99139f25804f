"""Columns of the selected rows as NumPy arrays."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mingjing_analytics.process.reading import assemble
from mingjing_analytics.process.reading.tabular.sources import Source, quoted
from mingjing_analytics.process.reading.times import BEIJING, parse_times
from mingjing_analytics.process.table import NO_TIME, Dictionary, Issue, Times

ZONE = "Etc/GMT-8"  # +08:00 all year: there has been no summer time since 1992
_MOMENTS = ("TIMESTAMP", "DATE")
_BLOCK = 100_000  # rows whose times go through Python at once


def load(source: Source, names: Sequence[str], times: Sequence[str]) -> None:
    """Make the rows ``log`` of these columns in the order of the file.

    The first name is that of the case. A Parquet file is read again for each column,
    which costs less than keeping its texts, unless a row has to be left out or a time
    to be read by Python: only a table numbers its rows.
    """
    kinds = dict(zip(source.names, source.types, strict=True))
    chosen = [
        quoted(name)
        if name in times and kinds[name].startswith(_MOMENTS)
        else f"nullif({quoted(name)}::VARCHAR, '') AS {quoted(name)}"
        for name in names
    ]
    run = source.database.execute
    sql = f"SELECT {', '.join(chosen)} FROM {source.sql}"
    plain = all(kinds[name].startswith(_MOMENTS) for name in times)
    if source.sql.startswith("read_parquet") and plain:
        run(f"CREATE VIEW log AS {sql}")
        caseless = f"SELECT 1 FROM log WHERE {quoted(names[0])} IS NULL LIMIT 1"
        if run(caseless).fetchone() is None:
            return
        run("DROP VIEW log")
    run(f"CREATE TABLE log AS {sql}")


def drop_caseless(source: Source, case: str) -> list[Issue]:
    """Leave out the rows that belong to no case, and tell them."""
    run, name = source.database.execute, quoted(case)
    if run(f"SELECT 1 FROM log WHERE {name} IS NULL LIMIT 1").fetchone() is None:
        return []
    found = run(
        f"SELECT count(*), min(rowid) FROM log WHERE {name} IS NULL"
    ).fetchone() or (0, 0)
    run(f"CREATE TABLE kept AS SELECT * FROM log WHERE {name} IS NOT NULL")
    run("DROP TABLE log")
    run("ALTER TABLE kept RENAME TO log")
    text = f"{found[0]} rows name no case and were left out."
    return [Issue("no-case", f"row {found[1] + 1}", text, found[0])]


def codes(source: Source, names: tuple[str, ...]) -> Dictionary:
    """One or more columns, joined with +, as codes in order of first appearance."""
    text = quoted(names[0])
    if len(names) > 1:
        text = f"nullif(concat_ws('+', {', '.join(map(quoted, names))}), '')"
    if _in_runs(source, text):
        return _by_runs(source, text)
    run = source.database.execute
    run("DROP TYPE IF EXISTS words")
    distinct = f"SELECT DISTINCT {text} AS word FROM log"
    run(
        f"CREATE TYPE words AS ENUM (SELECT * FROM ({distinct}) WHERE word IS NOT NULL)"
    )
    unnested = run("SELECT unnest(enum_range(NULL::words))::VARCHAR AS word")
    words = unnested.fetchnumpy()["word"].tolist()
    code = f"coalesce(enum_code(({text})::words)::INTEGER, -1)"
    found = run(f"SELECT {code} AS code FROM log").fetchnumpy()["code"]
    return assemble.in_order(Dictionary(np.asarray(found, np.int32), tuple(words)))


def _in_runs(source: Source, text: str) -> bool:
    """Whether the same text mostly stands in rows that follow each other, as a case."""
    query = (
        f"SELECT count(*), count(*) FILTER (WHERE word IS DISTINCT FROM before) FROM"
        f" (SELECT {text} AS word, lag({text}) OVER () AS before"
        f" FROM log LIMIT {_BLOCK})"
    )
    rows, changes = source.database.execute(query).fetchone() or (0, 0)
    return bool(3 * changes < rows)


def _by_runs(source: Source, text: str) -> Dictionary:
    """Only the first text of each run goes through Python: a third of an ENUM's time."""
    changed = f"row_number() OVER () = 1 OR {text} IS DISTINCT FROM lag({text}) OVER ()"
    rows = f"(SELECT {text} AS word, {changed} AS new FROM log)"
    run = source.database.execute
    new = np.asarray(run(f"SELECT new FROM {rows}").fetchnumpy()["new"], bool)
    words = run(f"SELECT word FROM {rows} WHERE new").fetchnumpy()["word"].tolist()
    known: dict[str, int] = {}
    of_run = [-1 if w is None else known.setdefault(w, len(known)) for w in words]
    begins = np.flatnonzero(new)
    lengths = np.diff(begins, append=len(new))
    return Dictionary(np.repeat(np.array(of_run, np.int32), lengths), tuple(known))


def times(source: Source, name: str) -> tuple[Times, int]:
    """µs of a column, NO_TIME for none, and how many of them name no zone."""
    kinds = dict(zip(source.names, source.types, strict=True))
    column, kind = quoted(name), kinds[name]
    moment = f"try_cast({column} AS TIMESTAMPTZ)"
    found = _microseconds(source, moment)
    known = found != NO_TIME
    if kind.startswith(_MOMENTS):
        return found, 0 if kind == "TIMESTAMP WITH TIME ZONE" else int(known.sum())
    # Where a text names its zone, that of the session changes nothing.
    source.database.execute("SET TimeZone = 'UTC'")
    elsewhere = _microseconds(source, moment)
    source.database.execute(f"SET TimeZone = '{ZONE}'")
    bare = int((known & (elsewhere != found)).sum())
    if bool(known.all()):
        return found, bare
    return found, bare + _written_otherwise(source, column, moment, found)


def _microseconds(source: Source, moment: str) -> Times:
    query = (
        f"SELECT CASE WHEN isfinite({moment}) THEN epoch_us({moment}) END AS time"
        " FROM log"
    )
    found = source.database.execute(query).fetchnumpy()["time"]
    return np.ma.filled(found, NO_TIME).astype(np.int64, copy=False)


def _written_otherwise(source: Source, column: str, moment: str, found: Times) -> int:
    """Read the texts that only Python knows as times; how many name no zone."""
    source.database.execute(
        f"SELECT rowid, {column} FROM log WHERE {column} IS NOT NULL AND"
        f" ({moment} IS NULL OR NOT isfinite({moment}))"
    )
    bare = 0
    while rows := source.database.fetchmany(_BLOCK):
        read = parse_times([text for _row, text in rows], BEIJING)
        places: NDArray[np.int64] = np.array([row for row, _text in rows])
        found[places] = read.times
        bare += read.bare
    return bare
