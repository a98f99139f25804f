"""The rows that prove a flag, with the cells that a person recognises in their file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
from django.utils.translation import get_language

from mingjing.base.files.queries import place_of
from mingjing.insight.supervision.models import DataSet, Flag, Row, table_title
from mingjing.insight.supervision.states import MOST_ROWS
from mingjing_analytics.supervision.model import Model
from mingjing_analytics.supervision.tables import Column, dictionary


@dataclass(frozen=True)
class Proof:
    """Rows of one file: titles of columns, then (sheet, line, cells)."""

    heading: str
    name: str
    data_date: date | None
    titles: tuple[str, ...]
    rows: tuple[tuple[str, int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Covered:
    """How full a column is, and what it adds up to."""

    title: str
    filled: int
    share: float
    total: str


def proofs_of(flag: Flag, model: Model) -> list[Proof]:
    """The rows of a flag by data set, the first 200; hashed cells stay hidden."""
    by_set: dict[DataSet, list[Row]] = {}
    for row in flag.rows.select_related("data_set__file", "data_set__unit")[:MOST_ROWS]:
        by_set.setdefault(row.data_set, []).append(row)
    return [_proof(each, rows, model) for each, rows in by_set.items()]


def _proof(data_set: DataSet, rows: Sequence[Row], model: Model) -> Proof:
    table = dictionary().tables[data_set.table]
    names = [
        c
        for c in model.head.tables.get(data_set.table, [])
        if table.columns[c].minimise == "keep"
    ]
    titles = tuple(_title(table.columns[name]) for name in names)
    cells = cells_of(data_set, names, [(row.sheet, row.number) for row in rows])
    told = tuple(
        (row.sheet, row.number, cells.get((row.sheet, row.number), ("",) * len(names)))
        for row in rows
    )
    heading = table_title(data_set.table)
    return Proof(heading, data_set.name, data_set.data_date, titles, told)


def cells_of(
    data_set: DataSet, names: Sequence[str], places: Sequence[tuple[str, int]]
) -> dict[tuple[str, int], tuple[str, ...]]:
    """(sheet, line) → the cells of a data set's row, as a person reads them."""
    if data_set.file is None or not names:
        return {}
    con = duckdb.connect(config={"threads": 1})
    try:
        found = con.execute(
            f"select coalesce(_sheet, ''), _row, {', '.join(names)} "  # noqa: S608 - the dictionary's names
            "from read_parquet(?) where _row in (select unnest(?))",
            [
                str(place_of(data_set.file.sha256)),
                [number for _sheet, number in places],
            ],
        ).fetchall()
    finally:
        con.close()
    return {(row[0], row[1]): tuple(_told(cell) for cell in row[2:]) for row in found}


def _told(cell: Any) -> str:
    if cell is None:
        return "—"
    if isinstance(cell, bool):
        return "✓" if cell else "✗"
    return str(cell)


def coverage_of(data_set: DataSet) -> list[Covered]:
    """Each column of a data set: looked at before any flag."""
    table = dictionary().tables[data_set.table]
    rows = data_set.profile.get("rows") or 0
    return [
        Covered(
            _title(table.columns[name]),
            told.get("filled", 0),
            told.get("filled", 0) / rows if rows else 0.0,
            told.get("total", ""),
        )
        for name, told in data_set.profile.get("columns", {}).items()
        if name in table.columns
    ]


def _title(column: Column) -> str:
    return column.title.in_(get_language() or "zh")
