"""How much of a model its cases hold fast: each small change must break one of them.

DeMillo, Lipton and Sayward 1978. A comparison is moved to its edge or turned, a
constant is moved by one, a condition is left out, a join loses its side. A change
that no case notices is a question that nobody asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import duckdb
from sqlglot import exp

from mingjing_analytics.supervision.cases import Bench
from mingjing_analytics.supervision.language.bound import bind
from mingjing_analytics.supervision.model import Model
from mingjing_analytics.supervision.refusal import Refused

GATE = 0.9
_MOVED: dict[type[exp.Expr], tuple[type[exp.Expr], ...]] = {
    exp.GT: (exp.GTE, exp.LT),
    exp.GTE: (exp.GT, exp.LTE),
    exp.LT: (exp.LTE, exp.GT),
    exp.LTE: (exp.LT, exp.GTE),
    exp.EQ: (exp.NEQ,),
    exp.NEQ: (exp.EQ,),
}


@dataclass(frozen=True)
class Score:
    """Changes that a case noticed, and those that none did."""

    killed: int
    survivors: tuple[str, ...]

    @property
    def total(self) -> int:
        return self.killed + len(self.survivors)

    @property
    def share(self) -> float:
        return self.killed / self.total if self.total else 1.0

    @property
    def passes(self) -> bool:
        return self.share >= GATE


def score(model: Model) -> Score:
    """Run every change against the cases. Raises Refused where the model fails them."""
    benches = [Bench(model, case) for case in model.head.case]
    try:
        killed, survivors = 0, []
        for name, tree in changes(model.tree):
            if name in model.head.equivalent:
                continue
            if _noticed(model, tree, benches):
                killed += 1
            else:
                survivors.append(name)
        return Score(killed, tuple(survivors))
    finally:
        for bench in benches:
            bench.con.close()


def _noticed(model: Model, tree: exp.Query, benches: list[Bench]) -> bool:
    for bench in benches:
        values = model.values(bench.case.params)
        try:
            changed = bind(tree, model.schema, model.head.params, values)
            if not bench.passes(changed):
                return True
        except (Refused, duckdb.Error):  # it does not run at all
            return True
    return False


def changes(tree: exp.Query) -> Iterator[tuple[str, exp.Query]]:
    """Each small change by name, one at a time."""
    nodes = list(tree.walk())
    for number, node in enumerate(nodes):
        for name, put in _of(node):
            changed = tree.copy()
            place = list(changed.walk())[number]
            place.replace(put)
            yield f"{_at(node)} → {name}", changed


def _of(node: exp.Expr) -> Iterator[tuple[str, exp.Expr]]:
    for other in _MOVED.get(type(node), ()):
        put = other(this=node.this.copy(), expression=node.expression.copy())
        yield put.sql("duckdb"), put
    if isinstance(node, exp.And | exp.Or):
        for side in (node.left, node.right):
            yield side.sql("duckdb"), side.copy()
        if isinstance(node, exp.Or):
            put = exp.And(this=node.left.copy(), expression=node.right.copy())
            yield put.sql("duckdb"), put
    elif isinstance(node, exp.Not):
        yield node.this.sql("duckdb"), node.this.copy()
    elif isinstance(node, exp.Placeholder) and _counts(node):
        for step in (1, -1):
            put = exp.paren(exp.Add(this=node.copy(), expression=_number(step)))
            yield put.sql("duckdb"), put
    elif isinstance(node, exp.Literal) and not node.args["is_string"]:
        yield from _steps(node)
    else:
        yield from _of_rows(node)


def _of_rows(node: exp.Expr) -> Iterator[tuple[str, exp.Expr]]:
    """Which rows come together, and which of them stands for all."""
    if isinstance(node, exp.Count) and isinstance(node.this, exp.Distinct):
        put: exp.Expr = exp.Count(this=node.this.expressions[0].copy(), big_int=True)
        yield put.sql("duckdb"), put
    elif isinstance(node, exp.Max):
        yield "min", exp.Min(this=node.this.copy())
    elif isinstance(node, exp.Min):
        yield "max", exp.Max(this=node.this.copy())
    elif isinstance(node, exp.Join) and node.args.get("side"):
        put = node.copy()
        put.set("side", None)
        yield "inner join", put


def _counts(node: exp.Expr) -> bool:
    """A parameter that stands where a number does, not a word or a day."""
    above = node.parent
    while isinstance(above, exp.Paren):
        above = above.parent
    if isinstance(above, exp.EQ | exp.In | exp.Like):
        return False
    others = list(node.parent.find_all(exp.Column)) if node.parent else []
    return bool(others) or isinstance(
        above, exp.Anonymous | exp.Mul | exp.Add | exp.Sub
    )


def _steps(node: exp.Literal) -> Iterator[tuple[str, exp.Expr]]:
    if isinstance(node.parent, exp.DataTypeParam | exp.WindowSpec | exp.Substring):
        return
    for step in (1, -1):
        moved = Decimal(node.this) + step
        if moved >= 0 or isinstance(node.parent, exp.GT | exp.GTE | exp.LT | exp.LTE):
            yield str(moved), exp.paren(_number(moved))


def _number(value: Decimal | int) -> exp.Expr:
    told = exp.Literal.number(format(abs(Decimal(value)), "f"))
    return exp.Neg(this=told) if value < 0 else told


def _at(node: exp.Expr) -> str:
    told = node if not isinstance(node, exp.Placeholder | exp.Literal) else node.parent
    return " ".join((told or node).sql("duckdb").split())[:100]
