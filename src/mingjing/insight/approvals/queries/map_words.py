"""What is written on the drawings, in the reader's language."""

from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from mingjing.base.ui.templatetags.mj import cndate
from mingjing.insight.approvals.states.hours import HOURS_A_DAY
from mingjing_analytics.process.drawing.chart_words import DotWords, StripWords
from mingjing_analytics.process.drawing.words import CompareWords, MapWords


def _count(value: int) -> str:
    return number_format(value)


def _worked(seconds: float) -> str:
    """Working time, short enough for a line of a picture."""
    hours = seconds / 3600
    if hours < 1:
        return _("%(n)s 分") % {"n": round(hours * 60)}
    if hours < HOURS_A_DAY:
        return _("%(n)s 时") % {"n": number_format(round(hours, 1), 1)}
    return _("%(n)s 工作日") % {"n": number_format(round(hours / HOURS_A_DAY, 1), 1)}


def _lived(seconds: float) -> str:
    """Time of the calendar."""
    hours = seconds / 3600
    if hours < 1:
        return _("%(n)s 分") % {"n": round(hours * 60)}
    if hours < 24:
        return _("%(n)s 时") % {"n": number_format(round(hours, 1), 1)}
    return _("%(n)s 天") % {"n": number_format(round(hours / 24, 1), 1)}


def _percent(part: int, whole: int) -> str:
    return f"{part * 100 // whole if whole else 0}%"


def _of_maps() -> dict[str, Any]:
    return {
        "start": _("开始"),
        "end": _("结束"),
        "nameless": _("（没有名称）"),
        "count": _count,
        "wait": _worked,
        "share": _percent,
        "shown": _(
            "画出 {all_cases} 件里的 {cases} 件（{share}）：{all_variants} 种走法里的 {variants} 种，"
            "{all_activities} 个环节里的 {activities} 个。"
        ),
        "less": _("一张图画不下更多；要的是 {wanted}。"),
        "parts": _(
            "没有一件画得全。画出最常有的 {activities} 个环节（共 {all_activities} 个）和它们的先后。"
        ),
        "nothing": _("没有事件。"),
        "key_back": _("回到前面的环节"),
        "key_gone": _("不再有"),
        "waited": _("，等待一半不超过 {wait}"),
    }


def map_words() -> MapWords:
    return MapWords(
        **_of_maps(),
        title=_("流程图"),
        key_width=_("线越宽，次数越多"),
        key_number=_("粗体是次数，下面是等待（办公时间），一半不超过。"),
        edge=_("从{source}到{target}：{cases} 件 {count} 次{waited}。"),
        back=_("从{source}回到{target}：{cases} 件 {count} 次{waited}。"),
        again=_("{source}紧接着又一次：{cases} 件 {count} 次{waited}。"),
    )


def compare_words() -> CompareWords:
    return CompareWords(
        **_of_maps(),
        title=_("前后两半时间的流程图"),
        first=_("前一半"),
        second=_("后一半"),
        new=_("+ 新有"),
        gone=_("× 没有了"),
        of_table=_("{table}：{shown}"),
        key_width=_("线越宽，后一半次数越多"),
        key_number=_(
            "粗体是次数，前 → 后；下面是等待（办公时间）。▲▼ 每件多了、少了一成以上。"
        ),
        said_more=_("每件多了"),
        said_fewer=_("每件少了"),
        said_new=_("新有的"),
        said_gone=_("没有了"),
        said_same=_("每件差不多"),
        compared=_("从{source}到{target}：{count} 次，{change}{waited}。"),
    )


def strip_words() -> StripWords:
    return StripWords(
        title=_("时间条"),
        nothing=_("没有有时间的事件。"),
        nameless=_("（没有名称）"),
        count=_count,
        wait=_lived,
        axis=_("来了以后第几天"),
        by_start=_("{all_cases} 件里的 {cases} 件，按先来后到排。"),
        by_duration=_("{all_cases} 件里的 {cases} 件，按用时长短排。"),
        sampled=_("等距抽取。"),
        waiting=_("等待"),
        working=_("办理"),
        either=_("日志没有开始时间，分不开"),
        mixed=_("几个短的环节"),
        step=_("{case}：{step}，{kind} {wait}"),
    )


def dot_words() -> DotWords:
    return DotWords(
        title=_("散点图"),
        nothing=_("没有有时间的事件。"),
        nameless=_("（没有名称）"),
        count=_count,
        day=_day,
        axis=_("一行是一件，先来的在上。"),
        shown=_("{cases} 件的 {events} 个事件。"),
        binned=_("画成 {marks} 点：同一种落在一处的并作一点。"),
        others=_("其他环节"),
    )


def _day(on: date) -> str:
    return cndate(on, "short")
