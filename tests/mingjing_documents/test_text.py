"""Encodings, line ends, Markdown and tables of contents."""

import pytest

from mingjing_documents import Unreadable, read_outline
from mingjing_documents.text import decode, read_text

WORDS = "关于加强学习的通知\n一、抓学习\n（一）读书。认真读书。\n"


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_and_line_end_reads_the_same(name, end):
    data = WORDS.replace("\n", end).encode(name)
    assert decode(data) == WORDS
    outline = read_outline(data, "x.txt")
    assert outline.title == "关于加强学习的通知"
    assert [node.marker for node in outline.nodes] == ["一、", "（一）"]


def test_half_a_character_is_not_guessed():
    with pytest.raises(Unreadable) as refused:
        decode("一、甲".encode() + b"\xff\xff")
    assert refused.value.zh == "认不出这个文件的编码，请另存为 UTF-8 文本或 .docx。"


def test_markdown_marks_are_taken_off():
    blocks = read_text("# 标题\n\n- **一、抓学习**\n> 引文\n".encode(), markdown=True)
    assert [(b.text, b.heading) for b in blocks] == [
        ("标题", 1),
        ("", 0),
        ("一、抓学习", 0),
        ("引文", 0),
        ("", 0),
    ]


def test_a_table_of_contents_stays_in_the_text_but_is_no_heading():
    words = (
        "工作方案\n目录\n一、总体要求……1\n二、主要任务……2\n\n"
        "一、总体要求\n抓学习。\n二、主要任务\n抓整改。\n"
    )
    outline = read_outline(words.encode(), "x.txt")
    assert outline.text == words
    assert [(n.marker, n.title, n.text) for n in outline.nodes] == [
        ("一、", "总体要求", "抓学习。"),
        ("二、", "主要任务", "抓整改。"),
    ]


def test_an_empty_file_is_refused():
    with pytest.raises(Unreadable, match="There is no text in this file"):
        read_outline(" \n\u3000\n".encode(), "x.txt")


def test_too_large_a_file_is_refused():
    with pytest.raises(Unreadable, match="larger than 4 MB"):
        read_outline(b"a" * 5_000_000, "x.txt")
