"""Enumerations inside a paragraph, and the words that only look like them."""

import pytest

from mingjing_documents import read_outline


def items(paragraph):
    """The (marker, title) pairs below the one heading."""
    outline = read_outline(f"一、标题\n{paragraph}\n".encode(), "x.txt")
    return [(node.marker, node.title) for node in outline.nodes[1:]]


SPLIT = [
    ("一是抓学习；二是抓整改；三是抓长效。", ["一是", "二是", "三是"]),
    ("一是抓学习。二是抓整改。", ["一是", "二是"]),
    ("一是抓学习，二是抓整改。", ["一是", "二是"]),
    ("一要抓学习；二要抓整改。", ["一要", "二要"]),
    ("首先，抓学习。其次，抓整改。最后，抓长效。", ["首先", "其次", "最后"]),
    ("第一，抓学习。第二，抓整改。", ["第一", "第二"]),
    ("第一是抓学习，第二是抓整改。", ["第一是", "第二是"]),
    ("其一，抓学习。其二，抓整改。", ["其一", "其二"]),
    ("①抓学习；②抓整改。", ["①", "②"]),
    ("（1）抓学习；（2）抓整改。", ["（1）", "（2）"]),
    ("重点做好以下工作：1.抓学习；2.抓整改。", ["1.", "2."]),
    ("一是抓学习；二是抓整改；二是抓长效。", ["一是", "二是", "二是"]),
    ("一是抓学习；三是抓长效。", ["一是", "三是"]),
]
WHOLE = [
    "坚持一是一二是二，实事求是。",
    "驰而不息纠治四风，防止反弹。",
    "落实“三述”制度，一体推进不敢腐、不能腐、不想腐。",
    "统一是前提，团结一致是保证。",
    "把“第一议题”落到实处，坚持第一时间学习。",
    "“一是讲政治，二是讲规矩”是他常说的话。",
    "要一要求到底，不打折扣。",
    "三、四季度要加快进度。",
    "推动一、二、三产业融合发展。",
    "依据第三条第（一）项和第（二）项办理。",
    "首先要抓学习。",
    "这是第一次也是最后一次。",
    "用好监督执纪“四种形态”，做到一案一整改、一案一警示。",
    "增强“四个意识”、坚定“四个自信”、做到“两个维护”。",
    "占比为1.5%、2.5%。",
]


@pytest.mark.parametrize(("paragraph", "markers"), SPLIT)
def test_an_enumeration_splits(paragraph, markers):
    assert [marker for marker, _ in items(paragraph)] == markers


@pytest.mark.parametrize("paragraph", WHOLE)
def test_words_that_only_look_like_one_stay_whole(paragraph):
    assert items(paragraph) == []


def test_an_item_is_one_level_below_the_node_it_stands_in():
    text = "一、甲\n（一）乙。总的要求。一是丙；二是丁：①戊；②己。\n二、庚\n"
    nodes = read_outline(text.encode(), "x.txt").nodes
    assert [(n.marker, n.level, n.parent) for n in nodes] == [
        ("一、", 1, None),
        ("（一）", 2, 0),
        ("一是", 3, 1),
        ("二是", 3, 1),
        ("①", 4, 3),
        ("②", 4, 3),
        ("二、", 1, None),
    ]
    assert nodes[1].text == "总的要求。"


def test_a_series_within_one_sentence_ends_with_it():
    text = "一、保障。一要抓人，二要抓事。县委办公室每月25日前汇总。\n"
    nodes = read_outline(text.encode(), "x.txt").nodes
    assert [(n.marker, n.title, n.deadline.kind) for n in nodes] == [
        ("一、", "保障", "recurring"),
        ("一要", "抓人", "none"),
        ("二要", "抓事", "none"),
    ]


def test_a_series_of_sentences_ends_with_its_line():
    text = "一、保障。一要抓人。要选准。二要抓事。每月25日前汇总。\n"
    nodes = read_outline(text.encode(), "x.txt").nodes
    assert [(n.marker, n.text, n.deadline.kind) for n in nodes] == [
        ("一、", "", "none"),
        ("一要", "要选准。", "none"),
        ("二要", "每月25日前汇总。", "recurring"),
    ]


def test_points_that_are_called_so_are_counted():
    found = items("我再讲三句话：第一句话，责任要实；第二句话，作风要硬。")
    assert found == [("第一句话", "责任要实"), ("第二句话", "作风要硬")]


def test_numbers_that_share_a_line_end_with_their_sentence():
    text = "一、要求\n1.抓学习；2.抓督导。县委办公室每季度通报一次。\n"
    nodes = read_outline(text.encode(), "x.txt").nodes
    assert [(n.marker, n.title, n.deadline.every) for n in nodes] == [
        ("一、", "要求", "quarter"),
        ("1.", "抓学习", None),
        ("2.", "抓督导", None),
    ]
