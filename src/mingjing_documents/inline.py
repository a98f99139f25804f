"""Enumerations inside a paragraph: 一是…二是…, 首先…其次…, 一要…, 第一，…, and ①….

A mark counts only where a clause may begin, outside quotation marks, and only in the
company of another of its series; so 统一是, 一是一二是二, 第一议题 and 四风 do not split.
"""

import re
from bisect import bisect
from dataclasses import dataclass

from mingjing_documents.markers import number_of

_CN = "[一二三四五六七八九十]"
_SERIES: list[tuple[str, re.Pattern[str]]] = [
    ("是", re.compile(rf"({_CN}{{1,3}})是(?!\1)")),
    ("要", re.compile(rf"({_CN}{{1,3}})要(?![的求素点件])")),
    ("第", re.compile(rf"第({_CN}{{1,2}})(?:[，,、：:]|是|要)")),
    ("其", re.compile(r"其([一二三四五六])(?:[，,、：:]|是)")),
    ("先", re.compile(r"(首先|其次|再次|再者|然后|最后)(?=[，,要是]|[^，。；]{4,})")),
    ("①", re.compile(r"([①-⑳])[、．.]?")),
    ("（1）", re.compile(r"[（(]([0-9０-９]{1,2})[)）][、．.]?")),
    ("（一）", re.compile(rf"[（(]({_CN}{{1,2}})[)）][、．.]?")),
    ("1.", re.compile(r"([0-9０-９]{1,2})[．.、](?![0-9０-９])")),
]  # fmt: skip
_ORDER = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "然后": 3, "最后": 99}
_STOPS = "。；;！!？?：:\n"
_SOFT = "，,、—"
_SPACE = " \t\u3000\xa0"
_CLOSE = "”’』」》）)】]"
_QUOTE = re.compile(
    r"“[^“”\n]{1,200}”|‘[^‘’\n]{1,200}’|「[^「」\n]{1,200}」|《[^《》\n]{1,120}》"
)


@dataclass(frozen=True)
class Mark:
    series: str
    words: str
    number: int
    start: int
    end: int
    soft: bool  # after a comma, where a clause only may begin


def marks_in(text: str, start: int, end: int) -> list[Mark]:
    """All candidate marks between two places, in order."""
    quoted = _quoted(text, start, end)
    found = []
    for series, pattern in _SERIES:
        for match in pattern.finditer(text, start, end):
            edge = _edge(text, start, match.start())
            if edge is None or _inside(quoted, match.start()) or _cites(text, match):
                continue
            words = match[1]
            number = _ORDER.get(words) or number_of(words)
            mark = match[0].rstrip("，,、：:") if series in "第其" else match[0]
            found.append(
                Mark(series, mark, number, match.start(), match.end(), edge == "soft")
            )
    return sorted(found, key=lambda m: m.start)


def _edge(text: str, start: int, at: int) -> str | None:
    """Whether a clause begins here: "hard" after 。；：, "soft" after a comma."""
    while at > start and text[at - 1] in _SPACE:
        at -= 1
    if at == start or text[at - 1] in _STOPS:
        return "hard"
    if text[at - 1] in _CLOSE:
        back = at
        while back > start and text[back - 1] in _CLOSE:
            back -= 1
        if text[back - 1] in _STOPS or text[at - 1] in "）)】]":
            return "hard"
        return None
    return "soft" if text[at - 1] in _SOFT else None


def _cites(text: str, match: re.Match[str]) -> bool:
    """第三条第（一）项 names a place in another text, it does not number."""
    if match[0][0] not in "（(":
        return False
    return text[match.start() - 1 : match.start()] in tuple("第条款") or text[
        match.end() : match.end() + 1
    ] in tuple("项款目")


def _quoted(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [m.span() for m in _QUOTE.finditer(text, start, end)]


def _inside(spans: list[tuple[int, int]], at: int) -> bool:
    place = bisect(spans, (at, 1 << 60)) - 1
    return place >= 0 and spans[place][0] <= at < spans[place][1]


def series_of(marks: list[Mark], *, whole: bool = False) -> list[list[Mark]]:
    """Group candidate marks into series that count; the rest is prose.

    A series begins with 1 and has at least two members, each higher than the one
    before (a repeated number starts the next series). ``whole`` accepts one that does
    not begin with 1, when each of its members opens a paragraph of its own.
    """
    groups: list[list[Mark]] = []
    running: dict[str, list[Mark]] = {}
    for mark in marks:
        group = running.get(mark.series)
        if mark.number == 1 or (group is None and whole):
            running[mark.series] = [mark]
            groups.append(running[mark.series])
        elif group and group[-1].number < mark.number and _follows(group, mark):
            group.append(mark)
    return [group for group in groups if len(group) > 1]


def _follows(group: list[Mark], mark: Mark) -> bool:
    if mark.series == "先":
        return True
    return mark.number - group[-1].number <= 2
