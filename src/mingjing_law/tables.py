"""Reads a TOML table field by field, and refuses by file, fact and field."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from mingjing_law.schema import Words

T = TypeVar("T")


class BadFact(ValueError):
    """A fact file that breaks the schema."""


class Table:
    """One TOML table, read field by field; `close` refuses what nobody read."""

    def __init__(self, where: str, data: Mapping[str, Any]) -> None:
        self.where = where
        self._data = data
        self._read: set[str] = set()

    def need(self, field: str, kind: type[T]) -> T:
        value = self.get(field, kind)
        if value is None:
            raise BadFact(f"{self.where}: field “{field}” is missing")
        return value

    def get(self, field: str, kind: type[T]) -> T | None:
        self._read.add(field)
        value = self._data.get(field)
        # bool is an int to Python, not to a lawyer.
        if value is not None and (
            not isinstance(value, kind) or (isinstance(value, bool) and kind is int)
        ):
            found = type(value).__name__
            raise BadFact(
                f"{self.where}: field “{field}” must be {kind.__name__}, is {found}"
            )
        return value

    def one_of(self, field: str, allowed: frozenset[str]) -> str:
        value = self.need(field, str)
        if value not in allowed:
            known = ", ".join(sorted(allowed))
            raise BadFact(f"{self.where}: “{field}” is “{value}”, not one of {known}")
        return value

    def words(self, field: str) -> Words:
        table = self.table(field)
        if table is None:
            return Words()
        found = Words(table.need("zh", str), table.need("en", str))
        table.close()
        return found

    def day(self, field: str) -> date | None:
        return self.get(field, date)

    def number(self, field: str) -> float | str | None:
        """A number, or the month-day of a fixed date (“01-31”)."""
        self._read.add(field)
        value = self._data.get(field)
        if isinstance(value, bool) or not isinstance(value, int | float | str | None):
            raise BadFact(f"{self.where}: field “{field}” must be a number")
        return value

    def table(self, field: str) -> "Table | None":
        data = self.get(field, dict)
        return None if data is None else Table(f"{self.where}, {field}", data)

    def tables(self, field: str) -> list[Mapping[str, Any]]:
        rows = self.get(field, list) or []
        if not all(isinstance(row, dict) for row in rows):
            raise BadFact(f"{self.where}: “{field}” must be a list of tables")
        return rows

    def close(self) -> None:
        unknown = sorted(set(self._data) - self._read)
        if unknown:
            raise BadFact(f"{self.where}: unknown field “{unknown[0]}”")
