"""Workbooks as people save them, and as somebody forges them."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from mingjing_documents.workbook import (
    Broken,
    Limits,
    Unreadable,
    Why,
    day_of,
    read_sheets,
    whole_of,
)

# Excel knows no time zones.
AT_MIDNIGHT = datetime.fromisoformat("2026-03-05")
LIMITS = Limits(size=2 << 20, unpacked=20 << 20, rows=100)


def saved(fill, name="清单"):
    book = Workbook()
    book.active.title = name
    fill(book.active)
    file = io.BytesIO()
    book.save(file)
    return file


def read(fill, limits=LIMITS):
    return read_sheets(saved(fill), ["清单"], limits)["清单"]


def cells(lines):
    return [(line.number, line.cells) for line in lines]


def test_blank_rows_and_cells_are_left_out_and_numbers_are_as_excel_shows_them():
    def fill(sheet):
        sheet["B3"] = "编号"
        sheet["A4"] = " \u3000"
        sheet["C7"] = 240
        sheet["D7"] = AT_MIDNIGHT

    assert cells(read(fill)) == [
        (3, {2: "编号"}),
        (7, {3: 240, 4: AT_MIDNIGHT}),
    ]


def test_a_unit_merged_over_its_rows_stands_in_each_of_them():
    def fill(sheet):
        for row in range(2, 6):
            sheet.cell(row, 2, f"事项{row}")
        sheet["A2"] = "县教育局"
        sheet.merge_cells("A2:A4")
        sheet["C5"] = "横"
        sheet.merge_cells("C5:E5")

    assert cells(read(fill)) == [
        (2, {1: "县教育局", 2: "事项2"}),
        (3, {1: "县教育局", 2: "事项3"}),
        (4, {1: "县教育局", 2: "事项4"}),
        (5, {2: "事项5", 3: "横"}),
    ]


def test_a_merge_over_a_million_rows_makes_no_rows():
    def fill(sheet):
        sheet["A2"] = "县教育局"
        sheet["B9"] = "事项"
        sheet.merge_cells("A2:A3")

    forged = replaced(saved(fill), b'ref="A2:A3"', b'ref="A2:A1048576"')
    assert cells(read_sheets(forged, ["清单"], LIMITS)["清单"]) == [
        (2, {1: "县教育局"}),
        (9, {1: "县教育局", 2: "事项"}),
    ]


def test_hidden_rows_are_read_and_say_so():
    def fill(sheet):
        sheet["A1"], sheet["A2"], sheet["A3"] = "看", "藏", "看"
        sheet.row_dimensions[2].hidden = True

    assert [line.hidden for line in read(fill)] == [False, True, False]


def test_a_formula_that_failed_is_not_taken_for_words():
    (line,) = read(lambda sheet: sheet.__setitem__("A1", "#REF!"))
    assert type(line.cells[1]) is Broken
    assert line.cells[1] == "#REF!"


def test_absent_sheets_are_left_out():
    assert read_sheets(saved(lambda _sheet: None), ["别的"], LIMITS) == {}


def test_one_row_more_than_the_limit_is_refused_and_the_limit_is_not():
    def rows(count):
        return lambda sheet: [sheet.append(["x"]) for _ in range(count)]

    assert len(read(rows(100))) == 100
    with pytest.raises(Unreadable) as refused:
        read(rows(101))
    assert refused.value.why == Why.TOO_MANY_ROWS


@pytest.mark.parametrize(
    ("limits", "why"),
    [
        (Limits(size=100, unpacked=20 << 20, rows=9), Why.TOO_LARGE),
        (Limits(size=2 << 20, unpacked=100, rows=9), Why.UNPACKS_TOO_LARGE),
    ],
)
def test_a_file_past_a_limit_is_refused_before_it_is_opened(limits, why):
    with pytest.raises(Unreadable) as refused:
        read(lambda sheet: sheet.__setitem__("A1", "x"), limits)
    assert refused.value.why == why


def test_pictures_beside_the_list_do_not_count_against_it():
    file = saved(lambda sheet: sheet.__setitem__("A1", "x"))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/media/image1.png", b"\x89PNG" + bytes(30 << 20))
    limits = Limits(size=32 << 20, unpacked=1 << 20, rows=9)
    assert cells(read_sheets(file, ["清单"], limits)["清单"]) == [(1, {1: "x"})]


def test_a_bomb_is_weighed_by_what_it_unpacks_to():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(100 << 20))
    assert len(file.getvalue()) < 2 << 20
    with pytest.raises(Unreadable) as refused:
        read_sheets(file, ["清单"], LIMITS)
    assert refused.value.why == Why.UNPACKS_TOO_LARGE


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"words", b"\xd0\xcf\x11\xe0" * 99]
)
def test_what_is_no_workbook_is_refused(data):
    with pytest.raises(Unreadable) as refused:
        read_sheets(io.BytesIO(data), ["清单"], LIMITS)
    assert refused.value.why == Why.NO_WORKBOOK


def replaced(file, old, new):
    found = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(found, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(old, new))
    return found


def test_entities_that_multiply_are_not_unfolded():
    file = saved(lambda sheet: sheet.__setitem__("A1", "x"))
    bomb = b"".join(
        b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12)
    )
    forged = replaced(
        file,
        b"<worksheet ",
        b'<!DOCTYPE w [<!ENTITY e0 "x">' + bomb + b"]><worksheet ",
    )
    forged = replaced(forged, b"<sheetData>", b"<sheetData>&e11;")
    with pytest.raises(Unreadable) as refused:
        read_sheets(forged, ["清单"], LIMITS)
    assert refused.value.why == Why.NO_WORKBOOK


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-03-05", date(2026, 3, 5)),
        ("2026/3/5", date(2026, 3, 5)),
        ("2026.3.5", date(2026, 3, 5)),
        ("2026年3月5日", date(2026, 3, 5)),
        ("2026 年 3 月 5 日", date(2026, 3, 5)),
        ("２０２６年３月５日", date(2026, 3, 5)),
        ("　2026-03-05 00:00:00", date(2026, 3, 5)),
        ("二〇二六年三月五日", date(2026, 3, 5)),
        ("二○二六年十二月三十一日", date(2026, 12, 31)),
        ("二零二六年十月二十号", date(2026, 10, 20)),
        (datetime.fromisoformat("2026-03-05T08:00"), date(2026, 3, 5)),
        ("2026-02-30", None),
        ("二〇二六年二月三十日", None),
        ("二〇二六年一二月五日", None),
        ("二〇二六年十十月五日", None),
        ("三月五日", None),
        ("46086", None),
        (46086, None),
        ("尽快", None),
    ],
)
def test_a_day_is_read_as_people_write_it(words, day):
    assert day_of(words) == day


@pytest.mark.parametrize(
    ("value", "whole"),
    [(240.0, 240), ("２４０", 240), (" 7", 7), (1.5, None), ("7分", None), (True, None),
     (1e300, None), (float("inf"), None), ("-3", None)],
)  # fmt: skip
def test_a_whole_number_is_read_as_excel_and_keyboards_give_it(value, whole):
    assert whole_of(value) == whole
