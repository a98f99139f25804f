"""Numbers that skip or repeat are kept as printed, and told."""

import pytest

from mingjing_documents import read_outline


def warned(words):
    outline = read_outline(words.encode(), "x.txt")
    return [
        (w.code, outline.text[slice(*w.span)].split("\n")[0]) for w in outline.warnings
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("一、甲\n二、乙\n三、丙\n", []),
        ("一、甲\n三、丙\n", [("number_skipped", "三、丙")]),
        ("一、甲\n二、乙\n二、丙\n", [("number_repeated", "二、丙")]),
        ("一、甲\n（一）乙\n（三）丙\n二、丁\n", [("number_skipped", "（三）丙")]),
        ("一、甲\n（一）乙\n二、丙\n（一）丁\n", []),
        ("一、甲。一是乙；三是丙。\n", [("number_skipped", "三是丙。")]),
        ("一、甲。一是乙；二是丙；二是丁。\n", [("number_repeated", "二是丁。")]),
        ("一、甲\n1．乙\n2．丙\n4．丁\n", [("number_skipped", "4．丁")]),
    ],
)
def test_a_slip_is_told_where_it_stands(words, expected):
    assert warned(words) == expected


def test_nothing_is_renumbered():
    outline = read_outline("一、甲\n三、乙\n三、丙\n".encode(), "x.txt")
    assert [n.marker for n in outline.nodes] == ["一、", "三、", "三、"]
