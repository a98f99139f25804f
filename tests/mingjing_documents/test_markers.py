"""The markers that lines begin with."""

import doctest

import pytest

from mingjing_documents import markers, numbering, tails, units
from mingjing_documents.markers import marker_of


@pytest.mark.parametrize(
    ("line", "kind", "words", "number"),
    [
        ("一、总体要求", "cn", "一、", 1),
        ("\u3000\u3000十二、保障", "cn", "十二、", 12),
        ("（一）抓学习", "cn_paren", "（一）", 1),
        ("(十一)抓学习", "cn_paren", "(十一)", 11),
        ("1．抓学习", "num", "1．", 1),
        ("１２．抓学习", "num", "１２．", 12),
        ("3.抓学习", "num", "3.", 3),
        ("4、抓学习", "num", "4、", 4),
        ("1.2026年底前完成", "num", "1.", 1),
        ("（1）读书", "num_paren", "（1）", 1),
        ("(１)读书", "num_paren", "(１)", 1),
        ("2）读书", "num_paren", "2）", 2),
        ("①读书", "circle", "①", 1),
        ("⑫读书", "circle", "⑫", 12),
        ("第一章 总则", "chapter", "第一章", 1),
        ("第二十三条 本办法自印发之日起施行。", "article", "第二十三条", 23),
        ("第一部分 总体要求", "part", "第一部分", 1),
    ],
)
def test_a_marker(line, kind, words, number):
    found = marker_of(line)
    assert (found.kind, found.words, found.number) == (kind, words, number)


@pytest.mark.parametrize(
    "line",
    [
        "2026年是关键之年",
        "3.5万人参加",
        "一、二、三产业融合发展",
        "三、四季度加快进度",
        "第一条款规定",
        "一体推进三不腐",
        "四风问题",
        "一、",
        "",
        "   ",
    ],
)
def test_no_marker(line):
    assert marker_of(line) is None


@pytest.mark.parametrize("module", [markers, numbering, tails, units])
def test_the_examples_in_the_code_hold(module):
    assert doctest.testmod(module).failed == 0
