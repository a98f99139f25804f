"""The demonstration plan as a real .docx, as an office would type it."""

import io
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from mingjing.config.demo import plan_text as plan

HEAD = ("序号", "领域", "任务", "工作措施", "牵头单位", "责任单位", "完成时限")


def say(
    document: Doc,
    words: str,
    font: str = "仿宋_GB2312",
    *,
    centred: bool = False,
    size: int = 16,
) -> Paragraph:
    paragraph = document.add_paragraph()
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(words)
    run.font.size = Pt(size)
    run.font.name = "Times New Roman"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return paragraph


def table(document: Doc, year: int) -> None:
    say(document, "附件：重点任务分解表", "黑体")
    grid = document.add_table(rows=1, cols=len(HEAD))
    grid.style = "Table Grid"
    for cell, words in zip(grid.rows[0].cells, HEAD, strict=True):
        cell.text = words
    first = grid.rows[0].cells[1]
    for number, row in enumerate(plan.TABLE, 1):
        cells = grid.add_row().cells
        for cell, words in zip(cells, (str(number), *row), strict=True):
            cell.text = _of(year, words)
        if row[0]:
            first = cells[1]
        else:
            first.merge(cells[1])
            first.text = first.text.strip()


def plan_file(year: int) -> bytes:
    """The plan as a .docx of that year; the text is written for 2026 and 2027."""
    document = Document()
    say(document, _of(year, plan.NUMBER), centred=True)
    say(document, _of(year, plan.TITLE), "方正小标宋简体", centred=True, size=22)
    say(document, plan.ADDRESSEE)
    for line in _of(year, plan.BODY).splitlines():
        mark, _, words = line.partition(" ")
        if mark == "#":
            say(document, f"　　{words}", "黑体")
        elif mark == "##":
            say(document, f"　　{words}", "楷体_GB2312")
        else:
            say(document, f"　　{words if mark == '-' else line}")
    for words in plan.SIGNED:
        say(document, _of(year, words)).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    table(document, year)
    document.core_properties.title = _of(year, plan.TITLE)
    document.core_properties.author = "澄溪县清廉办"
    document.core_properties.created = datetime(year, 1, 12, tzinfo=UTC)
    document.core_properties.modified = datetime(year, 1, 12, tzinfo=UTC)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _of(year: int, words: str) -> str:
    return words.replace("2027", str(year + 1)).replace("2026", str(year))
