"""A time that closes a list of units: 县教育局、县财政局，2026年6月底前完成."""

import re

_CLAUSE = re.compile(r"[，,；;。 \u3000]+")
_TIME = re.compile(
    r"(?:力争|确保|务必)?(?:于|在|到|至)?"
    r"(?=.{0,12}[年月日季])[0-9０-９年月日号份底末初前内止上中下旬半季度第一二三四本当明今至到—–\-~～之以]{2,24}"
    r"(?:全部|全面|基本)?(?:完成|办结|到位|整改到位|落实到位|见效)?"
    r"|[“\"]?十[四五六七]五[”\"]?(?:规划)?(?:期间|末|时期|期末)(?:完成)?"
    r"|(?:并)?(?:长期|持续|常态化?|全年|立行立改|即知即改|动态|定期|适时)"
    r"(?:地)?(?:坚持|推进|实施|开展|落实|抓好|深化|完成|整改|更新)?"
    r"|每(?:半年|季度|个?月|周|年|学期).{0,10}"
)


def split_time(words: str) -> tuple[str, str]:
    """The units and the time behind them, "" when there is none.

    >>> split_time("县教育局、县财政局，2026年6月底前完成")
    ('县教育局、县财政局', '2026年6月底前完成')
    >>> split_time("县教育局牵头，县财政局配合")
    ('县教育局牵头，县财政局配合', '')
    """
    cut = len(words)
    for gap in reversed(list(_CLAUSE.finditer(words))):
        clause = words[gap.end() : cut]
        if clause and not _TIME.fullmatch(clause):
            break
        cut = gap.start()
    return words[:cut], _CLAUSE.sub("，", words[cut:]).strip("，")
