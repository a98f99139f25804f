"""Writes .docx files from raw XML, as Word and WPS do, for tests."""

import io
import zipfile
from xml.sax.saxutils import escape

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
LEVELS = (  # form, words: as the multi-level list of an office template
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3．"),
    ("decimal", "（%4）"),
    ("decimalEnclosedCircleChinese", "%5"),
)


def run(words: str) -> str:
    return f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def runs(words: str, size: int = 3) -> str:
    """The words split over many runs, as editing leaves them."""
    return "".join(run(words[i : i + size]) for i in range(0, len(words), size))


def p(words: str = "", *, style: str = "", num: tuple[int, int] | None = None) -> str:
    """A paragraph; `words` that begin with < are runs already."""
    inner = words if words.startswith("<") else run(words)
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num:
        properties += (
            f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
        )
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def cell(words: str, *, span: int = 1, merge: str = "") -> str:
    """A cell; `merge` is restart or continue."""
    properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if merge:
        value = ' w:val="restart"' if merge == "restart" else ""
        properties += f"<w:vMerge{value}/>"
    inner = "".join(p(line) for line in words.split("\n"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str) -> str:
    inner = "".join(c if c.startswith("<") else cell(c) for c in cells)
    return f"<w:tr>{inner}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def numbering(levels: tuple[tuple[str, str], ...] = LEVELS, *, restart: int = 0) -> str:
    inner = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{words}"/></w:lvl>'
        for at, (form, words) in enumerate(levels)
    )
    override = f'<w:lvlOverride w:ilvl="{restart}"><w:startOverride w:val="1"/></w:lvlOverride>'
    return (
        f'{HEAD}<w:numbering {NS}><w:abstractNum w:abstractNumId="7">{inner}'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{override}</w:num></w:numbering>'
    )


def styles() -> str:
    """Heading 1-4 without numbers (H1…), with automatic ones (N1…), and TOC 1."""
    made = "".join(
        f'<w:style w:type="paragraph" w:styleId="H{n}"><w:name w:val="heading {n}"/></w:style>'
        f'<w:style w:type="paragraph" w:styleId="N{n}"><w:name w:val="编号{n}"/>'
        f'<w:basedOn w:val="B{n}"/></w:style>'
        f'<w:style w:type="paragraph" w:styleId="B{n}"><w:name w:val="底{n}"/><w:pPr><w:numPr>'
        f'<w:ilvl w:val="{n - 1}"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for n in range(1, 5)
    )
    toc = '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    return f"{HEAD}<w:styles {NS}>{made}{toc}</w:styles>"


def document(*blocks: str) -> str:
    return f"{HEAD}<w:document {NS}><w:body>{''.join(blocks)}<w:sectPr/></w:body></w:document>"


def package(parts: dict[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in parts.items():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, words)
    return target.getvalue()


TYPES = (
    f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    "</Types>"
)
LINKS = (
    f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)


def docx(*blocks: str, numbers: str = "", more: dict[str, str] | None = None) -> bytes:
    return package(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": LINKS,
            "word/document.xml": document(*blocks),
            "word/numbering.xml": numbers or numbering(),
            "word/styles.xml": styles(),
        }
        | (more or {})
    )
