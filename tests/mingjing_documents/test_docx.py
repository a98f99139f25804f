"""Word documents: numbers, tables, revisions, and what is refused."""

import pytest

from mingjing_documents import Unreadable, read_outline
from tests.support import docx


def nodes(*blocks, **more):
    outline = read_outline(docx.docx(*blocks, **more), "x.docx")
    return [(n.level, n.marker, n.title) for n in outline.nodes]


def test_typed_numbers_in_many_runs():
    assert nodes(
        docx.p(docx.runs("一、加强政治引领")),
        docx.p(docx.runs("（一）抓学习。认真学习。")),
    ) == [(1, "一、", "加强政治引领"), (2, "（一）", "抓学习")]


def test_automatic_numbers_are_worked_out():
    assert nodes(
        docx.p("总体要求", num=(1, 0)),
        docx.p("指导思想", num=(1, 1)),
        docx.p("基本原则", num=(1, 1)),
        docx.p("主要任务", num=(1, 0)),
        docx.p("抓学习", num=(1, 1)),
        docx.p("读原文", num=(1, 2)),
    ) == [
        (1, "一、", "总体要求"),
        (2, "（一）", "指导思想"),
        (2, "（二）", "基本原则"),
        (1, "二、", "主要任务"),
        (2, "（一）", "抓学习"),
        (3, "1．", "读原文"),
    ]


def test_a_task_table_with_merged_cells():
    table = docx.table(
        docx.row("序号", "任务", "工作措施", "牵头单位", "责任单位", "完成时限"),
        docx.row(
            docx.cell("1", merge="restart"),
            docx.cell("抓学习", merge="restart"),
            "读原文。",
            docx.cell("县委办公室", merge="restart"),
            "各乡镇",
            "2026年6月底前",
        ),
        docx.row(
            docx.cell("", merge="continue"),
            docx.cell("", merge="continue"),
            "写笔记。",
            docx.cell("", merge="continue"),
            "县教育局、县财政局",
            "每月25日前",
        ),
    )
    outline = read_outline(docx.docx(docx.p("任务分解表"), table), "x.docx")
    assert [
        (n.level, n.marker, n.title, n.lead_units, n.responsible_units, n.deadline.kind)
        for n in outline.nodes
    ] == [
        (1, "1", "抓学习", [], [], "none"),
        (2, "", "读原文", ["县委办公室"], ["各乡镇"], "date"),
        (2, "", "写笔记", ["县委办公室"], ["县教育局", "县财政局"], "recurring"),
    ]


def test_a_table_within_a_cell_is_read_as_words_of_the_cell():
    inner = docx.table(docx.row("甲", "乙"))
    cell = f"<w:tc>{docx.p('上')}{inner}{docx.p('下')}</w:tc>"
    outline = read_outline(docx.docx(docx.table(f"<w:tr>{cell}</w:tr>")), "x.docx")
    assert outline.text == "上\n甲 乙\n下"


def test_insertions_count_and_deletions_do_not():
    words = (
        '<w:ins w:id="1"><w:r><w:t>一、抓</w:t></w:r></w:ins>'
        '<w:del w:id="2"><w:r><w:delText>不</w:delText></w:r></w:del>'
        "<w:r><w:t>学习</w:t></w:r>"
    )
    assert nodes(docx.p(words)) == [(1, "一、", "抓学习")]


def test_macros_are_refused_with_the_reason():
    data = docx.docx(docx.p("一、甲"), more={"word/vbaProject.bin": "x"})
    with pytest.raises(Unreadable, match="The file holds macros"):
        read_outline(data, "x.docx")


def test_an_external_entity_is_never_opened(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    kind = f'<!DOCTYPE w [<!ENTITY leak SYSTEM "{secret.as_uri()}">]>'
    words = docx.document("<w:p><w:r><w:t>一、&leak;</w:t></w:r></w:p>")
    words = words.replace(docx.HEAD, docx.HEAD + kind)
    with pytest.raises(Unreadable, match="not built as a document is"):
        read_outline(docx.docx(more={"word/document.xml": words}), "x.docx")


@pytest.mark.parametrize("at", [0, 30, 400, -30])
def test_a_damaged_file_is_refused(at):
    data = bytearray(docx.docx(docx.p("一、甲")))
    data[at:] = b""
    with pytest.raises(Unreadable):
        read_outline(bytes(data), "x.docx")


def test_an_old_word_file_is_told_from_a_new_one():
    with pytest.raises(Unreadable, match="old or encrypted Office file"):
        read_outline(b"\xd0\xcf\x11\xe0" + b"\0" * 600, "x.docx")
