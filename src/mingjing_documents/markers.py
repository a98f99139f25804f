"""The markers that Chinese official documents number with, and their order.

党政机关公文格式 (GB/T 9704-2012) 7.3.3: 一、 then （一） then 1. then （1）; ① and the
parts, chapters and articles of rules stand beside it in practice, and 1 / 1.1 / 1.1.1
in emergency plans.
"""

import re
import unicodedata
from typing import NamedTuple

_CN = "[一二三四五六七八九十百零〇两]"
_NUM = "[0-9０-９]"
_BLANK = " \t\u3000\xa0\ufeff\u200b\u2002\u2003\u2009"
_SP = "[ \t\u3000\xa0]?"
_NAMES = "(?:工作|重点|整改|具体|主要|改革|目标)?(?:任务|问题|措施|举措|行动|项目|工程|事项|目标|步骤|专项|专题|环节|板块)"
_HEADS = r"(?=[\s\u3000：:]|[^\s，。]{0,30}$)"

# (kind, rank, pattern); a lower rank stands above. Heading styles rank from 5 on.
_KINDS: list[tuple[str, int, re.Pattern[str]]] = [
    (kind, rank, re.compile(pattern))
    for kind, rank, pattern in (
        ("part", 1, rf"第({_CN}{{1,4}}|\d{{1,3}})(?:[编篇]|部分){_HEADS}"),
        ("chapter", 2, rf"第{_SP}({_CN}{{1,4}}|\d{{1,3}}){_SP}章{_HEADS}"),
        ("section", 3, rf"第{_SP}({_CN}{{1,4}}|\d{{1,3}}){_SP}节{_HEADS}"),
        ("article", 4, rf"第({_CN}{{1,5}}|\d{{1,3}})条(?![之第规、和及的至，,款项例件约线])"),
        ("named", 35, rf"(?:{_NAMES})[ \t\u3000]?({_CN}{{1,3}}|{_NUM}{{1,2}})(?:[：:、．.]|[ \t\u3000]+(?=\S)|(?=[（(]))"),
        ("named", 35, rf"第({_CN}{{1,2}})(?:阶段|步)(?:[：:、．.]|[ \t\u3000]+(?=\S)|(?=[（(]))"),
        ("cn", 20, rf"({_CN}{{1,4}}){_SP}(?:[、．.]|,(?!\d))(?!{_CN}[、．.])"),
        ("cn_paren", 30, rf"[（(]{_SP}({_CN}{{1,4}}){_SP}[)）][、．.]?"),
        ("bare", 39, rf"({_NUM}{{1,2}})[ \t\u3000]+(?=[\u4e00-\u9fff][^，。；：]{{1,24}}$)"),
        ("decimal", 45, rf"((?:{_NUM}{{1,2}}[．.]){{1,3}}{_NUM}{{1,2}})[．.、]?(?=[ \t\u3000]|(?![万亿倍元亩吨])[\u4e00-\u9fff“《])"),
        ("num", 40, rf"({_NUM}{{1,3}}){_SP}(?:、|[．.](?!{_NUM})|[．.](?=20\d\d年)|[．.](?={_NUM}+[个家条项名所处类]))"),
        ("num", 40, r"([⒈-⒛])"),
        ("num_paren", 50, rf"[（(]{_SP}({_NUM}{{1,2}}){_SP}[)）][、．.]?|({_NUM}{{1,2}})[)）][、．.]?"),
        ("num_paren", 50, r"([⑴-⒇])"),
        ("circle", 60, r"([①-⑳])[、．.]?"),
    )
]  # fmt: skip
HEADING_RANK = 5  # of a heading style or # without a number of its own, plus its level
INLINE_RANK = 90

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_RINGS = {0x2460: 20, 0x2474: 20, 0x2488: 20}  # ① ⑴ ⒈
# 三、四季度 and 一、二、三产业 count, they do not number.
_PAIR = re.compile(
    rf"({_CN})、({_CN})(?:季度|产业|线|类|级|等|年级|星|者|楼|期|批|档|院|中|小)"
)


class Marker(NamedTuple):
    kind: str
    rank: int
    words: str
    number: int
    start: int  # of the marker in the line
    end: int  # where its own words begin


def number_of(words: str) -> int:
    """The value of 十二, １２, 12, ⑫ or of the last part of 1.12.

    >>> [number_of(w) for w in ("十二", "二十", "１２", "⑫", "一百零三", "2.3")]
    [12, 20, 12, 12, 103, 3]
    """
    if len(words) == 1:
        for first, count in _RINGS.items():
            if first <= ord(words) < first + count:
                return ord(words) - first + 1
    plain = unicodedata.normalize("NFKC", words).rpartition(".")[2]
    if plain.isdecimal():
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
    if start == len(line) or line[start] not in _FIRST:
        return None
    pair = _PAIR.match(line, start)
    if pair and number_of(pair[2]) == number_of(pair[1]) + 1:
        return None
    for kind, rank, pattern in _KINDS:
        found = pattern.match(line, start)
        if found and line[found.end() : found.end() + 200].strip(_BLANK):
            digits = next(g for g in found.groups() if g)
            deep = rank + len(re.findall("[．.]", digits)) - 1
            at = deep if kind == "decimal" else rank
            words = found[0].rstrip(_BLANK)
            return Marker(kind, at, words, number_of(digits), start, found.end())
    return None


_FIRST = frozenset(
    "第（(任问措举行项工事目步专环板重整具主改一二三四五六七八九十百零〇两0123456789０１２３４５６７８９"
    + "".join(chr(first + i) for first, count in _RINGS.items() for i in range(count))
)


def strip(words: str) -> str:
    return words.strip(_BLANK + "\n")
