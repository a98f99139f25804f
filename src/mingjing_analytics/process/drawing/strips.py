"""Time strips: a case a line, waiting hatched and low, working solid and high."""

from collections import Counter
from collections.abc import Sequence

from mingjing_analytics.process.drawing.axis import plain, round_steps, rules
from mingjing_analytics.process.drawing.chart_words import StripWords
from mingjing_analytics.process.drawing.ink import (  # fmt: skip
    SMALL,
    identifier,
    picture,
    tag,
    text,
    titled,
)
from mingjing_analytics.process.drawing.lettering import clean, width, wrapped
from mingjing_analytics.process.drawing.notes import notes
from mingjing_analytics.process.drawing.spans import Order, Span, Strip, strips_of
from mingjing_analytics.process.table import EventTable

MARKS = 5000  # more no page holds; shorter spans are drawn as one
_WORDS = StripWords()
_DAY = 86_400.0
_MARGIN, _TOP = 10.0, 6.0
_ROW, _HIGH, _LOW = 27.0, 10.0, 6.0  # px of a line, of work and of waiting in it
_SIGNS = "123456789"  # of the steps that took longest, at the begin of each
_FILL = "#4f6d7d"
_SAMPLE = 34.0


def strips(
    table: EventTable,
    words: StripWords = _WORDS,
    *,
    order: Order = "duration",
    most: int = 30,
    room: float = 720.0,
    key: str = "strips",
) -> str:
    """An SVG element ``room`` px wide, with at most so many cases of a table.

    The cases are a sample at even distances of their order, by start or by duration.
    Digits name the steps that took longest, where there is room for them. Time is that of
    the calendar, in days since each case began.
    """
    found, cases = strips_of(table, order, most)
    if not found:
        said, bottom = notes([words.nothing], (_MARGIN, 0, room))
        return picture(key, (room, bottom + 8), words.title, words.nothing, said)
    sheet = _Sheet(table, found, words, room, key)
    told = (words.by_start if order == "start" else words.by_duration).format(
        cases=words.count(len(found)), all_cases=words.count(cases)
    )
    if len(found) < cases:
        told = f"{told} {words.sampled}"
    parts = [sheet.pattern(), *sheet.axis()]
    for row, strip in enumerate(found):
        parts += sheet.row(row, strip)
    written, bottom = notes([told], (_MARGIN, sheet.bottom + 40, room - 2 * _MARGIN))
    legend, bottom = sheet.legend(bottom + 4)
    size = (room, bottom + 8)
    return picture(key, size, words.title, told, [*parts, *written, *legend])


class _Sheet:
    """Where everything stands, in px, and the marks."""

    def __init__(
        self,
        table: EventTable,
        found: Sequence[Strip],
        words: StripWords,
        room: float,
        key: str,
    ) -> None:
        self._words, self._room = words, room
        self._hatch = f"{identifier(key)}-waiting"
        self._names = table.activity_names
        took: Counter[int] = Counter()
        for span in (span for one in found for span in one.spans):
            took[span.activity] += round(span.end - span.begin)
        ranked = sorted(took, key=lambda code: (-took[code], code))
        self._signs = dict(zip(ranked, _SIGNS, strict=False))
        self._kinds = {span.kind for one in found for span in one.spans}
        self._left = _MARGIN + min(96.0, room / 4) + 8
        self._right = room - _MARGIN - 52
        self._longest = max(one.length for one in found)
        self._scale = (self._right - self._left) / max(self._longest, 1.0)
        marks = sum(len(one.spans) for one in found)
        across = len(found) * (self._right - self._left)
        self._least = across / MARKS * 2 if marks > MARKS else 0.0
        self.bottom = _TOP + _ROW * len(found)

    def pattern(self) -> str:
        """Thin lines aslant; kept when a page is printed without backgrounds."""
        path = tag(
            "path", d="M-1 1l2 -2M0 4l4 -4M3 5l2 -2", stroke=_FILL, stroke_width=1
        )
        return tag("defs", tag("pattern", path, id=self._hatch, width=4, height=4, patternUnits="userSpaceOnUse"))  # fmt: skip

    def axis(self) -> list[str]:
        days = round_steps(self._longest / _DAY, self._right - self._left)
        ticks = [(self._left + one * _DAY * self._scale, plain(one)) for one in days]
        parts = rules(ticks, _TOP, self.bottom, self._room)
        middle = (self._left + self._right) / 2
        words = self._words.axis
        return [*parts, text(middle, self.bottom + 32, words, "dr-note", text_anchor="middle")]  # fmt: skip

    def row(self, row: int, strip: Strip) -> list[str]:
        """The name of a case, its spans, and how long it took."""
        base = _TOP + _ROW * row + _ROW - 4
        name = clean(strip.case) or self._words.nameless
        short = wrapped(name, (self._left - _MARGIN - 8) / SMALL, 1)[0]
        parts = [titled(text(_MARGIN, base, short, "dr-note"), name)]
        free = self._left
        for span in _merged(strip.spans, self._least / self._scale):
            parts.append(self._span(span, base, name))
            x = self._left + span.begin * self._scale
            sign = self._signs.get(span.activity, "")
            wide = (span.end - span.begin) * self._scale
            if sign and span.kind != "working" and wide >= 12 and x >= free:
                parts.append(text(x + 1, base - _HIGH - 1, sign, "dr-note", fill_opacity="0.8"))  # fmt: skip
                free = x + 12
        end = self._left + strip.length * self._scale
        total = self._words.wait(strip.length)
        return [*parts, text(end + 6, base, total, "dr-count")]

    def _span(self, span: Span, base: float, case: str) -> str:
        words = self._words
        x = self._left + span.begin * self._scale
        wide = max((span.end - span.begin) * self._scale, 1.5)
        if span.activity < 0:
            return titled(self._bar("mixed", x, base, wide), f"{case}: {words.mixed}")
        kinds = {
            "waiting": words.waiting,
            "working": words.working,
            "either": words.either,
        }
        step = clean(self._names[span.activity]) or words.nameless
        took = words.wait(span.end - span.begin)
        told = words.step.format(case=case, step=step, kind=kinds[span.kind], wait=took)
        return titled(self._bar(span.kind, x, base, wide), told)

    def _bar(self, kind: str, x: float, base: float, wide: float) -> str:
        """Low and hatched for waiting, high and full for work, empty for either."""
        high = _HIGH if kind == "working" else _LOW
        fill = {"waiting": f"url(#{self._hatch})", "working": _FILL, "mixed": "#9fb1ba"}
        return tag(
            "rect",
            css=f"dr-{kind}",
            x=x,
            y=base - high,
            width=wide,
            height=high,
            fill=fill.get(kind, "none"),
            stroke="none" if kind in {"working", "mixed"} else _FILL,
            stroke_width=0.8,
        )

    def legend(self, y: float) -> tuple[list[str], float]:
        """Samples of what is drawn, and the names of the digits."""
        words, parts = self._words, []
        kinds = [("waiting", words.waiting), ("working", words.working)]
        kinds += [("either", words.either)]
        kinds = [(kind, said) for kind, said in kinds if kind in self._kinds]
        if self._least:
            kinds.append(("mixed", words.mixed))
        for kind, said in kinds:
            parts.append(self._bar(kind, _MARGIN, y + 14, _SAMPLE))
            drawn, y = notes([said], (_MARGIN + _SAMPLE + 8, y, self._room))
            parts += drawn
        x, y = _MARGIN, y + 20
        for code, sign in self._signs.items():
            name = clean(self._names[code]) or words.nameless
            said = f"{sign} {wrapped(name, 16, 1)[0]}"
            wide = width(said, SMALL) + 16
            if x > _MARGIN and x + wide > self._room - _MARGIN:
                x, y = _MARGIN, y + 18
            parts.append(text(x, y, said, "dr-note"))
            x += wide
        return parts, y + 4


def _merged(spans: Sequence[Span], least: float) -> list[Span]:
    """Runs of spans shorter than so many seconds as one, of no step."""
    kept: list[Span] = []
    for span in spans:
        if span.end - span.begin >= least:
            kept.append(span)
        elif kept and kept[-1].activity < 0 and span.end - kept[-1].begin < 2 * least:
            kept[-1] = Span(-1, "either", kept[-1].begin, max(kept[-1].end, span.end))
        else:
            kept.append(Span(-1, "either", span.begin, span.end))
    return kept
