"""A model's cases: rows that must be flagged and rows that must not."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

import duckdb

from mingjing_analytics.supervision.head import Case, Row
from mingjing_analytics.supervision.language.bound import Bound
from mingjing_analytics.supervision.model import Model
from mingjing_analytics.supervision.queries import rendered
from mingjing_analytics.supervision.refusal import Refused


@dataclass(frozen=True)
class Outcome:
    """Whether a case came out as written; ``found`` is what was flagged instead."""

    case: Case
    passed: bool
    found: tuple[dict[str, Any], ...]


class Bench:
    """The tables of one case, filled, in an engine that holds nothing else."""

    def __init__(self, model: Model, case: Case) -> None:
        self.model, self.case = model, case
        self.con = duckdb.connect(config={"threads": 1})
        for table, columns in model.schema.items():
            _fill(self.con, table, columns, case.given.get(table, []))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.con.close()

    def found(self, bound: Bound) -> list[dict[str, Any]]:
        """What a SELECT flags, by its columns. Raises duckdb.Error."""
        rows = self.con.execute(bound.sql("duckdb")).fetchall()
        names = list(self.model.columns)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def passes(self, bound: Bound) -> bool:
        return matches(self.model, self.case, self.found(bound))


def check(model: Model) -> list[Outcome]:
    """Each case of a model. Raises Refused where its rows do not fit its tables."""
    found = []
    for case in model.head.case:
        values = model.values(case.params)
        with Bench(model, case) as bench:
            try:
                flagged = bench.found(model.flags(values))
                _run_all(model, bench)
            except duckdb.Error as error:
                first = str(error).splitlines()[0]
                raise Refused(
                    f"案例“{case.name}”跑不了：{first}", f"Case {case.name}: {first}"
                ) from None
        found.append(Outcome(case, matches(model, case, flagged), tuple(flagged)))
    return found


def _run_all(model: Model, bench: Bench) -> None:
    """Evidence and what is not judged must run too, and prove each flag."""
    asked = rendered(model, model.values(bench.case.params), "duckdb")
    bench.con.execute(f"create temp table flags as {asked.pop('flags')}")
    keys = bench.con.execute("select count(*) - count(distinct flag) from flags")
    if (keys.fetchone() or (0,))[0]:
        raise Refused(
            f"案例“{bench.case.name}”：同一个键报了两次。",
            f"Case {bench.case.name}: one key was flagged twice.",
        )
    proven: set[str] = set()
    for name, text in asked.items():
        rows = bench.con.execute(text).fetchall()
        if name.startswith("evidence/"):
            proven |= {row[0] for row in rows}
    flags = {row[0] for row in bench.con.execute("select flag from flags").fetchall()}
    if flags - proven:
        raise Refused(
            f"案例“{bench.case.name}”：有疑点没有一行证据。",
            f"Case {bench.case.name}: a flag without a row that proves it.",
        )


def matches(model: Model, case: Case, flagged: list[dict[str, Any]]) -> bool:
    """Whether exactly the expected keys were flagged, with the facts that were named."""
    left = list(flagged)
    for wanted in case.flags:
        hit = next((row for row in left if _equal(model, wanted, row)), None)
        if hit is None:
            return False
        left.remove(hit)
    return not left


def _equal(model: Model, wanted: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    for name, value in wanted.items():
        is_decimal = model.columns[name].startswith("decimal")
        told = Decimal(str(value)) if is_decimal else str(value)
        given = row[name]
        if is_decimal and given is not None:
            if Decimal(str(value)) != Decimal(given):
                return False
        elif told != ("" if given is None else str(given)):
            return False
    return True


def _fill(
    con: duckdb.DuckDBPyConnection,
    table: str,
    columns: Mapping[str, str],
    rows: list[Row],
) -> None:
    kinds = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    con.execute(f"create table {table} ({kinds})")
    width = len(columns) - 2
    for row in rows:
        if len(row) != width:
            raise Refused(
                f"案例里 {table} 的一行应有 {width} 个值。",
                f"A row of {table} in a case needs {width} values.",
            )
    if rows:
        cells = ", ".join(["?"] * len(columns))
        con.executemany(
            f"insert into {table} values ({cells})",  # noqa: S608 - a checked name
            [
                [n, "案例", *(None if v == "" else v for v in row)]
                for n, row in enumerate(rows, 1)
            ],
        )
