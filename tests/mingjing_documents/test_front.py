"""Title, number, addressee, signature."""

import pytest

from mingjing_documents import read_outline


def read(words):
    return read_outline(words.encode(), "x.txt")


def test_a_red_head_number_title_and_addressee():
    outline = read(
        "中共清河县委办公室文件\n清办发〔2026〕5号\n关于印发《清廉建设\n工作方案》的通知\n"
        "各乡镇党委，县直各单位：\n一、抓学习\n中共清河县委办公室\n2026年3月5日\n"
    )
    assert outline.title == "关于印发《清廉建设工作方案》的通知"
    assert outline.doc_number == "清办发〔2026〕5号"
    assert outline.addressee == "各乡镇党委，县直各单位"
    assert [(n.title, n.text) for n in outline.nodes] == [("抓学习", "")]


@pytest.mark.parametrize(
    ("head", "due"),
    [
        ("2026年工作要点", "2026-10-15"),
        ("清办发〔2025〕5号\n工作要点", "2025-10-15"),
        ("工作要点\n2024年2月1日", "2024-10-15"),
        ("工作要点", None),
    ],
)
def test_the_year_of_a_document_dates_its_days(head, due):
    outline = read(f"{head}\n一、报送。10月15日前报送总结。\n")
    assert outline.nodes[0].deadline.date == due


def test_an_annex_begins_anew():
    outline = read(
        "工作方案\n一、抓学习\n附件：1．任务分工\n2．联系表\n清河县委\n2026年3月5日\n"
        "附件1\n任务分工\n一、抓整改\n"
    )
    assert [(n.level, n.marker, n.title) for n in outline.nodes] == [
        (1, "一、", "抓学习"),
        (1, "一、", "抓整改"),
    ]
