"""Functions of supervision SQL that no two engines share, written out for each.

Measured differences that they avoid: month and weekday arithmetic, decimal division,
casts of text and of decimals to integers (docs/spec/models.md, functions).
"""

from dataclasses import dataclass

from sqlglot import exp, parse_one

from mingjing_analytics.supervision.refusal import Refused

ENGINES = ("duckdb", "spark")


@dataclass(frozen=True)
class Function:
    """Its arguments' kinds, the type it gives, and its text by engine."""

    takes: tuple[str, ...]
    gives: str
    duckdb: str
    spark: str
    zh: str
    en: str


FUNCTIONS = {
    "days_between": Function(
        ("date", "date"),
        "bigint",
        "cast(date_diff('day', a1, a2) as bigint)",
        "cast(datediff(a2, a1) as bigint)",
        "从 {0} 到 {1} 的天数",
        "days from {0} to {1}",
    ),
    "add_days": Function(
        ("date", "whole"),
        "date",
        "cast(a1 + cast(a2 as integer) as date)",
        "date_add(a1, cast(a2 as int))",
        "{0} 后 {1} 天",
        "{0} plus {1} days",
    ),
    "month_of": Function(
        ("date",),
        "bigint",
        "cast(year(a1) * 100 + month(a1) as bigint)",
        "cast(year(a1) * 100 + month(a1) as bigint)",
        "{0} 的年月",
        "the month of {0}",
    ),
    "year_of": Function(
        ("date",),
        "bigint",
        "cast(year(a1) as bigint)",
        "cast(year(a1) as bigint)",
        "{0} 的年份",
        "the year of {0}",
    ),
    "whole_number": Function(
        ("text",),
        "bigint",
        "case when regexp_full_match(a1, '[0-9]{1,18}') then cast(a1 as bigint) end",
        "case when rlike(a1, '^[0-9]{1,18}$') then cast(a1 as bigint) end",
        "{0} 的数值",
        "{0} as a number",
    ),
    "basis_points": Function(
        ("number", "number"),
        "bigint",
        "(cast(a1 * 100 as bigint) * 10000) // nullif(cast(a2 * 100 as bigint), 0)",
        "(cast(a1 * 100 as bigint) * 10000) div nullif(cast(a2 * 100 as bigint), 0)",
        "{0} 占 {1} 的万分比",
        "{0} over {1}, in ten-thousandths",
    ),
    "leading_digit": Function(
        ("number",),
        "varchar",
        "substr(cast(cast(abs(a1) * 100 as bigint) as varchar), 1, 1)",
        "substr(cast(cast(abs(a1) * 100 as bigint) as string), 1, 1)",
        "{0} 的首位数字",
        "the leading digit of {0}",
    ),
}


def written(name: str, arguments: list[exp.Expr], engine: str) -> exp.Expr:
    """The function as an expression of one engine, around these arguments."""
    template = getattr(FUNCTIONS[name], engine)
    tree = parse_one(template, read=engine)
    given = {f"a{n}": value for n, value in enumerate(arguments, 1)}

    def put(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and node.name in given:
            return exp.paren(given[node.name].copy())
        return node

    return exp.paren(tree.transform(put))


def check_call(name: str, count: int) -> None:
    """Raises Refused unless the function exists and takes so many arguments."""
    known = FUNCTIONS.get(name)
    if known is None:
        raise Refused(f"不能用函数 {name}。", f"Function {name} is not allowed.")
    if len(known.takes) != count:
        raise Refused(
            f"函数 {name} 要 {len(known.takes)} 个参数。",
            f"Function {name} takes {len(known.takes)} arguments.",
        )
