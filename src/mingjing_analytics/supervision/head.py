"""The head of a model: what it asks, of which tables, on which ground.

TOML between ``/*---`` and ``---*/``. Unknown keys are refused: a misspelt limit that
is silently ignored is worse than none.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

from mingjing_analytics.supervision.refusal import Refused

NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
TYPE = re.compile(r"varchar|bigint|date|boolean|decimal\((\d{1,2}),(\d{1,2})\)")
_FILE = re.compile(r"\s*/\*---\n(.*?)\n---\*/(.*)", re.DOTALL)

Cell = str | int | bool | float | None
Row = list[str | int | bool]


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a head may hold and nothing else."""


class Words(_Strict, frozen=True):
    """A sentence in both languages."""

    zh: Annotated[str, msgspec.Meta(min_length=1)]
    en: Annotated[str, msgspec.Meta(min_length=1)]

    def in_(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


class Basis(_Strict, frozen=True):
    """The ground in law: a fact of mingjing_law by its id, or a document by name."""

    fact: str = ""
    zh: str = ""
    en: str = ""


class Param(_Strict, frozen=True):
    """A number or word that an office may set within its range.

    ``law`` names the fact that gives the default; ``default`` then holds what the
    fact said when the model was written, for a reader without the law at hand.
    """

    type: Literal["integer", "decimal", "date", "text"]
    default: int | str
    label: Words
    min: int | str | None = None
    max: int | str | None = None
    law: str = ""


class Fact(_Strict, frozen=True):
    """A column that the model says of each flag, beside its key."""

    type: str
    zh: str
    en: str


class Evidence(_Strict, frozen=True):
    """Which rows of a table prove a flag: key column → column of the table."""

    by: dict[str, str]
    where: str = ""


class Unjudged(_Strict, frozen=True):
    """Rows that the model cannot judge, and why."""

    table: str
    where: str
    zh: str
    en: str


class Case(_Strict, frozen=True):
    """Rows that must, or must not, be flagged: the model's test and documentation."""

    name: str
    given: dict[str, list[Row]]
    flags: list[dict[str, str | int | bool]]
    params: dict[str, int | str] = {}


class Head(_Strict, frozen=True):
    """Everything a reader needs to judge a model before they trust it."""

    id: str
    version: int
    area: str
    title: Words
    question: Words
    basis: Annotated[list[Basis], msgspec.Meta(min_length=1)]
    tables: Annotated[dict[str, list[str]], msgspec.Meta(min_length=1)]
    key: Annotated[list[str], msgspec.Meta(min_length=1)]
    facts: dict[str, Fact]
    evidence: Annotated[dict[str, Evidence], msgspec.Meta(min_length=1)]
    innocent: Annotated[list[Words], msgspec.Meta(min_length=3)]
    case: Annotated[list[Case], msgspec.Meta(min_length=2)]
    params: dict[str, Param] = {}
    unjudged: list[Unjudged] = []
    # Whether a flag is about one person: it then never leaves the sealed lane, and
    # rests on exact keys alone.
    person: bool = False
    # A hint that proves nothing by itself (Benford): never a flag of its own weight.
    screening: bool = False
    # Changes to the SELECT that change no answer, in words; see mutants.py.
    equivalent: list[str] = []


def split(text: str) -> tuple[str, str]:
    """The head and the SELECT of a model file. Raises Refused."""
    found = _FILE.fullmatch(text.replace("\r\n", "\n"))
    if found is None:
        raise Refused(
            "模型文件要以 /*--- 开头的说明和一个 SELECT 组成。",
            "A model file is a head between /*--- and ---*/ and one SELECT.",
        )
    return found[1], found[2].strip().rstrip(";").strip()


def read_head(text: str) -> Head:
    """The head, with everything in it checked for itself. Raises Refused."""
    try:
        head = msgspec.toml.decode(text, type=Head)
    except (msgspec.DecodeError, ValueError) as error:
        raise Refused(f"模型说明读不了：{error}", f"Bad head: {error}") from None
    _names(head)
    _cross(head)
    return head


def _names(head: Head) -> None:
    if not re.fullmatch(r"[a-z]+(\.[a-z][a-z0-9_]*)+", head.id) or len(head.id) > 80:
        raise _wrong("id", head.id)
    names = [*head.tables, *head.key, *head.facts, *head.params, *head.evidence]
    names += [c for columns in head.tables.values() for c in columns]
    for name in names:
        if not NAME.fullmatch(name):
            raise _wrong("name", name)
    for name, fact in head.facts.items():
        if not TYPE.fullmatch(fact.type):
            raise _wrong(f"facts.{name}.type", fact.type)


def _cross(head: Head) -> None:
    """What one part of a head says of another."""
    for basis in head.basis:
        if not basis.fact and not (basis.zh and basis.en):
            raise _wrong("basis", "fact, or zh and en")
    if set(head.key) & set(head.facts):
        raise _wrong("facts", "key")
    _rows_named(head)
    _cases(head)


def _rows_named(head: Head) -> None:
    for table, told in head.evidence.items():
        if table not in head.tables:
            raise _wrong("evidence", table)
        if set(told.by) - set(head.key):
            raise _wrong(f"evidence.{table}.by", ", ".join(told.by))
    for rows in head.unjudged:
        if rows.table not in head.tables:
            raise _wrong("unjudged", rows.table)


def _cases(head: Head) -> None:
    for case in head.case:
        if set(case.given) - set(head.tables) or set(case.params) - set(head.params):
            raise _wrong("case", case.name)
        for flag in case.flags:
            if not set(head.key) <= set(flag) <= {*head.key, *head.facts}:
                raise _wrong("case", case.name)
    if not any(case.flags for case in head.case) or all(c.flags for c in head.case):
        raise _wrong("case", "one that hits and one that does not")


def _wrong(where: str, what: str) -> Refused:
    return Refused(f"模型说明的 {where} 不对：{what}", f"Wrong {where}: {what}")


def filled(words: str, values: Mapping[str, object]) -> str:
    """A question with its parameters. Unknown names stay as they stand."""
    return re.sub(r"\{([a-z0-9_]+)\}", lambda m: str(values.get(m[1], m[0])), words)
