"""Tables of a small county, written as its offices would."""

import csv
import io
import json

import pytest
from openpyxl import Workbook

from mingjing_analytics.procurement.importing import to_releases

BUYER, AGENT, WINNER, LOSER = (
    "11330000000000001F",
    "91330000000000002A",
    "91330000000000003D",
    "91330000000000004G",
)
TENDER = {
    "项目编号": "CX-1", "项目名称": "密集架采购", "采购人": "澄溪县档案馆",
    "采购人统一社会信用代码": BUYER, "预算金额": "1200000", "采购方式": "公开招标",
    "公告日期": "2026-03-02", "投标截止时间": "2026-03-25 09:30",
}  # fmt: skip
RESULT = {
    "项目编号": "CX-1", "中标供应商": "澄溪家具有限公司",
    "供应商统一社会信用代码": WINNER, "中标金额": "1135000", "中标日期": "2026-03-30",
}  # fmt: skip
CONTRACT = {
    "项目编号": "CX-1", "合同编号": "HT-1", "供应商": "澄溪家具有限公司",
    "供应商统一社会信用代码": WINNER, "合同金额": "1135000", "签订日期": "2026-04-10",
}  # fmt: skip
BID = {
    "项目编号": "CX-1", "投标人": "澄溪办公设备有限公司",
    "投标人统一社会信用代码": LOSER, "报价": "1168000", "是否有效": "是",
    "递交时间": "2026-03-25 08:50",
}  # fmt: skip
PAYMENT = {
    "合同编号": "HT-1", "付款日期": "2026-07-05", "付款金额": "500000", "凭证号": "V1",
}  # fmt: skip


class County:
    """A folder that tables are put into, and what an import makes of them."""

    def __init__(self, folder):
        self.folder = folder
        self.files = []

    def put(self, name, data):
        path = self.folder / name
        path.write_bytes(data)
        self.files.append(path)
        return self

    def csv(self, name, *rows, encoding="utf-8"):
        """Rows as dicts; the titles are those of all rows in order."""
        titles = list(dict.fromkeys(title for row in rows for title in row))
        kept = io.StringIO(newline="")
        out = csv.DictWriter(kept, titles, restval="")
        out.writeheader()
        out.writerows(rows)
        return self.put(f"{name}.csv", kept.getvalue().encode(encoding))

    def xlsx(self, name, rows, merged=()):
        """Rows as lists, as they stand in the sheet."""
        book = Workbook()
        for row in rows:
            book.active.append(row)
        for area in merged:
            book.active.merge_cells(area)
        kept = io.BytesIO()
        book.save(kept)
        return self.put(f"{name}.xlsx", kept.getvalue())

    def taken(self):
        return to_releases(self.files, prefix="ocds-test01")

    def release(self):
        """The one release, as a reader of the file sees it."""
        lines = self.taken().lines().splitlines()
        assert len(lines) == 1
        return json.loads(lines[0])

    def told(self):
        """Issues in short: (file, row, column, the Chinese sentence)."""
        return [
            (one.place.file, one.place.row, one.column, one.sentence.split(" ")[0])
            for one in self.taken().issues
        ]


@pytest.fixture
def county(tmp_path):
    return County(tmp_path)


@pytest.fixture
def rows():
    """Rows that make one project: copy and change them."""
    one = {
        "tender": TENDER, "result": RESULT, "contract": CONTRACT, "bid": BID,
        "payment": PAYMENT,
    }  # fmt: skip
    return {kind: dict(cells) for kind, cells in one.items()}


@pytest.fixture
def codes():
    return {"buyer": BUYER, "agent": AGENT, "winner": WINNER, "loser": LOSER}
