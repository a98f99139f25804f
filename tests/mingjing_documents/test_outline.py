"""What holds of every outline, whatever the document."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingjing_documents import Unreadable, read_outline
from tests.support import docx

WORDS = """
一、 二、 三、 （一） （二） 1． 2． 1. （1） （2） ① ② 一是 二是 三是 一要 首先， 其次， 第一条
附件： 责任单位： 牵头单位：县委办公室； （责任单位：县财政局、县审计局） 每季度
完成时限：2026年6月底前 抓学习 认真整改 。 ； ， ： “ ” （ ） 2026年3月5日 各乡镇：
目录 …… | 1.1 3.15 长期坚持
""".split()
BLANKS = ["\n", "\n", "\n", "\u3000\u3000", " ", "\t", "\r\n"]
PARTS = st.sampled_from(WORDS + BLANKS)
DOCUMENTS = st.lists(PARTS, max_size=60).map("".join)


def whole(outline):
    """Everything that must hold between an outline and its text."""
    for at, node in enumerate(outline.nodes):
        start, end = node.span
        assert 0 <= start < end <= len(outline.text)
        words = outline.text[start:end]
        if node.marker:
            assert words.startswith(node.marker)
        level = 1
        if node.parent is not None:
            parent = outline.nodes[node.parent]
            assert node.parent < at
            assert parent.span[0] <= start
            assert end <= parent.span[1]
            level = parent.level + 1
        assert node.level == level
    for one, other in pairwise(outline.nodes):
        assert one.span[0] <= other.span[0]


@given(DOCUMENTS)
@settings(max_examples=400, deadline=None)
def test_spans_parents_and_levels_hold_for_any_text(words):
    if not words.strip():
        words += "甲"
    outline = read_outline(words.encode(), "x.txt")
    assert outline.text == words.replace("\r\n", "\n").replace("\r", "\n")
    whole(outline)


@given(st.lists(DOCUMENTS.filter(lambda words: "\n" not in words), max_size=12))
@settings(max_examples=100, deadline=None)
def test_spans_hold_in_word_documents(paragraphs):
    blocks = [docx.p(words) for words in paragraphs]
    table = docx.table(
        docx.row("任务", "责任单位"), *(docx.row(p, "县委办公室") for p in paragraphs)
    )
    try:
        outline = read_outline(docx.docx(*blocks, table), "x.docx")
    except Unreadable:
        return
    for node in outline.nodes:
        assert 0 <= node.span[0] < node.span[1] <= len(outline.text)
        assert node.parent is None or outline.nodes[node.parent].level == node.level - 1


@given(st.binary(max_size=300), st.sampled_from(["x.txt", "x.md", "x.docx"]))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(data, name):
    try:
        whole(read_outline(data, name))
    except Unreadable:
        return


@pytest.mark.parametrize("name", ["x.odt", "x", "x.exe"])
def test_an_unknown_kind_of_file_is_refused(name):
    with pytest.raises(Unreadable, match="save it as"):
        read_outline("一、甲".encode(), name)


def test_sections_run_in_headings_and_enumerations_find_their_parents():
    words = (
        "在全县大会上的讲话\n同志们：\n一、充分认识\n意义重大。\n"
        "二、重点任务\n（一）实施政治引领行动。政治建设是首位。一是抓学习。二是抓阵地，定期督促指导。\n"
        "（二）实施头雁行动。要选好人。\n三、抓好落实\n"
    )
    outline = read_outline(words.encode(), "x.txt")
    assert (outline.title, outline.addressee) == ("在全县大会上的讲话", "同志们")
    assert [
        (n.level, n.marker, n.title, n.parent, n.deadline.every) for n in outline.nodes
    ] == [
        (1, "一、", "充分认识", None, None),
        (1, "二、", "重点任务", None, None),
        (2, "（一）", "实施政治引领行动", 1, None),
        (3, "一是", "抓学习", 2, None),
        (3, "二是", "抓阵地，定期督促指导", 2, "regular"),
        (2, "（二）", "实施头雁行动", 1, None),
        (1, "三、", "抓好落实", None, None),
    ]


def test_a_blank_may_part_a_heading_from_its_sentence():
    words = "六、生态环境\u3000力争全年空气优良天数比例达到八成以上。要抓好落实。\n"
    node = read_outline(words.encode(), "x.txt").nodes[0]
    assert node.title == "生态环境"
    assert node.text == "力争全年空气优良天数比例达到八成以上。要抓好落实。"


def test_tasks_and_actions_may_be_numbered_by_name():
    words = (
        "任务清单\n一、教育\n任务1：规范征订\n（1）查。\n（2）改。\n任务2：整治收费\n"
        "二、民政\n任务3：规范低保\n"
    )
    outline = read_outline(words.encode(), "x.txt")
    assert [(n.level, n.marker, n.title) for n in outline.nodes] == [
        (1, "一、", "教育"),
        (2, "任务1：", "规范征订"),
        (3, "（1）", "查"),
        (3, "（2）", "改"),
        (2, "任务2：", "整治收费"),
        (1, "二、", "民政"),
        (2, "任务3：", "规范低保"),
    ]
    words = "三年行动\n行动一 强基\n（一）选人。\n行动二 铸魂\n（一）学习。\n"
    outline = read_outline(words.encode(), "x.txt")
    assert [(n.level, n.marker, n.title) for n in outline.nodes] == [
        (1, "行动一", "强基"),
        (2, "（一）", "选人"),
        (1, "行动二", "铸魂"),
        (2, "（一）", "学习"),
    ]
