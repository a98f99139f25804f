"""Words of purchases: phases, states of bids, money, precision."""

import re
from decimal import Decimal

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from mingjing.base.ui.charts import Bar, bars
from mingjing.base.ui.templatetags.mj import status
from mingjing.insight.purchases.charts import meetings
from mingjing.insight.purchases.models import Source
from mingjing.insight.purchases.queries import Met
from mingjing.insight.supervision.models import Flag
from mingjing.insight.supervision.queries import PURCHASES
from mingjing.insight.supervision.templatetags.supervision import flag_status
from mingjing_analytics.procurement.importing.kinds import Kind
from mingjing_analytics.procurement.sound.indicator import (
    Indicator,
    Parameter,
    all_indicators,
)
from mingjing_analytics.procurement.sound.survey import Organisation

register = template.Library()
_PHASES = {
    "planning": pgettext_lazy("phase of a purchase", "计划"),
    "tender": pgettext_lazy("phase of a purchase", "招标"),
    "award": pgettext_lazy("phase of a purchase", "评审定标"),
    "contract": pgettext_lazy("phase of a purchase", "合同"),
    "implementation": pgettext_lazy("phase of a purchase", "履约"),
}
_CATEGORIES = {
    "goods": gettext_lazy("货物"),
    "services": gettext_lazy("服务"),
    "works": gettext_lazy("工程"),
}
_BIDS = {
    "valid": ("verified", gettext_lazy("有效")),
    "disqualified": ("returned", gettext_lazy("否决")),
    "withdrawn": ("draft", gettext_lazy("撤回")),
    "invited": ("draft", gettext_lazy("受邀")),
    "pending": ("pending", gettext_lazy("待评审")),
}
_LIMITS = {
    "bid_period": gettext_lazy("投标时间"),
    "documents_offered": gettext_lazy("提供文件的时间"),
    "fewest_bidders": gettext_lazy("最少投标家数"),
    "sign_within": gettext_lazy("签订合同的期限"),
    "publish_contract": gettext_lazy("公开合同的期限"),
    "addition": gettext_lazy("追加不超过"),
    "open_threshold": gettext_lazy("公开招标数额标准"),
}

_BOTH = re.compile(r"(.*[^\x00-\x7f]) +([\x20-\x7e]+)", re.DOTALL)


@register.filter
def phase_word(phase: str) -> str:
    return str(_PHASES.get(phase, phase))


@register.filter
def category_word(category: str) -> str:
    return str(_CATEGORIES.get(category, category))


@register.filter
def limit_word(kind: str) -> str:
    return str(_LIMITS.get(kind, kind))


@register.filter
def kind_word(kind: Kind) -> str:
    """What a table of purchases is called."""
    return kind.en if _english() else kind.zh


@register.filter
def title_of(indicator: Indicator) -> str:
    return indicator.en if _english() else indicator.zh


@register.filter
def indicator_title(model: str) -> str:
    """`procurement.R024` as the indicator's title."""
    found = all_indicators().get(model.removeprefix(PURCHASES))
    return title_of(found) if found is not None else model


@register.filter
def measure_of(indicator: Indicator) -> str:
    return indicator.measure_en if _english() else indicator.measure_zh


@register.filter
def parameter_word(parameter: Parameter) -> str:
    return parameter.en if _english() else parameter.zh


@register.filter
def money(amount: Decimal | None) -> str:
    """`1,950,000` or `1,950,000.50`; a dash for nothing."""
    if amount is None:
        return "—"
    whole = amount == amount.to_integral_value()
    return f"{amount:,.0f}" if whole else f"{amount:,.2f}"


@register.filter
def whole(number: Decimal) -> int:
    """A count of days as plurals want it."""
    return int(number)


@register.simple_tag
def bid_status(state: str | None) -> SafeString:
    glyph, word = _BIDS.get(state or "", ("draft", _("未写")))
    return status(glyph, word)


@register.simple_tag
def source_status(source: Source) -> SafeString:
    glyph = "verified" if source.state == "in_use" else "draft"
    return status(glyph, source.get_state_display())


@register.simple_tag
def put_up_status(flag: Flag | None) -> SafeString:
    """What became of a question in supervision; that nobody looked yet, otherwise."""
    if flag is None:
        return status("pending", _("没有列入"))
    shown: SafeString = flag_status(flag)
    return shown


@register.simple_tag
def moved_chart(
    parameter: Parameter, row: list[tuple[str, int, bool]], width: int
) -> SafeString:
    """How many flags at each value of a threshold; the chosen one stands out."""
    unit = _("（%）") if parameter.share else ""
    name = f"{parameter_word(parameter)}{unit}"
    label = _("%(name)s变动时的疑点个数") % {"name": name}
    drawn = [
        Bar(value.removesuffix("%"), count, current=chosen)
        for value, count, chosen in row
    ]
    return bars(drawn, label=label, width=width)


@register.simple_tag
def met_chart(organisation: Organisation, met: list[Met]) -> SafeString:
    """Whom a firm meets as a bidder; a phone has the table alone."""
    return meetings(organisation, met)


def _english() -> bool:
    return (get_language() or "").startswith("en")


@register.filter
def one_language(sentence: str) -> str:
    """The half of `中文 English` that the reader reads; all of it where it is not so."""
    found = _BOTH.fullmatch(sentence)
    return found[2 if _english() else 1] if found else sentence
