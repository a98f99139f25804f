"""What a reader sees: LibreOffice draws the page, and the drawing is measured.

GB/T 9704-2012: 5.1 (A4), 5.2.1 (版心 156 × 225 mm; 上 37, 左 28 mm), 5.2.3 (22 行 × 28 字), 7.5 (页码).
"""

import re
import shutil
import subprocess

import pytest

from mingjing_documents.official import Addressee, Heading, Paragraph, Title, write

pytestmark = pytest.mark.office
TEXT = "会议决定当日转为责任事项并由另一单位核验" * 9  # full-width signs only
MM = 25.4 / 72


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Each page as lines: (left, top, right, bottom) in mm, and the text."""
    folder = tmp_path_factory.mktemp("office")
    blocks = [
        Title("关于清廉建设情况的报告"),
        Addressee("县委："),
        Heading(1, "一、差距"),
    ]
    (folder / "report.docx").write_bytes(write(blocks + [Paragraph(TEXT)] * 12))
    for program in ("soffice", "pdftotext"):
        if not shutil.which(program):
            pytest.fail("apt-get install libreoffice-writer-nogui poppler-utils")
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
         "--convert-to", "pdf", "--outdir", folder, folder / "report.docx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    subprocess.run(
        ["pdftotext", "-bbox-layout", folder / "report.pdf", folder / "report.html"],
        check=True,
    )
    html = (folder / "report.html").read_text("utf-8")
    return [lines_of(page) for page in re.findall(r"<page .*?</page>", html, re.DOTALL)]


LINE = re.compile(
    r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</line>',
    re.DOTALL,
)


def lines_of(page):
    found = []
    for *box, inner in LINE.findall(page):
        words = "".join(re.findall(r">([^<]*)</word>", inner))
        found.append((*(float(x) * MM for x in box), words))
    return sorted(found, key=lambda line: line[1])


def test_a_full_page_has_22_lines_and_a_full_line_28_characters(pages):
    *body, _number = pages[1]

    assert len(body) == 22
    assert max(len(words) for *_, words in body) == 28


def test_a_paragraph_begins_two_characters_in(pages):
    firsts = [line for line in pages[1] if line[4].startswith(TEXT[:10])]

    assert {round(left) for left, *_ in firsts if left > 30} == {39}
    assert {len(words) for left, *_, words in firsts if left > 30} == {26}


def test_the_text_stays_within_its_block(pages):
    for page in pages:
        *body, _number = page
        assert min(line[0] for line in body) == pytest.approx(28, abs=1)
        assert max(line[2] for line in body) <= 28 + 156 + 0.5
        assert min(line[1] for line in body) >= 37 - 0.1
        assert max(line[3] for line in body) <= 37 + 225 + 0.1


def test_page_numbers_stand_outside_and_seven_millimetres_below(pages):
    for nth, page in enumerate(pages, 1):
        left, top, right, bottom, words = page[-1]
        assert words == f"—{nth}—"
        assert (top + bottom) / 2 == pytest.approx(37 + 225 + 7, abs=2.5)
        edge = 184 - right if nth % 2 else left - 28
        assert edge == pytest.approx(5, abs=1)  # one character of 14 points
