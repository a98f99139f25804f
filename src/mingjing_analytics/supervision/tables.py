"""The tables that models are written for: names, types and titles of columns.

One dictionary for all models, so that an office maps its file once. A file of
``catalogue/tables`` holds the tables of one field.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

import msgspec

from mingjing_analytics.supervision.head import NAME, TYPE, Words
from mingjing_analytics.supervision.refusal import Refused

# Row identity: every table has them, whoever made it.
ROW = {"_row": "bigint", "_sheet": "varchar"}


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column: its type, its title, and whether it is kept as a keyed hash."""

    type: str
    zh: str
    en: str
    minimise: Literal["hash", "keep"] = "keep"

    @property
    def title(self) -> Words:
        return Words(zh=self.zh, en=self.en)


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the dictionary.

    ``given`` is true of what Mingjing brings itself: the calendar, dated limits.
    """

    zh: str
    en: str
    columns: dict[str, Column]
    given: bool = False

    @property
    def title(self) -> Words:
        return Words(zh=self.zh, en=self.en)


@dataclass(frozen=True)
class Dictionary:
    """All tables by name."""

    tables: Mapping[str, Table]

    def types(self, name: str, columns: list[str]) -> dict[str, str]:
        """Column → type of those a model names. Raises Refused for one not known."""
        table = self.tables.get(name)
        if table is None:
            raise Refused(f"没有叫 {name} 的数据表。", f"No table {name}.")
        missing = [c for c in columns if c not in table.columns]
        if missing:
            raise Refused(
                f"数据表 {name} 没有列 {missing[0]}。",
                f"Table {name} has no column {missing[0]}.",
            )
        return {c: table.columns[c].type for c in columns}


def read_tables(text: str) -> dict[str, Table]:
    """Tables of one TOML text. Raises Refused."""
    try:
        found = msgspec.convert(tomllib.loads(text), dict[str, Table])
    except (msgspec.ValidationError, tomllib.TOMLDecodeError) as error:
        raise Refused(f"数据表说明读不了：{error}", f"Bad tables: {error}") from None
    for name, table in found.items():
        for column, told in {name: None, **table.columns}.items():
            if not NAME.fullmatch(column) or (told and not TYPE.fullmatch(told.type)):
                raise Refused(
                    f"数据表 {name} 的 {column} 不对。", f"Wrong: {name}.{column}."
                )
    return found


@cache
def dictionary() -> Dictionary:
    """The tables of the catalogue."""
    folder = files("mingjing_analytics.supervision") / "catalogue" / "tables"
    found: dict[str, Table] = {}
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if Path(file.name).suffix == ".toml":
            found |= read_tables(file.read_text(encoding="utf-8"))
    return Dictionary(found)
