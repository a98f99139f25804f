"""What stands before and after the body: title, number, addressee, signature."""

import re
from dataclasses import dataclass

from mingjing_documents.markers import strip

NUMBER = re.compile(
    r"[\u4e00-\u9fff]{2,14}[〔\[［（(【]\s*(\d{4})\s*[〕\]］）)】]\s*第?\s*\d{1,5}\s*号"
)
_CN_DATE = r"[一二三四五六七八九十]{1,3}"
SIGNED = re.compile(
    # No \s here: it would run on over blank lines.
    r"[ \t\u3000\xa0（(]*(\d{4}|[二〇○ＯO零一三四五六七八九]{4})[ \u3000]{0,3}年[ \u3000]{0,3}(\d{1,2}|"
    + _CN_DATE
    + r")[ \u3000]{0,3}月[ \u3000]{0,3}(\d{1,2}|"
    + _CN_DATE
    + r")[ \u3000]{0,3}日[ \t\u3000\xa0）)]*"
)
ANNEX = re.compile(
    r"[\s\u3000]*附\s*[件表录](?:[\s\u3000]*[0-9０-９一二三四五六七八九十]{0,2})[\s\u3000]*(?:[：:]|$|(?=\S{0,30}表$))"
)
_CLOSING = re.compile(
    r"[\s\u3000]*(?:抄送|主送|抄报|分送|(?:此件|本件)?[（(](?:此件|本件|联系人)|.{2,30}\d{1,2}月\d{1,2}日印发$|共印\d+份)"
)
_GENRE = re.compile(
    r"(?:方案|意见|通知|讲话|要点|办法|规定|条例|报告|清单|纲要|规划|决定|公告|函|细则|计划|总结|分工|制度|措施|预案|"
    r"安排|批复|通报|公报|决议|纪要|守则|准则|指引|标准|任务分解表|分解表|分工表|任务表|一览表|台账|发言|致辞|提纲|汇报|说明|倡议书|责任书)"
    r"》?(?:[（(][^（）()]{1,30}[)）])?$"
)
_PASSED = re.compile(
    r"^(?:特急|加急|平急|机密|秘密|内部|公开|征求意见稿|.{0,12}签发人.*|[（(\[【〔][^（）()]{1,60}[)）\]】〕])$"
)
_HEAD = re.compile(r".{2,30}文件$")
_SPEAKER = re.compile(
    r"^.{0,20}(?:书记|县长|市长|区长|镇长|乡长|局长|主任|部长|主席|组长|院长|校长|同志)[\s\u3000]*\S{0,4}[\s\u3000]*\S{0,3}$"
)
_CLOSING_STARTS = frozenset("抄主分共此本（(")
LONGEST_TITLE = 70
LONGEST_JOINED = 160
LONGEST_ADDRESSEE = 300
LONGEST_NUMBER_LINE = 40


@dataclass(frozen=True)
class Front:
    title: str
    doc_number: str
    addressee: str
    issuing: tuple[str, ...]  # red head, number, signer, date: as printed
    body_from: int  # the index of the first line of the body


@dataclass
class _Reading:
    title: str = ""
    number: str = ""
    addressee: str = ""
    done: bool = False


def read_front(lines: list[str], first_marked: int) -> Front:
    """Read the lines before the body; `first_marked` is the first numbered line."""
    reading, issuing = _Reading(), []
    body_from = 0
    for at, line in enumerate(lines[:first_marked]):
        words = strip(line)
        if not words:
            continue
        taken = _take(reading, words)
        if taken == "body":
            break
        if taken == "issuing":
            issuing.append(words)
        body_from = at + 1
        if taken == "addressee":
            break
    return Front(
        reading.title, reading.number, reading.addressee, tuple(issuing), body_from
    )


def _take(reading: _Reading, words: str) -> str:
    if not reading.number and len(words) < LONGEST_NUMBER_LINE:
        found = NUMBER.search(words)
        if found:
            reading.number = re.sub(r"\s", "", found[0])
            return "issuing"
    if SIGNED.fullmatch(words) or _PASSED.match(words) or _HEAD.fullmatch(words):
        return "issuing"
    if (
        words[-1] in "：:"
        and len(words) <= LONGEST_ADDRESSEE
        and not re.search(r"[。；]|如下.$|下列.$|以下.{0,6}.$", words)
    ):
        reading.addressee = words.rstrip("：:")
        return "addressee"
    if reading.done:
        return "issuing" if _SPEAKER.match(words) else "body"
    joined = len(reading.title) + len(words)
    stopped = words[-1] in "。；！，" or "。" in words
    if len(words) > LONGEST_TITLE or joined > LONGEST_JOINED or stopped:
        return "body"
    reading.title += re.sub(r"[\s\u3000]+", " ", words)
    reading.done = bool(_GENRE.search(reading.title))
    return "title"


def is_closing(words: str) -> bool:
    """抄送：…, 此件公开发布, …2026年3月5日印发: what stands below the signature."""
    may = "印发" in words or strip(words)[:1] in _CLOSING_STARTS
    return may and _CLOSING.match(words) is not None


def is_title(words: str) -> bool:
    return bool(_GENRE.search(words)) and len(words) <= LONGEST_TITLE


def year_of(front: Front, text: str) -> int | None:
    """The year that dates without one belong to: title, number, signing, first named."""
    years = re.findall(r"(20\d{2})(?=[年—\-－–~至])", front.title)
    if len(years) == 1:
        return int(years[0])
    if found := NUMBER.search(front.doc_number):
        return int(found[1])
    for line in (*front.issuing, *re.findall(rf"(?m)^{SIGNED.pattern}$", text)[:1]):
        dated = re.search(r"20\d{2}", line if isinstance(line, str) else line[0])
        if dated:
            return int(dated[0])
    head = re.search(r"(20\d{2})年", text[:400])
    return int(years[0]) if years else int(head[1]) if head else None
