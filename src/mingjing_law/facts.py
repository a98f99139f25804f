"""What a law asks: one fact, one number, one article, one source, one reader.

The TOML files in `facts/` are the truth, one file a law. A fact that has been in
force is never edited: it gets an `ended_on`, and a new fact is added beside it.
"""

import difflib
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from mingjing_law.schema import (
    CONFIDENCES,
    LAW_KINDS,
    LIMIT_KINDS,
    PERIOD_UNITS,
    STATUSES,
    TERM_UNITS,
    TERMS,
    Counting,
    Fact,
    FactExtension,
    FactLimit,
    Law,
    Words,
)
from mingjing_law.tables import BadFact, Table

__all__ = [
    "BadFact",
    "Fact",
    "NotInForce",
    "UnknownFact",
    "fact",
    "facts",
    "load_facts",
]

FACTS = Path(__file__).parent / "facts"


class UnknownFact(LookupError):
    """No fact has that id."""


class NotInForce(LookupError):
    """The fact exists, but not on the day asked for."""


@cache
def facts() -> Mapping[str, Fact]:
    """All facts by id, in the order of their files. Raises `BadFact`."""
    return load_facts(FACTS)


def load_facts(folder: Path) -> Mapping[str, Fact]:
    """The facts of one folder; an id may stand only once."""
    found: dict[str, Fact] = {}
    read = (read_law(path) for path in sorted(folder.glob("*.toml")))
    for each in chain.from_iterable(read):
        if each.id in found:
            first = found[each.id].law.slug
            raise BadFact(f"{each.law.slug}.toml: {each.id} stands in {first}.toml too")
        found[each.id] = each
    return MappingProxyType(found)


def fact(fact_id: str, on: date | None = None) -> Fact:
    """The fact of that id; with `on`, only if it binds on that day.

    Raises `UnknownFact` naming the nearest ids, and `NotInForce`.
    """
    found = facts().get(fact_id)
    if found is None:
        raise UnknownFact(_unknown(fact_id))
    if on is not None and not found.in_force(on):
        raise NotInForce(_not_in_force(found, on))
    return found


def standing_fact(fact_id: str) -> Fact:
    """The fact of that id unless it has ended. Raises `UnknownFact`, `NotInForce`."""
    found = fact(fact_id)
    if found.ended_on:
        raise NotInForce(_not_in_force(found, found.ended_on))
    return found


def _unknown(fact_id: str) -> str:
    by_fold = {each.casefold(): each for each in facts()}
    asked = fact_id.casefold()
    near = [each for each in by_fold if asked and each.startswith(asked)]
    near += difflib.get_close_matches(asked, by_fold, n=3, cutoff=0.5)
    names = ", ".join(by_fold[each] for each in list(dict.fromkeys(near))[:3])
    hint = f"相近的有：{names}。" if near else ""
    nearest = f" Nearest: {names}." if near else ""
    return f"没有编号为 {fact_id} 的规定。{hint}No fact is called {fact_id}.{nearest}"


def _not_in_force(found: Fact, on: date) -> str:
    if found.ended_on and on >= found.ended_on:
        return (
            f"{found.id} 已于{found.ended_on}停止适用：{found.basis()}。"
            f"{found.id} ended on {found.ended_on}."
        )
    return (
        f"{found.id} 自{found.in_force_from}起施行，{on}尚未生效。"
        f"{found.id} is in force from {found.in_force_from} only."
    )


def read_law(path: Path) -> list[Fact]:
    """The facts of one file. Raises `BadFact` naming file, fact and field."""
    with path.open("rb") as file:
        try:
            root = Table(path.name, tomllib.load(file))
        except tomllib.TOMLDecodeError as wrong:
            raise BadFact(f"{path.name}: {wrong}") from wrong
    head = Table(f"{path.name}, law", root.need("law", dict))
    law = Law(
        slug=path.stem,
        name=Words(head.need("zh", str), head.need("en", str)),
        kind=head.one_of("kind", LAW_KINDS),
        version=head.need("version", str),
        edition=head.words("edition"),
        in_force_from=head.day("in_force_from"),
    )
    head.close()
    rows = root.tables("fact")
    root.close()
    return [_read_fact(path.name, law, row) for row in rows]


def _read_fact(file: str, law: Law, row: Mapping[str, object]) -> Fact:
    table = Table(f"{file}, {row.get('id', 'a fact without id')}", row)
    edition = table.words("edition")
    found = Fact(
        id=table.need("id", str),
        topic=table.need("topic", int),
        duty=table.words("duty"),
        who=table.need("who", str),
        law=law,
        article=table.words("article"),
        version=table.get("version", str) or law.version,
        edition=edition if edition.zh else law.edition,
        status=table.one_of("status", STATUSES),
        confidence=table.one_of("confidence", CONFIDENCES),
        source=table.need("source", str),
        source_kind=table.need("source_kind", str),
        limit=_read_limit(table),
        counting=_read_counting(table),
        extension=_read_extension(table),
        notes=table.get("notes", str) or "",
        in_force_from=table.day("in_force_from") or law.in_force_from,
        ended_on=table.day("ended_on"),
    )
    table.close()
    if found.status == "superseded" and found.ended_on is None:
        raise BadFact(f"{table.where}: superseded, so “ended_on” is missing")
    dated = found.limit.kind in TERMS and found.limit.unit != "hour"
    if dated and not found.counting.roll_basis:
        raise BadFact(f"{table.where}: “counting.roll_basis” is missing")
    return found


def _read_limit(fact_table: Table) -> FactLimit:
    table = fact_table.table("limit")
    if table is None:
        raise BadFact(f"{fact_table.where}: “limit” is missing")
    limit = FactLimit(
        kind=table.one_of("kind", LIMIT_KINDS),
        unit=table.need("unit", str),
        n=table.number("n"),
        party=table.get("party", str) or "",
    )
    table.close()
    if limit.kind in TERMS and (
        limit.unit not in TERM_UNITS or not isinstance(limit.n, int)
    ):
        raise BadFact(f"{table.where}: a {limit.kind} needs a whole n and a time unit")
    if limit.kind == "recurring" and limit.unit not in PERIOD_UNITS:
        raise BadFact(f"{table.where}: nothing recurs every “{limit.unit}”")
    if limit.kind == "fixed_date" and not _is_month_day(limit.n):
        raise BadFact(f"{table.where}: a fixed_date needs n like “01-31”")
    return limit


def _is_month_day(value: float | str | None) -> bool:
    try:
        date.fromisoformat(f"2024-{value}")
    except ValueError:
        return False
    return True


def _read_counting(fact_table: Table) -> Counting:
    table = fact_table.table("counting")
    if table is None:
        return Counting()
    counting = Counting(
        counted_from=table.get("counted_from", str) or "",
        event=table.words("event"),
        first_day_counts=table.get("first_day_counts", bool) or False,
        roll=table.get("roll", bool) or False,
        roll_basis=table.get("roll_basis", str) or "",
        channel=table.get("channel", str) or "",
        pauses=table.get("pauses", str) or "",
    )
    table.close()
    return counting


def _read_extension(fact_table: Table) -> FactExtension | None:
    table = fact_table.table("extension")
    if table is None:
        return None
    extension = FactExtension(
        text=table.need("text", str),
        unit=table.get("unit", str) or "",
        n=table.get("n", int),
        up_to=table.get("up_to", int),
        times=table.get("times", int) or 1,
        needs=table.words("needs"),
    )
    table.close()
    if (extension.n or extension.up_to) and extension.unit not in TERM_UNITS:
        raise BadFact(f"{table.where}: an extension by a number needs its unit")
    return extension
