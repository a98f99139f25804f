"""An effect as a sentence."""

from django import template
from django.utils.translation import gettext as _

from mingjing_analytics.process.effect.before_after import Effect

register = template.Library()


@register.filter
def effect_sentence(effect: Effect) -> str:
    """By how much, from where to where, and what these weeks could have shown."""
    if effect.share is None or effect.low is None or effect.high is None:
        return ""
    told = {
        "n": _signed(effect.share),
        "low": _signed(effect.low),
        "high": _signed(effect.high),
        "least": _signed(effect.least or 0.0),
    }
    return (
        _(
            "每件用时少 %(n)s（95%% 的把握在 %(low)s 到 %(high)s 之间；这些周数看得出 %(least)s 以上的变化）。"
        )
        % told
    )


def _signed(share: float) -> str:
    return f"{share * 100:.0f}%".replace("-", "−")
