"""The tables of a run: what units handed in, with what Mingjing brings itself."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
from django.db.models import QuerySet

from mingjing.base.files.queries import place_of
from mingjing.insight.supervision.models import DataSet
from mingjing.insight.supervision.states import DataState
from mingjing.insight.supervision.states.given import given_tables
from mingjing_analytics.supervision.engines.snapshot import Snapshot, open_snapshot
from mingjing_analytics.supervision.model import Model
from mingjing_analytics.supervision.tables import dictionary


def in_use(tables: Iterable[str]) -> QuerySet[DataSet]:
    """The data sets that a run over these tables reads."""
    return DataSet.objects.filter(
        table__in=tables, state=DataState.IN_USE.value
    ).select_related("file", "unit")


def merged(model: Model, sets: Sequence[DataSet], work: Path) -> dict[str, Snapshot]:
    """One snapshot a table, of all units; ``_sheet`` names the data set and the sheet."""
    found = {}
    for table, columns in model.types.items():
        if dictionary().tables[table].given:
            continue
        parts = [each for each in sets if each.table == table and each.file]
        if not parts:
            continue
        path = work / f"{table}.parquet"
        _merge(parts, list(columns), path)
        found[table] = open_snapshot(path)
    return found | given_tables(model, work)


def _merge(parts: Sequence[DataSet], columns: list[str], path: Path) -> None:
    told = ", ".join(columns)
    texts = [
        f"select {told}, _row, '{part.pk}/' || coalesce(_sheet, '') as _sheet "  # noqa: S608 - the dictionary's names
        f"from read_parquet('{_quoted(place_of(part.file.sha256))}')"
        for part in parts
        if part.file
    ]
    text = " union all ".join(texts)
    con = duckdb.connect(config={"threads": 1})
    try:
        con.execute(
            f"copy ({text}) to '{_quoted(path)}' (format parquet, compression zstd)"
        )
    finally:
        con.close()


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
