"""The kinds of tables there are, their columns and their words: data, read once."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

import msgspec

from mingjing_analytics.supervision.intake.cells import plain

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\s")
_EDGES = "*★:：.、"
_UNIT = re.compile(r"(百万|千万|亿|万|千)?元")
_UNIT_AT_END = re.compile(r"(?<=.)(?:百万|千万|亿|万|千)?元$")
SCALES = {
    "": Decimal(1),
    "千": Decimal(1_000),
    "万": Decimal(10_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
}


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column: how its cells are read, what it is called, an example of it.

    ``beside`` names the column of names that a column of codes belongs to.
    """

    type: str
    titles: tuple[str, ...]
    en: str
    example: str
    note: str = ""
    beside: str = ""

    @property
    def zh(self) -> str:
        return self.titles[0]


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table: it is one when of each group in ``needs`` a column is there.

    Each row fills the columns of ``must``.
    """

    zh: str
    en: str
    words: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...]
    must: tuple[str, ...]
    columns: tuple[str, ...]


class Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that is known of tables."""

    columns: dict[str, Column]
    kinds: dict[str, Kind]
    words: dict[str, dict[str, tuple[str, ...]]]


@cache
def known() -> Known:
    """What the file of kinds says."""
    text = files(__package__).joinpath("kinds.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Known)


@cache
def word_of(list_name: str, told: str) -> str | None:
    """The code for a Chinese word, exactly or by the only one it contains."""
    codes = known().words[list_name]
    bare = bare_title(told)
    exact = {code for code, words in codes.items() if bare in map(plain, words)}
    if exact:
        return exact.pop() if len(exact) == 1 else None
    within = [
        (len(word), code)
        for code, words in codes.items()
        for word in words
        if len(word) > 1 and plain(word) in bare and not _denied(bare, plain(word))
    ]
    longest = max((size for size, _code in within), default=0)
    found = {code for size, code in within if size == longest}
    return found.pop() if len(found) == 1 else None


def _denied(told: str, word: str) -> bool:
    return any(sign in told.replace(word, "", 1) for sign in "不未非无")


@cache
def bare_title(title: str) -> str:
    """A title without width, brackets, spaces, marks and a unit at its end."""
    bare = _BRACKETS.sub("", plain(title)).strip(_EDGES)
    return _UNIT_AT_END.sub("", bare)


def unit_in(title: str) -> Decimal | None:
    """The unit of money a title names, as so many yuan; None when it names none.

    0 when it names two, as 元/万元 does: then each cell must say its own.
    """
    found = {SCALES[unit or ""] for unit in _UNIT.findall(plain(title))}
    if len(found) > 1:
        return Decimal(0)
    return found.pop() if found else None


@dataclass(frozen=True, slots=True)
class Match:
    """A kind whose columns stand in a row of titles, and where."""

    kind: str
    places: dict[str, int]


@cache
def _names(kind: str) -> dict[str, str]:
    """Bare title → column. An earlier column of the kind wins a shared title."""
    found: dict[str, str] = {}
    for name in known().kinds[kind].columns:
        for title in known().columns[name].titles:
            found.setdefault(_compared(title), name)
    return found


def _compared(title: str) -> str:
    """中标(成交)金额 is compared as it stands and without its brackets."""
    return re.sub(r"[()\[\]\s]", "", plain(title)).strip(_EDGES)


def best_match(titles: Sequence[Sequence[str]], hint: str) -> Match | None:
    """The kind that a row of titles fits best; None when it fits none.

    ``titles`` are the ways in which each column's title can be read, the fullest
    first. Most columns found wins; then the kind whose words stand in ``hint``, the
    name of the sheet or file; then the order of the kinds.
    """
    best: tuple[int, int] = (0, 0)
    found: Match | None = None
    for name, kind in known().kinds.items():
        places = _places(name, titles)
        if not all(any(one in places for one in group) for group in kind.needs):
            continue
        rank = (len(places), int(any(word in hint for word in kind.words)))
        if rank > best:
            best, found = rank, Match(name, places)
    return found


def _places(kind: str, titles: Sequence[Sequence[str]]) -> dict[str, int]:
    names = _names(kind)
    places: dict[str, int] = {}
    for at, ways in enumerate(titles):
        for way in ways:
            name = names.get(_compared(way)) or names.get(bare_title(way))
            if name is not None and name not in places:
                places[name] = at
                break
    return places | _codes_beside(kind, titles, places)


_CODE_TITLES = frozenset(
    {"统一社会信用代码", "信用代码", "统一信用代码", "社会信用代码"}
)


def _codes_beside(
    kind: str, titles: Sequence[Sequence[str]], places: dict[str, int]
) -> dict[str, int]:
    """A bare 统一社会信用代码 belongs to the nearest name on its left."""
    columns = {name: known().columns[name] for name in known().kinds[kind].columns}
    codes = {column.beside: name for name, column in columns.items() if column.beside}
    owners = {places[name]: name for name in codes if name in places}
    taken = set(places.values())
    found: dict[str, int] = {}
    for at, ways in enumerate(titles):
        if at in taken or not ways or bare_title(ways[-1]) not in _CODE_TITLES:
            continue
        left = max((place for place in owners if place < at), default=None)
        if left is not None and codes[owners[left]] not in places:
            found.setdefault(codes[owners[left]], at)
    return found


def nearest(titles: Sequence[Sequence[str]]) -> tuple[int, str, tuple[str, ...]]:
    """Of a row that fits no kind: columns found, the nearest kind, what it lacks."""
    best: tuple[int, str, tuple[str, ...]] = (0, "", ())
    for name, kind in known().kinds.items():
        places = _places(name, titles)
        lacking = tuple(
            group[0] for group in kind.needs if not any(one in places for one in group)
        )
        if len(places) > best[0]:
            best = (len(places), name, lacking)
    return best
