"""Units in a list and in the notes of documents."""

import pytest

from mingjing_documents import read_outline
from mingjing_documents.tails import split_time
from mingjing_documents.units import leaders_in, units_in


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("县教育局、县财政局", ["县教育局", "县财政局"]),
        ("县教育局，县财政局；县审计局", ["县教育局", "县财政局", "县审计局"]),
        ("县教育局和县财政局", ["县教育局", "县财政局"]),
        ("县发展和改革局", ["县发展和改革局"]),
        (
            "县人力资源和社会保障局及各乡镇",
            ["县人力资源和社会保障局", "各乡镇"],
        ),
        ("县教育局等部门", ["县教育局"]),
        ("县教育局 县财政局", ["县教育局", "县财政局"]),
        ("县教育局\n县财政局", ["县教育局", "县财政局"]),
        ("各乡镇（街道、园区）、县水利局", ["各乡镇（街道、园区）", "县水利局"]),
        ("县教育局、县教育局", ["县教育局"]),
        ("县教育局，3月底前成立专班", ["县教育局"]),
        ("无", []),
        ("", []),
    ],
)
def test_names_in_a_list(words, expected):
    assert units_in(words) == expected


def test_the_leader_marked_in_a_list():
    assert leaders_in("县教育局（牵头）、县财政局") == ["县教育局"]


NOTES = [
    (
        "（牵头单位：县教育局；责任单位：县财政局、县审计局；配合单位：各乡镇；完成时限：2026年6月底前）",
        (["县教育局"], ["县财政局", "县审计局"], ["各乡镇"], "2026-06-30"),
    ),
    ("【责任单位：县教育局】", ([], ["县教育局"], [], None)),
    ("（县教育局牵头，县财政局配合）", (["县教育局"], [], ["县财政局"], None)),
    ("（县教育局、县财政局负责）", ([], ["县教育局", "县财政局"], [], None)),
    (
        "（县教育局牵头，县财政局、县审计局按职责分工负责）",
        (["县教育局"], ["县财政局", "县审计局"], [], None),
    ),
    (
        "（县教育局牵头，县财政局负责，各乡镇配合，2026年9月底前完成）",
        (["县教育局"], ["县财政局"], ["各乡镇"], "2026-09-30"),
    ),
    (
        "（责任单位：县教育局、县财政局，2026年9月底前完成）",
        ([], ["县教育局", "县财政局"], [], "2026-09-30"),
    ),
    (
        "（县教育局、县财政局按职责分工负责，长期坚持）",
        ([], ["县教育局", "县财政局"], [], None),
    ),
    (
        "责任单位为县教育局，县财政局、县审计局配合。",
        ([], ["县教育局"], ["县财政局", "县审计局"], None),
    ),
    ("〔县教育局、各镇（街道）〕", ([], ["县教育局", "各镇（街道）"], [], None)),
    ("（特设科、稽查支队；10月底前）", ([], ["特设科", "稽查支队"], [], None)),
    ("(责任单位:县教育局)", ([], ["县教育局"], [], None)),
    ("牵头单位：县教育局", (["县教育局"], [], [], None)),
    ("（党员干部要带头落实）", ([], [], [], None)),
]


@pytest.mark.parametrize(
    ("words", "time"),
    [
        ("县教育局，2026年6月底前完成", "2026年6月底前完成"),
        ("县教育局，6月30日前", "6月30日前"),
        ("县教育局；持续推进", "持续推进"),
        ("县教育局，2026年6月底前完成，长期坚持", "2026年6月底前完成，长期坚持"),
        ("县教育局，每季度报送一次", "每季度报送一次"),
        ("县教育局，“十五五”末", "“十五五”末"),
        ("县教育局，县年鉴办", ""),
        ("县教育局，县月湖管委会", ""),
        ("县教育局", ""),
    ],
)
def test_a_time_behind_the_units_is_no_unit(words, time):
    assert split_time(words)[1] == time
    assert split_time(words)[0] == (words if not time else "县教育局")


def noted(words):
    node = read_outline(words.encode(), "x.txt").nodes[0]
    units = (node.lead_units, node.responsible_units, node.supporting_units)
    return (*units, node.deadline.date)


@pytest.mark.parametrize(("note", "expected"), NOTES)
def test_a_note_at_the_end_of_its_paragraph(note, expected):
    assert noted(f"1．抓学习。认真组织集中学习。{note}\n") == expected


@pytest.mark.parametrize(("note", "expected"), NOTES)
def test_a_note_on_a_line_of_its_own(note, expected):
    assert noted(f"1．抓学习。认真组织集中学习。\n{note}\n") == expected


def test_units_said_in_prose():
    words = "1．抓学习。由县委组织部牵头，县委宣传部配合，开展轮训。\n"
    assert noted(words) == (["县委组织部"], [], ["县委宣传部"], None)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("由县纪委监委负责跟踪督办。", ["县纪委监委"]),
        ("本办法由县纪委监委负责解释。", []),
        ("各乡镇要落实负责人。", []),
    ],
)
def test_a_unit_in_charge_said_in_prose(words, expected):
    assert noted(f"1．抓学习。{words}\n") == ([], expected, [], None)


def test_what_a_sentence_says_besides_is_no_unit():
    words = "1．抓组织。县委办公室牵头，县教育局配合，3月底前成立专班。\n"
    assert noted(words)[:3] == (["县委办公室"], [], ["县教育局"])


@pytest.mark.parametrize(
    "words",
    [
        "责任单位：县教育局  化解时限：2026年5月底  化解措施：上门调解",
        "责任单位：县教育局；联系电话：1234567；办理时限：2026年5月底",
    ],
)
def test_a_value_ends_at_the_next_key_whatever_it_is(words):
    assert noted(f"1．抓整改\n{words}\n") == ([], ["县教育局"], [], "2026-05-31")


def test_a_note_after_several_items_is_their_headings():
    words = "（一）抓学习\n1．读原文。\n2．写笔记。\n责任单位：县委办公室\n"
    nodes = read_outline(words.encode(), "x.txt").nodes
    assert [n.responsible_units for n in nodes] == [["县委办公室"], [], []]


def test_where_items_have_notes_of_their_own_the_last_keeps_its_too():
    words = (
        "一、甲\n1．读。\n责任单位：县委办公室\n二、乙\n2．写。\n（1）由县教育局牵头。\n"
        "3．查。\n责任单位：信访室\n"
    )
    nodes = read_outline(words.encode(), "x.txt").nodes
    assert [(n.marker, n.responsible_units) for n in nodes] == [
        ("一、", []),
        ("1．", ["县委办公室"]),
        ("二、", []),
        ("2．", []),
        ("（1）", []),
        ("3．", ["信访室"]),
    ]


def test_notes_of_each_item_stay_with_it():
    words = "1．读原文。\n责任单位：县委办公室\n2．写笔记。\n责任单位：县教育局\n"
    nodes = read_outline(words.encode(), "x.txt").nodes
    assert [n.responsible_units for n in nodes] == [["县委办公室"], ["县教育局"]]
