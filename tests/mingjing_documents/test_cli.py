"""`./mingjing outline FILE [--json]`."""

import json

from mingjing_documents.cli import main

PLAN = """2026年工作要点
一、抓学习
（一）读书。认真读书，每季度报告一次。（牵头单位：县委办公室；责任单位：各乡镇）
二、抓整改
三、抓长效
五、抓保障
"""


def run(capsys, *arguments):
    code = main(["outline", *map(str, arguments)])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_json_has_the_fields_that_are_promised(tmp_path, capsys):
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    code, out, err = run(capsys, path, "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["title"] == "2026年工作要点"
    span = found["nodes"][1]["span"]
    assert found["nodes"][1] == {
        "level": 2,
        "marker": "（一）",
        "title": "读书",
        "text": (
            "认真读书，每季度报告一次。（牵头单位：县委办公室；责任单位：各乡镇）"
        ),
        "span": span,
        "parent": 0,
        "lead_units": ["县委办公室"],
        "responsible_units": ["各乡镇"],
        "supporting_units": [],
        "deadline": {
            "text": "每季度报告一次",
            "kind": "recurring",
            "date": None,
            "every": "quarter",
        },
        "other_deadlines": [],
    }
    assert PLAN[slice(*span)] == PLAN.split("\n")[2]
    nothing = {"text": "", "kind": "none", "date": None, "every": None}
    assert found["nodes"][2]["deadline"] == nothing
    assert [(w["code"], w["span"]) for w in found["warnings"]] == [
        ("number_skipped", found["nodes"][4]["span"])
    ]


def test_without_json_a_tree_is_printed(tmp_path, capsys):
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    code, out, _ = run(capsys, path)
    assert code == 0
    assert out.splitlines() == [
        "《2026年工作要点》",
        "  一、 抓学习",
        "    （一） 读书  〔县委办公室、各乡镇 ｜ 每季度报告一次〕",
        "  二、 抓整改",
        "  三、 抓长效",
        "  五、 抓保障",
        "! 序号跳过：“五、”前面是 3，照原文保留。",
    ]


def test_what_cannot_be_read_gets_one_sentence_in_both_languages(tmp_path, capsys):
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"%PDF-1.7")
    code, out, err = run(capsys, path, "--json")
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "还不会读 PDF，请用它的 Word 原稿（.docx）或另存为 .txt。",
        "PDF cannot be read yet; use the Word original (.docx) or save it as .txt.",
    ]


def test_a_missing_file_is_told(tmp_path, capsys):
    code, out, err = run(capsys, tmp_path / "none.txt")
    assert (code, out) == (2, "")
    assert err.splitlines()[1].endswith("none.txt: No such file or directory")
