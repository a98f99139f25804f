"""Drawings made on the server: SVG with classes, no script, no inline style.

One unit is about one pixel, so a drawing is made for its width: where a page
serves both, call twice (`width=1120` inside `.mj-wide-only`, `width=340` inside
`.mj-phone`). Every chart says its finding in `label`; the caller sets the same
numbers in a table beside it.
"""

from mingjing.base.ui.charts.bars import Bar, bars
from mingjing.base.ui.charts.calendar import Day, due_calendar, week_strip
from mingjing.base.ui.charts.roadmap import Mark, Row, roadmap

__all__ = [
    "Bar",
    "Day",
    "Mark",
    "Row",
    "bars",
    "due_calendar",
    "roadmap",
    "week_strip",
]
