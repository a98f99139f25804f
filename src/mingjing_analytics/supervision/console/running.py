"""`model run MODEL --data DIR`: tables of a folder, one model, its flags and why."""

import argparse
import tempfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from mingjing_analytics.supervision.console.answers import Answer, Given, model_of
from mingjing_analytics.supervision.engines import spark
from mingjing_analytics.supervision.engines.snapshot import Snapshot, open_snapshot
from mingjing_analytics.supervision.head import filled
from mingjing_analytics.supervision.model import Model
from mingjing_analytics.supervision.refusal import Refused
from mingjing_analytics.supervision.run import Limits, Run, run

SHOWN = 20


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("run", help="跑一个模型 · run a model over a folder")
    parser.add_argument("model", help="编号或文件 · id or file")
    parser.add_argument(
        "--data", type=Path, required=True, help="TABLE.parquet or .csv"
    )
    parser.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--on", type=date.fromisoformat, help="按哪天的法 · law as of")
    parser.add_argument("--out", type=Path, help="存到文件夹 · keep the run's files")
    parser.add_argument("--memory", default="1GB")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--master", default="local[2]", help="Spark master")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(answer=answer)


def answer(options: argparse.Namespace, given: Given) -> Answer:
    """Flags with the rows that prove them; what was not judged is said, never left out."""
    model = model_of(options.model)
    values = model.by_law(given.law, options.on or given.today)
    values |= dict(_pair(each) for each in options.set)
    with tempfile.TemporaryDirectory(prefix="mingjing-model-") as scratch:
        work = Path(scratch)
        tables = given.tables(model, options.data, work)
        if options.engine == "spark":
            return _on_spark(options, model, tables, values)
        limits = Limits(memory=options.memory, threads=options.threads)
        into = options.out or work / "run"
        done = run(model, tables, into, tree=given.tree, values=values, limits=limits)
        return _told(done)


def folder_of(model: Model, data: Path, _work: Path) -> dict[str, Snapshot]:
    """The Parquet files that a model reads, by the names of its tables."""
    if not data.is_dir():
        raise Refused(f"{data} 不是文件夹。", f"{data} is no folder.")
    return {
        name: open_snapshot(data / f"{name}.parquet")
        for name in model.types
        if (data / f"{name}.parquet").is_file()
    }


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise Refused(f"写成 NAME=VALUE：{text}", f"Write NAME=VALUE: {text}")
    return name, value


def _told(done: Run) -> Answer:
    model, flags = done.model, done.flags()
    found: dict[str, Any] = {key: done.manifest[key] for key in done.manifest}
    found["flags"] = [_plain(flag) for flag in flags]
    found["evidence"] = {
        table: [_plain(row) for row in done.evidence(table)]
        for table in model.head.evidence
    }
    found["unjudged"] = [
        {
            "table": told.table,
            "zh": told.zh,
            "en": told.en,
            "rows": done.counts[f"unjudged/{n}"],
        }
        for n, told in enumerate(model.head.unjudged)
    ]
    return found, _lines(done, flags), 0


def _lines(done: Run, flags: list[dict[str, Any]]) -> list[str]:
    head, manifest = done.model.head, done.manifest
    lines = [
        f"{head.title.zh} · {head.title.en}",
        filled(head.question.zh, manifest["parameters"]),
    ]
    for name, part in manifest["coverage"].items():
        source = manifest["snapshots"][name]["source"]
        lines.append(f"数据 data  {name} ({source}): {part['rows']:,} 行 rows")
        for column, told in part["columns"].items():
            share = told["filled"] / part["rows"] if part["rows"] else 0
            total = f", 合计 total {told['total']}" if told.get("total") else ""
            lines.append(f"    {column:20}{share:7.1%}{total}")
    lines.append(f"疑点 flags {len(flags):,}")
    for flag in flags[:SHOWN]:
        told = ", ".join(
            f"{name}={value}" for name, value in _plain(flag).items() if name != "flag"
        )
        lines.append(f"    {flag['flag'][:12]}  {told}")
    if len(flags) > SHOWN:
        lines.append(f"    另有 {len(flags) - SHOWN:,} 个 · more: --json, --out")
    for number, reason in enumerate(head.unjudged):
        rows = done.counts[f"unjudged/{number}"]
        lines.append(f"未判断 not judged  {rows:,} 行 rows: {reason.zh} · {reason.en}")
    lines.append(
        "先排除 first rule out: " + "；".join(each.zh for each in head.innocent)
    )
    lines.append(f"根 root {manifest['root']}")
    return lines


def _on_spark(
    options: argparse.Namespace,
    model: Model,
    tables: Mapping[str, Snapshot],
    values: Mapping[str, Any],
) -> Answer:
    found = spark.rows_on_spark(spark.session(options.master), model, tables, values)
    plain = {name: [_plain(row) for row in rows] for name, rows in found.items()}
    told: dict[str, Any] = {
        "model": model.id,
        "parameters": model.values(values),
        "engine": "spark",
        "counts": {name: len(rows) for name, rows in found.items()},
        "flags": plain["flags"],
        "evidence": {
            table: plain[f"evidence/{table}"] for table in model.head.evidence
        },
    }
    lines = [f"{model.head.title.zh}: {len(found['flags']):,} 疑点 flags (Spark)"]
    return told, lines, 0


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: str(value) if isinstance(value, Decimal | date) else value
        for name, value in row.items()
    }
