"""Files as offices send them, honest and hostile."""

import csv
import io
import zipfile

import pytest
from openpyxl import Workbook

from mingjing_analytics.procurement.compat.columns import columns_of
from mingjing_analytics.procurement.compat.flags import flag
from mingjing_analytics.procurement.compat.run import all_facts, basis_of
from mingjing_analytics.procurement.importing import write_issues
from mingjing_analytics.procurement.importing.kinds import best_match, known
from mingjing_analytics.procurement.lines import Issues, numbered
from mingjing_analytics.procurement.settings import read_settings

HEAD = ["项目编号", "项目名称", "采购人", "预算金额（万元）", "公告日期"]
ROW = ["CX-1", "密集架采购", "澄溪县档案馆", "120", "2026-03-02"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_of_an_office_is_read(county, rows, encoding):
    made = county.csv("采购公告", rows["tender"], encoding=encoding).release()
    assert made["tender"]["title"] == "密集架采购"
    assert made["ocid"] == "ocds-test01-CX-1"


def test_titles_need_not_stand_in_the_first_row_and_a_unit_may_stand_above(county):
    head = [title.replace("（万元）", "") for title in HEAD]
    sheet = [["澄溪县2026年采购公告汇总表"], ["", "", "", "单位：万元"], head, ROW]
    made = county.xlsx("a", sheet, merged=["A1:E1"]).release()
    assert made["planning"]["budget"]["amount"] == {
        "amount": 1_200_000,
        "currency": "CNY",
    }


def test_titles_in_two_rows_under_merged_cells_are_read(county, rows):
    county.csv("公告", rows["tender"])
    county.xlsx(
        "结果",
        [
            ["项目编号", "中标情况", "", "", "结果公告日期"],
            ["", "供应商", "统一社会信用代码", "金额（万元）", ""],
            ["CX-1", "澄溪家具有限公司", "91330000000000003D", 113.5, "2026-04-01"],
        ],
        merged=["B1:D1", "A1:A2", "E1:E2"],
    )
    award = county.release()["awards"][0]
    assert award["value"] == {"amount": 1_135_000, "currency": "CNY"}
    assert award["suppliers"] == [
        {"id": "CN-USCC-91330000000000003D", "name": "澄溪家具有限公司"}
    ]


def test_a_bare_code_column_belongs_to_the_name_on_its_left(county, codes):
    county.put(
        "公告.csv",
        (
            "项目编号,项目名称,采购人,统一社会信用代码,采购代理机构,统一社会信用代码,公告日期\n"
            f"CX-1,密集架,澄溪县档案馆,{codes['buyer']},澄溪招标代理有限公司,{codes['agent']},2026-03-02\n"
        ).encode(),
    )
    made = county.release()
    assert made["buyer"]["id"] == f"CN-USCC-{codes['buyer']}"
    assert made["tender"]["procuringEntity"]["id"] == f"CN-USCC-{codes['agent']}"
    assert county.told() == []


def test_a_merged_number_counts_for_each_of_its_rows_and_a_merged_sum_once(county):
    head = ["项目编号", "项目名称", "采购人", "包号", "预算金额", "公告日期"]
    county.xlsx(
        "公告",
        [
            head,
            ["CX-1", "两包采购", "澄溪县档案馆", "1", 300, "2026-03-02"],
            ["", "", "", "2", "", ""],
        ],
        merged=["A2:A3", "B2:B3", "C2:C3", "E2:E3", "F2:F3"],
    )
    made = county.release()
    assert [lot["id"] for lot in made["tender"]["lots"]] == ["1", "2"]
    assert made["planning"]["budget"]["amount"]["amount"] == 300
    assert [lot.get("value") for lot in made["tender"]["lots"]] == [None, None]


@pytest.mark.parametrize("word", ["合计", "总计", "小 计", "合  计：", "Total"])
def test_a_row_of_sums_is_no_project(county, word):
    made = county.xlsx("a", [HEAD, ROW, [word, "", "", 120, ""]]).taken()
    assert (len(made.releases), made.left_out) == (1, ())


@pytest.mark.parametrize("foot", ["注：以上为初步数据", "制表人：林一", "审核：林二"])
def test_words_at_the_foot_are_no_project(county, foot):
    assert county.xlsx("a", [HEAD, ROW, [foot]]).taken().left_out == ()


def test_titles_printed_again_are_no_project(county):
    made = county.xlsx("a", [HEAD, ROW, HEAD, ["CX-2", *ROW[1:]]]).taken()
    assert (len(made.releases), made.left_out) == (2, ())


def test_an_empty_row_is_no_row(county):
    made = county.xlsx("a", [HEAD, [], ["", " ", None], ROW]).taken()
    assert (len(made.releases), made.left_out) == (1, ())


def test_rows_numbered_ahead_are_no_projects(county):
    sheet = [["序号", *HEAD], [1, *ROW], [2], [3, "", "", "/"]]
    made = county.xlsx("a", sheet).taken()
    assert (len(made.releases), made.left_out) == (1, ())


@pytest.mark.parametrize(
    ("at", "cell", "column"),
    [(3, "面议", "预算金额"), (4, "三月", "公告日期"), (0, "", "项目编号"), (2, "123", "采购人")],
)  # fmt: skip
def test_a_bad_cell_leaves_out_its_row_and_is_named_by_its_place(
    county, at, cell, column
):
    bad = [*ROW]
    bad[at] = cell
    made = county.xlsx("a", [HEAD, bad, ["CX-2", *ROW[1:]]]).taken()
    assert [one["ocid"] for one in made.releases] == ["ocds-test01-CX-2"]
    assert [(one.place.sheet, one.place.row) for one in made.left_out] == [("Sheet", 2)]
    assert made.left_out[0].cells == tuple(map(str, bad))
    first = made.issues[0]
    assert (first.place.row, first.column, first.value) == (2, column, cell)


def test_each_bad_cell_of_a_row_is_named(county):
    county.xlsx("a", [HEAD, ["", "x", "7", "面议", "三月"]])
    assert [column for _f, _r, column, _s in county.told()] == [
        "采购人",
        "预算金额",
        "公告日期",
        "项目编号",
    ]


def test_a_table_that_lacks_a_column_is_told_what_it_lacks(county, rows):
    del rows["result"]["中标供应商"]
    county.csv("a", rows["tender"]).csv(
        "b", {"项目编号": "CX-1", "中标金额": "1", "中标日期": "2026-1-1"}
    )
    assert county.told() == [
        ("b.csv", 0, "", "最像“中标成交结果”，缺少列：中标供应商。")
    ]


def test_columns_that_are_not_used_are_told_and_so_is_a_second_of_a_name(county):
    head = ["序号", *HEAD, "资金性质", "项目名称", "备注"]
    row = ["1", *ROW, "财政拨款", "另一个", "x"]
    made = county.xlsx("a", [["", "单位：万元"], head, row]).taken()
    first = made.issues[0]
    assert (first.place.row, first.value) == (2, "资金性质、项目名称")
    assert first.sentence.startswith("按“采购公告”读入，这些列没有用到。")
    assert made.releases[0]["tender"]["title"] == "密集架采购"


def test_a_unit_in_a_title_is_nearer_than_one_above(county):
    head = [*HEAD[:3], "预算金额（元）", "最高限价", "公告日期"]
    row = [*ROW[:3], "1200000", "118", ROW[4]]
    made = county.xlsx("a", [["单位：万元"], head, row], merged=["A1:F1"]).release()
    assert made["planning"]["budget"]["amount"]["amount"] == 1_200_000
    assert made["tender"]["value"]["amount"] == 1_180_000


def test_a_sheet_of_something_else_is_told(county):
    assert county.csv("a", {"姓名": "林一", "年龄": "30"}).told() == [
        ("a.csv", 0, "", "没有认出表头。")
    ]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "＝1+1"]
)
def test_formulas_stay_words_and_the_issue_list_defuses_them(
    county, rows, tmp_path, cell
):
    county.csv("a", rows["tender"] | {"项目名称": cell})
    county.csv("b", rows["tender"] | {"公告日期": cell, "项目编号": "CX-2"})
    made = county.taken()
    assert made.releases[0]["tender"]["title"] == cell.replace("＝", "=")
    out = tmp_path / "issues.csv"
    write_issues(out, made.issues)
    told = list(csv.reader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert [row[4] for row in told[1:]] == [f"'{cell}"]


def bomb():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (80 << 20))
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.xlsx", bomb(), "工作簿展开后太大，请分成几个文件。"),
        ("a.xlsx", b"PK\x03\x04 cut short", "工作簿打不开：File"),
        ("a.csv", b"\x00\xff\xfe\x80" * 50, "第"),
        ("a.csv", b"", "文件里没有内容。"),
        ("a.csv", b"\n , \n", "文件里没有内容。"),
        ("a.csv", '项目编号,"项目名称\nCX-1,x'.encode(), "第"),
        ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "没有认出表头。"),
        ("a.xlsx", b"<html><table></table></html>", "没有认出表头。"),
    ],
    ids=["bomb", "cut", "binary", "empty", "blank", "quote", "pdf", "html"],
)
def test_a_hostile_file_gives_one_issue_and_the_others_are_read(
    county, rows, name, data, said
):
    county.put(name, data).csv("good", rows["tender"])
    made = county.taken()
    assert len(made.releases) == 1
    assert [(one.place.file, one.sentence.split(" ")[0]) for one in made.issues] == [
        (name, said)
    ]


def test_half_a_workbook_brings_in_nothing(county):
    county.xlsx("whole", [HEAD, ROW])
    data = county.files[0].read_bytes()
    county.files.clear()
    made = county.put("half.xlsx", data[: len(data) // 2]).taken()
    assert (made.releases, len(made.issues)) == ((), 1)


def test_a_wrong_extension_is_no_matter(county):
    county.xlsx("whole", [HEAD, ROW])
    data = county.files.pop().read_bytes()
    assert county.put("really.csv", data).release()["tender"]["id"] == "CX-1"


def test_a_file_that_is_not_there_is_told(county, rows, tmp_path):
    county.csv("good", rows["tender"])
    county.files.append(tmp_path / "gone.csv")
    assert [one[0] for one in county.told()] == ["gone.csv"]


def test_the_same_file_twice_is_read_once(county, rows):
    county.csv("a", rows["tender"]).csv(
        "b", rows["contract"] | {"供应商": "澄溪家具有限公司"}
    )
    county.csv("c", rows["payment"] | {"凭证号": ""})
    county.put("c2.csv", county.files[-1].read_bytes())
    made = county.taken()
    paid = made.releases[0]["contracts"][0]["implementation"]["transactions"]
    assert len(paid) == 1
    assert made.issues[0].sentence.startswith("与 c.csv 是同一个文件")


def test_several_sheets_of_one_workbook_are_several_tables(county):
    book = Workbook()
    book.active.append(HEAD)
    book.active.append(ROW)
    other = book.create_sheet("中标结果")
    other.append(["项目编号", "供应商名称", "中标金额", "公告日期"])
    other.append(["CX-1", "澄溪家具有限公司", "1135000", "2026-04-01"])
    kept = io.BytesIO()
    book.save(kept)
    made = county.put("台账.xlsx", kept.getvalue()).release()
    assert made["awards"][0]["date"] == "2026-04-01T00:00:00+08:00"


@pytest.mark.parametrize("kind", list(known().kinds))
def test_the_titles_of_each_kind_are_recognised_as_that_kind(kind):
    names = known().kinds[kind].columns
    found = best_match([[known().columns[name].zh] for name in names], "")
    assert found is not None
    assert found.kind == kind
    assert found.places == {name: at for at, name in enumerate(names)}


def test_imported_releases_can_be_asked_for_flags(county, rows):
    late = rows["bid"] | {"递交时间": "2026-03-25 09:31", "投标人": "澄溪家具有限公司"}
    late["投标人统一社会信用代码"] = rows["result"]["供应商统一社会信用代码"]
    county.csv("a", rows["tender"]).csv("b", late).csv("c", rows["result"])
    lines = county.taken().lines()
    settings = read_settings("currency = CNY\n[R003]\nthreshold = 24\n[R030]")
    numbered_lines = numbered(io.BytesIO(lines))
    facts = columns_of(all_facts(numbered_lines, basis_of(settings), Issues()))
    found = flag(facts, settings).groups
    assert found["OCID"] == {"ocds-test01-CX-1": {"R003": 1.0, "R030": 1.0}}
