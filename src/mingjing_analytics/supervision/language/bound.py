"""A tree with its tables, types and parameters: ready to be written for an engine."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify

from mingjing_analytics.supervision.head import Param
from mingjing_analytics.supervision.language.functions import FUNCTIONS, written
from mingjing_analytics.supervision.refusal import Refused

Schema = Mapping[str, Mapping[str, str]]
Value = int | str

_COMPARED = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)
_CONDITIONS = (exp.Like, exp.Exists, exp.In, exp.Between, exp.Is, exp.Not, *_COMPARED)
_SUMS = (exp.Add, exp.Sub, exp.Mul, exp.Mod)


@dataclass(frozen=True)
class Bound:
    """A checked tree: every column known, every comparison between like types."""

    tree: exp.Query

    def sql(self, engine: str) -> str:
        """The text that an engine runs. Never the author's own."""
        tree = self.tree.copy()

        def put(node: exp.Expr) -> exp.Expr:
            name = node.meta.get("function")
            if name:
                return written(name, node.expressions, engine)
            return node

        # From the leaves up, since a function may stand inside another.
        for node in reversed(list(tree.find_all(exp.Anonymous))):
            name = str(node.this).lower()
            node.replace(written(name, node.expressions, engine))
        return str(tree.sql(dialect=engine, comments=False))

    def columns(self) -> list[str]:
        """What the SELECT gives, in its order."""
        return [str(name) for name in self.tree.named_selects]


def bind(
    tree: exp.Query,
    schema: Schema,
    params: Mapping[str, Param],
    values: Mapping[str, Value],
) -> Bound:
    """Put values in, resolve every column, check every type. Raises Refused."""
    given = tree.copy().transform(lambda node: _valued(node, params, values))
    given = given.transform(_typed)  # afterwards, since a value may stand in a call
    _own_names(given, schema)
    try:
        whole = qualify(
            given,
            schema={table: dict(columns) for table, columns in schema.items()},
            dialect="duckdb",
            infer_schema=False,
        )
        whole = annotate_types(
            whole,
            schema={table: dict(columns) for table, columns in schema.items()},
            dialect="duckdb",
        )
    except (SqlglotError, RecursionError, KeyError, ValueError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise Refused(
            f"SQL 对不上数据表：{first}", f"SQL and tables: {first}"
        ) from None
    for node in whole.walk():
        _check_types(node)
        _check_ties(node)
    if not isinstance(whole, exp.Query):  # pragma: no cover - qualify keeps the kind
        raise TypeError(type(whole))
    return Bound(whole)


def _valued(
    node: exp.Expr, params: Mapping[str, Param], values: Mapping[str, Value]
) -> exp.Expr:
    if isinstance(node, exp.Placeholder):
        name = node.this
        if name not in params:
            raise Refused(f"没有参数 {name}。", f"No parameter {name}.")
        return literal(params[name], values.get(name, params[name].default))
    if isinstance(node, exp.Literal) and not isinstance(node.parent, exp.Cast):
        return _decimal_literal(node)
    return node


def _typed(node: exp.Expr) -> exp.Expr:
    """Each function with the type it gives."""
    if isinstance(node, exp.Anonymous) and not isinstance(node.parent, exp.Cast):
        name = str(node.this).lower()
        return exp.cast(node.copy(), FUNCTIONS[name].gives, dialect="duckdb")
    return node


def _decimal_literal(node: exp.Literal) -> exp.Expr:
    """1.5 is a double to one engine and a decimal to another: it is said which."""
    whole, point, part = str(node.this).partition(".")
    if node.args["is_string"] or not point:
        return node
    return exp.cast(
        node.copy(), f"decimal({len(whole + part)},{len(part)})", dialect="duckdb"
    )


def literal(param: Param, value: Value) -> exp.Expr:
    """A parameter's value as a typed constant. Raises Refused outside its range."""
    kind, told = _CONSTANTS[param.type](value)
    low, high = param.min, param.max
    if param.type in {"integer", "decimal"}:
        number = Decimal(told)
        if (low is not None and number < Decimal(low)) or (
            high is not None and number > Decimal(high)
        ):
            raise Refused(
                f"{param.label.zh} 应在 {low} 到 {high} 之间。",
                f"{param.label.en} must lie between {low} and {high}.",
            )
    return exp.cast(
        exp.Literal.string(told)
        if kind in ("varchar", "date")
        else exp.Literal.number(told),
        kind,
        dialect="duckdb",
    )


def _integer(value: Value) -> tuple[str, str]:
    if isinstance(value, bool) or not str(value).lstrip("-").isdecimal():
        raise _not_a(value)
    return "bigint", str(int(value))


def _decimal(value: Value) -> tuple[str, str]:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise _not_a(value) from None
    digits = number.as_tuple()
    exponent = digits.exponent
    if not isinstance(exponent, int) or exponent < -4 or abs(number) >= 10**10:
        raise _not_a(value)
    return "decimal(14,4)", format(number, "f")


def _date(value: Value) -> tuple[str, str]:
    try:
        return "date", date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise _not_a(value) from None


def _text(value: Value) -> tuple[str, str]:
    told = str(value)
    if len(told) > 200 or any(sign in "'\"\\" or sign < " " for sign in told):
        raise _not_a(value)
    return "varchar", told


_CONSTANTS = {
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "text": _text,
}


def _not_a(value: Value) -> Refused:
    told = str(value)[:40]
    return Refused(f"参数值不对：{told}", f"Not a value for it: {told}")


def _own_names(tree: exp.Expr, schema: Schema) -> None:
    own = [cte.alias for cte in tree.find_all(exp.CTE)]
    if len(set(own)) < len(own) or set(own) & set(schema):
        raise Refused("WITH 里的名字重复。", "A name of WITH stands twice.")
    known = {*own, *schema}
    for table in tree.find_all(exp.Table):
        if table.name not in known:
            raise Refused(
                f"模型没有声明数据表 {table.name}。",
                f"Table {table.name} is not declared.",
            )


def _kind(node: exp.Expr) -> str:
    if isinstance(node, _CONDITIONS):
        return "boolean"
    found = node.type
    if found is None:
        return "unknown"
    for name, kinds in (
        ("text", exp.DataType.TEXT_TYPES),
        ("number", exp.DataType.INTEGER_TYPES),
    ):
        if found.this in kinds:
            return name
    return {
        exp.DataType.Type.DECIMAL: "number",
        exp.DataType.Type.DATE: "date",
        exp.DataType.Type.BOOLEAN: "boolean",
        exp.DataType.Type.NULL: "null",
    }.get(found.this, "unknown")


def _check_types(node: exp.Expr) -> None:
    if any(_kind(part) != wanted for part, wanted in _fixed(node)):
        raise _unlike(node)
    for left, right in _compared(node):
        kinds = {_kind(left), _kind(right)} - {"null"}
        if len(kinds) > 1 or "unknown" in kinds:
            raise _unlike(node)


def _fixed(node: exp.Expr) -> list[tuple[exp.Expr, str]]:
    """Parts that must be of one kind."""
    if isinstance(node, _SUMS):
        return [(node.left, "number"), (node.right, "number")]
    if isinstance(node, exp.Where | exp.Having | exp.Not):
        return [(node.this, "boolean")]
    if isinstance(node, exp.Sum | exp.Abs | exp.Neg):
        return [(node.this, "number")]
    return []


def _compared(node: exp.Expr) -> list[tuple[exp.Expr, exp.Expr]]:
    """Parts that must be of the same kind."""
    if isinstance(node, exp.In) and node.args.get("query"):
        return [(node.this, node.args["query"].this.selects[0])]
    if isinstance(node, exp.In | exp.Coalesce):
        return [(node.this, each) for each in node.expressions]
    if isinstance(node, exp.Between):
        return [(node.this, node.args["low"]), (node.this, node.args["high"])]
    if isinstance(node, _COMPARED):
        return [(node.left, node.right)]
    return []


def _unlike(node: exp.Expr) -> Refused:
    what = " ".join(node.sql("duckdb")[:80].split())
    return Refused(f"两边类型不同或不明：{what}", f"Unlike or unclear types: {what}")


def _check_ties(node: exp.Expr) -> None:
    """A join without an equality multiplies its tables: minutes, then memory."""
    if isinstance(node, exp.Join):
        own = node.this.alias_or_name
        if not any(_ties(part, own) for part in _parts(node.args.get("on"))):
            raise Refused(
                "每个 JOIN 至少要有一个两表之间的等式。",
                "Each JOIN needs an equality between the two tables.",
            )
    elif isinstance(node, exp.Exists):
        inside = node.this
        where = inside.args.get("where") if isinstance(inside, exp.Select) else None
        own = {t.alias_or_name for t in inside.find_all(exp.Table)}
        if not any(
            _ties(part, name)
            for part in _parts(where.this if where else None)
            for name in own
        ):
            raise Refused(
                "EXISTS 里至少要有一个与外层相等的条件。",
                "EXISTS needs an equality with the outer rows.",
            )


def _parts(condition: exp.Expr | None) -> Iterator[exp.Expr]:
    if isinstance(condition, exp.And):
        yield from _parts(condition.left)
        yield from _parts(condition.right)
    elif isinstance(condition, exp.Paren):
        yield from _parts(condition.this)
    elif condition is not None:
        yield condition


def _ties(part: exp.Expr, own: str) -> bool:
    if not isinstance(part, exp.EQ):
        return False
    sides = [
        {c.table for c in side.find_all(exp.Column)} for side in (part.left, part.right)
    ]
    return any(
        own in mine and other and own not in other
        for mine, other in (sides, sides[::-1])
    )
