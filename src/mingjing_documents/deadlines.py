"""Time limits as documents print them, and what they mean.

“前”“以前” include the day or month named (民法典 第一千二百五十九条: 以前包括本数), so
2026年6月前 ends on 30 June, as 2026年6月底前 does.
"""

import calendar
import re
from datetime import date

from mingjing_documents.model import Deadline

_WIDE = str.maketrans("０１２３４５６７８９（）：，－～．", "0123456789():,-~.")
_Y = r"(?P<y>20\d{2})年(?:度)?"
_M = r"(?<![\d.])(?P<m>1[0-2]|0?[1-9])月(?:份)?"
_MN = r"(?P<m>1[0-2]|0?[1-9])月(?:份)?"
_D = r"(?P<d>\d{1,2})(?:日|号)"
_BEFORE = r"(?:之前|以前|前|止|内|完成)?"
_MUST = r"(?:之前|以前|前|止)"
_DONE = r"(?:之前|以前|前|内|要?完成)"
_NEXT = r"(?<![\d年])(?P<next>明年|今年|本年|当年|次年|翌年)?"
_QUARTER = r"(?:第)?(?P<q>[一二三四1-4])季度"
_PART = r"(?P<part>底|末|初|上旬|中旬|下旬|月末)"
_FIVE = r"[“\"]?(?P<five>十[三四五六七]五)[”\"]?(?:规划)?(?:时期|期)?(?:末|末期|期间|期内|结束前|收官)"
_CN = {"一": 1, "二": 2, "三": 3, "四": 4} | {
    f"十{c}": n for c, n in zip("三四五六七", range(13, 18), strict=True)
}
_PARTIAL_MONTH = {"上旬": 10, "中旬": 20, "初": 10}

# Loose forms count in a note or a table's column; in prose the strict ones alone do.
_STRICT = [
    ("月", rf"{_Y}{_MN}{_D}{_MUST}"),
    ("月", rf"{_Y}{_MN}{_PART}{_BEFORE}"),
    ("月", rf"{_Y}{_MN}{_MUST}"),
    ("月", rf"{_NEXT}{_M}{_D}{_MUST}"),
    ("月", rf"{_NEXT}{_M}(?P<part>底|末|上旬|中旬|下旬){_BEFORE}"),
    ("月", rf"{_NEXT}{_M}{_MUST}"),
    ("半年", rf"{_Y}(?P<half>上半年|下半年){_BEFORE}"),
    ("季度", rf"{_Y}{_QUARTER}(?:末|底)?{_BEFORE}"),
    ("年", rf"{_Y}(?:年)?(?:底|末|内|终){_BEFORE}"),
    ("年", rf"{_Y}{_MUST}"),
    ("年", rf"到{_Y}(?=[，,、：:])"),
    (
        "年",
        r"(?<![\d一二两三四五六七八九十几近])(?P<next>明年|今年|本年|当年|次年)?(?P<yearend>年底|年末|年终|年内|本年度内|年度内)(?:之前|以前|前)?",
    ),
    ("年", r"(?P<next>明年|今年|次年)(?P<yearend>底|末|内)(?:之前|以前|前)?"),
    ("五", _FIVE),
    (
        "半年",
        r"(?P<next>明年|今年)?(?P<half>上半年|下半年)(?:底|末)?(?:之前|以前|前|内|要?完成)",
    ),
    (
        "季度",
        rf"(?<!年)(?P<next>明年|今年)?{_QUARTER}(?:(?:底|末){_DONE}?|{_DONE})",
    ),
]
_LOOSE = [
    ("月", rf"{_Y}{_MN}{_D}"),
    ("月", rf"{_Y}{_MN}"),
    ("年", _Y),
    ("月", rf"{_NEXT}{_M}{_D}"),
    ("月", rf"{_NEXT}{_M}"),
    ("半年", r"(?P<half>上半年|下半年)"),
    ("季度", _QUARTER),
    ("20", r"(?P<y>20\d{2})[.\-/](?P<m>1[0-2]|0?[1-9])(?!\d)(?:[.\-/](?P<d>\d{1,2}))?"),
    ("20", r"(?P<y>20\d{2})"),
]
_RELATIVE = re.compile(
    r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3}|半)(?:个)?(?:工作日|自然日|日|天|周|月|年)(?:之)?内|(?:春节|国庆|元旦|汛期|开学|换届|两会)前"
)
_TIMES = r"(?:至少)?(?:不少于)?[一1两2]次"
_EVERY = [
    (rf"每(?:隔)?半年(?:度)?|半年{_TIMES}|每(?:一)?年(?:至少)?(?:两|2)次|一年(?:两|2)次|半年度|每(?:个)?学期", "half_year"),
    (rf"每(?:个)?季度?(?:末|初)?|按季度?|季度末月|逐季|[一1](?:个)?季度?{_TIMES}|每(?:三|3)个月|季度(?:通报|调度|报告|报送|例会|更新|公示|公开|分析|会商|研判|汇报)", "quarter"),
    (rf"每(?:个|两个|双|2个|两|半|半个)?月|每旬|按月|逐月|月度|[一1](?:个)?月{_TIMES}|月(?:调度|通报|报告)", "month"),
    (r"每(?:两|2|双)?(?:个)?(?:周|星期)|按周|逐周|周调度|周报", "week"),
    (r"每(?:日|天)(?!都|[0-9０-９]+元|打卡)|逐日|按日|日(?:调度|报告)", "day"),
    (r"每(?:一|两|2|三|3|五|5)?年(?:度)?(?!轻|龄|级|代|来)|按年(?:度)?|一年一次|年度(?:综合|目标|绩效|考核|考评|报告|述|评议|测评|民主|评估|审计|总结|述职)", "year"),
]  # fmt: skip
_ON_DAY = re.compile(r"每(?:个)?月(?:的)?(?P<d>\d{1,2})(?:日|号)(?:之前|以前|前)?")
_YEARLY = re.compile(
    rf"每年(?:的)?{_MN}(?:{_D}|(?P<part>底|末|初|上旬|中旬|下旬))?(?:之前|以前|前)?"
)
_ALWAYS_STRICT = re.compile(
    r"长期坚持|持续推进|持续深入推进|常态化(?:地)?(?:推进|开展|坚持|落实|抓好|做好|组织|运行)|常抓不懈|长期推进|贯穿全年|长抓不懈|全年持续"
)
_ALWAYS = re.compile(
    r"长期|持续|常态|常抓不懈|贯穿|全年|全程|始终|一以贯之|经常性|日常|即时|随时|动态|实时|适时"
)
# 截至2025年底, 自2024年6月以来: what was, not what is due.
_PAST = re.compile(r"(?:截至|截止到|自|从|较|比|原定|已于|已在)[^，。；]{0,3}$")
_SINCE = re.compile(
    r"(?:以来|已完成|已经完成|(?:印发|出台|发布)(?=的|了|以来|后|《)|修订的|起施行|起)"
)
_DASH = r"\s*(?:[—–\-－~～至到]+)\s*"
_PLACE = r"(?:(?:20\d{2})年)?(?:\d{1,2}月(?:份)?)?(?:\d{1,2}日|[底末初]|[上中下]旬)?"
_RANGE = re.compile(
    rf"(?P<from>(?<!\d)20\d{{2}}(?={_DASH}20\d{{2}}年)|(?:(?:20\d{{2}})年)(?:\d{{1,2}}月)?(?:\d{{1,2}}日|[底末初]|[上中下]旬)?|\d{{1,2}}月(?:\d{{1,2}}日|[底末初]|[上中下]旬)?){_DASH}(?P<to>{_PLACE})"
)
_UNTIL = re.compile(rf"{_DASH}(?:20\d\d年|\d{{1,2}}月|\d{{1,2}}日|明年|年底|[底末])")
_STAGE = re.compile(r"[（(](?P<when>[^（()）]{3,40})[)）]$")
_OPENS = re.compile(r"^(?P<when>[^,:、()]{2,30})[,:]")  # 3月—4月，动员部署
_STAGE_ONLY = re.compile(
    r"[\d年月日份上中下旬底初末前季度第一二三四半至到—–\-－~～、\s.]+"
)
_SPACED = re.compile(
    r"(?<=\d)[ \u3000\xa0]+(?=[年月日])|(?<=[年月])[ \u3000\xa0]+(?=\d)"
)
LONGEST_CLAUSE = 24


_Forms = list[tuple[str, re.Pattern[str]]]  # with a word that each must contain


def _compiled(forms: list[tuple[str, str]]) -> _Forms:
    return [(word, re.compile(pattern)) for word, pattern in forms]


_STRICT_RE, _LOOSE_RE = _compiled(_STRICT), _compiled(_LOOSE)
_ANY_RE = [*_STRICT_RE, *_LOOSE_RE]
_EVERY_RE = {every: re.compile(pattern) for pattern, every in _EVERY}
_REGULAR_RE = {"regular": re.compile(r"(?<!不)定期(?!存|限)")}
_EVERY_HINTS = {
    "half_year": "年期", "quarter": "季月", "month": "月", "week": "周星",
    "day": "日天", "year": "年", "regular": "定",
}  # fmt: skip
_STOP = re.compile(r"[，,。；;、：:！？)\n]|$")
_HINT = re.compile(r"[年月季周日天旬末期长持常前内]")


def deadline_in(words: str, *, year: int | None, noted: bool) -> Deadline:
    """The time limit in `words`; of several, the first that is definite.

    `year`: the document's own, for dates without one (None: the date stays null).
    `noted`: the words are the value of a note or cell, so that looser forms count and
    the whole value is the text.
    """
    if noted:
        return _noted(_close_up(words), year)
    found = deadlines_in(words, year=year)
    return found[0] if found else Deadline()


def _close_up(words: str) -> str:
    """2026 年 6 月 30 日, as typists space it."""
    return _SPACED.sub("", words) if _SPACED.search(words) else words


def deadlines_in(words: str, *, year: int | None) -> list[Deadline]:
    """All time limits said in prose, the definite before 定期, else as they stand."""
    if not _HINT.search(words):
        return []
    words = _close_up(words)
    plain = words.translate(_WIDE)
    candidates = [
        found
        for found in (
            _recurring(plain, _EVERY_RE, words),
            _date(plain, year, _STRICT_RE, prose=True),
            _continuous(plain, _ALWAYS_STRICT),
        )
        if found
    ]
    candidates.sort(key=lambda item: item[0])
    regular = _recurring(plain, _REGULAR_RE, words)
    if regular and (not candidates or not _definite(candidates[0], regular, plain)):
        candidates.insert(0, regular)
    elif regular:
        candidates.append(regular)
    return [deadline for _, deadline in candidates]


def _definite(first: "_Found", regular: "_Found", plain: str) -> bool:
    """A date or interval in the same sentence as 定期, or before it, says more."""
    if first[0] < regular[0]:
        return True
    weak = first[1].text.startswith("年度") or first[1].kind == "continuous"
    return not weak or "。" not in plain[regular[0] : first[0]]


def stage_in(title: str, *, year: int | None) -> Deadline:
    """The last day of a stage whose heading names it: 准备阶段（2026年3月—4月）, 3月—4月，准备."""
    opens = title[:1].isdecimal()
    if not opens and title[-1:] not in ("）", ")"):
        return Deadline()
    stage = (_OPENS if opens else _STAGE).search(title.translate(_WIDE))
    if not stage or not _STAGE_ONLY.fullmatch(stage["when"]):
        return Deadline()
    if not re.search("[月季]" if opens else "[年月季]", stage["when"]):
        return Deadline()
    found = _noted(title[stage.start("when") : stage.end("when")], year)
    return found if found.kind == "date" else Deadline()


_Found = tuple[int, Deadline]


def _noted(words: str, year: int | None) -> Deadline:
    plain, text = words.translate(_WIDE), words.strip()
    found = _recurring(plain, _EVERY_RE, words) or _range(plain, year)
    found = found or _date(plain, year, _ANY_RE, prose=False)
    found = found or _continuous(plain, _ALWAYS)
    found = found or _recurring(plain, _REGULAR_RE, words)
    if found is None and _RELATIVE.search(plain):
        found = (0, Deadline(text, "date"))
    if found is None:
        return Deadline(text)
    mean = found[1]
    return Deadline(text, mean.kind, mean.date, mean.every, mean.day)


def _recurring(
    plain: str, forms: dict[str, re.Pattern[str]], printed: str
) -> _Found | None:
    each = forms is _EVERY_RE and "每" in plain
    match = _ON_DAY.search(plain) if each else None
    if match:
        text = printed[match.start() : match.end()]
        found = Deadline(text, "recurring", every="month", day=int(match["d"]))
        return match.start(), found
    yearly = _YEARLY.search(plain) if each else None
    if yearly:
        text = printed[yearly.start() : yearly.end()]
        return yearly.start(), Deadline(text, "recurring", every="year")
    best: tuple[int, int, str] | None = None
    for every, pattern in forms.items():
        hinted = any(char in plain for char in _EVERY_HINTS[every])
        match = pattern.search(plain) if hinted else None
        if match and (best is None or match.start() < best[0]):
            best = (match.start(), match.end(), every)
    if best is None:
        return None
    text = printed[best[0] : _clause_end(plain, best[1], best[0])]
    return best[0], Deadline(text, "recurring", every=best[2])


def _clause_end(plain: str, at: int, start: int) -> int:
    """The recurrence with what is done then: 每半年要听取一次情况汇报."""
    stop = _STOP.search(plain, at)
    end = stop.start() if stop else at
    return end if end - start <= LONGEST_CLAUSE else at


def _continuous(plain: str, pattern: re.Pattern[str]) -> _Found | None:
    match = pattern.search(plain)
    return (match.start(), Deadline(match[0], "continuous")) if match else None


def _date(plain: str, year: int | None, forms: _Forms, *, prose: bool) -> _Found | None:
    best: re.Match[str] | None = None
    for word, pattern in forms:
        if word not in plain:
            continue
        match = _first(pattern, plain, year) if prose else pattern.search(plain)
        if match and (
            best is None
            or match.start() < best.start()
            or (match.start() == best.start() and match.end() > best.end())
        ):
            best = match
    if best is None:
        return None
    day = _last_day(best.groupdict(), year)
    text = best[0].removeprefix("到") if prose else best[0]
    return best.start(), Deadline(text, "date", day.isoformat() if day else None)


def _first(
    pattern: re.Pattern[str], plain: str, year: int | None
) -> re.Match[str] | None:
    """The first match that looks ahead, not back on what was."""
    for match in pattern.finditer(plain):
        named = match.groupdict().get("y")
        if named and year and int(named) < year:
            continue
        if _PAST.search(plain[max(0, match.start() - 6) : match.start()]):
            continue
        if _UNTIL.match(plain, match.end()):
            continue  # 5月下旬至6月底: its end is what counts
        if not _SINCE.match(plain, match.end()):
            return match
    return None


def _range(plain: str, year: int | None) -> _Found | None:
    """2026年4月—10月, 3月至6月: due at its end."""
    match = _RANGE.search(plain)
    if not match or not match["to"]:
        return None
    first = re.search(r"(20\d{2})年", match["from"])
    own = int(first[1]) if first else year
    loose = _date(match["to"], own, _ANY_RE, prose=False)
    return (match.start(), loose[1]) if loose else None


def _last_day(found: dict[str, str | None], year: int | None) -> date | None:
    if five := found.get("five"):
        return date(2020 + 5 * (_CN[five[:-1]] - 13), 12, 31)  # 十三五 ended with 2020
    if named := found.get("y"):
        year = int(named)
    if year is None:
        return None
    if found.get("next") in ("明年", "次年", "翌年"):
        year += 1
    month, day = _month_and_day(found)
    try:
        last = calendar.monthrange(year, month)[1]
        return date(year, month, day or last)
    except (ValueError, calendar.IllegalMonthError):
        return None  # 2月30日: kept as printed, never guessed


def _month_and_day(found: dict[str, str | None]) -> tuple[int, int | None]:
    if half := found.get("half"):
        return (6 if half == "上半年" else 12), None
    if quarter := found.get("q"):
        return 3 * (_CN.get(quarter) or int(quarter)), None
    if month := found.get("m"):
        part = _PARTIAL_MONTH.get(found.get("part") or "")
        return int(month), int(found["d"] or 0) if found.get("d") else part
    return 12, None
