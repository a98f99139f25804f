"""Templates that the importer reads, and the four commands."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from mingjing_analytics.procurement.importing import template, to_releases, validate
from mingjing_analytics.procurement.importing.console import main
from mingjing_analytics.procurement.importing.kinds import known

KINDS = list(known().kinds)
EXAMPLE = 2


def filled(kind, folder):
    """A template whose row that shows how was copied below itself."""
    book = load_workbook(io.BytesIO(template(kind)))
    sheet = book.worksheets[0]
    width = len(known().kinds[kind].columns)
    sheet.append([sheet.cell(EXAMPLE, at).value for at in range(1, width + 1)])
    path = folder / f"{kind}.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_as_it_stands_imports_nothing_and_tells_nothing(kind, tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(template(kind))
    made = to_releases([path], prefix="ocds-test01")
    assert (made.releases, made.issues, made.left_out) == ((), (), ())


@pytest.mark.parametrize("kind", KINDS)
def test_a_filled_template_comes_through_whole(kind, tmp_path):
    first = ["ledger"] if kind == "ledger" else ["tender"]
    needed = {
        "payment": ["contract", "result"],
        "party": ["result"],
        "contract": ["result"],
    }
    kinds = dict.fromkeys([*first, *needed.get(kind, []), kind])
    files = [filled(one, tmp_path) for one in kinds]
    made = to_releases(files, prefix="ocds-test01")
    assert made.left_out == ()
    assert len(made.releases) == 1
    assert validate(made.releases[0]) == []


def test_all_templates_together_are_one_project_told_as_they_are(tmp_path):
    kinds = [
        kind for kind in KINDS if kind not in {"ledger", "single_source", "termination"}
    ]
    made = to_releases([filled(one, tmp_path) for one in kinds], prefix="ocds-test01")
    assert [one["ocid"] for one in made.releases] == ["ocds-test01-CX-2026-G-001"]
    assert made.left_out == ()
    # The examples name three bidders and show one.
    assert [one.column for one in made.issues] == ["投标供应商数量"]


def test_an_example_that_somebody_typed_over_is_imported(tmp_path):
    book = load_workbook(io.BytesIO(template("tender")))
    book.worksheets[0].cell(EXAMPLE, 2).value = "真实的项目"
    path = tmp_path / "t.xlsx"
    book.save(path)
    made = to_releases([path], prefix="ocds-test01")
    assert made.releases[0]["tender"]["title"] == "真实的项目"


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_explains_each_column(kind):
    book = load_workbook(io.BytesIO(template(kind)))
    told = [row[0] for row in book["说明 notes"].iter_rows(min_row=2, values_only=True)]
    names = known().kinds[kind].columns
    assert told == [f"{known().columns[n].zh} {known().columns[n].en}" for n in names]


def test_no_cell_of_a_template_is_a_formula():
    for kind in KINDS:
        for sheet in load_workbook(io.BytesIO(template(kind))):
            assert all(cell.data_type != "f" for row in sheet for cell in row)


def test_a_kind_that_is_none_has_no_template():
    with pytest.raises(KeyError):
        template("none")


# ---- commands ----


def test_import_writes_releases_and_issues(county, rows, tmp_path, capsys):
    county.csv("a", rows["tender"]).csv("b", rows["result"] | {"项目编号": "CX-9"})
    out, issues = tmp_path / "o.jsonl", tmp_path / "i.csv"
    files = [str(path) for path in county.files]
    code = main(
        [
            "import",
            *files,
            "--prefix",
            "ocds-t",
            "-o",
            str(out),
            "--issues",
            str(issues),
        ]
    )
    assert code == 1
    assert json.loads(out.read_bytes())["ocid"] == "ocds-t-CX-1"
    told = list(csv.reader(issues.read_text(encoding="utf-8-sig").splitlines()))
    assert told[0] == ["文件", "工作表", "行", "列", "值", "说明"]
    assert told[1][:5] == ["b.csv", "", "2", "项目编号", "CX-9"]
    assert "1 个项目，1 处问题，1 行未导入" in capsys.readouterr().err


def test_import_of_good_tables_ends_well(county, rows, tmp_path):
    county.csv("a", rows["tender"])
    out = tmp_path / "o.jsonl"
    assert (
        main(["import", str(county.files[0]), "--prefix", "ocds-t", "-o", str(out)])
        == 0
    )


def test_a_sheet_that_was_not_read_is_no_good_end(county, rows, tmp_path):
    county.csv("a", rows["tender"]).csv("b", {"姓名": "林一"})
    files = [str(path) for path in county.files]
    out = tmp_path / "o.jsonl"
    assert main(["import", *files, "--prefix", "ocds-t", "-o", str(out)]) == 1


def test_import_of_nothing_keeps_the_file_that_was_there(county, tmp_path, capsys):
    county.put("a.csv", b"x")
    out = tmp_path / "o.jsonl"
    out.write_text("before")
    assert (
        main(["import", str(county.files[0]), "--prefix", "ocds-t", "-o", str(out)])
        == 2
    )
    assert out.read_text() == "before"
    assert "没有认出表头" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--prefix", "a b", "-o", "o"],
        ["--prefix", "ocds-t", "-o", "no/such/folder/o"],
        ["--prefix", "ocds-t", "-o", "o", "--issues", "no/such/folder/i"],
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    county, rows, monkeypatch, arguments, capsys
):
    county.csv("a", rows["tender"])
    monkeypatch.chdir(county.folder)
    assert main(["import", "a.csv", *arguments]) == 2
    said = capsys.readouterr()
    assert said.err.strip()
    assert "Traceback" not in said.err


def test_a_template_is_written(tmp_path):
    out = tmp_path / "t.xlsx"
    assert main(["template", "tender", "-o", str(out)]) == 0
    assert load_workbook(out).sheetnames == ["采购公告", "说明 notes"]


def test_validate_names_line_and_path(tmp_path, capsys):
    path = tmp_path / "r.jsonl"
    good = '{"ocid":"o","id":"1","date":"2026-01-01T00:00:00Z","tag":["compiled"],"initiationType":"tender"}'
    path.write_text(f"{good}\n\n{good.replace('compiled', 'x')}\nnot json\n[]\n")
    assert main(["validate", str(path)]) == 1
    told = capsys.readouterr()
    assert [line.partition(":")[0] for line in told.out.splitlines()] == [
        "第 3 行 line 3",
        "第 4 行 line 4",
        "第 5 行 line 5",
    ]
    assert told.err.startswith("4 条，3 条不符")
    path.write_text(good)
    assert main(["validate", str(path)]) == 0


def test_compile_writes_one_line_a_process(tmp_path, capsysbinary):
    path = tmp_path / "r.jsonl"
    line = '{"ocid":"o","id":"1","date":"2026-01-0%dT00:00:00Z","tag":["tender"],"language":"%s"}\n'
    path.write_text(line % (2, "b") + line % (1, "a"))
    assert main(["compile", str(path)]) == 0
    assert json.loads(capsysbinary.readouterr().out)["language"] == "b"


@pytest.mark.parametrize("command", ["validate", "compile"])
def test_a_file_that_is_not_there_is_told(command, tmp_path, capsys):
    assert main([command, str(tmp_path / "gone")]) == 2
    assert "打不开文件" in capsys.readouterr().err


def test_compile_of_a_bad_line_writes_nothing(tmp_path, capsys):
    path = tmp_path / "r.jsonl"
    path.write_text("{}\n")
    assert main(["compile", str(path)]) == 2
    assert capsys.readouterr().out == ""
