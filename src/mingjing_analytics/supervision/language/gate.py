"""The first wall: what is not on this list is refused.

An allow-list of nodes and of their parts; a list of what is forbidden was tried and
let things through. What passes is written anew by the engines' generators.
"""

import re
from collections.abc import Callable

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from mingjing_analytics.supervision.head import NAME
from mingjing_analytics.supervision.language.functions import FUNCTIONS, check_call
from mingjing_analytics.supervision.refusal import Refused

MOST_CHARACTERS = 20_000
MOST_NODES = 3_000
DEEPEST = 60
_NUMBER = re.compile(r"\d{1,18}(\.\d{1,6})?")
_TEXT = re.compile(r"[^'\"\\\x00-\x1f\x7f]{0,200}")
_TWO = frozenset({"this", "expression"})
_ONE = frozenset({"this"})
_MANY = frozenset({"this", "expressions"})

ALLOWED: dict[type[exp.Expr], frozenset[str]] = {
    exp.Select: frozenset(
        {"with_", "distinct", "expressions", "from_", "joins", "where", "group"}
        | {"having"}
    ),
    exp.Union: frozenset({"this", "expression", "with_"}),
    exp.With: frozenset({"expressions"}),
    exp.CTE: frozenset({"this", "alias"}),
    exp.TableAlias: _ONE,
    exp.Table: frozenset({"this", "alias"}),
    exp.Identifier: _ONE,
    exp.Column: frozenset({"this", "table"}),
    exp.Alias: frozenset({"this", "alias"}),
    exp.Star: frozenset(),
    exp.From: _ONE,
    exp.Join: frozenset({"this", "on", "side", "kind"}),
    exp.Where: _ONE,
    exp.Group: frozenset({"expressions"}),
    exp.Having: _ONE,
    exp.Order: frozenset({"expressions"}),
    exp.Ordered: frozenset({"this", "desc", "nulls_first"}),
    exp.Window: frozenset({"this", "partition_by", "order", "spec", "over"}),
    exp.WindowSpec: frozenset({"kind", "start", "start_side", "end", "end_side"}),
    exp.Count: frozenset({"this", "big_int"}),
    exp.Distinct: frozenset({"expressions"}),
    exp.Sum: _ONE,
    exp.Min: _ONE,
    exp.Max: _ONE,
    exp.Lag: frozenset({"this", "offset"}),
    exp.Lead: frozenset({"this", "offset"}),
    exp.RowNumber: frozenset(),
    exp.Case: frozenset({"this", "ifs", "default"}),
    exp.If: frozenset({"this", "true"}),
    exp.Coalesce: _MANY,
    exp.Nullif: _TWO,
    exp.Greatest: frozenset({"this", "expressions", "ignore_nulls"}),
    exp.Least: frozenset({"this", "expressions", "ignore_nulls"}),
    exp.Cast: frozenset({"this", "to"}),
    exp.DataType: frozenset({"this", "expressions"}),
    exp.DataTypeParam: _ONE,
    exp.Literal: frozenset({"this", "is_string"}),
    exp.Boolean: _ONE,
    exp.Null: frozenset(),
    exp.Placeholder: _ONE,
    exp.And: _TWO,
    exp.Or: _TWO,
    exp.Not: _ONE,
    exp.Paren: _ONE,
    exp.EQ: _TWO,
    exp.NEQ: _TWO,
    exp.GT: _TWO,
    exp.GTE: _TWO,
    exp.LT: _TWO,
    exp.LTE: _TWO,
    exp.Between: frozenset({"this", "low", "high"}),
    exp.In: frozenset({"this", "expressions", "query"}),
    exp.Is: _TWO,
    exp.Like: frozenset({"this", "expression", "negate"}),
    exp.Exists: _ONE,
    exp.Subquery: _ONE,
    exp.Add: _TWO,
    exp.Sub: _TWO,
    exp.Mul: _TWO,
    exp.Mod: _TWO,
    exp.Neg: _ONE,
    exp.Abs: _ONE,
    exp.DPipe: frozenset({"this", "expression", "safe"}),
    exp.Substring: frozenset({"this", "start", "length"}),
    exp.Length: _ONE,
    exp.Trim: _ONE,
    exp.Anonymous: _MANY,
}


def parsed(text: str) -> exp.Query:
    """The SELECT as a tree of allowed nodes. Raises Refused with what is not allowed."""
    if len(text) > MOST_CHARACTERS:
        raise Refused("模型太长。", "The model is too long.")
    if "--" in text or "/*" in text:
        raise Refused(
            "SELECT 里不写注释，说明写在模型开头。", "No comments inside the SELECT."
        )
    _not_too_deep(text)
    try:
        trees = sqlglot.parse(text, read="duckdb")
    except (SqlglotError, RecursionError, ValueError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise Refused(f"SQL 读不懂：{first}", f"Cannot read the SQL: {first}") from None
    if len(trees) != 1 or not isinstance(trees[0], exp.Select | exp.Union):
        raise Refused("一个模型只有一个 SELECT。", "A model is one SELECT.")
    tree = trees[0]
    for count, node in enumerate(tree.walk()):
        if count > MOST_NODES:
            raise Refused("模型太长。", "The model is too long.")
        _check(node)
    return tree


def _not_too_deep(text: str) -> None:
    """Before parsing: a recursive parser answers deep nesting by falling over."""
    depth = 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if depth > DEEPEST:
            raise Refused("括号套得太深。", "Too many brackets inside each other.")
    if len(re.findall(r"\bcase\b|\bnot\b|-\s*-", text, re.IGNORECASE)) > 5 * DEEPEST:
        raise Refused("模型太长。", "The model is too long.")


def _check(node: exp.Expr) -> None:
    parts = ALLOWED.get(type(node))
    if parts is None:
        raise _not_allowed(node)
    used = {name for name, part in node.args.items() if part not in (None, [], False)}
    if used - parts or node.comments:
        raise _not_allowed(node)
    check = _CHECKS.get(type(node))
    if check is not None:
        check(node)


def _not_allowed(node: exp.Expr) -> Refused:
    what = " ".join(node.sql("duckdb")[:80].split())
    return Refused(f"不能这样写：{what}", f"Not allowed: {what}")


def _identifier(node: exp.Expr) -> None:
    name = node.this
    if not isinstance(name, str) or (
        name not in ("_row", "_sheet") and not NAME.fullmatch(name)
    ):
        raise _not_allowed(node)


def _literal(node: exp.Expr) -> None:
    fits = _TEXT if node.args["is_string"] else _NUMBER
    if not fits.fullmatch(node.this):
        raise _not_allowed(node)


def _table(node: exp.Expr) -> None:
    if not isinstance(node.this, exp.Identifier):  # a function that reads a file
        raise _not_allowed(node)


def _star(node: exp.Expr) -> None:
    if not isinstance(node.parent, exp.Count):
        raise Refused("要写出列名，不用 *。", "Name the columns; no *.")


def _join(node: exp.Expr) -> None:
    side, kind = (str(node.args.get(part) or "").upper() for part in ("side", "kind"))
    if not node.args.get("on") or side not in ("", "LEFT") or kind not in ("", "INNER"):
        raise Refused(
            "连接写成 JOIN … ON 或 LEFT JOIN … ON。",
            "Write JOIN … ON or LEFT JOIN … ON.",
        )


def _union(node: exp.Expr) -> None:
    if node.args.get("distinct") is not False:
        raise Refused("合并用 UNION ALL。", "Use UNION ALL.")


def _select(node: exp.Expr) -> None:
    if not node.args.get("from_"):
        raise _not_allowed(node)
    distinct = node.args.get("distinct")
    if distinct is not None and distinct.args.get("on") is not None:
        raise _not_allowed(node)


def _distinct(node: exp.Expr) -> None:
    inside = len(node.expressions)
    if inside > 1 or not isinstance(node.parent, exp.Count | exp.Select):
        raise _not_allowed(node)
    if inside and node.find_ancestor(exp.Window, exp.Select).__class__ is exp.Window:
        raise Refused("窗口里不能数不同的值。", "No COUNT(DISTINCT) in a window.")


def _window(node: exp.Expr) -> None:
    inside = node.this
    whole = isinstance(inside, exp.Count | exp.Sum | exp.Min | exp.Max)
    ranked = isinstance(inside, exp.Lag | exp.Lead | exp.RowNumber)
    order = node.args.get("order")
    if not (whole or ranked) or str(node.args.get("over", "OVER")).upper() != "OVER":
        raise _not_allowed(node)
    if order is not None:
        last = order.expressions[-1].this
        if not (isinstance(last, exp.Column) and last.name == "_row"):
            raise Refused(
                "窗口排序的最后一项要是 _row，先后才唯一。",
                "A window's order ends in _row, so that no two rows tie.",
            )
    elif ranked:
        raise Refused("窗口要写排序。", "This window needs an order.")


def _frame(node: exp.Expr) -> None:
    if str(node.args.get("kind", "")).upper() != "ROWS":
        raise Refused("窗口范围用 ROWS。", "A window's frame is in ROWS.")
    for part in ("start", "end"):
        edge = node.args.get(part)
        counted = isinstance(edge, exp.Literal) and edge.this.isdecimal()
        if edge is not None and not isinstance(edge, str) and not counted:
            raise _not_allowed(node)


def _cast(node: exp.Expr) -> None:
    to = node.args["to"]
    kind = to.this
    if kind == exp.DataType.Type.DECIMAL:
        sizes = [part.this.this for part in to.expressions]
        if len(sizes) == 2 and int(sizes[0]) <= 38 and int(sizes[1]) <= 6:
            return
    day = node.this.this if isinstance(node.this, exp.Literal) else ""
    if kind == exp.DataType.Type.DATE and re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        return
    raise Refused(
        "只能转换为 decimal(p,s)，日期写成 date 'YYYY-MM-DD'。",
        "Cast only to decimal(p,s); write dates as date 'YYYY-MM-DD'.",
    )


def _slice(node: exp.Expr) -> None:
    for part in ("start", "length"):
        given = node.args.get(part)
        if given is not None and not (
            isinstance(given, exp.Literal) and re.fullmatch(r"[1-9]\d?", given.this)
        ):
            raise _not_allowed(node)


def _mod(node: exp.Expr) -> None:
    by = node.expression
    if not (isinstance(by, exp.Literal) and re.fullmatch(r"[1-9]\d{0,8}", by.this)):
        raise _not_allowed(node)


def _like(node: exp.Expr) -> None:
    if not isinstance(node.expression, exp.Literal):
        raise _not_allowed(node)


def _is(node: exp.Expr) -> None:
    if not isinstance(node.expression, exp.Null):
        raise _not_allowed(node)


def _call(node: exp.Expr) -> None:
    if not isinstance(node.this, str) or node.this.lower() not in FUNCTIONS:
        raise Refused(
            f"不能用函数 {str(node.this)[:40]}。",
            f"Function {str(node.this)[:40]} is not allowed.",
        )
    check_call(node.this.lower(), len(node.expressions))


def _offset(node: exp.Expr) -> None:
    given = node.args.get("offset")
    if given is not None and not isinstance(given, exp.Literal):
        raise _not_allowed(node)


def _in(node: exp.Expr) -> None:
    """Engines differ in what NULL IN (SELECT …) is: it stands where that is no matter."""
    if not node.args.get("query"):
        return
    above = node.parent
    while isinstance(above, exp.And | exp.Or | exp.Paren):
        above = above.parent
    if not isinstance(above, exp.Where):
        raise Refused(
            "IN (SELECT …) 只写在 WHERE 里，前面不加 NOT；否则用 EXISTS。",
            "IN (SELECT …) stands in WHERE without NOT; else use EXISTS.",
        )


def _subquery(node: exp.Expr) -> None:
    if not isinstance(node.parent, exp.In):
        raise Refused(
            "子查询只写在 IN 或 EXISTS 里，其余用 WITH。",
            "A SELECT inside stands in IN or EXISTS; else use WITH.",
        )


def _placeholder(node: exp.Expr) -> None:
    if not isinstance(node.this, str) or not NAME.fullmatch(node.this):
        raise _not_allowed(node)


_CHECKS: dict[type[exp.Expr], Callable[[exp.Expr], None]] = {
    exp.Identifier: _identifier,
    exp.Literal: _literal,
    exp.Table: _table,
    exp.Star: _star,
    exp.Join: _join,
    exp.Union: _union,
    exp.Select: _select,
    exp.Distinct: _distinct,
    exp.Window: _window,
    exp.WindowSpec: _frame,
    exp.Cast: _cast,
    exp.Substring: _slice,
    exp.Mod: _mod,
    exp.Like: _like,
    exp.Is: _is,
    exp.Anonymous: _call,
    exp.Lag: _offset,
    exp.Lead: _offset,
    exp.In: _in,
    exp.Subquery: _subquery,
    exp.Placeholder: _placeholder,
}
