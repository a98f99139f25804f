"""A small service centre's log, handed in through the doors."""

import csv
import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile

from mingjing.insight.approvals import actions
from mingjing_analytics.process.reading.mapping import guess

SHANGHAI = ZoneInfo("Asia/Shanghai")
HEAD = ["办件编号", "事项", "环节", "经办人", "开始时间", "完成时间", "申请人"]
MONDAY = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)


def rows(count=12, item="食品经营许可", days=3, late=0, opened=0):
    """Cases accepted on Monday and decided so many days later, some late, some open."""
    told = []
    for number in range(count):
        took = 40 if number < late else days
        steps = [("收件", 0), ("受理", 1), ("审查", 2), ("决定", 24 * took)]
        if number >= count - opened:
            steps = steps[:2]
        for step, hours in steps:
            done = MONDAY + timedelta(hours=hours)
            begun = done - timedelta(minutes=10)
            who = "王小明" if step in {"审查", "决定"} and number == 0 else f"{step}员"
            case = f"{item[:2]}{number:03}"
            told.append(
                [case, item, step, who, f"{begun:%F %T}", f"{done:%F %T}", "张三"]
            )
    return told


def weekly_rows(since_week, weeks=26):
    """Four cases a week, done after six hours, from a week on after two."""
    rows = []
    monday = MONDAY.replace(year=2025, month=3, day=3)
    for week in range(weeks):
        for case in range(4):
            came = monday + timedelta(weeks=week, days=case)
            minutes = (120 if week >= since_week else 360) + (week * 7 + case) % 5 * 10
            for step, moment in (
                ("收件", came),
                ("决定", came + timedelta(minutes=minutes)),
            ):
                at = f"{moment:%F %T}"
                name = f"{week}-{case}"
                rows.append([name, "食品经营许可", step, "员", at, at, "张三"])
    return rows


def upload(*groups, head=HEAD, name="明细.csv", encoding="utf-8"):
    out = io.StringIO()
    csv.writer(out).writerows([head, *(row for group in groups for row in group)])
    return ContentFile(out.getvalue().encode(encoding), name)


def log(*groups, by, now=MONDAY, **more):
    """A log that was read."""
    received = actions.receive_log(upload(*groups, **more), by=by, now=now)
    reading = actions.Reading(guess(more.get("head", HEAD)), "没有写明的事项")
    actions.read_received(received, reading, by=by, now=now)
    received.refresh_from_db()
    return received


def terms(item, *, by, now=MONDAY, number=0, **more):
    draft = {
        "unit": None,
        "since": now.date(),
        "accepted": "受理",
        "decided": "决定",
        "legal_days": 20,
        "legal_basis": "行政许可法第四十二条",
        "committed_days": 5,
        "materials": 6,
        "power": "licence",
        "risks": [],
        "pauses": [],
        "rules": [],
        "reason": "照权力清单",
    } | more
    return actions.set_terms(
        item, actions.Draft(number=number, **draft), by=by, now=now
    )
