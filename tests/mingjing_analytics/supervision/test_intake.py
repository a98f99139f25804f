"""A ledger as an office has it becomes a snapshot; what cannot be read is named."""

import io
from datetime import date
from decimal import Decimal

import duckdb
import pytest
from openpyxl import Workbook

from mingjing_analytics.supervision.intake import read_table
from mingjing_analytics.supervision.refusal import Refused
from mingjing_analytics.supervision.tables import dictionary

TABLE = dictionary().tables["subsidies"]
HEAD = "发放编号,补贴项目,身份证号,收款账号,村（社区）,金额（元）,发放日期"
ROW = "P1,低保,11010119400101001X,6217,东山村,300.00,2026-04-02"
KEY = b"k" * 32


def taken(tmp_path, data, table=TABLE):
    came = tmp_path / "came"
    came.write_bytes(data if isinstance(data, bytes) else data.encode())
    into = tmp_path / "s.parquet"
    done = read_table(came, table, KEY, into)
    con = duckdb.connect()
    found = con.execute("select * from read_parquet(?) order by _row", [str(into)])
    names = [column[0] for column in found.description]
    return done, [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_of_an_office_is_read(tmp_path, encoding):
    _done, rows = taken(tmp_path, f"{HEAD}\n{ROW}\n".encode(encoding))
    assert rows[0]["programme"] == "低保"
    assert rows[0]["amount"] == Decimal("300.00")
    assert (rows[0]["_row"], rows[0]["pay_date"]) == (2, date(2026, 4, 2))


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026年3月5日", "2026-03-05"), ("2026.3.5", "2026-03-05"), ("20260305", "2026-03-05"),
        ("2026/3/5", "2026-03-05"), ("２０２６-０３-０５", "2026-03-05"), ("2026-03-05 00:00:00", "2026-03-05"),
    ],
)  # fmt: skip
def test_days_are_read_as_people_write_them(tmp_path, written, day):
    _done, rows = taken(tmp_path, f"{HEAD}\n{ROW.replace('2026-04-02', written)}\n")
    assert str(rows[0]["pay_date"]) == day


@pytest.mark.parametrize(
    ("written", "amount"),
    [("1，234.50", "1234.50"), ("￥300", "300.00"), ("３００．５", "300.50"), ("300元", "300.00"), ("-5", "-5.00")],
)  # fmt: skip
def test_amounts_are_read_as_people_write_them(tmp_path, written, amount):
    _done, rows = taken(tmp_path, f"{HEAD}\n{ROW.replace('300.00', written)}\n")
    assert rows[0]["amount"] == Decimal(amount)


def test_ten_thousands_are_read_by_the_title(tmp_path):
    head = HEAD.replace("（元）", "（万元）")
    _done, rows = taken(tmp_path, f"{head}\n{ROW.replace('300.00', '1.25')}\n")
    assert rows[0]["amount"] == Decimal("12500.00")


@pytest.mark.parametrize(
    ("row", "zh"),
    [
        (ROW.replace("300.00", "约三百"), "不是数"), (ROW.replace("300.00", "300.001"), "小数多于 2 位"),
        (ROW.replace("2026-04-02", "2026-02-30"), "不是日期"), (ROW.replace("2026-04-02", "四月"), "不是日期"),
        (ROW.replace("300.00", "NaN"), "数太大"), (ROW.replace("300.00", "1e400"), "数太大"),
        (ROW.replace("低保", "低\x00保"), "有看不见的字符"), (ROW.replace("低保", "低" * 2000), "太长"),
    ],
)  # fmt: skip
def test_a_bad_cell_costs_its_row_and_is_named(tmp_path, row, zh):
    done, rows = taken(tmp_path, f"{HEAD}\n{row}\n{ROW}\n")
    assert (len(rows), done.rows, done.refused) == (1, 1, 1)
    assert (done.issues[0]["row"], done.issues[0]["zh"]) == (2, zh)


def test_the_head_is_found_below_a_title_and_totals_are_left_out(tmp_path):
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["2026年惠民补贴发放台账"])
    sheet.append([])
    sheet.append(HEAD.split(","))
    sheet.append(
        ["P1", "低保", "11010119400101001X", "6217", "东山村", 300.1, date(2026, 4, 2)]
    )
    sheet.append(["合计", None, None, None, None, 300.1, None])
    out = io.BytesIO()
    book.save(out)
    done, rows = taken(tmp_path, out.getvalue())
    assert [row["_row"] for row in rows] == [4]
    assert (rows[0]["_sheet"], rows[0]["amount"]) == ("Sheet", Decimal("300.10"))
    assert done.profile["columns"]["amount"] == {"filled": 1, "total": "300.10"}


def test_numbers_of_persons_are_hashed_and_old_and_new_ones_meet(tmp_path):
    old = ROW.replace("11010119400101001X", "110101400101001")
    new = ROW.replace("11010119400101001X", "110101194001010014")
    _done, rows = taken(tmp_path, f"{HEAD}\n{ROW}\n{ROW.lower()}\n{old}\n{new}\n")
    hashes = [row["id_no"] for row in rows]
    assert hashes[0] == hashes[1]
    assert len(set(hashes)) == 3 or hashes[2] in hashes[:2] + hashes[3:]
    assert "1101" not in "".join(hashes)[:8]
    other = tmp_path / "other.parquet"
    read_table(tmp_path / "came", TABLE, b"x" * 32, other)
    found = duckdb.connect().execute("select id_no from read_parquet(?)", [str(other)])
    assert not set(hashes) & {row[0] for row in found.fetchall()}


def test_a_number_that_a_workbook_has_rounded_is_refused(tmp_path):
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEAD.split(","))
    sheet.append(
        ["P1", "低保", 110101194001010011, "6217", "东山村", 3, date(2026, 4, 2)]
    )
    sheet.append(
        ["P2", "低保", "11010119400101001X", "6217", "东山村", 3, date(2026, 4, 2)]
    )
    out = io.BytesIO()
    book.save(out)
    done, rows = taken(tmp_path, out.getvalue())
    assert (len(rows), done.refused) == (1, 1)
    assert "丢了" in done.issues[0]["zh"]
    assert done.issues[0]["value"] == "***"


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n", b"a,b\n1,2\n", HEAD.encode(), b"PK\x03\x04 no zip", b"PAR1 no parquet",
     b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"\x00" * 5000, HEAD.encode() + b'\n"never closed',
     ("," * 100_000).encode(), (HEAD + "\n合计,,,,,300,\n").encode()],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_a_sentence_and_leaves_nothing(tmp_path, data):
    with pytest.raises(Refused) as refusal:
        taken(tmp_path, data)
    assert len(refusal.value.zh) < 300
    assert [each.name for each in tmp_path.iterdir()] == ["came"]


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path):
    came = tmp_path / "came"
    came.write_text(f"{HEAD}\n{ROW}\n", encoding="utf-8")
    (tmp_path / "no").mkdir()
    (tmp_path / "no").chmod(0o500)
    with pytest.raises(Refused):
        read_table(came, TABLE, KEY, tmp_path / "missing" / "s.parquet")
