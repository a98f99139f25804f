"""What tables become: one release for each project, exact, whole or not at all."""

import json
from decimal import Decimal

import pytest

from mingjing_analytics.procurement.importing import to_releases, validate
from mingjing_analytics.procurement.importing.organisations import (
    id_of_name,
    is_credit_code,
)
from mingjing_analytics.procurement.importing.releases import PrefixError, project_key

CNY = {"currency": "CNY"}


@pytest.fixture
def whole(county, rows):
    """One project with a table of each kind."""
    winner = {
        "投标人": "澄溪家具有限公司",
        "投标人统一社会信用代码": rows["result"]["供应商统一社会信用代码"],
        "报价": "1135000",
        "递交时间": "2026-03-25 08:00",
    }
    return (
        county.csv("公告", rows["tender"])
        .csv("评审", rows["bid"], rows["bid"] | winner)
        .csv("结果", rows["result"])
        .csv("合同", rows["contract"])
        .csv("付款", rows["payment"])
    )


def test_five_tables_make_one_valid_release_without_issues(whole):
    made = whole.taken()
    assert (len(made.releases), made.issues, made.left_out) == (1, (), ())
    assert validate(made.releases[0]) == []


def test_the_release_says_what_the_tables_said(whole, codes):
    made = whole.release()
    winner = {"id": f"CN-USCC-{codes['winner']}", "name": "澄溪家具有限公司"}
    assert (made["ocid"], made["tag"]) == ("ocds-test01-CX-1", ["compiled"])
    assert made["date"] == "2026-07-05T00:00:00+08:00"
    assert made["tender"]["tenderPeriod"] == {
        "startDate": "2026-03-02T00:00:00+08:00",
        "endDate": "2026-03-25T09:30:00+08:00",
    }
    assert made["tender"]["procurementMethod"] == "open"
    assert made["tender"]["procurementMethodDetails"] == "公开招标"
    assert made["tender"]["status"] == "complete"
    assert made["tender"]["numberOfTenderers"] == 2
    assert [bid["value"] for bid in made["bids"]["details"]] == [
        {"amount": 1_168_000} | CNY,
        {"amount": 1_135_000} | CNY,
    ]
    award = made["awards"][0]
    assert award["suppliers"] == [winner]
    assert award["relatedBid"] == made["bids"]["details"][1]["id"]
    contract = made["contracts"][0]
    assert (contract["awardID"], contract["status"]) == (award["id"], "active")
    paid = contract["implementation"]["transactions"]
    assert paid == [
        {
            "id": "V1",
            "date": "2026-07-05T00:00:00+08:00",
            "value": {"amount": 500_000} | CNY,
        }
    ]
    roles = {party["id"]: party["roles"] for party in made["parties"]}
    assert roles == {
        f"CN-USCC-{codes['buyer']}": ["buyer"],
        f"CN-USCC-{codes['winner']}": ["tenderer", "supplier"],
        f"CN-USCC-{codes['loser']}": ["tenderer"],
    }


def test_the_order_of_files_changes_nothing_but_the_order_of_issues(whole):
    before = whole.taken().lines()
    whole.files.reverse()
    assert whole.taken().lines() == before


def test_amounts_are_written_with_every_digit(county, rows):
    county.csv("a", rows["tender"] | {"预算金额": "12345678901234.56"})
    made = county.taken()
    assert b'"amount":12345678901234.56,' in made.lines()
    assert made.releases[0]["planning"] == {
        "budget": {"amount": {"amount": Decimal("12345678901234.56")} | CNY}
    }


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("CX-2026-001", "CX-2026-001"), ("cx-2026-001", "CX-2026-001"),
        ("ＣＸ－２０２６－００１", "CX-2026-001"), ("澄采〔2026〕12号", "澄采-2026-12号"),
        ("澄采[2026]12号", "澄采-2026-12号"), (" CX 2026/1 ", "CX-2026-1"),
    ],
)  # fmt: skip
def test_a_number_is_one_project_however_it_is_written(number, key):
    assert project_key(number) == key


def test_tables_that_write_the_number_otherwise_still_meet(county, rows):
    county.csv("a", rows["tender"] | {"项目编号": "澄采〔2026〕1号"})
    county.csv("b", rows["result"] | {"项目编号": "澄采［2026］ 1号"})
    made = county.release()
    assert made["tender"]["id"] == "澄采[2026]1号"
    assert len(made["awards"]) == 1


@pytest.mark.parametrize("prefix", ["", "a b", "甲", "ocds/1", "-a", "a" * 80])
def test_a_prefix_is_an_identifier(prefix):
    with pytest.raises(PrefixError):
        to_releases([], prefix=prefix)


def test_no_files_make_no_releases():
    made = to_releases([], prefix="ocds-test01")
    assert (made.lines(), made.issues, made.left_out) == (b"", (), ())


# ---- organisations ----


@pytest.mark.parametrize(
    ("code", "fits"),
    [
        ("11330000000000001F", True), ("91330000000000003D", True), ("N2330101MF1234567K", None),
        ("11330000000000001J", False), ("1133000000000001F", False), ("I1330000000000001F", False),
        ("0133000000000000XX", False), ("11330000000000001f", False), ("", False),
    ],
)  # fmt: skip
def test_a_credit_code_has_its_check_character(code, fits):
    if fits is None:
        tails = "0123456789ABCDEFGHJKLMNPQRTUWXY"
        assert sum(is_credit_code(code[:17] + tail) for tail in tails) == 1
    else:
        assert is_credit_code(code) is fits


def test_every_wrong_check_character_is_refused(codes):
    tails = set("0123456789ABCDEFGHJKLMNPQRTUWXY") - {codes["winner"][-1]}
    assert not any(is_credit_code(codes["winner"][:17] + tail) for tail in tails)


def test_a_wrong_code_is_told_and_the_name_stands_in(county, rows):
    county.csv("a", rows["tender"] | {"采购人统一社会信用代码": "11330000000000001J"})
    made = county.release()
    assert made["buyer"] == {"id": id_of_name("澄溪县档案馆"), "name": "澄溪县档案馆"}
    assert "identifier" not in made["parties"][0]
    assert [(column, sentence[:6]) for _f, _r, column, sentence in county.told()] == [
        ("采购人统一社会信用代码", "不是统一社会"),
        ("采购人", "没有统一社会"),
    ]


def test_a_name_without_code_is_told_once_and_is_the_same_everywhere(county, rows):
    del rows["tender"]
    one = {
        "项目编号": "A",
        "项目名称": "甲",
        "采购人": "澄溪 县林业局",
        "公告日期": "2026-1-5",
    }
    county.csv("a", one, one | {"项目编号": "B", "采购人": "澄溪县林业局"})
    made = county.taken()
    assert len({json.dumps(release["buyer"]) for release in made.releases}) == 1
    assert len(made.issues) == 1


def test_a_code_that_stands_elsewhere_with_the_name_is_used(county, rows, codes):
    row = dict(rows["result"])
    del row["供应商统一社会信用代码"]
    county.csv("a", rows["tender"]).csv("b", row)
    county.csv(
        "c",
        {
            "单位名称": "澄溪家具有限公司",
            "统一社会信用代码": codes["winner"],
            "联系电话": "0000-1",
        },
    )
    made = county.release()
    assert made["awards"][0]["suppliers"][0]["id"] == f"CN-USCC-{codes['winner']}"
    assert made["parties"][1]["contactPoint"] == {"telephone": "0000-1"}
    assert county.told() == []


def test_a_name_with_two_codes_is_told_and_guessed_for_nobody(county, rows, codes):
    other = rows["result"] | {"供应商统一社会信用代码": codes["loser"], "包号": "2"}
    bare = rows["result"] | {"供应商统一社会信用代码": "", "包号": "3"}
    county.csv("a", rows["tender"]).csv(
        "b", rows["result"] | {"包号": "1"}, other, bare
    )
    ids = [award["suppliers"][0]["id"] for award in county.release()["awards"]]
    assert ids == [
        f"CN-USCC-{codes['winner']}",
        f"CN-USCC-{codes['loser']}",
        id_of_name("澄溪家具有限公司"),
    ]


def test_a_consortium_is_one_award_to_all_of_them(county, rows, codes):
    both = {
        "中标供应商": "澄溪家具有限公司；澄溪办公设备有限公司",
        "供应商统一社会信用代码": f"{codes['winner']};{codes['loser']}",
    }
    county.csv("a", rows["tender"]).csv("b", rows["result"] | both)
    award = county.release()["awards"][0]
    assert [one["id"][-18:] for one in award["suppliers"]] == [
        codes["winner"],
        codes["loser"],
    ]


def test_not_as_many_codes_as_names_are_told_and_not_used(county, rows):
    row = rows["result"] | {"中标供应商": "甲公司；乙公司"}
    county.csv("a", rows["tender"]).csv("b", row)
    ids = [one["id"] for one in county.release()["awards"][0]["suppliers"]]
    assert ids == [id_of_name("甲公司"), id_of_name("乙公司")]
    assert county.told()[0][3] == "代码与名称个数不同，未采用。"


# ---- whole or not at all ----


@pytest.mark.parametrize("kind", ["result", "contract", "bid", "payment"])
def test_a_row_of_an_unknown_project_is_left_out_and_told(county, rows, kind):
    row = rows[kind] | {"项目编号": "CX-9"}
    county.csv("a", rows["tender"]).csv("b", row)
    made = county.taken()
    assert [one.place.file for one in made.left_out] == ["b.csv"]
    assert made.left_out[0].cells == tuple(row.values())
    assert set(made.releases[0]) & {"bids", "awards", "contracts"} == set()


def test_a_payment_finds_its_project_by_the_contract(whole):
    assert len(whole.release()["contracts"][0]["implementation"]["transactions"]) == 1


def test_a_payment_for_a_number_that_two_projects_have_is_left_out(county, rows):
    county.csv("a", rows["tender"], rows["tender"] | {"项目编号": "CX-2"})
    county.csv("b", rows["contract"], rows["contract"] | {"项目编号": "CX-2"})
    county.csv(
        "c", rows["payment"], rows["payment"] | {"项目编号": "CX-2", "凭证号": "V2"}
    )
    made = county.taken()
    assert [(one.place.file, one.place.row) for one in made.left_out] == [("c.csv", 2)]
    paid = made.releases[1]["contracts"][0]["implementation"]["transactions"]
    assert [one["id"] for one in paid] == ["V2"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"项目名称": ""}, "缺项目名称，整个项目未导入。"),
        ({"采购人": "", "采购人统一社会信用代码": ""}, "缺采购人，整个项目未导入。"),
        ({"公告日期": "", "投标截止时间": ""}, "各表中没有一个日期，整个项目未导入。"),
    ],
)  # fmt: skip
def test_a_project_without_name_buyer_or_date_is_left_out_with_all_its_rows(
    county, rows, change, sentence
):
    late = {"中标日期": ""} if "公告日期" in change else {}
    county.csv("a", rows["tender"] | change).csv("b", rows["result"] | late)
    made = county.taken()
    assert made.releases == ()
    assert {one.place.file for one in made.left_out} == {"a.csv", "b.csv"}
    assert sentence in [one.sentence.split(" ")[0] for one in made.issues]


@pytest.mark.parametrize(
    ("column", "other", "path"),
    [
        ("项目名称", "另一个名称", ("tender", "title")),
        ("采购方式", "询价", ("tender", "procurementMethodDetails")),
        ("预算金额", "5", ("planning", "budget")),
        ("投标截止时间", "2026-03-26 09:30", ("tender", "tenderPeriod")),
        ("采购人", "澄溪县教育局", ("buyer", "name")),
    ],
)  # fmt: skip
def test_of_what_contradicts_the_first_is_kept_and_it_is_told(
    county, rows, column, other, path
):
    once = county.csv("a", rows["tender"]).release()
    again = rows["tender"] | {column: other, "采购人统一社会信用代码": ""}
    twice = county.csv("b", again).release()
    first, second = path
    assert twice[first][second] == once[first][second]
    told = [one for one in county.told() if one[2] == column]
    assert len(told) == 1
    assert told[0][:2] == ("b.csv", 2)
    assert told[0][3].startswith("与")


def test_a_day_and_its_hour_do_not_contradict(county, rows):
    county.csv("a", rows["tender"] | {"投标截止时间": "2026-03-25"})
    county.csv("b", rows["tender"])
    made = county.release()
    assert made["tender"]["tenderPeriod"]["endDate"] == "2026-03-25T09:30:00+08:00"
    assert county.told() == []


# ---- tender ----


def test_a_deadline_without_its_hour_is_marked_as_a_day(county, rows):
    made = county.csv("a", rows["tender"] | {"投标截止时间": "2026-03-25"}).release()
    assert made["tender"]["tenderPeriod"]["endDate"] == "2026-03-25T23:59:59+08:00"
    assert "tender/tenderPeriod/endDate" in made["x_dayOnly"]


def test_documents_begin_the_period_and_the_opening_ends_a_tender(county, rows):
    row = rows["tender"] | {
        "投标截止时间": "", "开标时间": "2026-03-26 10:00", "获取文件开始时间": "2026-03-04 09:00",
    }  # fmt: skip
    made = county.csv("a", row).release()
    assert made["tender"]["tenderPeriod"] == {
        "startDate": "2026-03-04T09:00:00+08:00",
        "endDate": "2026-03-26T10:00:00+08:00",
    }
    made = (
        county.csv("b", row | {"项目编号": "B", "采购方式": "竞争性谈判"})
        .taken()
        .releases[1]
    )
    assert made["tender"]["tenderPeriod"] == {"startDate": "2026-03-04T09:00:00+08:00"}


def test_a_change_moves_deadline_and_budget_and_stays_visible(county, rows):
    county.csv("a", rows["tender"])
    county.csv(
        "更正",
        {"项目编号": "CX-1", "更正日期": "2026-03-20", "更正内容": "再延期", "更正后投标截止时间": "2026-04-02 09:30"},
        {"项目编号": "CX-1", "更正日期": "2026-03-10", "更正后投标截止时间": "2026-03-30 09:30", "更正后预算金额": "1250000"},
    )  # fmt: skip
    made = county.release()
    assert made["tender"]["tenderPeriod"]["endDate"] == "2026-04-02T09:30:00+08:00"
    assert made["planning"]["budget"]["amount"]["amount"] == 1_250_000
    assert [one["date"][:10] for one in made["tender"]["amendments"]] == [
        "2026-03-10",
        "2026-03-20",
    ]
    assert made["tender"]["amendments"][1]["description"].startswith("再延期；投标截止")


@pytest.mark.parametrize(
    ("how", "why", "status"),
    [
        ("废标", "有效供应商不足三家", "unsuccessful"), ("流标", "", "unsuccessful"),
        ("", "有效投标人不足三家", "unsuccessful"), ("终止", "采购任务取消", "cancelled"),
        ("", "采购任务取消", "cancelled"),
    ],
)  # fmt: skip
def test_an_ended_project_says_how_it_ended(county, rows, how, why, status):
    ended = {
        "项目编号": "CX-1",
        "终止日期": "2026-04-02",
        "终止类型": how,
        "终止原因": why,
    }
    made = county.csv("a", rows["tender"]).csv("终止", ended).release()
    assert made["tender"]["status"] == status
    assert made["tender"]["documents"][-1]["documentType"] == "cancellationDetails"


def test_an_ending_that_says_not_how_is_left_out(county, rows):
    ended = {"项目编号": "CX-1", "终止日期": "2026-04-02", "终止原因": "其他"}
    made = county.csv("a", rows["tender"]).csv("终止", ended).taken()
    assert made.releases[0]["tender"]["status"] == "active"
    assert len(made.left_out) == 1


@pytest.mark.parametrize(
    ("cells", "category"),
    [
        ({"采购类别": "货物"}, "goods"), ({"采购类别": "工程类"}, "works"), ({"采购类别": "服务"}, "services"),
        ({"品目编码": "A05010800"}, "goods"), ({"品目编码": "B01010000"}, "works"),
        ({"品目编码": "C16010000"}, "services"), ({"品目编码": "9"}, None), ({}, None),
        ({"采购类别": "服务", "品目编码": "A05010800"}, "services"),
    ],
)  # fmt: skip
def test_the_category_is_a_word_or_the_letter_of_the_code(
    county, rows, cells, category
):
    made = county.csv("a", rows["tender"] | cells).release()
    assert made["tender"].get("mainProcurementCategory") == category


def test_a_single_source_is_direct_and_its_publicity_a_period(county):
    county.csv(
        "单一来源",
        {
            "项目编号": "S-1", "项目名称": "系统运维", "采购人": "澄溪县档案馆", "拟定供应商": "甲公司",
            "预算金额": "30万元", "单一来源理由": "原系统专利", "公示开始日期": "2026-02-02",
            "公示结束日期": "2026-02-09",
        },
    )  # fmt: skip
    made = county.release()
    assert made["tender"]["procurementMethod"] == "direct"
    assert made["tender"]["procurementMethodRationale"] == "原系统专利"
    assert made["tender"]["enquiryPeriod"]["endDate"] == "2026-02-09T23:59:59+08:00"
    assert made["planning"]["budget"]["amount"]["amount"] == 300_000


def test_an_unknown_method_keeps_its_words_only(county, rows):
    made = county.csv("a", rows["tender"] | {"采购方式": "抽签"}).release()
    assert made["tender"]["procurementMethodDetails"] == "抽签"
    assert "procurementMethod" not in made["tender"]
    assert county.told()[0][3] == "不认得的采购方式，只保留原文。"


# ---- lots ----


@pytest.mark.parametrize(
    ("budgets", "whole", "lots"),
    [
        (("100", "200"), 300, [100, 200]), (("300", ""), 300, [None, None]),
        (("100", "100"), None, [None, None]), (("", ""), None, [None, None]),
    ],
)  # fmt: skip
def test_budgets_of_lots_are_added_and_equal_ones_are_not_guessed(
    county, rows, budgets, whole, lots
):
    first, second = (
        rows["tender"] | {"包号": lot, "预算金额": budget}
        for lot, budget in zip("12", budgets, strict=True)
    )
    made = county.csv("a", first, second).release()
    budget = made.get("planning", {}).get("budget", {}).get("amount", {}).get("amount")
    assert budget == whole
    assert [
        lot.get("value", {}).get("amount") for lot in made["tender"]["lots"]
    ] == lots
    assert len(county.told()) == (budgets == ("100", "100"))


def test_lots_with_budgets_of_their_own_leave_the_other_to_the_project(county, rows):
    one = rows["tender"] | {"包号": "1", "包预算金额": "70", "预算金额": "100"}
    made = county.csv("a", one, one | {"包号": "2", "包预算金额": "30"}).release()
    assert made["planning"]["budget"]["amount"]["amount"] == 100
    assert [lot["value"]["amount"] for lot in made["tender"]["lots"]] == [70, 30]


@pytest.mark.parametrize("kind", ["result", "bid", "contract"])
def test_a_lot_that_nobody_announced_is_left_out(county, rows, kind):
    county.csv("a", rows["tender"] | {"包号": "1"}).csv("b", rows[kind] | {"包号": "2"})
    made = county.taken()
    assert [one.place.file for one in made.left_out] == ["b.csv"]
    assert [lot["id"] for lot in made.releases[0]["tender"]["lots"]] == ["1"]


def test_one_lot_fails_and_the_other_is_awarded(county, rows):
    county.csv(
        "a", rows["tender"] | {"包号": "一包"}, rows["tender"] | {"包号": "二包"}
    )
    county.csv("b", rows["result"] | {"包号": "1"})
    county.csv(
        "c",
        {
            "项目编号": "CX-1",
            "包号": "第2包",
            "终止日期": "2026-4-2",
            "终止类型": "废标",
        },
    )
    made = county.release()
    assert [lot["status"] for lot in made["tender"]["lots"]] == [
        "complete",
        "unsuccessful",
    ]
    assert made["tender"]["status"] == "complete"
    assert made["awards"][0]["relatedLots"] == ["1"]


# ---- bids, contracts, payments ----


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({"是否有效": "有效"}, "valid"), ({"是否有效": "否"}, "disqualified"),
        ({"是否有效": "", "否决理由": "未提供检测报告"}, "disqualified"),
        ({"是否有效": "撤回"}, "withdrawn"), ({"是否有效": ""}, "pending"),
    ],
)  # fmt: skip
def test_a_bid_that_nobody_judged_is_pending(county, rows, cells, status):
    made = county.csv("a", rows["tender"]).csv("评审", rows["bid"] | cells).release()
    assert made["bids"]["details"][0]["status"] == status


def test_a_second_bid_of_the_same_bidder_is_left_out(county, rows):
    county.csv("a", rows["tender"]).csv("b", rows["bid"], rows["bid"] | {"报价": "1"})
    made = county.taken()
    assert [one.place.row for one in made.left_out] == [3]
    assert made.releases[0]["bids"]["details"][0]["value"]["amount"] == 1_168_000


def test_a_contract_without_result_has_an_award_derived_and_told(county, rows):
    made = county.csv("a", rows["tender"]).csv("b", rows["contract"])
    release = made.release()
    assert release["contracts"][0]["awardID"] == release["awards"][0]["id"]
    assert "value" not in release["awards"][0]
    assert validate(release) == []
    assert made.told()[0][3].startswith("没有对应的中标成交结果")


def test_a_contract_that_may_belong_to_two_results_is_left_out_with_its_payments(
    county, rows
):
    lots = [rows["tender"] | {"包号": lot} for lot in "12"]
    county.csv("a", *lots).csv("b", *(rows["result"] | {"包号": lot} for lot in "12"))
    county.csv("c", rows["contract"]).csv("d", rows["payment"])
    made = county.taken()
    assert "contracts" not in made.releases[0]
    assert {one.place.file for one in made.left_out} == {"c.csv", "d.csv"}


def test_changes_of_a_contract_are_amendments_with_the_amounts(county, rows):
    change = {"项目编号": "CX-1", "合同编号": "HT-1"}
    county.csv("a", rows["tender"]).csv("b", rows["result"])
    county.csv(
        "c",
        rows["contract"],
        change
        | {"变更日期": "2026-06-01", "变更后金额": "1200000", "变更原因": "再增一间"},
        change | {"变更日期": "2026-05-20", "变更金额": "60000"},
    )
    contract = county.release()["contracts"][0]
    assert contract["value"]["amount"] == 1_200_000
    assert [
        (one["x_valueBefore"]["amount"], one["x_valueAfter"]["amount"])
        for one in contract["amendments"]
    ] == [(1_135_000, 1_195_000), (1_195_000, 1_200_000)]
    assert contract["amendments"][0]["description"] == (
        "合同金额由 1135000 CNY 变更为 1195000 CNY（+60000）"
    )


@pytest.mark.parametrize(
    "change",
    [
        {"变更金额": "60000", "变更后金额": "1"}, {"变更金额": "-9999999"},
    ],
)  # fmt: skip
def test_amounts_of_a_change_that_cannot_both_be_true_are_left_out(
    county, rows, change
):
    row = {"项目编号": "CX-1", "合同编号": "HT-1", "变更日期": "2026-05-20"} | change
    county.csv("a", rows["tender"]).csv("b", rows["result"])
    made = county.csv("c", rows["contract"], row).taken()
    contract = made.releases[0]["contracts"][0]
    assert contract["value"]["amount"] == 1_135_000
    assert "amendments" not in contract
    assert [one.place.row for one in made.left_out] == [3]


def test_a_voucher_pays_once(whole, rows):
    whole.csv("付款2", rows["payment"] | {"付款金额": "1"})
    made = whole.taken()
    paid = made.releases[0]["contracts"][0]["implementation"]["transactions"]
    assert [one["value"]["amount"] for one in paid] == [500_000]
    assert [one.place.file for one in made.left_out] == ["付款2.csv"]


def test_a_delivery_is_due_and_met(county, rows):
    row = rows["contract"] | {"交货期限": "2026-06-30", "实际交货日期": "2026-07-05"}
    county.csv("a", rows["tender"]).csv("b", rows["result"]).csv("c", row)
    assert county.release()["contracts"][0]["implementation"]["milestones"] == [
        {
            "id": "delivery",
            "title": "交付",
            "type": "delivery",
            "status": "met",
            "dueDate": "2026-06-30T23:59:59+08:00",
            "dateMet": "2026-07-05T00:00:00+08:00",
        }
    ]


def test_contacts_of_nobody_known_are_left_out(county, rows):
    county.csv("a", rows["tender"]).csv("b", {"单位名称": "乙公司", "联系电话": "1"})
    assert [one.place.file for one in county.taken().left_out] == ["b.csv"]


def test_a_ledger_row_is_notice_result_and_contract(county):
    county.csv(
        "台账",
        {
            "项目编号": "L-1", "项目名称": "食堂食材", "采购人": "澄溪县一小", "采购方式": "竞争性磋商",
            "预算金额(万元)": "30", "中标供应商": "甲公司", "中标金额(万元)": "28.5",
            "中标日期": "2026-02-03", "合同金额(万元)": "28.5", "合同签订日期": "2026-02-10",
        },
    )  # fmt: skip
    made = county.release()
    assert made["tender"]["procurementMethod"] == "limited"
    assert made["awards"][0]["value"]["amount"] == 285_000
    assert made["contracts"][0]["dateSigned"] == "2026-02-10T00:00:00+08:00"
    assert made["contracts"][0]["id"] == "L-1"
    assert validate(made) == []


def test_a_ledger_row_that_is_only_planned_has_no_award(county):
    county.csv(
        "台账",
        {
            "项目编号": "L-1", "项目名称": "食堂食材", "采购人": "澄溪县一小", "采购方式": "询价",
            "中标供应商": "—", "中标金额": "/", "中标日期": "", "公告日期": "2026-02-03",
            "采购公告日期": "2026-02-03",
        },
    )  # fmt: skip
    made = county.release()
    assert (made["tender"]["status"], "awards" in made) == ("active", False)
