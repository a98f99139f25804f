"""The page itself: paper, margins, the grid of 22 lines by 28 characters, page numbers.

GB/T 9704-2012: 5.1 paper A4; 5.2.1 上白边 37 mm ± 1 mm, 左白边 28 mm ± 1 mm, 版心 156 × 225 mm;
5.2.2 正文 3号仿宋; 5.2.3 一般每面排 22 行, 每行排 28 个字, 撑满版心; 7.5 页码 4号半角宋体阿拉伯数字,
左右各放一条一字线, 一字线上距版心下边缘 7 mm, 单页码居右空一字, 双页码居左空一字.
"""

from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

LINES, CHARACTERS = 22, 28
BLOCK_MM = (156, 225)
BODY_PT, NUMBER_PT = 16, 14
# 225 mm in 22 lines; twips are twentieths of a point, rounded down so that 22 fit.
LINE_TWIPS = int(BLOCK_MM[1] / 25.4 * 72 * 20 / LINES)
# 28 characters of 16 pt are a little wider than 156 mm: each gives up a quarter of a
# point. Not by a grid of characters: LibreOffice gives two cells to what overfills one.
SQUEEZE_TWIPS = int((BLOCK_MM[0] / 25.4 * 72 / CHARACTERS - BODY_PT) * 20) - 1

# Names as offices have them, and what stands in where they are not installed.
FONTS = {
    "方正小标宋简体": "方正小标宋_GBK;小标宋;华文中宋;SimSun;Noto Serif CJK SC",
    "仿宋_GB2312": "仿宋;FangSong;华文仿宋;FangSong_GB2312;Noto Serif CJK SC",
    "楷体_GB2312": "楷体;KaiTi;华文楷体;Noto Serif CJK SC",
    "黑体": "SimHei;华文黑体;Noto Sans CJK SC",
    "宋体": "SimSun;Noto Serif CJK SC",
}


def font(run: Run, name: str, points: float, *, bold: bool = False) -> Run:
    """Chinese in that font; digits and Latin letters in the same, as offices do."""
    run.font.size = Pt(points)
    run.font.bold = bold
    run.font.name = name
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), name)
    fonts.set(qn("w:hint"), "eastAsia")
    if points == BODY_PT:
        squeeze = OxmlElement("w:spacing")
        squeeze.set(qn("w:val"), str(SQUEEZE_TWIPS))
        run._element.get_or_add_rPr().append(squeeze)
    return run


def lay_out(document: Doc) -> None:
    """Set the paper, the grid and the page numbers of a new document."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin = Mm(37), Mm(28)
    section.right_margin = Mm(210 - 28 - BLOCK_MM[0])
    section.bottom_margin = Mm(297 - 37 - BLOCK_MM[1])
    section.footer_distance = Mm(297 - 37 - BLOCK_MM[1] - 7 - 5)
    _grid(section)
    document.settings.odd_and_even_pages_header_footer = True
    _number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
    normal = document.styles["Normal"]
    normal.font.size = Pt(BODY_PT)
    normal.font.name = "仿宋_GB2312"
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), "仿宋_GB2312")
    _name_fonts(document)


def _grid(section: Section) -> None:
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(LINE_TWIPS))
    section._sectPr.append(grid)


def _number(paragraph: Paragraph, side: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 —, one character in from the outer edge."""
    paragraph.alignment = side
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    edge = "right" if side == WD_ALIGN_PARAGRAPH.RIGHT else "left"
    indent.set(qn(f"w:{edge}"), str(NUMBER_PT * 20))
    font(paragraph.add_run("— "), "宋体", NUMBER_PT)
    field = font(paragraph.add_run(), "宋体", NUMBER_PT)
    for kind in ("begin", "separate", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        field._r.append(mark)
        if kind == "begin":
            code = OxmlElement("w:instrText")
            code.text = "PAGE"
            field._r.append(code)
    font(paragraph.add_run(" —"), "宋体", NUMBER_PT)


def _name_fonts(document: Doc) -> None:
    """Write the fall-backs into the font table, where Word and WPS look for them."""
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others.split(";")[0]}"/>'
        '<w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, others in FONTS.items()
    )
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = part.blob.replace(
                b"</w:fonts>", f"{entries}</w:fonts>".encode()
            )
