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
            count=n % 8 if n % 7 < 5 else 0,
            late=1 if n == 1 else 0,
            rest=on.weekday() >= 5,
            today=n == 0,
        )
        for n in range(75)
    ]


def _rows() -> list[charts.Row]:
    marks = (
        charts.Mark(_ON, "late", _("逾期")),
        charts.Mark(_ON + timedelta(days=40), "open", _("办理中")),
    )
    title = _("公布学校食堂大宗物资采购结果")
    return [charts.Row(title, marks, start=_ON - timedelta(days=20))]


def _drawings() -> dict[str, str]:
    days = _days()
    months = zip(range(4, 10), (212, 188, 164, 121, None, 95), strict=True)
    span = (_ON, _ON - timedelta(days=30), _ON + timedelta(days=120))
    return {
        "calendar": charts.due_calendar(days, label=_("每天到期的件数")),
        "calendar_phone": charts.due_calendar(
            days, label=_("每天到期的件数"), columns=1
        ),
        "week": charts.week_strip(days[:7], label=_("本周")),
        "burden": charts.bars(
            [charts.Bar(f"{m}", v, current=m == 9) for m, v in months],
            label=_("每月用时，上限180分钟"),
            limit=180,
        ),
        "roadmap": charts.roadmap(_rows(), *span, label=_("路线图")),
        "roadmap_phone": charts.roadmap(_rows(), *span, label=_("路线图"), width=340),
    }
