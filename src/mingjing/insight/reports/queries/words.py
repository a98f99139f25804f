"""A report as an official document: the same numbers, gaps first, in GB/T 9704."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from mingjing.cycle.duties.queries import office_post
from mingjing.insight.reports.models import Report
from mingjing.insight.reports.queries.figures import Shown, shown
from mingjing.insight.reports.queries.rows import lines, pairs_of
from mingjing_documents.official import (
    Addressee,
    Block,
    Heading,
    Paragraph,
    Signed,
    Table,
    Title,
    write,
)

MOST_ROWS = 15
_NUMERALS = "一二三四五六七八九"


def as_word(report: Report) -> bytes:
    """Signed by the leading group's office, whose number it then gets in its register."""
    post = office_post()
    office = post.unit.name if post else _("领导小组办公室")
    title = _("关于%(year)s年%(half)s半年清廉建设情况的报告") % {
        "year": report.starts_on.year,
        "half": _("上") if report.period.endswith("H1") else _("下"),
    }
    return write(_blocks(report, title, office), title=title)


def _blocks(report: Report, title: str, office: str) -> Iterator[Block]:
    yield Title(title)
    yield Addressee(_("县委："))
    yield Paragraph(
        _(
            "现将%(first)s至%(last)s的情况报告如下。差距和还不知道的列在前面；数字由平台从责任、佐证、问题和会议的记录汇总，每个数字都可以逐项查看。"
        )
        % {
            "first": _day(report.starts_on),
            "last": _day(report.as_of),
        }
    )
    kept = {each["key"]: each for each in report.figures}
    for nth, (name, figures) in enumerate(shown(report.figures)):
        yield Heading(1, f"{_NUMERALS[nth]}、{name}")
        for place, each in enumerate(figures, 1):
            yield Paragraph(f"{place}．{_sentence(each)}")
            if each.tone or each.figure.named:
                yield from _rows(kept[each.figure.key])
    yield Paragraph(
        _("第%(number)s稿，数据指纹%(hash)s。")
        % {"number": report.number, "hash": report.data_hash[:16]}
    )
    yield Signed(office, report.as_of)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _sentence(each: Shown) -> str:
    said = f"{each.figure.label}：{_number(each)}"
    if each.of is None:
        return f"{said}。"
    part = _("（共%(of)s）") % {"of": each.of}
    return f"{said}{part}。"


def _number(each: Shown) -> str:
    if each.number is None:
        return _("还不知道，还没有满一个月")
    if each.figure.minutes:
        return _("%(n)s分钟") % {"n": each.number}
    return str(each.number)


def _rows(kept: dict[str, Any]) -> Iterator[Block]:
    """What stands behind a gap, named; the rest is counted."""
    pairs = pairs_of(kept)
    found = lines(kept["kind"], pairs[:MOST_ROWS])
    if not found:
        return
    yield Table(
        [_("单位"), _("事项"), _("日期或数量")],
        [[each.unit, each.title, str(each.day or each.detail)] for each in found],
        [2, 5, 2],
    )
    if len(pairs) > MOST_ROWS:
        yield Paragraph(_("其余%(n)s件见平台。") % {"n": len(pairs) - MOST_ROWS})
