"""GB/T 9704-2012 in the file's own words; tests/office measures what a reader sees."""

import io
import re
import zipfile
from datetime import date

import pytest
from docx import Document
from docx.shared import Mm, Pt

from mingjing_documents.official import (
    Addressee,
    Heading,
    Paragraph,
    Signed,
    Table,
    Title,
    write,
)

BLOCKS = [
    Title("关于清廉建设情况的报告"),
    Addressee("县委："),
    Heading(1, "一、差距"),
    Heading(2, "（一）逾期"),
    Paragraph("逾期还没有做的3件。"),
    Table(["单位", "事项"], [["县教育局", "公布结果"]], [1, 3]),
    Signed("澄溪县清廉办", date(2026, 11, 23)),
]


def opened(blocks=BLOCKS):
    return Document(io.BytesIO(write(blocks)))


def part(name, blocks=BLOCKS):
    with zipfile.ZipFile(io.BytesIO(write(blocks))) as archive:
        return archive.read(name).decode()


def test_the_text_block_is_156_by_225_with_37_above_and_28_beside():
    section = opened().sections[0]

    assert section.page_width == pytest.approx(Mm(210), abs=Pt(0.1))
    assert section.page_height == pytest.approx(Mm(297), abs=Pt(0.1))
    assert section.top_margin == pytest.approx(Mm(37), abs=Pt(0.1))
    assert section.left_margin == pytest.approx(Mm(28), abs=Pt(0.1))
    assert section.right_margin == pytest.approx(Mm(26), abs=Pt(0.1))
    assert section.bottom_margin == pytest.approx(Mm(35), abs=Pt(0.1))


def test_fonts_and_sizes_follow_the_levels():
    lines = [line for line in opened().paragraphs if line.text]

    assert [(line.runs[0].font.name, line.runs[0].font.size.pt) for line in lines] == [
        ("方正小标宋简体", 22),
        ("仿宋_GB2312", 16),
        ("黑体", 16),
        ("楷体_GB2312", 16),
        ("仿宋_GB2312", 16),
        ("仿宋_GB2312", 16),
        ("仿宋_GB2312", 16),
    ]


def test_each_font_names_what_stands_in_for_it():
    table = part("word/fontTable.xml")

    named = dict(re.findall(r'w:name="([^"]+)"><w:altName w:val="([^"]+)"', table))
    assert named["仿宋_GB2312"] == "仿宋"
    assert set(named) >= {"方正小标宋简体", "楷体_GB2312", "黑体", "宋体"}


def test_odd_pages_have_their_number_right_and_even_ones_left():
    section = opened().sections[0]

    assert part("word/settings.xml").count("<w:evenAndOddHeaders/>") == 1
    assert section.footer.paragraphs[0].text == "—  —"
    assert [
        str(foot.paragraphs[0].alignment)
        for foot in (section.footer, section.even_page_footer)
    ] == ["RIGHT (2)", "LEFT (0)"]


def test_the_same_blocks_give_the_same_bytes():
    assert write(BLOCKS, title="报告") == write(BLOCKS, title="报告")


def test_hostile_words_are_words():
    words = "=cmd|' /C calc'!A0 <w:p> & \x00\x0b\ud800 ]]>"

    document = opened([Paragraph(words), Table([words], [[words]])])

    clean = "=cmd|' /C calc'!A0 <w:p> &  ]]>"
    assert document.paragraphs[0].text == clean
    assert [cell.text for cell in document.tables[0].columns[0].cells] == [clean] * 2


@pytest.mark.parametrize(
    "block", [Heading(5, "五"), Heading(0, "零"), Table(["一", "二"], [["一"]])]
)
def test_what_the_standard_does_not_know_is_refused(block):
    with pytest.raises(ValueError, match=r"GB/T 9704|a row of"):
        write([block])
