"""Whatever stands in cells, nothing breaks, and what comes out is valid and counted."""

import csv
import io
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingjing_analytics.procurement.importing import to_releases, validate
from mingjing_analytics.procurement.importing.kinds import known
from mingjing_analytics.procurement.importing.values import is_blank, read_cell
from mingjing_analytics.supervision.intake.cells import Bad

TYPES = sorted({column.type for column in known().columns.values()})
FIRST, LAST = datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59)  # noqa: DTZ001 - as a workbook has them
PIECES = st.sampled_from(
    [
        "2026", "年3月", "-", "25", "日", " ", "09:30", "下午", "24:00", "T", "Z", "+08:00", "万元", "元",
        "1.5", "，", "１", "第", "一", "十", "包", "；", "澄溪公司", "公开招标", "不", "通过", "=", "（", "）",
        "\n", "\x00", "\u202e", "¥", "e9", "亿", "/", "9" * 30, "-1", "91330000000000003D", "〔", "²",
    ]
)  # fmt: skip
WORDS = st.lists(PIECES, max_size=6).map("".join) | st.text(max_size=12)
CELLS = (
    WORDS
    | st.floats()
    | st.integers()
    | st.booleans()
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.timedeltas()
)


@pytest.mark.parametrize("kind", TYPES)
@settings(max_examples=150, deadline=None)
@given(cell=CELLS)
def test_a_cell_is_read_or_refused(kind, cell):
    if is_blank(cell):
        return
    try:
        read_cell(kind, cell, None)
    except Bad:
        return


@pytest.mark.parametrize("cell", [date.min, date.max, FIRST, LAST])
@pytest.mark.parametrize("kind", ["start", "end", "moment", "money", "text", "code"])
def test_the_ends_of_the_calendar_break_nothing(kind, cell):
    try:
        read_cell(kind, cell, None)
    except Bad:
        return


def table(kind, draw):
    names = known().kinds[kind].columns
    rows = draw(st.integers(0, 3))
    good = [known().columns[name].example for name in names]
    kept = io.StringIO(newline="")
    out = csv.writer(kept)
    out.writerow([known().columns[name].zh for name in names])
    for _ in range(rows):
        row = list(good)
        for _ in range(draw(st.integers(0, 2))):
            row[draw(st.integers(0, len(row) - 1))] = draw(st.just("") | WORDS)
        out.writerow(row)
    return kept.getvalue(), rows


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_tables_give_valid_releases_and_every_row_is_accounted_for(data):
    with TemporaryDirectory() as kept:
        files = []
        for kind in data.draw(
            st.lists(st.sampled_from(sorted(known().kinds)), max_size=5)
        ):
            path = Path(kept) / f"{len(files)}.csv"
            text, _rows = table(kind, data.draw)
            path.write_text(text, encoding="utf-8", newline="")
            files.append(path)
        made = to_releases(files, prefix="ocds-test01")
        again = to_releases(files, prefix="ocds-test01")
    assert [fault for one in made.releases for fault in validate(one)] == []
    assert made.lines() == again.lines()
    assert len({one["ocid"] for one in made.releases}) == len(made.releases)
    told = {one.place for one in made.issues}
    assert {one.place for one in made.left_out} <= told
