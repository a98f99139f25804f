"""An amended document beside the one before."""

from mingjing_documents import Change, compare, read_outline
from mingjing_documents.compare import word_changes

OLD = (
    "一、抓学习\n认真学习理论，每季度组织一次集中研讨。\n"
    "二、抓整改\n对巡察反馈的问题逐条整改销号。\n"
    "三、抓宣传\n办好宣传栏。\n"
)
NEW = (
    "一、抓学习\n认真学习理论，每月组织一次集中研讨。\n"
    "二、抓监督\n开展专项监督检查，严肃查处违规行为。\n"
    "三、抓整改\n对巡察反馈的问题逐条整改销号。\n"
)


def outline(words):
    return read_outline(words.encode(), "x.txt")


def test_a_document_beside_itself_has_no_difference():
    one = outline(OLD)
    assert compare(one, one) == [Change("same", at, at) for at in range(3)]


def test_clauses_are_matched_by_their_words_not_their_numbers():
    assert compare(outline(OLD), outline(NEW)) == [
        Change("edited", 0, 0),
        Change("added", None, 1),
        Change("same", 1, 2),
        Change("removed", 2, None),
    ]


def test_a_clause_that_moved_is_the_same():
    one = outline("一、抓学习\n认真学习。\n二、抓整改\n逐条整改。\n")
    other = outline("一、抓整改\n逐条整改。\n二、抓学习\n认真学习。\n")
    assert compare(one, other) == [Change("same", 1, 0), Change("same", 0, 1)]


def test_the_same_clause_twice_is_matched_once_each():
    one = outline("一、抓学习\n二、抓学习\n")
    other = outline("一、抓学习\n二、抓学习\n三、抓学习\n")
    assert compare(one, other) == [
        Change("same", 0, 0),
        Change("same", 1, 1),
        Change("added", None, 2),
    ]


def test_the_words_that_changed_are_shown():
    assert word_changes("每季度报告一次", "每月报告一次") == [
        ("same", "每"),
        ("del", "季度"),
        ("ins", "月"),
        ("same", "报告一次"),
    ]
