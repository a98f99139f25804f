"""Files made to exhaust or mislead a reader, each by a function that returns bytes."""

import io
import struct
import zipfile

from tests.support import docx

MEGABYTE = 1_000_000
TWO_MB = 2 * MEGABYTE // 3  # characters of three bytes


def _bomb() -> bytes:
    return docx.docx(docx.p("零" * 40 * MEGABYTE))


def _lying_size() -> bytes:
    """A zip whose directory says that the document is ten bytes long."""
    data = bytearray(docx.docx(docx.p("一、" + "甲" * MEGABYTE * 8)))
    at = data.find(b"word/document.xml", data.find(b"PK\x01\x02")) - 46
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


def _entity() -> bytes:
    words = docx.document(docx.p("一、&leak;")).replace("&amp;leak;", "&leak;")
    kind = '<!DOCTYPE w [<!ENTITY leak SYSTEM "file:///etc/passwd">]>'
    words = words.replace(docx.HEAD, docx.HEAD + kind)
    return docx.docx(more={"word/document.xml": words})


def _laughs() -> bytes:
    ten = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    kind = f'<!DOCTYPE w [<!ENTITY a0 "哈哈">{ten}]>'
    words = docx.document("<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>")
    return docx.docx(
        more={"word/styles.xml": words.replace(docx.HEAD, docx.HEAD + kind)}
    )


def _nested(count: int) -> bytes:
    inner = "<w:tbl><w:tr><w:tc>" * count + "</w:tc></w:tr></w:tbl>" * count
    return docx.docx(inner)


def _macros() -> bytes:
    return docx.docx(docx.p("一、有宏"), more={"word/vbaProject.bin": "macro"})


def _entries() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for at in range(60_000):
            archive.writestr(f"x{at}", b"")
    return target.getvalue()


def _same_style() -> bytes:
    """Styles based on one another in a ring."""
    ring = "".join(
        f'<w:style w:styleId="H{n}"><w:name w:val="环{n}"/><w:basedOn w:val="H{(n + 1) % 9}"/></w:style>'
        for n in range(9)
    )
    return docx.docx(
        *(docx.p("一、环", style="H1") for _ in range(100)),
        more={"word/styles.xml": f"{docx.HEAD}<w:styles {docx.NS}>{ring}</w:styles>"},
    )


def _text(words: str) -> bytes:
    return (words * (TWO_MB // len(words) + 1))[:TWO_MB].encode()


def _wide_table() -> bytes:
    spans = "".join(docx.cell("甲", span=64) for _ in range(200))
    return docx.docx(docx.table(*(docx.row(spans) for _ in range(250))))


def _task_table(rows: int) -> bytes:
    head = docx.row("序号", "任务", "措施", "责任单位", "完成时限")
    body = (
        docx.row(
            str(n), f"任务{n}", "一是抓。二是管。", "县教育局、县财政局", "2026年底"
        )
        for n in range(rows)
    )
    return docx.docx(docx.table(head, *body))


def _stored(data: bytes) -> bytes:
    """The same file unpacked, so that it does not look like a bomb."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        zipfile.ZipFile(target, "w") as plain,
    ):
        for name in archive.namelist():
            plain.writestr(name, archive.read(name))
    return target.getvalue()


HOSTILE = {
    "ordinary.txt": lambda: _text(
        "一、加强理论学习\n（一）组织读书。认真组织党员干部读书，一是读原文，逐章逐节通读；"
        "二是悟原理，把学到的写进工作笔记；三是抓落实，每季度报告一次情况。"
        "（牵头单位：县委办公室；责任单位：各乡镇；完成时限：2026年6月底前）\n"
        "各单位要结合实际抓好落实，把各项任务落到实处，县委办公室适时开展督查，情况通报全县。\n"
    ),
    "items.txt": lambda: _text("一、加强学习\n（一）读书。一是读原文；二是悟原理；三是抓落实。\n"),
    "one_paragraph.txt": lambda: _text("一是抓学习，二是抓整改。"),
    "one_line.txt": lambda: _text("甲"),
    "only_first.txt": lambda: _text("一是抓。"),
    "rising.txt": lambda: "".join(
        f"{n % 99 + 1}.办理事项。" for n in range(TWO_MB // 8)
    ).encode(),
    "brackets.txt": lambda: _text("（"),
    "bracket_pairs.txt": lambda: _text("（由县）"),
    "keys.txt": lambda: _text("责任单位："),
    "keys_in_lines.txt": lambda: _text("1．甲\n责任单位：乙\n"),
    "quotes.txt": lambda: _text("“一是"),
    "leads.txt": lambda: _text("由县局牵头，"),
    "leads_prose.txt": lambda: _text("县局牵头"),
    "ands.txt": lambda: ("责任单位：" + "县局和" * (TWO_MB // 3)).encode(),
    "ands_noted.txt": lambda: _text("1．甲。（责任单位：" + "县局和" * 300 + "）\n"),
    "dates.txt": lambda: _text("2026年"),
    "numbers.txt": lambda: _text("1.1.1."),
    "markers.txt": lambda: _text("（一）\n1．甲\n①乙\n"),
    "blank_lines.txt": lambda: b"\n" * 2 * MEGABYTE,
    "short_lines.txt": lambda: _text("甲\n"),
    "spaces.txt": lambda: _text("一、　　　　　　　　\n"),
    "one_blank.txt": lambda: ("　" * TWO_MB).encode(),
    "blank_lines_then_word.txt": lambda: b"\n" * 59_000 + "一、甲".encode(),
    "blanks_of_two.txt": lambda: _text("  \n \u3000\n"),
    "spaced_keys.txt": lambda: _text("责任单位" + "　" * 60_000),
    "spaced_dates.txt": lambda: _text("2026" + " " * 60_000 + "年"),
    "contents.txt": lambda: ("目录\n" + "一、甲" + " " * MEGABYTE + "乙\n一、甲").encode(),
    "blank_then_word.txt": lambda: ("1．甲" + " " * 2 * MEGABYTE + "乙").encode(),
    "series.txt": lambda: _text("一是（1）①甲；②乙；（2）二要三要。首先，其次，"),
    "pairs.txt": lambda: _text("一是甲，二是乙，" + "丙" * 80),
    "pairs_quoted.txt": lambda: _text("一是甲，二是“乙。" + "丙。" * 30),
    "dots.txt": lambda: _text("·…"),
    "tabs.md": lambda: _text("|序号|任务|责任单位|\n|1|甲|乙|\n"),
    "stars.md": lambda: _text("**一"),
    "binary.txt": lambda: bytes(range(256)) * 4000,
    "bomb.docx": _bomb,
    "lying_size.docx": _lying_size,
    "entity.docx": _entity,
    "laughs.docx": _laughs,
    "nested_tables.docx": lambda: _nested(100_000),
    "nested_60.docx": lambda: _nested(60),
    "tables.docx": lambda: docx.docx(*[docx.table(docx.row("甲"))] * 40_000),
    "macros.docx": _macros,
    "entries.docx": _entries,
    "runs.docx": lambda: docx.docx(docx.p("<w:r><w:t>甲</w:t></w:r>" * 170_000)),
    "tags.docx": lambda: docx.docx("<w:p/>" * 2_000_000),
    "paragraphs.docx": lambda: docx.docx(*["<w:p><w:r><w:t>一、甲</w:t></w:r></w:p>"] * 100_000),
    "numbered.docx": lambda: docx.docx(*[docx.p("甲", num=(1, 0))] * 40_000),
    "styles_in_a_ring.docx": _same_style,
    "wide_table.docx": _wide_table,
    "tasks.docx": lambda: _task_table(6_000),
    "long_cell.docx": lambda: docx.docx(docx.table(docx.row("任务", "责任单位"), docx.row("甲" * 900_000, "县教育局")))  ,
    "attributes.docx": lambda: docx.docx(
        "<w:p " + " ".join(f'a{n}="1"' for n in range(300_000)) + "/>"
    ),
    "truncated.docx": lambda: docx.docx(docx.p("一、甲"))[:-400],
    "not_a_zip.docx": lambda: b"PK\x03\x04" + b"\0" * 5000,
}  # fmt: skip
_PACKED = (
    "nested_tables.docx", "nested_60.docx", "tables.docx", "runs.docx", "tags.docx",
    "paragraphs.docx", "numbered.docx", "wide_table.docx", "attributes.docx", "tasks.docx",
)  # fmt: skip
HOSTILE |= {
    f"stored_{name}": (lambda make=HOSTILE[name]: _stored(make())) for name in _PACKED
}
