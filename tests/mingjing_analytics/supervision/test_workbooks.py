"""A workbook that would unfold without end is refused before it is opened."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from mingjing_analytics.supervision.intake import lines_of
from mingjing_analytics.supervision.refusal import Refused


def a_book(*cells):
    book = Workbook()
    for place, value in cells:
        book.active[place] = value
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def a_zip(**parts):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return kept.getvalue()


def lying(data):
    """The same archive, whose directory says that its longest part is short."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        longest = max(part.file_size for part in packed.infolist())
    return data.replace(longest.to_bytes(4, "little"), (100).to_bytes(4, "little"))


BOMB = a_zip(**{"xl/worksheets/sheet1.xml": b"0" * (80 << 20)})
BOOK = a_book(("A1", "项目编号"), ("B1", 1.5))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (BOMB, "工作簿展开后太大"),
        (lying(BOMB), "工作簿展开后太大"),
        (a_book(("A1", 1), ("XFD1048576", 2)), "工作表的区域太大"),
        (a_zip(**{"content.xml": b"<a/>"}), "不是 Excel 工作簿"),
        (BOOK[: len(BOOK) // 2], "工作簿打不开"),
        (b"PK\x03\x04", "工作簿打不开"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 5_000, "工作簿打不开"),
        (bytes(range(256)) * 10, "第 1 行读不了"),
    ],
    ids=["bomb", "lying-bomb", "far-cell", "other-zip", "half", "stub", "old", "junk"],
)
def test_a_hostile_file_is_refused_in_one_sentence(tmp_path, data, said):
    came = tmp_path / "came.xlsx"
    came.write_bytes(data)
    with pytest.raises(Refused) as refused:
        list(lines_of(came))
    assert refused.value.zh.startswith(said)
    assert refused.value.zh.count(said) == 1


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.csv", "a"])
def test_what_a_file_is_its_bytes_say_and_not_its_name(tmp_path, name):
    came = tmp_path / name
    came.write_bytes(BOOK)
    assert list(lines_of(came)) == [("Sheet", 1, ["项目编号", 1.5])]


def test_a_lone_cell_far_down_is_no_bomb(tmp_path):
    came = tmp_path / "a.xlsx"
    came.write_bytes(a_book(("A1", 1), ("B500000", 2)))
    assert len(list(lines_of(came))) == 500_000
