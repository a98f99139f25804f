"""Cells as people write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from mingjing_analytics.procurement.importing.kinds import (
    bare_title,
    known,
    unit_in,
    word_of,
)
from mingjing_analytics.procurement.importing.values import (
    Moment,
    Money,
    is_blank,
    read_cell,
)
from mingjing_analytics.supervision.intake.cells import Bad

WAN = Decimal(10_000)


@pytest.mark.parametrize(
    ("cell", "unit", "amount"),
    [
        ("1200000", None, "1200000"), ("1,200,000.50", None, "1200000.5"),
        ("￥1，234.00元", None, "1234"), ("120", WAN, "1200000"), ("12.3456", WAN, "123456"),
        ("0.0001", WAN, "1"), ("0.000001", WAN, "0.01"), ("12.5万元", None, "125000"),
        ("12.5万元", WAN, "125000"), ("300元", WAN, "300"), ("1.2亿元", WAN, "120000000"),
        ("３０万元", None, "300000"), ("人民币 5000 元整", None, "5000"),
        ("1.1万", WAN, "11000"), (120.0, WAN, "1200000"), (0.1, WAN, "1000"),
        (0.1 + 0.2, WAN, "3000"), (1135000.37, None, "1135000.37"), ("0", None, "0"),
        ("99999999999.99", None, "99999999999.99"), (33, None, "33"),
    ],
)  # fmt: skip
def test_money_is_exact_in_yuan(cell, unit, amount):
    assert read_cell("money", cell, unit) == Money(Decimal(amount))


def test_money_of_elsewhere_keeps_its_currency():
    assert read_cell("money", "3万美元", None) == Money(Decimal(30_000), "USD")


@pytest.mark.parametrize(
    "cell",
    [
        "下浮5%", "详见文件", "95%", "1-2", "-5", "1.2.3", "0.001", "1e15", "12万3千",
        "=1+1", float("nan"), float("inf"), True, date(2026, 1, 1), "1" * 40, "万元",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused(cell):
    with pytest.raises(Bad):
        read_cell("money", cell, None)


def test_a_title_with_two_units_asks_each_cell_for_its_own():
    assert read_cell("money", "3万元", Decimal(0)) == Money(Decimal(30_000))
    for cell in ("3", 3.0):
        with pytest.raises(Bad):
            read_cell("money", cell, Decimal(0))


def test_only_a_change_may_be_less_than_nothing():
    assert read_cell("signed", "-1.5", WAN) == Money(Decimal(-15_000))


@pytest.mark.parametrize(
    ("cell", "text", "day_only"),
    [
        ("2026年3月25日9时30分", "2026-03-25T09:30:00", False),
        ("2026-03-25 09:30", "2026-03-25T09:30:00", False),
        ("2026/3/25 9:30:05", "2026-03-25T09:30:05", False),
        ("2026.3.25 09点30分", "2026-03-25T09:30:00", False),
        ("2026年3月25日 上午9:30（北京时间）", "2026-03-25T09:30:00", False),
        ("2026年3月25日下午2点", "2026-03-25T14:00:00", False),
        ("2026年 3月 25日 14时30分（北京时间）", "2026-03-25T14:30:00", False),
        ("２０２６－０３－２５ ０９：３０", "2026-03-25T09:30:00", False),
        ("2026-03-25T09:30:00", "2026-03-25T09:30:00", False),
        ("2026-03-25T01:30:00Z", "2026-03-25T09:30:00", False),
        ("2026-03-24T20:30:00-05:00", "2026-03-25T09:30:00", False),
        (datetime(2026, 3, 25, 9, 30), "2026-03-25T09:30:00", False),  # noqa: DTZ001
        (datetime(2026, 3, 25, 1, 30, tzinfo=UTC), "2026-03-25T09:30:00", False),
        (46106.395833333336, "2026-03-25T09:30:00", False),
        ("2026-03-25 24:00", "2026-03-25T23:59:59", False),
        ("2026-03-25", "2026-03-25T23:59:59", True),
        ("2026年3月25日", "2026-03-25T23:59:59", True),
        ("20260325", "2026-03-25T23:59:59", True),
        (date(2026, 3, 25), "2026-03-25T23:59:59", True),
        (datetime(2026, 3, 25), "2026-03-25T23:59:59", True),  # noqa: DTZ001
        (46106, "2026-03-25T23:59:59", True),
    ],
)  # fmt: skip
def test_a_deadline_is_an_instant_in_china_and_a_bare_day_lasts_to_its_end(
    cell, text, day_only
):
    assert read_cell("end", cell, None) == Moment(f"{text}+08:00", day_only)


def test_a_start_counts_from_the_first_second_of_a_bare_day():
    assert read_cell("start", "2026-03-25", None) == Moment(
        "2026-03-25T00:00:00+08:00", day_only=True
    )


@pytest.mark.parametrize(
    "cell",
    [
        "2026-02-30", "三月底", "2026-03-25 25:00", "2026-03-25 9:75", "2026-03", "9:30",
        "2026-03-25 左右", True, -1, 1e9, float("nan"), "2026-03-25T09:30+99:99", "0000-01-01",
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused(cell):
    with pytest.raises(Bad):
        read_cell("end", cell, None)


@pytest.mark.parametrize(
    ("cell", "lot"),
    [
        ("1", "1"), ("01", "1"), ("包1", "1"), ("第1包", "1"), ("第一包", "1"), ("一标段", "1"),
        ("标项一", "1"), ("十二包", "12"), ("A包", "A"), ("a", "A"), (1.0, "1"), ("第二十标段", "20"),
        ("不分包", ""), ("整包", ""), ("０３", "3"), ("食堂-东", "食堂-东"),
    ],
)  # fmt: skip
def test_a_lot_is_the_same_however_it_is_written(cell, lot):
    assert read_cell("lot", cell, None) == lot


@pytest.mark.parametrize(
    "cell", ["", "/", "—", "——", "无", "暂无", "N/A", None, " ", "－"]
)
def test_marks_that_stand_for_nothing_say_nothing(cell):
    assert is_blank(cell)


@pytest.mark.parametrize("cell", ["0", 0, False, "无锡"])
def test_nought_is_not_nothing(cell):
    assert not is_blank(cell)


@pytest.mark.parametrize(
    ("words", "told", "code"),
    [
        ("method", "公开招标", "open"), ("method", "公开招标（货物）", "open"),
        ("method", "政府采购公开招标", "open"), ("method", "邀请招标", "selective"),
        ("method", "竞争性谈判", "limited"), ("method", "竞争性磋商", "limited"),
        ("method", "询价", "limited"), ("method", "单一来源采购", "direct"),
        ("method", "框架协议采购", "open"), ("method", "公开招标转单一来源", None),
        ("method", "其他", None), ("validity", "不通过", "disqualified"),
        ("validity", "通过", "valid"), ("validity", "资格审查未通过", "disqualified"),
        ("validity", "并不有效", None), ("validity", "无效投标", "disqualified"),
        ("validity", "√", "valid"), ("validity", "撤回", "withdrawn"),
        ("ending", "废标公告", "unsuccessful"), ("ending", "终止", "cancelled"),
        ("category", "服务类", "services"), ("category", "工程", "works"),
        ("scale", "小型企业", "sme"), ("contract_status", "履行完毕", "terminated"),
        ("criteria", "综合评分法", "ratedCriteria"),
    ],
)  # fmt: skip
def test_words_become_codes_or_are_not_guessed(words, told, code):
    assert word_of(words, told) == code


@pytest.mark.parametrize(
    ("title", "bare", "unit"),
    [
        ("预算金额（万元）", "预算金额", 10_000), ("预算金额(元)", "预算金额", 1),
        ("中标金额万元", "中标金额", 10_000), ("*项目编号", "项目编号", None),
        ("合同金额：", "合同金额", None), ("预算金额（亿元）", "预算金额", 100_000_000),
        ("预算金额（元/万元）", "预算金额", 0), ("金额(万元，保留到0.01万元)", "金额", 10_000),
    ],
)  # fmt: skip
def test_titles_lose_their_marks_and_keep_their_unit(title, bare, unit):
    assert bare_title(title) == bare
    assert unit_in(title) == (None if unit is None else Decimal(unit))


def test_an_example_of_each_column_can_be_read():
    for name, column in known().columns.items():
        assert read_cell(column.type, column.example, None), name


def test_a_title_means_one_column_of_a_kind_only_when_an_earlier_one_does_not():
    for kind in known().kinds.values():
        firsts = [known().columns[name].titles[0] for name in kind.columns]
        assert len(set(firsts)) == len(firsts)


@pytest.mark.parametrize(
    ("cell", "url"),
    [
        ("https://ggzy.example.cn/1.html?a=1", "https://ggzy.example.cn/1.html?a=1"),
        ("www.example.cn/公告", "http://www.example.cn/公告"),
    ],
)
def test_an_address_is_one(cell, url):
    assert read_cell("url", cell, None) == url


@pytest.mark.parametrize(
    "cell", ["见附件", "javascript:alert(1)", "http://", "file:///etc"]
)
def test_what_is_no_address_is_refused(cell):
    with pytest.raises(Bad):
        read_cell("url", cell, None)
