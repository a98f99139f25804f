import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from mingjing.base.people.forms import workbook
from mingjing.base.people.models import Appointment, Person, Unit
from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from tests.factories import people

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

    def post(data):
        return client.post(
            reverse("people:import"), {"file": SimpleUploadedFile("a.xlsx", data)}
        )

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
