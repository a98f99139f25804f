"""Red flags as they should be: instants, evidence, reasons for what cannot be computed.

A flag is a question to ask (疑点), never a finding: each names the records it rests on, the
threshold, the article where there is one, and stands beside its innocent explanations.

    reading = read(stream, asking.choices)
    result = measure(reading, asking)
"""

from mingjing_analytics.procurement.sound.choices import Asking, load_asking
from mingjing_analytics.procurement.sound.indicator import all_indicators
from mingjing_analytics.procurement.sound.market import Market
from mingjing_analytics.procurement.sound.run import (
    Reading,
    Result,
    measure,
    read,
    sensitivities,
)

__all__ = [
    "Asking",
    "Market",
    "Reading",
    "Result",
    "all_indicators",
    "load_asking",
    "measure",
    "read",
    "sensitivities",
]
