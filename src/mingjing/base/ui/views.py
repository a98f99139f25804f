"""The page of patterns: every component once, to look at and to test."""

from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from mingjing.base.ui import charts
from mingjing.base.ui.forms import Sample
from mingjing.base.ui.glyphs import LOOKS

# Fixed, so that two drawings of the page can be compared.
_ON = date(2026, 9, 14)


def patterns(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "ui/patterns.html",
        {
            "states": list(LOOKS),
            "day": _ON,
            "form": Sample(),
            "wrong": Sample({"number": ""}, prefix="wrong"),
            "page_obj": Paginator(range(120), 50).page(2),
            "chips": [{"label": _("逾期"), "url": "?"}],
            "parts": [
                ("equal", _("每月")),
                ("delete", "10"),
                ("insert", "15"),
                ("equal", _("日前公布")),
            ],
            "steps": _steps(),
            **_drawings(),
        },
    )


def _steps() -> list[dict[str, object]]:
    return [
        {"at": _ON, "state": "offered", "title": _("待确认"), "tone": "claim"},
        {"at": _ON, "state": "accepted", "title": _("已确认"), "tone": "ok"},
    ]


def _days() -> list[charts.Day]:
    return [
        charts.Day(
            on=(on := _ON + timedelta(days=n)),
            count=n if n < 4 else 0,
            late=1 if n == 1 else 0,
            rest=on.weekday() >= 5,
            today=n == 0,
        )
        for n in range(7)
    ]


def _rows() -> list[charts.Row]:
    start, first = _ON - timedelta(days=40), _ON + timedelta(days=60)
    return [
        charts.Row(_("公布学校食堂大宗物资采购结果"), start, first, first, "3/8"),
        charts.Row(
            _("公布学校食堂大宗物资采购结果"), start, first + timedelta(days=15), first, "1/4",
            late=_("晚 %(days)s 天") % {"days": 15},
        ),
    ]  # fmt: skip


def _drawings() -> dict[str, str]:
    months = zip(range(4, 10), (212, 188, 164, 121, None, 95), strict=True)
    road = _("路线图")
    return {
        "week": charts.week_strip(_days(), label=_("本周")),
        "burden": charts.bars(
            [charts.Bar(f"{m}", v, current=m == 9) for m, v in months],
            label=_("每月用时，上限180分钟"),
            limit=180,
        ),
        "roadmap": charts.roadmap(_rows(), _ON, label=road),
        "roadmap_phone": charts.roadmap(_rows(), _ON, label=road, width=340),
    }
