"""One run of a model over snapshots: its flags, the rows that prove them, a manifest."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from mingjing_analytics.supervision.engines.snapshot import Snapshot, fitting
from mingjing_analytics.supervision.language.bound import Value
from mingjing_analytics.supervision.model import Model
from mingjing_analytics.supervision.queries import rendered
from mingjing_analytics.supervision.refusal import Refused

Tree = Callable[[Sequence[bytes]], bytes]
_SRC = Path(__file__).parents[2]


@dataclass(frozen=True)
class Limits:
    """What a run may use of the machine."""

    memory: str = "1GB"
    threads: int = 2
    seconds: int = 600
    most_bytes: int = 8 << 30


@dataclass(frozen=True)
class Run:
    """What a run left in its folder. The files are Parquet; see docs/spec/models.md."""

    model: Model
    folder: Path
    manifest: Mapping[str, Any]

    @property
    def counts(self) -> Mapping[str, int]:
        """Rows by query: flags, evidence/TABLE, unjudged/NUMBER."""
        found: Mapping[str, int] = self.manifest["counts"]
        return found

    def flags(self) -> list[dict[str, Any]]:
        """Every flag with key and facts, by identity."""
        return self._rows("flags", "flag")

    def evidence(self, table: str) -> list[dict[str, Any]]:
        """(flag, _sheet, _row) of a table, in the order of the file."""
        return self._rows(f"evidence_{table}", "flag, _sheet, _row")

    def unjudged(self, number: int) -> list[dict[str, Any]]:
        """(_sheet, _row) that a reason of the head sets aside."""
        return self._rows(f"unjudged_{number}", "_sheet, _row")

    def _rows(self, name: str, order: str) -> list[dict[str, Any]]:
        return rows_of(self.folder / f"{name}.parquet", order)


def rows_of(path: Path, order: str) -> list[dict[str, Any]]:
    """The rows of a Parquet file as dictionaries."""
    con = duckdb.connect(config={"threads": 1})
    try:
        found = con.execute(
            f"select * from read_parquet(?) order by {order}",  # noqa: S608 - our own columns
            [str(path)],
        )
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    finally:
        con.close()


def run(
    model: Model,
    snapshots: Mapping[str, Snapshot],
    into: Path,
    *,
    tree: Tree,
    values: Mapping[str, Value] | None = None,
    limits: Limits | None = None,
) -> Run:
    """Run a model on DuckDB, in a locked process, into an empty folder.

    ``tree`` gives the Merkle root of leaves (RFC 9162); the ledger's is meant. Raises
    Refused where a table is missing or the engine gives up, and says which.
    """
    found = fitting(model, snapshots)
    put = model.values(values)
    asked = rendered(model, put, "duckdb")
    into.mkdir(parents=True, exist_ok=True)
    job = _job(model, found, asked, into, limits or Limits())
    answer = _in_own_process(job, (limits or Limits()).seconds)
    if answer["double"]:
        raise Refused(
            "模型对同一个键报了两次，键没有写全。",
            "The model flagged one key twice; its key is not complete.",
        )
    manifest = _manifest(model, found, put, asked, answer)
    manifest["root"] = root_of(into, model, tree)
    (into / "manifest.json").write_text(
        json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True),
        encoding="utf-8",
    )
    measured = {"seconds": answer["seconds"], "peak_mb": answer["peak_mb"]}
    return Run(model, into, manifest | {"measured": measured})


def _manifest(
    model: Model,
    found: Mapping[str, Snapshot],
    put: Mapping[str, Value],
    asked: Mapping[str, str],
    answer: Mapping[str, Any],
) -> dict[str, Any]:
    """From which anyone can run it again and compare."""
    return {
        "model": model.id,
        "model_sha256": model.sha256,
        "parameters": put,
        "snapshots": {
            name: {
                "sha256": s.sha256,
                "rows": s.rows,
                "source": s.source,
                "data_date": s.data_date,
            }
            for name, s in found.items()
        },
        "sql": asked,
        "engine": f"duckdb {duckdb.__version__}",
        "sqlglot": version("sqlglot"),
        "counts": answer["counts"],
        "coverage": {n: dict(found[n].profile) or answer["profile"][n] for n in found},
    }


def root_of(folder: Path, model: Model, tree: Tree) -> str:
    """The Merkle root of flags and evidence, in their order, as hexadecimal."""
    return tree(list(leaves(folder, model))).hex()


def leaves(folder: Path, model: Model) -> Iterator[bytes]:
    """Each flag with its facts, then each row that proves one, as canonical JSON."""
    parts = [("flags", "flag")]
    parts += [
        (f"evidence_{t}", "flag, _sheet, _row") for t in sorted(model.head.evidence)
    ]
    con = duckdb.connect(config={"threads": 1})
    try:
        for name, order in parts:
            path = str(folder / f"{name}.parquet")
            text = f"select to_json(r)::varchar from (select * from read_parquet(?) order by {order}) r"  # noqa: S608 - our own names
            rows = con.execute(text, [path])
            while batch := rows.fetchmany(10_000):
                for (line,) in batch:
                    yield f"{name}\x1f{line}".encode()
    finally:
        con.close()


def _job(
    model: Model,
    found: Mapping[str, Snapshot],
    asked: Mapping[str, str],
    into: Path,
    limits: Limits,
) -> dict[str, Any]:
    tables = {
        name: {
            "path": str(snapshot.path.resolve()),
            "columns": dict(model.types[name]),
            "identified": snapshot.identified,
        }
        for name, snapshot in found.items()
    }
    return {
        "tables": tables,
        "queries": dict(asked),
        "profile": [name for name, s in found.items() if not s.profile],
        "out": str(into.resolve()),
        "memory_limit": limits.memory,
        "threads": limits.threads,
        "seconds": limits.seconds,
        "most_bytes": limits.most_bytes,
    }


def _in_own_process(job: Mapping[str, Any], seconds: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "mingjing_analytics.supervision.engines.worker"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command,
            input=json.dumps(job).encode(),
            capture_output=True,
            env={"PYTHONPATH": str(_SRC), "PATH": "", "LANG": "C.UTF-8"},
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _gave_up(f"{seconds} s") from None
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise _gave_up(f"signal {-done.returncode}") from None
    if "error" in answer:
        raise _gave_up(answer["error"])
    return answer


def _gave_up(why: str) -> Refused:
    return Refused(f"模型没有跑完：{why}", f"The model did not finish: {why}")
