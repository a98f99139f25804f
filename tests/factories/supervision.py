"""Data sets handed in through the doors, and a model run over them."""

import csv
import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile

from mingjing.insight.supervision import actions
from mingjing_analytics.supervision.model import catalogue
from mingjing_analytics.supervision.tables import dictionary

NOW = datetime(2026, 11, 10, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
MODEL = "subsidy.deceased"
PAID = [
    [
        "P1",
        "高龄津贴",
        "11010119400101001X",
        "6217001",
        "东山村",
        "300.00",
        "2026-04-02",
    ],
    [
        "P2",
        "高龄津贴",
        "11010119400101001X",
        "6217001",
        "东山村",
        "310.00",
        "2026年6月2日",
    ],
    [
        "P3",
        "高龄津贴",
        "110101194001010028",
        "6217002",
        "西河村",
        "320.00",
        "2026-06-02",
    ],
    ["P4", "低保", "", "6217003", "西河村", "330.00", "2026-06-02"],
]
DIED = [["11010119400101001X", "2026-04-01"]]


def sheet(table, rows):
    """A ledger as CSV, with the table's Chinese titles."""
    out = io.StringIO()
    head = [column.zh for column in dictionary().tables[table].columns.values()]
    csv.writer(out).writerows([head, *rows])
    return ContentFile(out.getvalue().encode(), f"{dictionary().tables[table].zh}.csv")


def data_set(table, rows, *, unit, by, now=NOW, **more):
    given = {
        "purpose": "核对惠民补贴",
        "basis": "县纪委数据监督办法",
        "data_date": date(2026, 10, 31),
        "keep_until": date(2027, 10, 31),
    }
    note = actions.DataNote(table=table, unit=unit, **(given | more))
    return actions.receive_data_set(sheet(table, rows), note, by=by, now=now)


def subsidies(*, unit, by, paid=None, died=None, now=NOW):
    """Both tables of the model, of one unit."""
    data_set("subsidies", paid or PAID, unit=unit, by=by, now=now)
    data_set("deaths", died or DIED, unit=unit, by=by, now=now)


def run(*, by, now=NOW):
    return actions.run_model(catalogue()[MODEL], by=by, now=now)
