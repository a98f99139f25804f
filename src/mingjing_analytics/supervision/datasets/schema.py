"""What a table should hold: Frictionless Table Schema, read strictly.

Types, constraints and missing values are those of the Table Schema specification
(Frictionless Data, version 1); an unknown key is refused, since a misspelt constraint
would otherwise be no constraint. Our own keys begin with ``mingjing:``.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

import msgspec

from mingjing_analytics.supervision.refusal import Refused

Type = Literal["string", "integer", "number", "date", "datetime", "boolean"]
Minimise = Literal["hash", "keep", "drop"]
IDENTITY, PERSON, ACCOUNT = "identity-number", "person-name", "bank-account"
PRIVATE = frozenset({IDENTITY, PERSON, ACCOUNT})
ROW, SHEET = "_row", "_sheet"
DIGITS = 18  # of a DECIMAL column
_MOST_FIELDS = 1_000
_MOST_PLACES = 9
_FORMATS = {
    "string": frozenset({"default", *PRIVATE}),
    "date": frozenset({"default", "any"}),
    "datetime": frozenset({"default", "any"}),
}
_YES = ("true", "True", "TRUE", "1", "是", "有", "y", "Y", "yes", "√", "✓", "✔")
_NO = ("false", "False", "FALSE", "0", "否", "无", "n", "N", "no", "×", "✗", "✘")
_BOUNDED = frozenset({"integer", "number", "date", "datetime"})

Bound = int | float | str


class Constraints(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What each value of a column must satisfy; an empty cell only ``required``."""

    required: bool = False
    unique: bool = False
    pattern: str | None = None
    enum: tuple[str | int | float | bool, ...] = ()
    minimum: Bound | None = None
    maximum: Bound | None = None


class Field(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One column: its name in the snapshot, its title in files, its type."""

    name: str
    type: Type = "string"
    title: str = ""
    description: str = ""
    format: str = "default"
    constraints: Constraints = Constraints()
    decimal_places: int | None = msgspec.field(default=None, name="decimalPlaces")
    true_values: tuple[str, ...] = msgspec.field(default=_YES, name="trueValues")
    false_values: tuple[str, ...] = msgspec.field(default=_NO, name="falseValues")
    minimise_as: Minimise | None = msgspec.field(default=None, name="mingjing:minimise")
    path: str | None = msgspec.field(default=None, name="mingjing:path")

    @property
    def minimise(self) -> Minimise:
        """Persons are kept as keyed hashes unless the schema says otherwise."""
        return self.minimise_as or ("hash" if self.format in PRIVATE else "keep")

    @property
    def places(self) -> int:
        """Decimal places of a number, 2 unless said."""
        return 2 if self.decimal_places is None else self.decimal_places

    @property
    def sql_type(self) -> str:
        """The column's type in the snapshot."""
        if self.type == "number":
            return f"DECIMAL({DIGITS},{self.places})"
        return {
            "string": "VARCHAR",
            "integer": "BIGINT",
            "date": "DATE",
            "datetime": "TIMESTAMP",
            "boolean": "BOOLEAN",
        }[self.type]

    @property
    def shown(self) -> str:
        """What people call the column."""
        return self.title or self.name


class Schema(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True
):
    """The columns of a table, its key, and what an empty cell looks like."""

    fields: tuple[Field, ...]
    missing_values: tuple[str, ...] = msgspec.field(default=("",), name="missingValues")
    primary_key: tuple[str, ...] | str = msgspec.field(default=(), name="primaryKey")
    name: str = ""
    title: str = ""
    profile: str = msgspec.field(default="", name="$schema")
    each: str | None = msgspec.field(default=None, name="mingjing:each")
    data_date: str | None = msgspec.field(default=None, name="mingjing:dataDate")

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "Schema":
        """A schema of a JSON object. Raises Refused, with the place of the fault."""
        try:
            schema = msgspec.convert(dict(told), cls)
        except msgspec.ValidationError as error:
            raise Refused(
                f"表结构不对：{error}。", f"The schema is not right: {error}."
            ) from None
        _check(schema)
        return schema

    def told(self) -> dict[str, Any]:
        """The schema as a JSON object; ``read`` takes it back."""
        found: dict[str, Any] = msgspec.to_builtins(self)
        return found

    @property
    def key(self) -> tuple[str, ...]:
        """The columns of the primary key."""
        known = self.primary_key
        return (known,) if isinstance(known, str) else known

    @property
    def kept(self) -> tuple[Field, ...]:
        """The fields that reach the snapshot."""
        return tuple(each for each in self.fields if each.minimise != "drop")

    @property
    def columns(self) -> dict[str, str]:
        """The snapshot's columns and their types, in order."""
        found: dict[str, str] = {}
        for field in self.kept:
            found[field.name] = field.sql_type
            if field.format == IDENTITY:
                found[valid_name(field)] = "BOOLEAN"
        return {**found, ROW: "BIGINT", SHEET: "VARCHAR"}

    @property
    def sha256(self) -> str:
        """The schema's own hash: the same file by another schema is another reading."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()


def valid_name(field: Field) -> str:
    """The name of the column that says whether an identity number's check digit fits."""
    return f"{field.name}_valid"


def bound(field: Field, value: Bound) -> Decimal | date | datetime:
    """A minimum or maximum as the type of its column. Raises ValueError."""
    if field.type in {"integer", "number"}:
        try:
            return Decimal(str(value))
        except InvalidOperation:
            raise ValueError(value) from None
    if field.type == "date":
        return date.fromisoformat(str(value))
    return datetime.fromisoformat(str(value))


def _check(schema: Schema) -> None:
    if not 0 < len(schema.fields) <= _MOST_FIELDS:
        raise Refused(
            f"表结构要有 1 至 {_MOST_FIELDS} 列。",
            f"A schema has 1 to {_MOST_FIELDS} fields.",
        )
    names = [name.lower() for name in schema.columns]
    names += [f.name.lower() for f in schema.fields if f.minimise == "drop"]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise Refused(f"列名 {twice} 重复。", f"The name {twice} stands twice.")
    for field in schema.fields:
        _check_field(field)
    kept = {field.name: field for field in schema.kept}
    for name in schema.key:
        if name not in kept:
            raise Refused(
                f"主键里的 {name} 不是保留的列。",
                f"The key's {name} is no field that is kept.",
            )
    if schema.data_date is not None and (
        schema.data_date not in kept
        or kept[schema.data_date].type not in {"date", "datetime"}
    ):
        raise Refused(
            f"mingjing:dataDate 的 {schema.data_date} 不是日期列。",
            f"mingjing:dataDate: {schema.data_date} is no column of dates.",
        )


def _check_field(field: Field) -> None:
    def wrong(zh: str, en: str) -> Refused:
        return Refused(f"列 {field.name}：{zh}。", f"Field {field.name}: {en}.")

    if not field.name.strip() or any(not sign.isprintable() for sign in field.name):
        raise Refused("列要有可见的名称。", "A field needs a name that can be read.")
    if field.format not in _FORMATS.get(field.type, {"default"}):
        raise wrong(
            f"{field.type} 没有格式 {field.format}",
            f"{field.type} has no format {field.format}",
        )
    if field.decimal_places is not None and (
        field.type != "number" or not 0 <= field.decimal_places <= _MOST_PLACES
    ):
        raise wrong(
            f"decimalPlaces 只用于 number，0 至 {_MOST_PLACES}",
            f"decimalPlaces is for numbers, 0 to {_MOST_PLACES}",
        )
    if field.minimise == "hash" and field.type != "string":
        raise wrong("只有文字能存成哈希", "only a string can be kept as a hash")
    _check_constraints(field, wrong)


def _check_constraints(field: Field, wrong: Any) -> None:
    given = field.constraints
    if given.pattern is not None:
        if field.type != "string":
            raise wrong("pattern 只用于 string", "pattern is for strings")
        try:
            re.compile(given.pattern)
        except re.error as error:
            raise wrong(f"pattern 写错了：{error}", f"bad pattern: {error}") from None
    for word in ("minimum", "maximum"):
        value = getattr(given, word)
        if value is None:
            continue
        if field.type not in _BOUNDED:
            raise wrong(f"{field.type} 没有 {word}", f"{field.type} has no {word}")
        try:
            bound(field, value)
        except ValueError:
            raise wrong(
                f"{word} 的 {value} 不是 {field.type}",
                f"{word}: {value} is no {field.type}",
            ) from None
