"""The lists by which findings are sorted: read from categories.toml, not from code."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("categories.toml")


@dataclass(frozen=True)
class Category:
    code: str
    list_code: str
    zh: str
    en: str


@dataclass(frozen=True)
class CategoryList:
    """``origin``: where the list comes from, in both languages."""

    code: str
    zh: str
    en: str
    origin_zh: str
    origin_en: str
    kinds: frozenset[str]  # kinds of unit it is for; empty: all
    categories: tuple[Category, ...]


@cache
def category_lists() -> tuple[CategoryList, ...]:
    with _FILE.open("rb") as file:
        return tuple(_list(row) for row in tomllib.load(file)["list"])


def _list(row: dict) -> CategoryList:  # type: ignore[type-arg]
    return CategoryList(
        code=row["code"],
        zh=row["zh"],
        en=row["en"],
        origin_zh=row["origin"]["zh"],
        origin_en=row["origin"]["en"],
        kinds=frozenset(row.get("kinds", ())),
        categories=tuple(
            Category(f"{row['code']}-{code}", row["code"], zh, en)
            for code, zh, en in row["categories"]
        ),
    )


@cache
def categories() -> dict[str, Category]:
    """By code; a code that findings carry is never taken out of the file."""
    return {each.code: each for of in category_lists() for each in of.categories}
