import io
import struct
import time
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from mingjing.base.people.forms import workbook
from mingjing.base.people.models import Appointment, Person, Unit
from mingjing.base.people.rules import code_check_character
from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from tests.factories import people
from tests.support import docx

CODE = "91110000600037341L"
GOOD_UNITS = [
    ("澄溪县教育局", "县教育局", "机关", "", "县直", CODE, 240),
    ("澄溪县第一中学", "一中", "学校", "县教育局", "学校", "", ""),
]
GOOD_PERSONS = [
    ("zhou", "周敏", "", "县教育局", "专人", "单位专人", "否", date(2026, 3, 1)),
    ("wu", "吴岚", "", "县教育局", "专人", "单位专人", "是", "2026-03-01"),
    ("he", "何一舟", "he@example.cn", "", "", "", "", ""),
]
pytestmark = pytest.mark.django_db


def filled(units=GOOD_UNITS, persons=GOOD_PERSONS):
    book = load_workbook(io.BytesIO(workbook.template()))
    for sheet, rows in ((workbook.UNITS, units), (workbook.PERSONS, persons)):
        for number, row in enumerate(rows, start=2):
            for column, value in enumerate(row, start=1):
                book[sheet].cell(number, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def send(client):
    client.force_login(people.person_with(Role.OFFICE))

    def post(data, name="a.xlsx"):
        file = SimpleUploadedFile(name, data)
        return client.post(reverse("people:import"), {"file": file})

    return post


def told(response):
    return [str(fault) for fault in response.context["faults"]]


def test_a_filled_template_becomes_units_persons_and_appointments(send):
    response = send(filled())

    assert response.url == reverse("people:units")
    assert Unit.objects.get(short_name="一中").parent.credit_code == CODE
    held = Appointment.objects.filter(post__unit__short_name="县教育局")
    assert sorted(held.values_list("person__username", "as_deputy", "since_on")) == [
        ("wu", True, date(2026, 3, 1)),
        ("zhou", False, date(2026, 3, 1)),
    ]
    assert not Person.objects.get(username="he").has_usable_password()
    assert Entry.objects.last().kind == "RegisterImported"


def test_every_bad_cell_is_told_and_nothing_is_imported(send):
    before = Unit.objects.count(), Person.objects.count(), Entry.objects.count()
    units = [
        *GOOD_UNITS,
        ("澄溪县某局", "某局", "衙门", "", "", "", ""),
        ("澄溪县乙局", "乙局", "机关", "", "", "91110000600037341M", "很多"),
        ("澄溪县丙局", "丙局", "机关", "", "", 911100006000373410, ""),
        ("", "丁局", "机关", "", "", "", ""),
    ]
    persons = [("li", "李", "", "县教育局", "专人", "皇帝", "也许", "明天")]

    response = send(filled(units, persons))

    places = [words.partition("：")[0] for words in told(response)]
    assert places == [
        "单位 第 4 行 C 列",
        "单位 第 5 行 F 列",
        "单位 第 5 行 G 列",
        "单位 第 6 行 F 列",
        "单位 第 7 行 A 列",
        "人员 第 2 行 F 列",
        "人员 第 2 行 G 列",
        "人员 第 2 行 H 列",
    ]
    assert "前 15 位" in told(response)[3]
    assert before == (
        Unit.objects.count(),
        Person.objects.count(),
        Entry.objects.count(),
    )


def test_what_the_register_refuses_is_told_by_row_and_undoes_the_rest(send):
    people.Unit(name="澄溪县教育局", short_name="教育局（旧）")

    response = send(filled())

    assert response.status_code == 400
    assert told(response)[0].startswith("单位 第 2 行 A 列：已有同名单位")
    assert not Unit.objects.filter(short_name="一中").exists()
    assert Entry.objects.count() == 0


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (61 * 1024 * 1024))
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"not a zip", b"PK\x03\x04broken", bomb(), b"x" * (2 * 1024 * 1024 + 1)],
    ids=["text", "broken", "bomb", "large"],
)
def test_a_hostile_file_is_refused_with_a_sentence(send, data):
    response = send(data)

    assert response.status_code == 400
    assert len(response.context["form"].errors["file"]) == 1


def test_a_workbook_that_is_not_ours_is_refused(send):
    from openpyxl import Workbook

    out = io.BytesIO()
    Workbook().save(out)

    errors = send(out.getvalue()).context["form"].errors["file"]

    assert errors == ["缺少工作表“单位”。请用下载的模板。"]


# --- sheets that mislead

NAMED = ("澄溪县某局", "某局", "机关", "", "", "", "")


def sheet(change, units=(NAMED,), persons=()):
    """The filled template after ``change`` has worked on its first sheet."""
    book = load_workbook(io.BytesIO(filled(units, persons)))
    change(book[workbook.UNITS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def patched(part, data, book=None):
    """The filled template, or ``book``, with one part of the zip replaced or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book or filled([NAMED], []))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, data)
    return out.getvalue()


def shared(words):
    """With words of all cells in a part of their own, as Excel itself saves them."""
    kinds = "[Content_Types].xml"
    kind = (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    )
    line = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/>'
    with zipfile.ZipFile(io.BytesIO(filled([NAMED], []))) as archive:
        said = archive.read(kinds).decode().replace("</Types>", line + "</Types>")
    return patched("xl/sharedStrings.xml", words, patched(kinds, said))


def test_of_merged_cells_only_the_first_has_words_and_the_others_are_told(send):
    def merge(units):
        units.merge_cells("A2:A3")
        units["B3"], units["C3"] = "另一局", "机关"

    (only,) = told(send(sheet(merge)))

    assert only.startswith("单位 第 3 行 A 列")
    assert not Unit.objects.filter(short_name="某局").exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("#REF!", "公式出错（#REF!）"),
        ("#N/A", "公式出错（#N/A）"),
        ('="澄溪县"&"某局"', "必填"),  # never opened in Excel: no result is stored
        ("某\u200b局", "看不见或认不出的字符（U+200B）"),
        ("某局\u202etxt", "看不见或认不出的字符（U+202E）"),
        ("\ufeff某局", "看不见或认不出的字符（U+FEFF）"),
        ("某\u00ad局", "看不见或认不出的字符（U+00AD）"),
    ],
)
def test_a_cell_that_is_not_what_it_looks_like_is_told(send, typed, said):
    before = Unit.objects.count()

    (only,) = told(send(sheet(lambda units: units.__setitem__("A2", typed))))

    assert only.startswith("单位 第 2 行 A 列")
    assert said in only
    assert Unit.objects.count() == before


def test_a_formula_is_read_as_the_result_that_excel_stored(send):
    data = filled([NAMED], [])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    first = xml.index('<c r="A2"')
    stop = xml.index("</c>", first) + 4
    cell = '<c r="A2" t="str"><f>"澄溪县"&amp;"乙局"</f><v>澄溪县乙局</v></c>'
    formed = (xml[:first] + cell + xml[stop:]).encode()

    send(patched("xl/worksheets/sheet1.xml", formed))

    assert Unit.objects.get(short_name="某局").name == "澄溪县乙局"


def test_words_are_read_where_excel_itself_keeps_them(send):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    words = f'<sst xmlns="{main}"><si><r><t>澄溪县</t></r><r><t>丙局</t></r></si></sst>'
    book = shared(words)
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    first = xml.index('<c r="A2"')
    stop = xml.index("</c>", first) + 4
    pointing = xml[:first] + '<c r="A2" t="s"><v>0</v></c>' + xml[stop:]

    send(patched("xl/worksheets/sheet1.xml", pointing, book))

    assert Unit.objects.get(short_name="某局").name == "澄溪县丙局"


def test_a_hidden_row_is_a_row(send):
    def hide(units):
        units.row_dimensions[2].hidden = True
        units["C2"] = "衙门"

    assert told(send(sheet(hide)))[0].startswith("单位 第 2 行 C 列")


def test_full_width_digits_mean_the_same(send):
    wide = str.maketrans("0123456789-", "０１２３４５６７８９－")
    code = CODE.translate(wide)
    units = [("澄溪县教育局", "县教育局", "机关", "", "", code, "２４０")]
    day = "2026-03-01".translate(wide)
    persons = [("ｚｈｏｕ", "周敏", "", "县教育局", "专人", "单位专人", "", day)]

    send(filled(units, persons))

    unit = Unit.objects.get(short_name="县教育局")
    assert (unit.credit_code, unit.burden_limit_minutes) == (CODE, 240)
    assert Appointment.objects.get(person__username="zhou").since_on == date(2026, 3, 1)


def test_a_rural_collective_keeps_its_code_that_begins_with_n(send):
    first = "N2530326MF0000001"
    code = first + code_check_character(first)

    send(filled([("青石村经济合作社", "青石合作社", "村居", "", "", code, "")], []))

    assert Unit.objects.get(short_name="青石合作社").credit_code == code


def test_twins_in_one_sheet_are_told_at_their_cells_and_nothing_stays(send):
    units = [
        ("澄溪县教育局", "县教育局", "机关", "", "", CODE, ""),
        ("澄溪县教育局", "教育", "机关", "", "", "", ""),
        ("澄溪县体育局", "体育", "机关", "没有的局", "", "", ""),
        ("澄溪县文化局", "文化", "机关", "", "", CODE, ""),
    ]
    persons = [
        ("zhou", "周敏", "", "县教育局", "专人", "单位专人", "", "2026-03-01"),
        ("ZHOU", "周敏", "", "", "", "", "", ""),
        ("wu", "吴岚", "", "县教育局", "专人", "单位专人", "", "2026-03-01"),
        ("he", "何一", "", "县教育局", "专人", "单位书记", "", "2026-03-01"),
        ("lu", "陆远", "", "无此局", "专人", "单位专人", "", "2026-03-01"),
        ("ma", "马宁", "", "县教育局", "新岗", "单位专人", "", "2099-01-01"),
    ]
    before = Unit.objects.count(), Person.objects.count()

    places = [words.partition("：")[0] for words in told(send(filled(units, persons)))]

    assert places == [
        "单位 第 3 行 A 列",
        "单位 第 4 行 D 列",
        "单位 第 5 行 F 列",
        "人员 第 3 行 A 列",
        "人员 第 4 行 E 列",
        "人员 第 5 行 F 列",
        "人员 第 6 行 D 列",
        "人员 第 7 行 H 列",
    ]
    assert (Unit.objects.count(), Person.objects.count()) == before
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("cell", "refused"),
    [
        ("XFD1048576", "两张工作表里都没有填写。"),
        ("XFD2", "两张工作表里都没有填写。"),
        ("A1048576", "单位 第 1048576 行 B 列"),
    ],
)
def test_one_cell_at_the_far_corner_costs_neither_memory_nor_time(send, cell, refused):
    began = time.monotonic()

    response = send(sheet(lambda units: units.__setitem__(cell, "x"), units=()))

    assert response.status_code == 400
    errors = response.context["form"].errors.get("file")
    assert (errors or told(response))[0].partition("：")[0] == refused
    assert time.monotonic() - began < 20


def test_ten_thousand_rows_are_refused_as_too_many(send):
    def many(units):
        for number in range(2, 10_002):
            units.cell(number, 1, "局")

    errors = send(sheet(many)).context["form"].errors["file"]

    assert errors == ["超过 5000 行。请分成几次导入。"]


def test_an_empty_template_is_told_to_be_empty(send):
    errors = send(filled([], [])).context["form"].errors["file"]

    assert errors == ["两张工作表里都没有填写。"]
    assert not Entry.objects.exists()


def lying():
    """A directory that says ten bytes where twenty megabytes of rows are."""
    data = bytearray(patched("xl/worksheets/sheet1.xml", b" " * 20_000_000))
    at = data.find(b"xl/worksheets/sheet1.xml", data.find(b"PK\x01\x02")) - 46
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


def laughter():
    ten = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{ten}]><x>&a11;</x>'


@pytest.mark.parametrize(
    "data",
    [
        lying(),
        patched("xl/worksheets/sheet1.xml", laughter()),
        patched("xl/workbook.xml", laughter()),
        shared(laughter()),
        patched("xl/styles.xml", b"<xf/>" * 500_000),
        patched("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row r='x'>"),
        patched("xl/worksheets/sheet1.xml", b""),
        patched("word/document.xml", b" " * 25_000_000),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096,  # .xls of 1997
        docx.docx(docx.p("一、不是表格")),
    ],
    ids=[
        "lying", "laughs-sheet", "laughs-book", "laughs-words", "styles", "torn",
        "nothing", "ballast", "xls", "docx",
    ],
)  # fmt: skip
def test_a_forged_workbook_is_refused_with_one_sentence(send, data):
    began = time.monotonic()

    response = send(data)

    assert response.status_code == 400
    assert len(response.context["form"].errors["file"]) == 1
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("name", ["register.xlsm", "register.txt", "../../etc/x.xlsx"])
def test_the_content_decides_not_the_name_and_macros_are_left_alone(send, name):
    data = patched("xl/vbaProject.bin", b"macro")

    assert send(data, name).status_code == 302
    assert Unit.objects.filter(short_name="某局").count() == 1


@pytest.mark.parametrize("field", ["name", "short_name", "peer_group"])
def test_the_page_refuses_invisible_characters_too(client, field):
    client.force_login(people.person_with(Role.OFFICE))
    given = {
        "name": "澄溪县某局", "short_name": "某局", "kind": "organ", "rank": 1,
        "burden_limit_minutes": 240, "peer_group": "",
    }  # fmt: skip

    page = client.post(
        reverse("people:add-unit"), given | {field: "某\u200b局"}
    ).content.decode()

    assert "看不见或认不出的字符（U+200B）" in page
    assert not Unit.objects.filter(short_name__startswith="某").exists()


def test_the_template_offers_choices_from_a_hidden_sheet():
    book = load_workbook(io.BytesIO(workbook.template()))

    assert book["选项"].sheet_state == "hidden"
    offered = book[workbook.UNITS].data_validations.dataValidation
    assert [(str(o.sqref), o.formula1) for o in offered] == [
        ("C2:C5000", "选项!$A$1:$A$9")
    ]


def test_an_exported_name_is_never_a_formula(client):
    people.Unit(name='=HYPERLINK("http://x","y")', short_name="+1")
    client.force_login(people.person_with(Role.OFFICE))

    data = client.get(reverse("people:export")).content

    cells = [c for row in load_workbook(io.BytesIO(data)).active for c in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert '=HYPERLINK("http://x","y")' in {cell.value for cell in cells}
