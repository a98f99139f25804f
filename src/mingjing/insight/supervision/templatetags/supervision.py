"""Words of data supervision: titles, facts, precision, states."""

from collections.abc import Mapping
from typing import Protocol

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from mingjing.base.ui.templatetags.mj import status
from mingjing.insight.supervision.models import DataSet, Flag, table_title
from mingjing.insight.supervision.queries import told_of
from mingjing.insight.supervision.states import DataState, FlagState
from mingjing_analytics.supervision.model import Model

register = template.Library()


class Judged(Protocol):
    """What people decided about, and how often it was so."""

    @property
    def decided(self) -> int: ...

    @property
    def precision(self) -> tuple[float, float, float] | None: ...


_AREAS = {
    "expenses": gettext_lazy("公务支出"),
    "contracts": gettext_lazy("合同与项目"),
    "subsidies": gettext_lazy("惠民补贴"),
    "schools": gettext_lazy("学校"),
    "hospitals": gettext_lazy("医院"),
    "villages": gettext_lazy("村账"),
    "approvals": gettext_lazy("审批"),
    "staff": gettext_lazy("招录"),
    "benford": gettext_lazy("筛查提示"),
}
_GLYPHS = {
    FlagState.NEW: "pending",
    FlagState.ASKED: "claimed",
    FlagState.ANSWERED: "claimed",
    FlagState.EXPLAINED: "verified",
    FlagState.DISMISSED: "verified",
    FlagState.CONFIRMED: "returned",
    FlagState.TRANSFERRED: "returned",
    FlagState.EXPIRED: "draft",
}
_SHOWN = 3


@register.filter
def area_word(area: str) -> str:
    return str(_AREAS.get(area, area))


@register.filter
def title_word(model: Model) -> str:
    return model.head.title.in_(get_language() or "zh")


@register.filter
def table_word(table: str) -> str:
    return table_title(table)


@register.filter
def precision_word(shelf: Judged) -> str:
    """`33 %（22–46 %，30 个）`, or that nobody decided yet."""
    told = shelf.precision
    if told is None:
        return _("还没有判断")
    share, low, high = (f"{100 * value:.0f}" for value in told)
    return _("%(share)s%%（%(low)s–%(high)s%%，%(n)d 个）") % {
        "share": share,
        "low": low,
        "high": high,
        "n": shelf.decided,
    }


@register.filter
def share_word(share: float) -> str:
    return f"{share:.1%}"


@register.filter
def in_language(told: Mapping[str, str]) -> str:
    return told["en" if (get_language() or "").startswith("en") else "zh"]


@register.simple_tag
def facts_words(flag: Flag, model: Model) -> str:
    """The first facts in a line; a key that is a person's hash stays out."""
    told = told_of(flag, model, get_language() or "zh")
    return "；".join(f"{word} {value}" for word, value in told[:_SHOWN])


@register.simple_tag
def flag_status(flag: Flag) -> SafeString:
    return status(_GLYPHS[FlagState(flag.state)], flag.get_state_display())


@register.simple_tag
def data_status(data: DataSet) -> SafeString:
    glyph = "verified" if data.state == DataState.IN_USE else "draft"
    return status(glyph, data.get_state_display())
