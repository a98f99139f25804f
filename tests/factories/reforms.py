"""A reform and a suggestion of an item whose log was handed in."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from mingjing.insight.approvals.models import Item
from mingjing.insight.reforms import actions
from mingjing.insight.reforms.forms import new_receipt
from tests.factories import approvals

NOW = datetime(2026, 6, 1, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def item(*, by, unit=None):
    """An item with a log and terms that name its unit."""
    approvals.log(approvals.rows(), by=by)
    made = Item.objects.get()
    approvals.terms(made, by=by, unit=unit)
    made.refresh_from_db()
    return made


def draft(**more):
    given = {
        "kind": "cancelled",
        "step": "审查",
        "what": "收件时由系统核对",
        "basis": "县政府令第 1 号",
        "risk": "每月抽查十件",
        "claim_percent": 30,
        "starts_on": date(2026, 6, 1),
    }
    return actions.ReformDraft(**given | more)


def reform(of, *, by, now=NOW, **more):
    return actions.propose_reform(of, draft(**more), by=by, now=now)


def suggestion(of, *, now=NOW, receipt="", **more):
    given = {"step": "审查", "text": "两个窗口看同一份材料"} | more
    return actions.receive_suggestion(
        of, **given, receipt=receipt or new_receipt(), by=None, now=now
    )
