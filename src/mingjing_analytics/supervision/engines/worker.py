"""The second and third wall: a process of its own, with a locked engine.

Reads one job as JSON from standard input, writes Parquet files to the folder that the
job names, prints one JSON line. Nothing of a model reaches it but SQL that was written
from a checked tree.
"""

import contextlib
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

import duckdb

_MOST_SECONDS = 600


def connect(job: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    """An engine that reads the job's files, writes its folder, and nothing else."""
    con = duckdb.connect(
        config={
            "threads": job["threads"],
            "memory_limit": job["memory_limit"],
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "python_enable_replacements": False,
        }
    )
    out = job["out"]
    con.execute("set allowed_directories = [?]", [out])
    con.execute("set allowed_paths = ?", [[t["path"] for t in job["tables"].values()]])
    con.execute("set temp_directory = ?", [f"{out}/spill"])
    con.execute("set enable_external_access = false")
    con.execute("set lock_configuration = true")
    for name, table in job["tables"].items():
        con.execute(f"create view {name} as {_view(table)}")
    return con


def _view(table: dict[str, Any]) -> str:
    """The columns that the model declared, in their types, with each row's place."""
    path = table["path"].replace("'", "''")
    told = [
        f'cast("{name}" as {kind}) as {name}' for name, kind in table["columns"].items()
    ]
    if table["identified"]:
        told += ["cast(_row as bigint) as _row", "cast(_sheet as varchar) as _sheet"]
        return f"select {', '.join(told)} from read_parquet('{path}')"  # noqa: S608 - our own names
    told += ["file_row_number + 1 as _row", "cast('' as varchar) as _sheet"]
    return (
        f"select {', '.join(told)} from read_parquet('{path}', file_row_number = true)"  # noqa: S608 - our own names
    )


def work(job: dict[str, Any]) -> dict[str, Any]:
    """Run a job's queries. Raises duckdb.Error."""
    con, out, took = connect(job), job["out"], {}
    counts: dict[str, int] = {}
    for name, text in job["queries"].items():
        begun = time.perf_counter()
        table = "flags" if name == "flags" else name.replace("/", "_")
        con.execute(f"create temp table {table} as {text}")
        row = con.execute(f"select count(*) from {table}").fetchone()  # noqa: S608 - our own name
        counts[name] = int(row[0]) if row else 0
        con.execute(
            f"copy {table} to '{out}/{table}.parquet' (format parquet, compression zstd)"
        )
        took[name] = time.perf_counter() - begun
    double = con.execute("select count(*) - count(distinct flag) from flags").fetchone()
    profile = {
        name: _profile(con, name, job["tables"][name]) for name in job["profile"]
    }
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "counts": counts,
        "double": int(double[0]) if double else 0,
        "profile": profile,
        "seconds": took,
        "peak_mb": peak // 1024,
    }


def _profile(con: duckdb.DuckDBPyConnection, name: str, table: dict[str, Any]) -> Any:
    """How full each column is, and what it adds up to: looked at before any flag."""
    columns, told = table["columns"], ["count(*)"]
    for column, kind in columns.items():
        told += [f"count({column})"]
        told += (
            [f"cast(sum({column}) as varchar)"]
            if kind.startswith("decimal")
            else ["''"]
        )
        dated = kind == "date"
        told += [
            f"cast({end}({column}) as varchar)" if dated else "''"
            for end in ("min", "max")
        ]
    row = con.execute(f"select {', '.join(told)} from {name}").fetchone() or ()  # noqa: S608 - our own names
    found = {}
    for number, column in enumerate(columns):
        count, total, first, last = row[1 + number * 4 : 5 + number * 4]
        said = {"filled": count, "total": total, "first": first, "last": last}
        found[column] = {
            key: value for key, value in said.items() if value not in ("", None)
        }
    return {"rows": row[0], "columns": found}


def limit(job: dict[str, Any]) -> None:
    """What the operating system lets this process use."""
    seconds = job.get("seconds", _MOST_SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # a lower limit stands already
        resource.setrlimit(
            resource.RLIMIT_FSIZE, (job["most_bytes"], job["most_bytes"])
        )


def main() -> int:
    job = json.load(sys.stdin)
    limit(job)
    try:
        answer = work(job)
    except duckdb.Error as error:
        first = str(error).splitlines()[0][:300]
        answer = {"error": first}
    except (OSError, MemoryError) as error:
        answer = {"error": type(error).__name__}
    finally:
        _clear(Path(job["out"]) / "spill")
    sys.stdout.write(json.dumps(answer))
    return 0


def _clear(folder: Path) -> None:
    for file in folder.glob("*") if folder.is_dir() else ():
        file.unlink(missing_ok=True)
    if folder.is_dir():
        folder.rmdir()


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # much memory to give back one by one
