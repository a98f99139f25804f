"""Drawings made on the server: SVG with classes, no script, no inline style.

One unit is about one pixel, so a drawing is made for its width: where a page
serves both, call twice (`width=1120` inside `.mj-wide-only`, `width=340` inside
`.mj-phone`). Every chart says its finding in `label`; the caller sets the same
numbers in a table beside it.
"""

from mingjing.base.ui.charts.ageing import Age, ageing
from mingjing.base.ui.charts.bars import Bar, bars
from mingjing.base.ui.charts.calendar import Day, week_strip, weekdays
from mingjing.base.ui.charts.funnel import Stage, funnel
from mingjing.base.ui.charts.levels import levels
from mingjing.base.ui.charts.roadmap import Row, roadmap
from mingjing.base.ui.charts.weeks import Week, weeks

__all__ = [
    "Age",
    "Bar",
    "Day",
    "Row",
    "Stage",
    "Week",
    "ageing",
    "bars",
    "funnel",
    "levels",
    "roadmap",
    "week_strip",
    "weekdays",
    "weeks",
]
