"""The same model on Spark SQL, for a province whose tables outgrow one machine.

Spark is no need of the site: it is imported when asked for. ANSI mode is on, so that an
overflow or a bad cast is an error there as here.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from mingjing_analytics.supervision.engines.snapshot import Snapshot, fitting
from mingjing_analytics.supervision.language.bound import Value
from mingjing_analytics.supervision.model import Model
from mingjing_analytics.supervision.queries import rendered
from mingjing_analytics.supervision.refusal import Refused

_ORDER = {"flags": ("flag",), "evidence": ("flag", "_sheet", "_row")}


def session(master: str = "local[2]", **more: str) -> Any:
    """A Spark session as models need it. Raises Refused where Spark is not installed."""
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ImportError:
        raise Refused(
            "这台机器没有装 Spark（pip install -r requirements/spark.lock，另需 Java 17）。",
            "Spark is not installed (pip install -r requirements/spark.lock, and Java 17).",
        ) from None
    builder = SparkSession.builder.master(master).appName("mingjing")
    settings = {
        "spark.sql.ansi.enabled": "true",
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "4",
    }
    for key, value in (settings | more).items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def rows_on_spark(
    spark: Any,
    model: Model,
    snapshots: Mapping[str, Snapshot],
    values: Mapping[str, Value] | None = None,
    *,
    flags_alone: bool = False,
) -> dict[str, list[dict[str, Any]]]:
    """Rows of every query of a run, or of its flags, ordered as ``Run`` gives them."""
    for name, snapshot in fitting(model, snapshots).items():
        frame = spark.read.parquet(str(snapshot.path.resolve()))
        if not snapshot.identified:
            raise Refused(
                f"数据表 {name} 没有行号，先导入。",
                f"Import {name} first: it has no row numbers.",
            )
        wanted = [
            f"cast({c} as {'string' if kind == 'varchar' else kind}) as {c}"
            for c, kind in model.types[name].items()
        ]
        wanted += ["cast(_row as bigint) as _row", "cast(_sheet as string) as _sheet"]
        frame.selectExpr(*wanted).createOrReplaceTempView(name)
    found = {}
    for name, text in rendered(model, model.values(values), "spark").items():
        if flags_alone and name != "flags":
            continue
        frame = spark.sql(text)
        if name == "flags":
            frame = frame.cache()
            frame.createOrReplaceTempView("flags")
        kept = [row.asDict() for row in frame.collect()]
        order = _ORDER.get(name.partition("/")[0], ("_sheet", "_row"))
        found[name] = sorted(kept, key=lambda row: [row[c] for c in order])
    return found


def same_rows(rows: list[dict[str, Any]]) -> str:
    """One hash for rows: equal for two engines that agree."""
    digest = hashlib.sha256()
    for row in rows:
        told = [f"{name}={_told(row[name])}" for name in sorted(row)]
        digest.update("\x1f".join(told).encode() + b"\n")
    return digest.hexdigest()


def _told(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
