"""Logs as tables, as offices save them, and tables that are none."""

import csv
import datetime as dt
import gzip
import io
import zipfile

import duckdb
import openpyxl
import pytest

from mingjing_analytics.process import table
from mingjing_analytics.process.measures.profile import profile
from mingjing_analytics.process.reading import mapping
from mingjing_analytics.process.reading.files import kind_of, read_log
from mingjing_analytics.process.reading.refusal import Unreadable
from mingjing_analytics.process.reading.tabular import columns_of

NEW_YEAR = 1_735_660_800_000_000  # 2025-01-01 0:00 in Beijing
HEAD = ["办件编号", "环节", "完成时间", "经办人", "部门"]
ROWS = [
    ["0012", "收件", "2025-01-01 00:00:00", "甲", "大厅"],
    ["0012", "审查, 决定", "2025-01-01 00:00:05", "乙", ""],
    ["NA", "收件", "2025-01-01T00:00:01.25+08:00", "", "大厅"],
]
READ = [
    ("0012", "收件", 0.0, "甲", "大厅"),
    ("0012", "审查, 决定", 5.0, "乙", None),
    ("NA", "收件", 1.25, None, "大厅"),
]


def text_of(rows, mark=",", end="\r\n"):
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator=end).writerows(rows)
    return out.getvalue()


def read(tmp_path, content, given=mapping.NOTHING):
    log = tmp_path / "日志 [1]*?.csv"  # a name full of wildcards is a name
    log.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_log(log, given)


def rows(columns):
    """(case, activity, seconds of 2025, resource, department) of each row."""

    def words(column):
        if column is None:
            return [None] * len(columns.time)
        return [None if c < 0 else column.texts[c] for c in column.codes.tolist()]

    times = [
        None if time == table.NO_TIME else (time - NEW_YEAR) / 1e6
        for time in columns.time.tolist()
    ]
    return list(
        zip(
            words(columns.case),
            words(columns.activity),
            times,
            words(columns.resource),
            words(columns.roles.get("department")),
            strict=True,
        )
    )


def kinds(columns):
    return [(issue.kind, issue.place, issue.count) for issue in columns.issues]


def refusal(tmp_path, content, given=mapping.NOTHING):
    with pytest.raises(Unreadable) as told:
        read(tmp_path, content, given)
    return told.value.en


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_read_as_an_office_saves_it(tmp_path, mark, encoding):
    content = text_of([HEAD, *ROWS], mark).encode(encoding)
    columns = read(tmp_path, content)
    assert rows(columns) == READ
    assert kinds(columns) == [("mixed-zones", "whole file", 2)]
    assert rows(read(tmp_path, gzip.compress(content))) == READ


def test_a_workbook_is_the_same_table(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEAD)
    bare = dt.datetime(2025, 1, 1)  # noqa: DTZ001 - Excel knows no zone
    sheet.append([12, "收件", bare, "甲", "大厅"])
    sheet.append([12, "审查, 决定", "2025年1月1日 0:00:05", "乙", None])
    book.save(tmp_path / "log.xlsx")
    columns = read_log(tmp_path / "log.xlsx")
    assert rows(columns) == [("12", *row[1:]) for row in READ[:2]]
    assert kinds(columns) == [("no-zone", "whole file", 2)]


def test_parquet_keeps_its_own_times(tmp_path):
    log = tmp_path / "log.parquet"
    duckdb.sql(
        "SELECT 'x' AS case_id, 'a' AS activity, resource, moment AS timestamp FROM (VALUES"
        " ('甲', TIMESTAMPTZ '2025-01-01 00:00:00+08'),"
        " (NULL, TIMESTAMPTZ '2025-01-01 00:00:01.5+08')) t(resource, moment)"
    ).write_parquet(str(log))
    columns = read_log(log)
    assert rows(columns) == [("x", "a", 0.0, "甲", None), ("x", "a", 1.5, None, None)]
    assert kinds(columns) == []


def test_columns_are_guessed_shown_and_confirmed(tmp_path):
    log = tmp_path / "log.csv"
    log.write_text(text_of([HEAD, *ROWS]))
    guessed = mapping.guess(columns_of(log, kind_of(log)))
    assert guessed.lines() == [
        ("case", "办件编号"),
        ("activity", "环节"),
        ("time", "完成时间"),
        ("resource", "经办人"),
        ("department", "部门"),
    ]
    confirmed = mapping.from_json(guessed.to_json())
    assert rows(read_log(log, confirmed)) == READ
    assert confirmed == guessed


def test_a_mapping_wins_over_the_names(tmp_path):
    given = mapping.from_json('{"activity": ["环节", "部门"], "resource": "办件编号"}')
    head = ["流水", *HEAD]
    content = text_of([head, *[["c", *row] for row in ROWS]])
    told = refusal(tmp_path, content, given)
    assert told.startswith("No column is known as the case: name it with --map.")
    given = mapping.from_json(
        '{"case_id": "流水", "activity": ["环节", "部门"], "org:resource": "办件编号"}'
    )
    assert [row[:2] for row in rows(read(tmp_path, content, given))] == [
        ("c", "收件+大厅"),
        ("c", "审查, 决定"),
        ("c", "收件+大厅"),
    ]
    given = mapping.from_json('{"case": "流 水"}')
    assert refusal(tmp_path, content, given).startswith(
        "The file has no column “流 水”"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "The mapping file is not JSON"),
        ("[]", "The mapping file is not an object"),
        ('{"case": 3}', "The mapping of “case” is not the name of a column."),
        ('{"case": ["a", "b"]}', "The mapping of “case” takes one column"),
        (
            '{"case": "a", "case_id": "b"}',
            "The mapping file says twice what “case” is.",
        ),
        ('{"colour": "a"}', "The mapping file knows no “colour”"),
    ],
)
def test_a_wrong_mapping_is_refused_in_a_sentence(text, told):
    with pytest.raises(Unreadable) as refused:
        mapping.from_json(text)
    assert refused.value.en.startswith(told)


def test_rows_that_cannot_be_taken_are_told_with_their_line(tmp_path):
    bad = [
        ["0012", "收件", "2025-01-01 00:00:00", "甲"],
        [*ROWS[0], "more"],
        ["", "收件", "2025-01-01 00:00:00", "甲", "大厅"],
        ["0013", "", "昨天", "甲", "大厅"],
        ["0013", "收件", "infinity", "甲", "大厅"],
    ]
    columns = read(tmp_path, text_of([HEAD, *ROWS, *bad]))
    assert rows(columns) == [
        *READ,
        ("0013", "", None, "甲", "大厅"),
        ("0013", "收件", None, "甲", "大厅"),
    ]
    assert kinds(columns) == [
        ("bad-row", "line 5", 1),
        ("bad-row", "line 6", 1),
        ("no-case", "row 4", 1),
        ("no-activity", "event 4", 1),
        ("no-time", "event 4", 2),
        ("mixed-zones", "whole file", 2),
    ]


def test_names_of_columns_are_only_names(tmp_path):
    head = ['a"; DROP TABLE log; --', "环节", "'时间", "x'); SELECT 1", "{0}"]
    given = mapping.Mapping(case=head[0], activity=(head[1],), time=head[2])
    content = text_of([head, *ROWS])
    assert [row[:3] for row in rows(read(tmp_path, content, given))] == [
        row[:3] for row in READ
    ]


def test_a_file_that_is_no_table_is_refused(tmp_path):
    assert refusal(tmp_path, "") == "The file is empty."
    assert refusal(tmp_path, "hello").startswith("No column is known as the case")
    assert refusal(tmp_path, b"\x80\xff\x80" * 99).endswith("UTF-8 nor GB18030.")
    assert refusal(tmp_path, b"PAR1" + b"x" * 40).startswith("The file is damaged")
    assert refusal(tmp_path, b"PK\x03\x04nothing").startswith("The workbook cannot be")
    packed = gzip.compress(text_of([HEAD, *ROWS]).encode())
    assert refusal(tmp_path, packed[:-9]).startswith("The gzip file is damaged")


def test_a_workbook_that_unfolds_is_refused(tmp_path):
    log = tmp_path / "log.xlsx"
    with (
        zipfile.ZipFile(log, "w", zipfile.ZIP_DEFLATED) as parts,
        parts.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(1100):
            part.write(b" " * (1 << 20))
    with pytest.raises(Unreadable) as told:
        read_log(log)
    assert told.value.en == "The workbook unpacks to more than 1 GB: save it as CSV."


def test_a_table_and_its_xes_have_one_profile(tmp_path):
    columns = read(tmp_path, text_of([HEAD, *ROWS]))
    found = profile(table.sort(columns))
    assert found["variants"] == [
        {"cases": 1, "trace": ["收件", "审查, 决定"]},
        {"cases": 1, "trace": ["收件"]},
    ]
    assert found["handover"] == [["甲", "乙", 1]]
    assert found["case_duration"]["max_s"] == 5.0
