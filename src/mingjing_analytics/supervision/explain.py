"""A model in words, made of its tree: what the SELECT does, for who reads no SQL."""

from collections.abc import Callable, Iterator, Mapping

from sqlglot import exp

from mingjing_analytics.supervision.head import filled
from mingjing_analytics.supervision.language.bound import Value
from mingjing_analytics.supervision.language.functions import FUNCTIONS
from mingjing_analytics.supervision.model import Model
from mingjing_analytics.supervision.tables import Dictionary, dictionary

_ZH: dict[type[exp.Expr], str] = {
    exp.EQ: "{0} 等于 {1}",
    exp.NEQ: "{0} 不等于 {1}",
    exp.GT: "{0} 大于 {1}",
    exp.GTE: "{0} 不小于 {1}",
    exp.LT: "{0} 小于 {1}",
    exp.LTE: "{0} 不大于 {1}",
    exp.And: "{0}，并且 {1}",
    exp.Or: "{0}，或者 {1}",
    exp.Add: "{0} + {1}",
    exp.Sub: "{0} − {1}",
    exp.Mul: "{0} × {1}",
    exp.Mod: "{0} 除以 {1} 的余数",
    exp.DPipe: "{0} 连 {1}",
    exp.Like: "{0} 形如 {1}",
    exp.Nullif: "{0}（等于 {1} 时为空）",
    exp.Not: "不是：{0}",
    exp.Paren: "（{0}）",
    exp.Neg: "−{0}",
    exp.Abs: "{0} 的绝对值",
    exp.Sum: "{0} 合计",
    exp.Min: "最小的 {0}",
    exp.Max: "最大的 {0}",
    exp.Length: "{0} 的字数",
    exp.Trim: "{0}（去掉空格）",
    exp.Lag: "上一行的 {0}",
    exp.Lead: "下一行的 {0}",
}
_EN: dict[type[exp.Expr], str] = {
    exp.EQ: "{0} is {1}",
    exp.NEQ: "{0} is not {1}",
    exp.GT: "{0} is over {1}",
    exp.GTE: "{0} is at least {1}",
    exp.LT: "{0} is under {1}",
    exp.LTE: "{0} is at most {1}",
    exp.And: "{0}, and {1}",
    exp.Or: "{0}, or {1}",
    exp.Add: "{0} + {1}",
    exp.Sub: "{0} − {1}",
    exp.Mul: "{0} × {1}",
    exp.Mod: "the rest of {0} by {1}",
    exp.DPipe: "{0} followed by {1}",
    exp.Like: "{0} looks like {1}",
    exp.Nullif: "{0} (nothing where it is {1})",
    exp.Not: "not: {0}",
    exp.Paren: "({0})",
    exp.Neg: "−{0}",
    exp.Abs: "the size of {0}",
    exp.Sum: "the sum of {0}",
    exp.Min: "the least {0}",
    exp.Max: "the greatest {0}",
    exp.Length: "the length of {0}",
    exp.Trim: "{0} without spaces",
    exp.Lag: "{0} of the row before",
    exp.Lead: "{0} of the row after",
}


class Reader:
    """Words for one model's tree in one language."""

    def __init__(
        self,
        model: Model,
        values: Mapping[str, Value],
        language: str,
        tables: Dictionary | None = None,
    ) -> None:
        self.model, self.values = model, model.values(values)
        self.zh = not language.startswith("en")
        self.known = (tables or dictionary()).tables
        self.sources = {t.alias_or_name: t.name for t in model.tree.find_all(exp.Table)}

    def steps(self) -> Iterator[str]:
        """One sentence a step: rows of which tables, joined, kept, grouped, kept again."""
        for cte in self.model.tree.find_all(exp.CTE):
            said = (
                "；".join(self.select(cte.this))
                if self.zh
                else "; ".join(self.select(cte.this))
            )
            yield (
                f"先得到“{cte.alias}”：{said}"
                if self.zh
                else f"First, “{cte.alias}”: {said}"
            )
        tree = self.model.tree
        while isinstance(tree, exp.Union):
            yield from self.select(tree.this)
            tree = tree.expression
        yield from self.select(tree)

    def select(self, tree: exp.Expr) -> Iterator[str]:
        """One SELECT, clause by clause."""
        if not isinstance(tree, exp.Select):
            return
        source, around = tree.args["from_"].this, self.sources
        joins = tree.args.get("joins") or ()
        named = (source, *(join.this for join in joins))
        # One letter may stand for different tables in different parts.
        self.sources = around | {t.alias_or_name: t.name for t in named}
        told = self.table(source)
        yield f"看{told}的每一行" if self.zh else f"Take each row of {told}"
        yield from map(self._join, joins)
        yield from self._clauses(tree)
        self.sources = around

    def _join(self, join: exp.Expr) -> str:
        on, told = self.words(join.args["on"]), self.table(join.this)
        optional = bool(join.args.get("side"))
        if self.zh:
            kind = "对上（对不上的也留下）" if optional else "对上"
            return f"与{told}{kind}：{on}"
        kind = " where there is one" if optional else ""
        return f"match it with {told}{kind}: {on}"

    def _clauses(self, tree: exp.Expr) -> Iterator[str]:
        if where := tree.args.get("where"):
            kept = self.words(where.this)
            yield f"只留：{kept}" if self.zh else f"keep it if {kept}"
        if group := tree.args.get("group"):
            by = [self.words(each) for each in group.expressions]
            if self.zh:
                yield f"按 {'、'.join(by)} 合在一起"
            else:
                yield f"put together what has the same {', '.join(by)}"
        if having := tree.args.get("having"):
            kept = self.words(having.this)
            yield f"再只留：{kept}" if self.zh else f"then keep it if {kept}"

    def table(self, node: exp.Expr) -> str:
        """The title of a table, or the name of an interim result."""
        table = self.known.get(node.name)
        return table.title.in_("zh" if self.zh else "en") if table else f"“{node.name}”"

    def words(self, node: exp.Expr) -> str:
        """A condition or value. What has no words of its own stays as SQL."""
        if isinstance(node, exp.Not) and isinstance(node.this, exp.Is):
            what = self.words(node.this.this)
            return f"{what} 有值" if self.zh else f"{what} is there"
        known = (_ZH if self.zh else _EN).get(type(node))
        if known is not None:
            parts = [node.this] + (
                [node.expression] if node.args.get("expression") else []
            )
            return known.format(*(self.words(part) for part in parts))
        special = _SPECIAL.get(type(node))
        return special(self, node) if special else node.sql("duckdb")


def _column(reader: Reader, node: exp.Expr) -> str:
    """The column's title, and of which table where there are several."""
    language = "zh" if reader.zh else "en"
    source = reader.sources.get(node.text("table"), "")
    tables = [source] if source in reader.known else list(reader.model.types)
    for name in tables:
        column = reader.known[name].columns.get(node.name)
        if column is None:
            continue
        title = column.title.in_(language)
        if len(reader.model.types) + len(set(reader.sources.values())) <= 2:
            return title
        of = (
            reader.known[source].title.in_(language)
            if source in reader.known
            else f"“{source}”"
        )
        if not source:
            return title
        return f"{of}的{title}" if reader.zh else f"{title} of {of}"
    return node.name


def _literal(_reader: Reader, node: exp.Expr) -> str:
    return f"“{node.this}”" if node.args["is_string"] else str(node.this)


def _placeholder(reader: Reader, node: exp.Expr) -> str:
    value, param = reader.values[node.this], reader.model.head.params[node.this]
    if reader.zh:
        return f"{value}（{param.label.zh}）"
    return f"{value} ({param.label.en})"


def _call(reader: Reader, node: exp.Expr) -> str:
    told = FUNCTIONS[str(node.this).lower()]
    parts = [reader.words(part) for part in node.expressions]
    return (told.zh if reader.zh else told.en).format(*parts)


def _count(reader: Reader, node: exp.Expr) -> str:
    if isinstance(node.this, exp.Distinct):
        what = reader.words(node.this.expressions[0])
        return f"不同{what}的个数" if reader.zh else f"the number of different {what}"
    if isinstance(node.this, exp.Star):
        return "行数" if reader.zh else "the number of rows"
    what = reader.words(node.this)
    return f"有{what}的行数" if reader.zh else f"the number of rows with {what}"


def _between(reader: Reader, node: exp.Expr) -> str:
    parts = [reader.words(node.args[part]) for part in ("this", "low", "high")]
    return (
        "{0} 在 {1} 到 {2} 之间" if reader.zh else "{0} is between {1} and {2}"
    ).format(*parts)


def _is(reader: Reader, node: exp.Expr) -> str:
    what = reader.words(node.this)
    return f"{what} 为空" if reader.zh else f"{what} is empty"


def _in(reader: Reader, node: exp.Expr) -> str:
    what = reader.words(node.this)
    if node.args.get("query"):
        of = node.args["query"].this
        told = ("；" if reader.zh else "; ").join(reader.select(of))
    else:
        told = ("、" if reader.zh else ", ").join(
            reader.words(e) for e in node.expressions
        )
    return f"{what} 是其中之一：{told}" if reader.zh else f"{what} is one of {told}"


def _exists(reader: Reader, node: exp.Expr) -> str:
    told = ("；" if reader.zh else "; ").join(reader.select(node.this))
    return f"有这样的行：{told}" if reader.zh else f"there is such a row: {told}"


def _cast(reader: Reader, node: exp.Expr) -> str:
    return reader.words(node.this)


def _case(reader: Reader, node: exp.Expr) -> str:
    parts = []
    for branch in node.args["ifs"]:
        when, then = reader.words(branch.this), reader.words(branch.args["true"])
        parts.append(f"{when} 时取 {then}" if reader.zh else f"{then} if {when}")
    if node.args.get("default"):
        other = reader.words(node.args["default"])
        parts.append(f"否则取 {other}" if reader.zh else f"else {other}")
    return ("，" if reader.zh else ", ").join(parts)


def _coalesce(reader: Reader, node: exp.Expr) -> str:
    parts = [reader.words(part) for part in (node.this, *node.expressions)]
    return "（空时取）".join(parts) if reader.zh else " or, where empty, ".join(parts)


def _window(reader: Reader, node: exp.Expr) -> str:
    what = reader.words(node.this)
    by = [reader.words(part) for part in node.args.get("partition_by") or ()]
    if not by:
        return what
    if reader.zh:
        return f"同一{'、'.join(by)}里{what}"
    return f"{what} within the same {', '.join(by)}"


def _row_number(reader: Reader, _node: exp.Expr) -> str:
    return "第几行" if reader.zh else "the place of the row"


_SPECIAL: dict[type[exp.Expr], Callable[[Reader, exp.Expr], str]] = {
    exp.Column: _column,
    exp.Literal: _literal,
    exp.Placeholder: _placeholder,
    exp.Anonymous: _call,
    exp.Count: _count,
    exp.Between: _between,
    exp.Is: _is,
    exp.In: _in,
    exp.Exists: _exists,
    exp.Cast: _cast,
    exp.Case: _case,
    exp.Coalesce: _coalesce,
    exp.Window: _window,
    exp.RowNumber: _row_number,
}


def question(model: Model, values: Mapping[str, Value], language: str) -> str:
    """The question with its parameters."""
    return filled(model.head.question.in_(language), model.values(values))


def in_words(
    model: Model,
    values: Mapping[str, Value],
    language: str,
    tables: Dictionary | None = None,
) -> list[str]:
    """The steps of the SELECT, in order, as sentences."""
    return list(Reader(model, values, language, tables).steps())
