"""The markers that Chinese official documents number with, and their order.

党政机关公文格式 (GB/T 9704-2012) 7.3.3: 一、 then （一） then 1. then （1）; ① and the
parts, chapters and articles of rules stand beside it in practice.
"""

import re
import unicodedata
from dataclasses import dataclass

_CN = "[一二三四五六七八九十百零〇两]"
_BLANK = " \t\u3000\xa0\ufeff\u200b"

# (kind, rank, pattern); a lower rank stands above. Heading styles rank from 5 on.
_KINDS: list[tuple[str, int, re.Pattern[str]]] = [
    (kind, rank, re.compile(pattern))
    for kind, rank, pattern in (
        ("part", 1, rf"第({_CN}{{1,4}}|\d{{1,3}})[编篇](?=[\s\u3000：:]|[^\s，。]{{0,30}}$)"),
        ("chapter", 2, rf"第({_CN}{{1,4}}|\d{{1,3}})章(?=[\s\u3000：:]|[^\s，。]{{0,30}}$)"),
        ("section", 3, rf"第({_CN}{{1,4}}|\d{{1,3}})节(?=[\s\u3000：:]|[^\s，。]{{0,30}}$)"),
        ("article", 4, rf"第({_CN}{{1,5}}|\d{{1,3}})条(?=[\s\u3000：:])"),
        ("cn", 20, rf"({_CN}{{1,4}})[、．.](?!{_CN}[、．.])"),
        ("cn_paren", 30, rf"[（(]({_CN}{{1,4}})[)）][、．.]?"),
        ("num", 40, r"([0-9０-９]{1,2})[．.、](?![0-9０-９])"),
        ("num_paren", 50, r"[（(]([0-9０-９]{1,2})[)）][、．.]?|([0-9０-９]{1,2})[)）]"),
        ("circle", 60, r"([①-⑳])[、．.]?"),
    )
]  # fmt: skip
HEADING_RANK = 5  # of a heading style or # without a number of its own, plus its level
INLINE_RANK = 90

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


@dataclass(frozen=True)
class Marker:
    kind: str
    rank: int
    words: str
    number: int
    start: int  # of the marker in the line
    end: int  # where its own words begin


def number_of(words: str) -> int:
    """The value of 十二, １２, 12 or ⑫.

    >>> [number_of(w) for w in ("十二", "二十", "１２", "⑫", "一百零三")]
    [12, 20, 12, 12, 103]
    """
    if len(words) == 1 and "①" <= words <= "⑳":
        return ord(words) - ord("①") + 1
    plain = unicodedata.normalize("NFKC", words)
    if plain.isdigit():
        return int(plain)
    total = current = 0
    for char in plain:
        if char == "百":
            total, current = total + (current or 1) * 100, 0
        elif char == "十":
            total, current = total + (current or 1) * 10, 0
        else:
            current = _DIGITS.get(char, 0)
    return total + current


def marker_of(line: str) -> Marker | None:
    """The marker that a line begins with, after any indent."""
    start = len(line) - len(line.lstrip(_BLANK))
    for kind, rank, pattern in _KINDS:
        found = pattern.match(line, start)
        if found and line[found.end() :].strip(_BLANK):
            digits = next(g for g in found.groups() if g)
            return Marker(kind, rank, found[0], number_of(digits), start, found.end())
    return None


def strip(words: str) -> str:
    return words.strip(_BLANK + "\n")
