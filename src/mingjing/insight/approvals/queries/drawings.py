"""The drawings of an item, in the reader's words; a drawing of a log is kept."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from mingjing.insight.approvals.models import Part
from mingjing.insight.approvals.queries.map_words import (
    compare_words,
    dot_words,
    map_words,
    strip_words,
)
from mingjing.insight.approvals.queries.tables import Asked, part_table
from mingjing.insight.approvals.states.hours import office_calendar
from mingjing_analytics.process.drawing.compare_map import compare_maps
from mingjing_analytics.process.drawing.dots import dotted_chart
from mingjing_analytics.process.drawing.figures import compared_map, flow_map
from mingjing_analytics.process.drawing.process_map import process_map
from mingjing_analytics.process.drawing.strips import strips
from mingjing_analytics.process.drawing.twin import text_twin
from mingjing_analytics.process.drawing.waits import waits
from mingjing_analytics.process.measures.cases import bounds
from mingjing_analytics.process.measures.compare import split
from mingjing_analytics.process.table import NO_TIME, EventTable

Kind = Literal["map", "halves", "strips", "dots"]
KINDS: tuple[Kind, ...] = ("map", "halves", "strips", "dots")
SHARES = (60, 80, 95)
_WIDE, _PHONE = 900.0, 340.0


@dataclass(frozen=True)
class Drawing:
    """The same for a desk and for a phone, and its text."""

    wide: SafeString
    phone: SafeString
    sentences: tuple[str, ...]


def drawing_of(part: Part, kind: Kind, share: int) -> Drawing:
    """Draw an item's part of a log; ``share`` of the cases in percent, for maps."""
    return _drawing(Asked(part), kind, share, get_language() or "")


@lru_cache(maxsize=64)
def _drawing(asked: Asked, kind: Kind, share: int, _language: str) -> Drawing:
    table = part_table(asked.part)
    if kind == "map":
        return _map(table, share / 100)
    if kind == "halves":
        return _halves(table, share / 100)
    if kind == "strips":
        words = strip_words()
        wide, phone = (
            strips(table, words, room=room, most=most, key=f"strips-{room:.0f}")
            for room, most in ((_WIDE, 30), (_PHONE, 15))
        )
        return Drawing(_safe(wide), _safe(phone), ())
    wide, phone = (
        dotted_chart(table, dot_words(), room=room, key=f"dots-{room:.0f}")
        for room in (_WIDE, _PHONE)
    )
    return Drawing(_safe(wide), _safe(phone), ())


def _map(table: EventTable, share: float) -> Drawing:
    words, between = map_words(), office_calendar().between
    flow = flow_map(table, share=share, seconds=waits(table, between))
    wide, phone = (
        process_map(flow, words, key=f"map-{room or 0:.0f}", room=room)
        for room in (None, _PHONE)
    )
    return Drawing(_safe(wide), _safe(phone), text_twin(flow, words).sentences)


def _halves(table: EventTable, share: float) -> Drawing:
    """The cases of the earlier half of the time beside those of the later."""
    words, between = compare_words(), office_calendar().between
    first, _last = bounds(table)
    timed = first[first != NO_TIME]
    middle = (int(timed.min()) + int(timed.max())) // 2 if len(timed) else 0
    before, after = split(table, middle)
    seconds = (waits(before, between), waits(after, between))
    flow = compared_map(before, after, share=share, seconds=seconds)
    wide, phone = (
        compare_maps(flow, words, key=f"halves-{room or 0:.0f}", room=room)
        for room in (None, _PHONE)
    )
    return Drawing(_safe(wide), _safe(phone), text_twin(flow, words).sentences)


def _safe(svg: str) -> SafeString:
    # The library escapes every word of the log and cuts control characters.
    return mark_safe(svg)  # noqa: S308
