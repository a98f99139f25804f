"""Time limits as documents print them, and what they mean.

“前”“以前” include the day or month named (民法典 第一千二百五十九条: 以前包括本数), so
2026年6月前 ends on 30 June, as 2026年6月底前 does.
"""

import calendar
import re
import unicodedata
from datetime import date

from mingjing_documents.model import Deadline

_Y = r"(?P<y>\d{4})年(?:度)?"
_M = r"(?P<m>\d{1,2})月(?:份)?"
_BEFORE = r"(?:之前|以前|前|止|内|完成)?"
_MUST = r"(?:之前|以前|前|止)"
_QUARTER = r"(?:第)?(?P<q>[一二三四1-4])季度"
_CN = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "十三": 13,
    "十四": 14,
    "十五": 15,
    "十六": 16,
}

_PARTIAL_MONTH = {"上旬": 10, "中旬": 20, "初": 10}

# Loose forms count in a note or a table's column; in prose the strict ones alone do.
_STRICT = [
    rf"{_Y}{_M}(?P<d>\d{{1,2}})日{_MUST}",
    rf"{_Y}{_M}(?P<part>底|末|初|上旬|中旬|下旬)(?:之前|以前|前)?",
    rf"{_Y}{_M}{_MUST}",
    rf"(?P<next>明年|今年|当年|次年)?{_M}(?P<d>\d{{1,2}})日{_MUST}",
    rf"(?P<next>明年|今年|当年|次年)?{_M}(?P<part>底|末|上旬|中旬|下旬)(?:之前|以前|前)?",
    rf"(?P<next>明年|今年|当年|次年)?{_M}(?:之前|以前|前)",
    rf"{_Y}(?P<half>上半年|下半年){_BEFORE}",
    rf"{_Y}{_QUARTER}(?:末|底)?{_BEFORE}",
    rf"{_Y}(?:年)?(?:底|末|内){_BEFORE}",
    rf"{_Y}(?:之前|以前|前)",
    r"(?P<next>明年|今年|当年|次年)?(?P<yearend>年底|年末|年内|本年度内|本年内|年度内)(?:之前|以前|前)?",
    r"[“\"]?(?P<five>十三五|十四五|十五五|十六五)[”\"]?(?:规划)?(?:时期|期)?(?:末|期间|期内|结束前)",
    r"(?P<next>明年|今年)?(?P<half>上半年|下半年)(?:底|末)?(?:之前|以前|前|内|完成)",
    rf"(?P<next>明年|今年)?{_QUARTER}(?:底|末)?(?:之前|以前|前|内|完成)",
]
_LOOSE = [
    rf"{_Y}{_M}(?P<d>\d{{1,2}})日",
    rf"{_Y}{_M}",
    rf"{_Y}",
    rf"{_M}(?P<d>\d{{1,2}})日",
    rf"{_M}",
    r"(?P<half>上半年|下半年)",
    _QUARTER,
    r"(?P<y>\d{4})[.\-/](?P<m>\d{1,2})[.\-/](?P<d>\d{1,2})",
    r"(?P<y>\d{4})[.\-/](?P<m>\d{1,2})",
]
_EVERY = [
    (r"每半年|半年一次|每年两次|每年2次|一年两次|半年度", "half_year"),
    (
        r"每(?:个)?季度?(?:末|初)?|按季度?|季度末月|逐季|一季度一次|每三个月|每3个月|季度(?:通报|调度|报告|报送|例会|更新|公示|公开)",
        "quarter",
    ),
    (r"每(?:个)?月|按月|逐月|月度|一月一次", "month"),
    (r"每(?:两|2)周|每周|按周|逐周|每星期", "week"),
    (r"每日|每天|逐日", "day"),
    (
        r"每(?:一)?年(?:度)?|按年(?:度)?|逐年|一年一次|年度(?:综合|目标|考核|考评|报告|述|评议|测评|民主)",
        "year",
    ),
    (r"定期", "regular"),
]
_ON_DAY = re.compile(r"每(?:个)?月(?:的)?(?P<d>\d{1,2})(?:日|号)(?:之前|以前|前)?")
_YEARLY = re.compile(
    rf"每年(?:的)?{_M}(?:(?P<d>\d{{1,2}})日|(?P<part>底|末))?(?:之前|以前|前)?"
)
_ALWAYS_STRICT = re.compile(
    r"长期坚持|持续推进|常态化(?:推进|开展|坚持|落实)|常抓不懈|长期推进|持续开展并长期坚持"
)
_ALWAYS = re.compile(
    r"长期|持续|常态化|常抓不懈|贯穿(?:全年|始终|全过程)|全年|始终|一以贯之|经常性|日常|即时|随时|动态"
)


def _compiled(patterns: list[str]) -> list[re.Pattern[str]]:
    return [re.compile(p) for p in patterns]


_STRICT_RE, _LOOSE_RE = _compiled(_STRICT), _compiled(_LOOSE)
_EVERY_RE = [(re.compile(p), every) for p, every in _EVERY]


def deadline_in(words: str, *, year: int | None, noted: bool) -> Deadline:
    """The first time limit in `words`.

    `year`: the document's own, for dates without one (None: the date stays null).
    `noted`: the words are the value of a note or cell, so that looser forms count and
    the whole value is the text.
    """
    plain = unicodedata.normalize("NFKC", words)
    if noted:
        found = _recurring(plain) or _date(plain, year, [*_STRICT_RE, *_LOOSE_RE])
        found = found or _continuous(plain, _ALWAYS)
        text = words.strip()
        if found:
            return Deadline(text, found.kind, found.date, found.every, found.day)
        return Deadline()
    candidates = [
        found
        for found in (
            _recurring(plain),
            _date(plain, year, _STRICT_RE),
            _continuous(plain, _ALWAYS_STRICT),
        )
        if found
    ]
    return min(candidates, key=lambda d: plain.find(d.text), default=Deadline())


def _recurring(plain: str) -> Deadline | None:
    if match := _ON_DAY.search(plain):
        return Deadline(match[0], "recurring", every="month", day=int(match["d"]))
    if match := _YEARLY.search(plain):
        return Deadline(match[0], "recurring", every="year")
    best: tuple[int, str, str] | None = None
    for pattern, every in _EVERY_RE:
        match = pattern.search(plain)
        if match and (best is None or match.start() < best[0]):
            best = (match.start(), match[0], every)
    return Deadline(best[1], "recurring", every=best[2]) if best else None


def _continuous(plain: str, pattern: re.Pattern[str]) -> Deadline | None:
    match = pattern.search(plain)
    return Deadline(match[0], "continuous") if match else None


def _date(
    plain: str, year: int | None, patterns: list[re.Pattern[str]]
) -> Deadline | None:
    best: re.Match[str] | None = None
    for pattern in patterns:
        match = pattern.search(plain)
        if match and (
            best is None
            or match.start() < best.start()
            or (match.start() == best.start() and match.end() > best.end())
        ):
            best = match
    if best is None:
        return None
    day = _last_day(best.groupdict(), year)
    return Deadline(best[0], "date", day.isoformat() if day else None)


def _last_day(found: dict[str, str | None], year: int | None) -> date | None:
    if five := found.get("five"):
        return date(2020 + 5 * (_CN[five[:-1]] - 13), 12, 31)  # 十三五 ended with 2020
    if found.get("y"):
        year = int(found["y"] or 0)
    if year is None:
        return None
    if found.get("next") in ("明年", "次年"):
        year += 1
    month, day = _month_and_day(found)
    try:
        last = calendar.monthrange(year, month)[1]
        return date(year, month, day or last)
    except (ValueError, calendar.IllegalMonthError):
        return None  # 13月, 2月30日: kept as printed, never guessed


def _month_and_day(found: dict[str, str | None]) -> tuple[int, int | None]:
    if half := found.get("half"):
        return (6 if half == "上半年" else 12), None
    if quarter := found.get("q"):
        return 3 * (_CN.get(quarter) or int(quarter)), None
    if month := found.get("m"):
        part = _PARTIAL_MONTH.get(found.get("part") or "")
        return int(month), int(found["d"] or 0) or None if found.get("d") else part
    return 12, None
