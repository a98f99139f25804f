"""Reports and facts as official documents: the same numbers, in GB/T 9704."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from mingjing.base.people.models import Unit
from mingjing.cycle.duties.queries import office_post
from mingjing.insight.reports.models import Report
from mingjing.insight.reports.queries.facts import PURPOSE, Fact, facts_of, rows_of
from mingjing.insight.reports.queries.figures import Shown, Span, shown
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
    office = _office()
    title = _("关于%(year)s年%(half)s半年清廉建设情况的报告") % {
        "year": report.starts_on.year,
        "half": _("上") if report.period.endswith("H1") else _("下"),
    }
    return write(_blocks(report, title, office), title=title)


def _office() -> str:
    post = office_post()
    return post.unit.name if post else _("领导小组办公室")


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


def facts_as_word(unit: Unit, span: Span) -> bytes:
    """The same facts as the page, with the rows of those that call for a word."""
    year, half = span.starts_on.year, _("上") if span.starts_on.month == 1 else _("下")
    title = _("%(unit)s%(year)s年%(half)s半年述职述责述廉事实清单") % {
        "unit": unit.name,
        "year": year,
        "half": half,
    }
    return write(_fact_blocks(unit, span, title), title=title)


def _fact_blocks(unit: Unit, span: Span, title: str) -> Iterator[Block]:
    yield Title(title)
    yield Paragraph(str(PURPOSE))
    yield Paragraph(
        _("期间为%(first)s至%(last)s，状态截至%(on)s。")
        % {
            "first": _day(span.starts_on),
            "last": _day(span.until),
            "on": _day(span.on),
        }
    )
    for nth, (name, facts) in enumerate(facts_of(unit, span)):
        yield Heading(1, f"{_NUMERALS[nth]}、{name}")
        for place, each in enumerate(facts, 1):
            yield Paragraph(f"{place}．{_fact_sentence(each)}")
            if each.figure.named and each.count:
                rows = rows_of(each.figure, unit, span).order_by("pk")
                yield from _table(
                    each.figure.kind, list(rows.values_list("pk", flat=True))
                )
    yield Signed(_office(), span.on)


def _fact_sentence(each: Fact) -> str:
    part = "" if each.of is None else _("（共%(of)s）") % {"of": each.of}
    note = f"，{each.note}" if each.note else ""
    return f"{each.figure.label}：{each.count}{part}{note}。"


def _table(kind: str, ids: list[int]) -> Iterator[Block]:
    """One's own unit throughout: day, matter, and where it stands."""
    found = lines(kind, [(pk, None) for pk in ids[:MOST_ROWS]])
    yield Table(
        [_("日期"), _("事项"), _("现在")],
        [[str(each.day or ""), each.title, each.detail] for each in found],
        [2, 5, 2],
    )
    if len(ids) > MOST_ROWS:
        yield Paragraph(_("其余%(n)s件见平台。") % {"n": len(ids) - MOST_ROWS})


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
