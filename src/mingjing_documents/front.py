"""What stands before and after the body: title, number, addressee, signature."""

import re
from dataclasses import dataclass

from mingjing_documents.markers import strip

NUMBER = re.compile(
    r"[\u4e00-\u9fff]{2,14}[〔\[［（(]\s*(\d{4})\s*[〕\]］）)]\s*第?\s*\d{1,5}\s*号"
)
SIGNED = re.compile(
    r"[\s\u3000]*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日[\s\u3000]*"
)
ANNEX = re.compile(
    r"[\s\u3000]*附\s*[件表录](?:[\s\u3000]*[0-9一二三四五六七八九十]{0,2})[\s\u3000]*(?:[：:]|$|(?=\S{0,30}表$))"
)
_GENRE = re.compile(
    r"(?:方案|意见|通知|讲话|要点|办法|规定|条例|报告|清单|纲要|规划|决定|公告|函|细则|计划|总结|分工|制度|措施|"
    r"安排|批复|通报|公报|决议|纪要|守则|准则|指引|标准|任务分解表|分解表|一览表|发言|致辞|提纲|汇报|说明)"
    r"(?:[（(][^（）()]{1,30}[)）])?$"
)
_PASSED = re.compile(
    r"^(?:特急|加急|平急|机密|秘密|内部|公开|.{0,20}文件|.{0,12}签发人.*|[（(][^（）()]{1,40}[)）])$"
)
LONGEST_TITLE = 70


@dataclass(frozen=True)
class Front:
    title: str
    doc_number: str
    addressee: str
    body_from: int  # the index of the first line of the body


def read_front(lines: list[str], first_marked: int) -> Front:
    """Read the lines before the body; `first_marked` is the first numbered line."""
    title, number, addressee = "", "", ""
    done = False
    at = 0
    for at, line in enumerate(lines[:first_marked]):
        words = strip(line)
        if not words or SIGNED.fullmatch(line) or _PASSED.match(words):
            continue
        if not number and len(words) < 40 and (found := NUMBER.search(words)):
            number = re.sub(r"\s", "", found[0])
            continue
        if words[-1] in "：:" and len(words) <= 200 and "。" not in words:
            addressee = words.rstrip("：:")
            return Front(title, number, addressee, at + 1)
        if done or len(words) > LONGEST_TITLE or words[-1] in "。；！，":
            break
        title += words
        done = bool(_GENRE.search(title))
    else:
        at = first_marked
    return Front(title, number, addressee, min(at, first_marked))


def is_title(words: str) -> bool:
    return bool(_GENRE.search(words)) and len(words) <= LONGEST_TITLE


def year_of(front: Front, text: str) -> int | None:
    """The year that dates without one belong to."""
    years = re.findall(r"(\d{4})(?=[年—\-－至])", front.title)
    if len(years) == 1:
        return int(years[0])
    if found := NUMBER.search(front.doc_number):
        return int(found[1])
    signed = list(re.finditer(rf"(?m)^{SIGNED.pattern}$", text[-4000:]))
    if signed:
        return int(signed[-1][1])
    head = re.search(r"(\d{4})年", text[:400])
    return int(years[0]) if years else int(head[1]) if head else None
