"""Whom a firm meets: itself in the middle, the others around, thicker the more often."""

import math

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mingjing.base.ui.charts import svg
from mingjing.insight.purchases.queries import Met
from mingjing_analytics.procurement.sound.survey import Organisation

_MOST = 12
_WIDTH, _HEIGHT = 1040, 340
_FAR_ABOVE = 2
_MARGIN = 26


def meetings(organisation: Organisation, met: list[Met]) -> SafeString:
    """Draw the firms met most above chance; twice chance and more stands out."""
    shown = met[:_MOST]
    middle = _WIDTH / 2, _HEIGHT / 2
    reach = middle[0] - 110, middle[1] - _MARGIN
    parts: list[SafeString] = []
    for place, one in enumerate(shown):
        angle = 2 * math.pi * place / len(shown) - math.pi / 2
        x = middle[0] + reach[0] * math.cos(angle)
        y = middle[1] + reach[1] * math.sin(angle)
        strong = one.times >= _FAR_ABOVE * one.expected
        parts.append(svg.line((*middle, x, y), "tie" if strong else "ax"))
        half = (middle[0] + x) / 2, (middle[1] + y) / 2
        parts.append(svg.text(*half, one.times, "k m b" if strong else "k m"))
        parts.append(svg.text(x, y, svg.fit(one.firm.name, 200), "k m"))
    parts.append(svg.text(*middle, svg.fit(organisation.name, 200), "k m b"))
    above = sum(one.times >= _FAR_ABOVE * one.expected for one in shown)
    label = _("%(name)s与 %(n)d 家同场，其中 %(above)d 家的次数是按机会的两倍以上")
    told = {"name": organisation.name, "n": len(shown), "above": above}
    return svg.picture(_WIDTH, _HEIGHT, label % told, parts)
