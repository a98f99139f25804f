"""Enumerations inside a paragraph: 一是…二是…, 首先…其次…, 一要…, 第一，… and ①….

A mark counts only where a clause may begin, outside quotation marks, and only in the
company of another of its series; so 统一是, 一是一二是二, 第一议题 and 四风 do not split.
"""

import re
from bisect import bisect
from typing import NamedTuple

from mingjing_documents.markers import number_of

_CN = "[一二三四五六七八九十]"
_SERIES: list[tuple[str, re.Pattern[str]]] = [
    ("是", re.compile(rf"({_CN}{{1,3}})是(?!\1)[，,、：:]?")),
    ("要", re.compile(rf"({_CN}{{1,3}})要(?![的求素点件务义事害么职])[，,：:]?")),
    ("第", re.compile(rf"第({_CN}{{1,2}})(?:句话|点|步|个?方面)?(?:[，,、：:](?!第{_CN})|是|要(?![务义素事]))")),
    ("其", re.compile(r"其([一二三四五六])(?:[，,、：:]|是)")),
    ("先", re.compile(r"(首先|其次|再次|再者|然后|最后)(?!一|期限|的|阶段|通牒|时刻|关头)[，,：:]?")),
    ("①", re.compile(r"([①-⑳⑴-⒇⒈-⒛])[、．.]?")),
    ("（1）", re.compile(r"[（(]([0-9０-９]{1,2})[)）][、．.]?")),
    ("（一）", re.compile(rf"[（(]({_CN}{{1,2}})[)）][、．.]?")),
    ("1.", re.compile(r"([0-9０-９]{1,2})(?:[．.](?![0-9０-９])|、(?![0-9０-９]{1,3}[、个项条名件]))")),
    ("1)", re.compile(r"([0-9]{1,2})[)）][、．.]?")),
    ("一、", re.compile(rf"({_CN}{{1,2}})、(?!{_CN}[、是要])")),
]  # fmt: skip
_ANY = re.compile(
    rf"{_CN}[是要、]|第{_CN}|其[一二三四五六]|首先|其次|再次|再者|然后|最后|[①-⑳⑴-⒇⒈-⒛]"
    rf"|[（(](?:[0-9０-９]|{_CN})|[0-9０-９][．.、)）]"
)
# 干部一要脚勤、二要嘴勤: behind its subject, when the second follows at once.
_BEHIND = re.compile(r"一要[^，,。；;：:、\n]{1,12}[、，,；;]\s*二要")
_ORDER = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "然后": 3, "最后": 99}
_STOPS = "。；;！!？?：:\n"
_SOFT = "，,、—"
_HARD_ONLY = ("（一）", "1.", "1)", "一、")
_WORDS = "是要第其先"
_SPACE = " \t\u3000\xa0"
_CLOSE = "”’』」》）)】]〕"
_QUOTE = re.compile(
    r"“[^“”\n]{1,200}”|‘[^‘’\n]{1,200}’|「[^「」\n]{1,200}」|《[^《》\n]{1,120}》|\"[^\"\n]{1,60}\""
)
_ITEM = re.compile(r"(?:[、和及至或]?第?[（(]\w{1,3}[)）]){0,9}[项款目](?![目标])")
LONGEST_ITEM = 400
_OPENS, _CLOSES = "“（(【", "”）)】"
_STOP_OR_PAIR = re.compile(f"[。{_OPENS}{_CLOSES}]")
WIDEST_GAP = 3  # numbers that may be missing between two members


class Mark(NamedTuple):
    series: str
    words: str
    number: int
    start: int
    end: int
    soft: bool  # after a comma, where a clause only may begin


def marks_in(text: str, start: int, end: int) -> list[Mark]:
    """All candidate marks between two places, in order."""
    if not _ANY.search(text, start, end):
        return []
    quoted = [m.span() for m in _QUOTE.finditer(text, start, end)]
    found: list[Mark] = []
    for series, pattern in _SERIES:
        if series in "是要第其" and text.find(series, start, end) < 0:
            continue
        for match in pattern.finditer(text, start, end):
            edge = _edge(text, start, match.start())
            if edge is None and series == "要" and _BEHIND.match(text, match.start()):
                edge = "soft"
            if edge is None or _inside(quoted, match.start()) or _cites(text, match):
                continue
            if edge == "soft" and series in _HARD_ONLY:
                continue
            words = match[1]
            number = _ORDER.get(words) or number_of(words)
            mark = match[0].rstrip("，,、：:") if series in _WORDS else match[0]
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
        if text[back - 1] in _STOPS or text[at - 1] in "）)】]〕":
            return "hard"
        return None
    return "soft" if text[at - 1] in _SOFT else None


def _cites(text: str, match: re.Match[str]) -> bool:
    """第三条第（一）项 names a place in another text, it does not number."""
    if match[0][0] not in "（(":
        return False
    before = text[match.start() - 1 : match.start()]
    return before in ("第", "条", "款") or bool(_ITEM.match(text, match.end()))


def _inside(spans: list[tuple[int, int]], at: int) -> bool:
    place = bisect(spans, (at, 1 << 60)) - 1
    return place >= 0 and spans[place][0] <= at < spans[place][1]


def series_of(marks: list[Mark], *, whole: bool = False) -> list[list[Mark]]:
    """Group candidate marks into series that count; the rest is prose.

    A series begins with 1 and has at least two members. A repeated or skipped number
    stays in it. ``whole`` accepts one that does not begin with 1, when its first
    member opens the text.
    """
    groups: list[list[Mark]] = []
    running: dict[str, list[Mark]] = {}
    for mark in marks:
        group = running.get(mark.series)
        twice = group is not None and len(group) == 1 and mark.number == 1
        if (mark.number == 1 and not twice) or (group is None and whole):
            running[mark.series] = [mark]
            groups.append(running[mark.series])
        elif group and (twice or _follows(group, mark)):
            group.append(mark)
    return [
        group for group in groups if len({m.number for m in group}) > 1 or _twice(group)
    ]


def _twice(group: list[Mark]) -> bool:
    """一是…。一是…。: a slip that is kept, where full stops say so."""
    return len(group) > 1 and group[0].series in "是要" and not group[1].soft


def _follows(group: list[Mark], mark: Mark) -> bool:
    step = mark.number - group[-1].number
    if mark.series == "先":
        return step >= 0  # 再次 and 然后 stand for the same place
    if mark.series in "是要":
        return 0 <= step <= WIDEST_GAP
    return step == 1 or (not mark.soft and 0 <= step <= 2)


def sentence_end(text: str, group: list[Mark], end: int, starts: list[int]) -> int:
    """A series within one sentence ends with it; what follows speaks of the whole.

    `starts`: where the series of this text begin, in order.
    """
    first, last = group[0].start, group[-1].start
    if text.find("。", first, last) >= 0 or text.find("\n", first, last) >= 0:
        return end
    stop = _first_stop(text, last, min(end, last + LONGEST_ITEM))
    if stop < 0 or bisect(starts, last) < bisect(starts, stop):
        return end  # no end in sight, or another series within this item
    return stop + 1


def _first_stop(text: str, start: int, end: int) -> int:
    """The first 。 outside quotation marks and brackets, or -1."""
    depth = 0
    for found in _STOP_OR_PAIR.finditer(text, start, end):
        if found[0] == "。" and depth == 0:
            return found.start()
        depth = max(0, depth + (found[0] in _OPENS) - (found[0] in _CLOSES))
    return -1
