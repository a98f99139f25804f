"""Times and shares as people read them; what is not known says so."""

from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mingjing.insight.approvals.forms import COLUMNS, line_of
from mingjing.insight.approvals.states.hours import HOURS_A_DAY
from mingjing_analytics.process.conform.model import Rule
from mingjing_analytics.process.fairness.treatment import Hint

register = template.Library()
UNKNOWN = "—"


@register.filter
def days(value: float | None) -> str:
    """Days of the calendar: 20 分钟, 4.5 小时, 3 天."""
    if value is None:
        return UNKNOWN
    if value * 24 < 24:
        return _hours(value * 24)
    told = _short(value)
    return ngettext("%(n)s 天", "%(n)s 天", _plural(told)) % {"n": told}


@register.filter
def worked(value: float | None) -> str:
    """Working hours: 20 分钟, 4.5 小时, 3 个工作日."""
    if value is None:
        return UNKNOWN
    if value < HOURS_A_DAY:
        return _hours(value)
    told = _short(value / HOURS_A_DAY)
    return ngettext("%(n)s 个工作日", "%(n)s 个工作日", _plural(told)) % {"n": told}


def _hours(hours: float) -> str:
    if hours < 1:
        return _("%(n)s 分钟") % {"n": round(hours * 60)}
    told = _short(hours)
    return ngettext("%(n)s 小时", "%(n)s 小时", _plural(told)) % {"n": told}


def _plural(told: str) -> int:
    """1.5 hours, 2 hours, but 1 hour."""
    return 1 if told == "1" else 2


def _short(value: float) -> str:
    """One digit behind the point, none where it says nothing."""
    rounded = round(value, 1) if value < 10 else round(value)
    whole = float(rounded).is_integer()
    return number_format(rounded, 0 if whole else 1)


@register.filter
def percent(value: float | None) -> str:
    """A share; what is above nought never reads as nought, nor below all as all."""
    if value is None:
        return UNKNOWN
    if 0 < value < 0.005:
        return "<1%"
    if 0.995 < value < 1:
        return ">99%"
    return f"{value * 100:.0f}%"


@register.filter
def mean(value: float | None) -> str:
    return UNKNOWN if value is None else number_format(value, 1)


@register.filter
def in_words(rule: Rule) -> str:
    """A rule as a sentence."""
    told = dict(vars(rule))
    match type(rule).__name__:
        case "Required":
            return _("必须有“%(step)s”") % told
        case "Order":
            return _("“%(first)s”之后才能“%(then)s”") % told
        case "AtMost":
            return (
                ngettext(
                    "“%(step)s”至多 %(times)s 次",
                    "“%(step)s”至多 %(times)s 次",
                    told["times"],
                )
                % told
            )
        case "Exclusive":
            return _("%(steps)s 不能同时有") % {"steps": "、".join(told["steps"])}
        case "FourEyes":
            return _("%(steps)s 不能由同一人办") % {"steps": "、".join(told["steps"])}
    return line_of(told)


@register.filter
def role_word(role: str) -> str:
    """What a column was taken for, as the form called it."""
    return str(COLUMNS.get(role, role))


@register.filter
def issue_place(place: str) -> str:
    """Where a finding of the reader is, in the reader's language."""
    kind, _space, rest = place.partition(" ")
    words = {
        "whole": _("整份文件"),
        "line": _("第 %(n)s 行"),
        "row": _("第 %(n)s 行"),
        "event": _("第 %(n)s 个事件"),
        "trace": _("第 %(n)s 件"),
        "case": _("办件 %(n)s"),
    }
    return words.get(kind, place) % {"n": rest}


@register.filter
def issue_words(issue: dict[str, Any]) -> str:
    """What the reader found, by its fixed word."""
    words = {
        "no-time": _("没有能读的时间，排在本件最后，不算时长"),
        "no-zone": _("时间没有写时区，都按北京时间"),
        "mixed-zones": _("有的时间写了时区，有的没写；没写的按北京时间"),
        "no-case": _("不知道是哪一件，没有计入"),
        "no-case-name": _("没有办件编号，按次序编了号"),
        "same-case": _("编号相同的办件，合成了一件"),
        "empty-case": _("没有任何环节的办件"),
        "no-activity": _("没有环节名称"),
        "default-activity": _("没有环节名称，用了日志自己的默认名"),
        "classifier": _("按日志自己的分类认环节"),
        "bad-row": _("列数不对或读不了的行，没有计入"),
        "object-type": _("有几类对象，取了一类作办件；要另取，重新交时写明"),
        "shared-event": _("同属几件的事件，每件各计一次"),
        "no-object": _("不属于任何一件的事件，没有计入"),
        "same-event": _("编号与前面相同的事件，照样计入"),
        "loose-relation": _("指向的事件或对象不在日志里，或对象没有类型，没有计入"),
        "two-types": _("编号相同而类型不同的对象，按先出现的类型"),
        "out-of-order": _("文件里的先后和时间的先后不一致，按时间"),
        "ties": _("同一件里时间相同的事件，按文件里的先后"),
        "doubled": _("与上一条完全相同的事件，照样计入"),
        "odd-time": _("1980 年以前或 2100 年以后的时间，照样计入"),
        "odd-case-name": _("办件编号像是空缺（如 NA）"),
    }
    return words.get(issue["kind"], str(issue["text"]))


@register.filter
def index(value: float | None) -> str:
    """The index of order."""
    return UNKNOWN if value is None else number_format(value, 2)


@register.filter
def index_words(value: float | None) -> str:
    """What an index of order reads like."""
    if value is None:
        return _("没有一起等的")
    for limit, words in (
        (0.02, _("先到先办")),
        (0.1, _("大致先到先办")),
        (0.4, _("常有越过")),
        (0.6, _("像抽签")),
    ):
        if value < limit:
            return words
    return _("多是后到先办")


@register.filter
def effect_words(hint: Hint) -> str:
    """How far somebody's cases stand from comparable ones."""
    told = {
        "n": round(abs(hint.effect) * 100),
        "low": round(min(abs(hint.low), abs(hint.high)) * 100),
        "high": round(max(abs(hint.low), abs(hint.high)) * 100),
    }
    if hint.direction == "favoured":
        return _("比同样的件靠前 %(n)s（%(low)s—%(high)s，满分 100）") % told
    return _("比同样的件靠后 %(n)s（%(low)s—%(high)s，满分 100）") % told


_MEASURES = {
    "materials": (gettext_lazy("审批最少"), gettext_lazy("要交的材料，份")),
    "steps": (gettext_lazy("流程最优"), gettext_lazy("办结件平均几个环节")),
    "hands": (gettext_lazy("体制最顺"), gettext_lazy("办结件平均交接几次")),
    "same_day": (gettext_lazy("机制最活"), gettext_lazy("当日办结的比例")),
    "half": (gettext_lazy("效率最高"), gettext_lazy("一半办结于")),
    "rating": (gettext_lazy("服务最好"), gettext_lazy("评价满意的比例")),
}


@register.filter
def measure_word(kind: str) -> str:
    """Which of the six superlatives."""
    return str(_MEASURES[kind][0])


@register.filter
def measure_told(kind: str) -> str:
    """How it is measured."""
    return str(_MEASURES[kind][1])


@register.filter
def measure_value(value: float | None, kind: str) -> str:
    """A value in the unit of its measure."""
    if kind in {"same_day", "rating"}:
        return percent(value)
    if kind == "half":
        return days(value)
    return UNKNOWN if value is None else _short(value)
