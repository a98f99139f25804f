"""Tables as files: what a run reads, and what is known of them before it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from mingjing_analytics.supervision.model import Model
from mingjing_analytics.supervision.refusal import Refused

_BLOCK = 1 << 20


@dataclass(frozen=True)
class Snapshot:
    """A Parquet file with its hash; ``source`` is the file that a person knows.

    Rows are named by ``_row`` and ``_sheet`` where the file has them, else by their
    place in the file.
    """

    path: Path
    sha256: str
    rows: int
    columns: Mapping[str, str]
    source: str
    data_date: str = ""
    profile: Mapping[str, Any] = field(default_factory=dict)

    @property
    def identified(self) -> bool:
        return "_row" in self.columns


def open_snapshot(path: Path) -> Snapshot:
    """A snapshot from its file, and from the note beside it where there is one.

    Raises Refused for what is no Parquet file, OSError for what cannot be opened.
    """
    digest = hash_of(path)
    note = path.with_suffix(".json")
    told = json.loads(note.read_text(encoding="utf-8")) if note.exists() else {}
    con = duckdb.connect(config={"threads": 1})
    try:
        found = con.execute(
            "select * from (describe select * from read_parquet(?))", [str(path)]
        ).fetchall()
        rows = con.execute(
            "select sum(num_rows)::bigint from parquet_file_metadata(?)", [str(path)]
        ).fetchone()
    except duckdb.Error:
        raise Refused(
            f"{path.name} 不是 Parquet。", f"{path.name} is no Parquet."
        ) from None
    finally:
        con.close()
    columns = {str(row[0]): str(row[1]).lower() for row in found}
    fresh = told.get("parquet_sha256", digest) == digest
    return Snapshot(
        path=path,
        sha256=digest,
        rows=int((rows or (0,))[0] or 0),
        columns=columns,
        source=str(told.get("source", path.name)),
        data_date=str(told.get("data_date", "")),
        profile=told.get("profile", {}) if fresh else {},
    )


def hash_of(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def fitting(model: Model, folder: Mapping[str, Snapshot]) -> dict[str, Snapshot]:
    """The snapshots that a model reads. Raises Refused for one missing or unlike."""
    found = {}
    for table, columns in model.types.items():
        snapshot = folder.get(table)
        if snapshot is None:
            raise Refused(f"缺少数据表 {table}。", f"Table {table} is missing.")
        for column, kind in columns.items():
            given = snapshot.columns.get(column, "")
            if not _takes(kind, given):
                raise Refused(
                    f"数据表 {table} 的列 {column} 应是 {kind}，现在是 {given or '没有'}。",
                    f"{table}.{column} must be {kind}, not {given or 'missing'}.",
                )
        found[table] = snapshot
    return found


def _takes(kind: str, given: str) -> bool:
    if kind == "bigint":
        return given in ("bigint", "integer", "smallint", "tinyint", "uinteger")
    if kind.startswith("decimal"):
        return given.startswith("decimal") or given in ("bigint", "integer")
    return given == kind
