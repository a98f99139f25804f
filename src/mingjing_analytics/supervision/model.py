"""A model: its head, its checked SELECT, and the queries that follow from both."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from sqlglot import exp

from mingjing_analytics.supervision.head import Head, read_head, split
from mingjing_analytics.supervision.language.bound import Bound, Value, bind
from mingjing_analytics.supervision.language.gate import parsed
from mingjing_analytics.supervision.refusal import Refused
from mingjing_analytics.supervision.tables import ROW, Dictionary, dictionary

Law = Callable[[str, date], int | str | None]


@dataclass(frozen=True)
class Model:
    """A model that passed the gate."""

    head: Head
    text: str
    select: str
    tree: exp.Query
    types: Mapping[str, Mapping[str, str]]

    @property
    def id(self) -> str:
        return self.head.id

    @cached_property
    def sha256(self) -> str:
        """Of the file's text: which model a run ran."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @cached_property
    def columns(self) -> dict[str, str]:
        """What a flag holds: the key, then the facts, with their types."""
        found = bind(self.tree, self.schema, self.head.params, {})
        keys = dict(zip(self.head.key, _types_of(found, self.head.key), strict=True))
        return keys | {name: fact.type for name, fact in self.head.facts.items()}

    @cached_property
    def schema(self) -> dict[str, dict[str, str]]:
        return {name: {**ROW, **columns} for name, columns in self.types.items()}

    def values(self, given: Mapping[str, Value] | None = None) -> dict[str, Value]:
        """All parameters, those given put in place. Raises Refused for others."""
        given = given or {}
        for name in given:
            if name not in self.head.params:
                raise Refused(f"没有参数 {name}。", f"No parameter {name}.")
        return {
            name: given.get(name, param.default)
            for name, param in self.head.params.items()
        }

    def by_law(self, law: Law, on: date) -> dict[str, Value]:
        """Defaults as the law has them on a day, where a parameter names its fact."""
        found: dict[str, Value] = {}
        for name, param in self.head.params.items():
            said = law(param.law, on) if param.law else None
            if said is not None:
                found[name] = said
        return found

    def flags(self, values: Mapping[str, Value]) -> Bound:
        """The SELECT with its parameters."""
        return bind(self.tree, self.schema, self.head.params, values)

    def evidence(self, table: str, values: Mapping[str, Value]) -> Bound:
        """Which rows of a table prove which flag: (flag, _sheet, _row)."""
        told = self.head.evidence[table]
        on = " and ".join(f"f.{key} = t.{column}" for key, column in told.by.items())
        where = f" where {told.where}" if told.where else ""
        # The gate reads it like the SELECT: what a head says is trusted no more.
        text = (
            f"select f.flag, t._sheet, t._row "  # noqa: S608
            f"from flags f join {table} t on {on}{where}"
        )
        schema = {**self.schema, "flags": {"flag": "varchar", **self.columns}}
        return bind(parsed(text), schema, self.head.params, values)

    def unjudged(self, number: int, values: Mapping[str, Value]) -> Bound:
        """The rows that one of the head's reasons sets aside: (_sheet, _row)."""
        told = self.head.unjudged[number]
        text = f"select t._sheet, t._row from {told.table} t where {told.where}"  # noqa: S608 - read by the gate
        return bind(parsed(text), self.schema, self.head.params, values)


def read(text: str, tables: Dictionary | None = None) -> Model:
    """A model from its text, through the gate. Raises Refused."""
    above, select = split(text)
    head = read_head(above)
    known = tables or dictionary()
    types = {name: known.types(name, columns) for name, columns in head.tables.items()}
    model = Model(head, text, select, parsed(select), types)
    found = model.flags({})
    wanted = [*head.key, *head.facts]
    if found.columns() != wanted:
        raise Refused(
            f"SELECT 的列应依次是 {'、'.join(wanted)}。",
            f"The SELECT must give {', '.join(wanted)} in this order.",
        )
    for table in head.evidence:
        model.evidence(table, {})
    for number in range(len(head.unjudged)):
        model.unjudged(number, {})
    for name, param in head.params.items():
        if f":{name}" not in select and not _elsewhere(head, name):
            raise Refused(f"参数 {name} 没有用到。", f"Parameter {name} is not used.")
        model.flags({name: param.default})
    return model


def load(path: Path | Traversable, tables: Dictionary | None = None) -> Model:
    """A model from its file. Raises Refused, OSError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(
            f"{path.name} 不是 UTF-8。", f"{path.name} is no UTF-8."
        ) from None
    return read(text, tables)


@cache
def catalogue() -> Mapping[str, Model]:
    """The models that come with Mingjing, by id."""
    folder = files("mingjing_analytics.supervision") / "catalogue"
    found = [load(file) for file in _sql_files(folder)]
    return {model.id: model for model in sorted(found, key=lambda each: each.id)}


def _sql_files(folder: Traversable) -> Iterator[Traversable]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _sql_files(entry)
        elif entry.name.endswith(".sql"):
            yield entry


def _elsewhere(head: Head, name: str) -> bool:
    asked = [told.where for told in head.evidence.values()]
    asked += [told.where for told in head.unjudged]
    return any(f":{name}" in each for each in asked)


def _types_of(found: Bound, names: list[str]) -> list[str]:
    columns = {each.alias_or_name: each.type for each in found.tree.selects}
    told = []
    for name in names:
        of = columns.get(name)
        kind = of.sql("duckdb").lower() if of else ""
        kind = {"text": "varchar", "int": "bigint"}.get(kind, kind)
        if kind not in ("varchar", "bigint", "date"):
            raise Refused(
                f"键 {name} 应是文字、整数或日期。",
                f"Key {name}: text, integer or date.",
            )
        told.append(kind)
    return told
