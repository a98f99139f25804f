"""Time limits as offices print them; the document's own year is 2026."""

import pytest

from mingjing_documents import Deadline
from mingjing_documents.deadlines import deadline_in, deadlines_in, stage_in

NOTED = [
    ("2026年6月底前", "date", "2026-06-30"),
    ("２０２６年６月底前", "date", "2026-06-30"),
    ("2026年6月30日前", "date", "2026-06-30"),
    ("2026年12月31日", "date", "2026-12-31"),
    ("2026年6月前", "date", "2026-06-30"),
    ("2024年2月底前", "date", "2024-02-29"),
    ("2026年2月底前", "date", "2026-02-28"),
    ("10月15日前", "date", "2026-10-15"),
    ("6月", "date", "2026-06-30"),
    ("6月上旬", "date", "2026-06-10"),
    ("2026年2月中旬前", "date", "2026-02-20"),
    ("11月下旬", "date", "2026-11-30"),
    ("2026.6", "date", "2026-06-30"),
    ("2026-06-30", "date", "2026-06-30"),
    ("2026—2028年", "date", "2028-12-31"),
    ("2026-2028年", "date", "2028-12-31"),
    ("2026年—2028年", "date", "2028-12-31"),
    ("2026年3月—10月", "date", "2026-10-31"),
    ("3月至6月", "date", "2026-06-30"),
    ("2026年", "date", "2026-12-31"),
    ("2026年内", "date", "2026-12-31"),
    ("2026年上半年", "date", "2026-06-30"),
    ("上半年", "date", "2026-06-30"),
    ("三季度", "date", "2026-09-30"),
    ("第四季度末", "date", "2026-12-31"),
    ("年内", "date", "2026-12-31"),
    ("年底前", "date", "2026-12-31"),
    ("明年3月底前", "date", "2027-03-31"),
    ("“十四五”期间", "date", "2025-12-31"),
    ("“十五五”末", "date", "2030-12-31"),
    ("十五五期间", "date", "2030-12-31"),
    ("2026年9月底前完成，长期坚持", "date", "2026-09-30"),
    ("接到通知后5个工作日内", "date", None),
    ("2月30日前", "date", None),
    ("每半年", "recurring", "half_year"),
    ("每年两次", "recurring", "half_year"),
    ("每学期", "recurring", "half_year"),
    ("每季度", "recurring", "quarter"),
    ("按季度", "recurring", "quarter"),
    ("每季度末", "recurring", "quarter"),
    ("每月25日前", "recurring", "month"),
    ("每月", "recurring", "month"),
    ("每周", "recurring", "week"),
    ("每日", "recurring", "day"),
    ("每年", "recurring", "year"),
    ("每年12月底前", "recurring", "year"),
    ("定期", "recurring", "regular"),
    ("长期坚持", "continuous", None),
    ("长期", "continuous", None),
    ("持续推进", "continuous", None),
    ("常态化推进", "continuous", None),
    ("全年", "continuous", None),
    ("无", "none", None),
    ("立行立改", "none", None),
]
PROSE = [
    ("各单位于2026年6月底前完成整改。", "2026年6月底前", "date", "2026-06-30"),
    ("请于10月15日前报县委办公室。", "10月15日前", "date", "2026-10-15"),
    ("5月下旬至6月底集中整改。", "6月底", "date", "2026-06-30"),
    ("每半月督导一次。", "每半月督导一次", "recurring", "month"),
    ("年内建成3个示范点。", "年内", "date", "2026-12-31"),
    ("到2027年，基本建成。", "2027年", "date", "2027-12-31"),
    ("到“十五五”末，全面建成。", "“十五五”末", "date", "2030-12-31"),
    ("每半年听取一次情况汇报。", "每半年听取一次情况汇报", "recurring", "half_year"),
    ("每月25日前报送进展。", "每月25日前", "recurring", "month"),
    ("定期督促指导。", "定期督促指导", "recurring", "regular"),
    ("要长期坚持。", "长期坚持", "continuous", None),
    ("这项工作要持续推进。", "持续推进", "continuous", None),
]
NOTHING = [
    "截至2025年底，全县共有128个村。",
    "自2024年6月以来，成效明显。",
    "2023年12月底前已完成。",
    "2026年是关键之年。",
    "每一个党员都要带头。",
    "不定期开展抽查。",
    "认真学习贯彻。",
    "",
]


@pytest.mark.parametrize(("words", "kind", "means"), NOTED)
def test_the_value_of_a_note_or_cell(words, kind, means):
    found = deadline_in(words, year=2026, noted=True)
    assert (found.text, found.kind) == (words, kind)
    assert (found.date or found.every) == means


@pytest.mark.parametrize(("words", "text", "kind", "means"), PROSE)
def test_a_limit_said_in_prose(words, text, kind, means):
    found = deadline_in(words, year=2026, noted=False)
    assert (found.text, found.kind) == (text, kind)
    assert (found.date or found.every) == means


@pytest.mark.parametrize("words", NOTHING)
def test_what_was_or_merely_sounds_like_a_time_is_no_limit(words):
    assert deadlines_in(words, year=2026) == []


def test_the_day_of_the_month_is_kept():
    assert deadline_in("每月25日前", year=None, noted=True) == Deadline(
        "每月25日前", "recurring", None, "month", 25
    )


def test_without_a_year_the_date_stays_open():
    found = deadline_in("10月15日前", year=None, noted=True)
    assert found == Deadline("10月15日前", "date", None)


def test_several_limits_stand_in_the_order_of_the_text():
    words = "每季度调度一次，2026年底前完成，此后长期坚持。"
    assert [d.kind for d in deadlines_in(words, year=2026)] == [
        "recurring",
        "date",
        "continuous",
    ]


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("动员部署阶段（2026年3月）", "2026-03-31"),
        ("组织实施阶段（2026年4月—10月）", "2026-10-31"),
        ("总结阶段（11月至12月）", "2026-12-31"),
        ("3月—4月，动员部署", "2026-04-30"),
        ("2026年5月至10月：集中整治", "2026-10-31"),
        ("2025年，立案三百件", None),
        ("3个月，连续走访", None),
        ("动员部署（县委办公室）", None),
        ("动员部署", None),
    ],
)
def test_a_stage_ends_on_its_last_day(title, day):
    assert stage_in(title, year=2026).date == day
