"""The list goes out, is edited as people edit, and comes in again."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now
from openpyxl import load_workbook

from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from mingjing.cycle.duties.actions import DutyEdit, edit_duty
from mingjing.cycle.duties.models import Due, Duty
from mingjing.cycle.evidence.models import Evidence
from mingjing.insight.sheets.models import Sheet
from tests.factories import duties

pytestmark = pytest.mark.django_db
HOME = reverse("sheets:home")
LIST, DUES = "责任清单", "待办事项"


@pytest.fixture
def office(client):
    person = duties.office()
    client.force_login(person)
    client.person = person
    return client


def downloaded(client):
    answer = client.get(reverse("sheets:download"))
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(answer.content))


def sent(client, book, name="清单.xlsx"):
    """The page that the upload leads to."""
    file = io.BytesIO()
    book.save(file)
    answer = client.post(HOME, {"file": SimpleUploadedFile(name, file.getvalue())})
    return client.get(answer.url) if answer.status_code == 302 else answer


def column(sheet, head):
    return next(c.column for c in sheet[1] if c.value == head)


def put(sheet, row, **words):
    for head, value in words.items():
        sheet.cell(row, column(sheet, head)).value = value


def rows_of(page):
    return {item.row: item for item, _ticked in page.context["items"]}


def cells(page, row):
    return {c.head: (c.before, c.now, c.given) for c in rows_of(page)[row].cells}


def faults(page, row):
    item = rows_of(page)[row]
    return [*item.errors, *(c.error for c in item.cells if c.error)]


def ticked(client, page, *rows, **more):
    """Tick the rows of the page and send it, as a browser would."""
    items = rows_of(page)
    data = {
        "take": [items[row].id for row in rows],
        "reason": "与单位核对后修改。",
        "effective_on": localdate().isoformat(),
        **{f"version-{i.id}": i.duty.version for i in items.values() if i.duty},
        **more,
    }
    return client.post(page.request["PATH_INFO"], data)


def test_a_list_that_nobody_touched_changes_nothing(office):
    for _n in range(3):
        duties.Duty(title="  公布 采购结果 ")
    page = sent(office, downloaded(office))

    assert (page.context["items"], page.context["open"]) == ([], False)
    assert Sheet.objects.get().same_rows == 3


def test_a_changed_cell_is_shown_and_then_changed_with_its_reason(office):
    duty = duties.Duty()
    book = downloaded(office)
    put(book[LIST], 2, 佐证要求="公布网页的链接和截止日")
    page = sent(office, book)

    assert cells(page, 2) == {
        "佐证要求": ("公布网页的链接", "公布网页的链接", "公布网页的链接和截止日")
    }
    duty.refresh_from_db()
    assert duty.proof == "公布网页的链接"
    assert ticked(office, page, 2).status_code == 302
    duty.refresh_from_db()
    assert (duty.proof, duty.version) == ("公布网页的链接和截止日", 2)
    assert duty.versions.get().reason == "与单位核对后修改。"
    sheet = Sheet.objects.get()
    assert (sheet.state, sheet.edited, sheet.rows) == ("done", 1, [])


def test_the_clock_is_one_thing_in_four_cells(office):
    duty = duties.Duty()
    book = downloaded(office)
    put(
        book[LIST],
        2,
        怎样到期="每季度",
        到期日=None,
        第几个月="２",
        **{"几日（周几）": 15.0},
    )
    page = sent(office, book)

    assert faults(page, 2) == []
    ticked(office, page, 2)
    duty.refresh_from_db()
    assert duty.clock == {
        "kind": "recurring",
        "every": "quarter",
        "day": 15,
        "month": 2,
    }


@pytest.mark.parametrize(
    "written",
    ["二〇二六年十二月五日", "２０２６．１２．５", "2026年12月5日", date(2026, 12, 5)],
)
def test_days_are_read_as_people_write_them(office, written):
    duty = duties.Duty()
    book = downloaded(office)
    put(book[LIST], 2, 到期日=written)
    ticked(office, sent(office, book), 2)

    duty.refresh_from_db()
    assert duty.clock == {"kind": "once", "due_on": "2026-12-05"}


def test_what_two_people_changed_is_chosen_cell_by_cell(office):
    duty = duties.Duty(proof="旧", basis="旧依据")
    book = downloaded(office)
    put(book[LIST], 2, 佐证要求="表里的", 依据="表里的依据", 预计分钟=25)
    other = DutyEdit(
        changes={"proof": "别人的", "minutes": 25}, reason="核对", version=1,
        effective_on=localdate(),
    )  # fmt: skip
    edit_duty(duty, other, by=office.person, now=now())
    page = sent(office, book)

    assert cells(page, 2) == {
        "佐证要求": ("旧", "别人的", "表里的"),
        "依据": ("旧依据", "旧依据", "表里的依据"),
        "预计分钟": ("10", "25", "25"),
    }
    assert [c.head for c in rows_of(page)[2].cells if c.conflict] == ["佐证要求"]
    ticked(office, page, 2)
    duty.refresh_from_db()
    assert (duty.proof, duty.basis, duty.minutes) == ("别人的", "表里的依据", 25)


def test_of_a_conflict_the_sheet_may_be_taken(office):
    duty = duties.Duty(proof="旧")
    book = downloaded(office)
    put(book[LIST], 2, 佐证要求="表里的")
    edit = DutyEdit(
        changes={"proof": "别人的"}, reason="核对", version=1, effective_on=localdate()
    )
    edit_duty(duty, edit, by=office.person, now=now())
    page = sent(office, book)
    ticked(office, page, 2, **{"use-L2-proof": "sheet"})

    duty.refresh_from_db()
    assert duty.proof == "表里的"


def test_a_change_made_while_the_page_was_open_is_shown_before_it_is_overwritten(
    office,
):
    duty = duties.Duty(proof="旧")
    book = downloaded(office)
    put(book[LIST], 2, 佐证要求="表里的")
    page = sent(office, book)
    edit = DutyEdit(
        changes={"proof": "别人的"}, reason="核对", version=1, effective_on=localdate()
    )
    edit_duty(duty, edit, by=office.person, now=now())
    answer = ticked(office, page, 2, **{"use-L2-proof": "sheet"})

    assert answer.status_code == 422
    assert faults(answer, 2) == ["这项责任刚刚被别人改过。请看现在的内容，再选一次。"]
    assert answer.context["form"]["reason"].value() == "与单位核对后修改。"
    duty.refresh_from_db()
    assert duty.proof == "别人的"


def test_a_new_row_is_drafted_once_however_often_it_is_sent(office):
    duty = duties.Duty()
    book = downloaded(office)
    sheet = book[LIST]
    new = {
        "责任事项": "公布第四季度集中采购结果", "承办岗位": str(duty.post),
        "核验岗位": str(duty.checker_post), "怎样到期": "每季度", "佐证要求": "公布网页",
        "依据": "县清廉办函〔2026〕9号", "预计分钟": 15, "责任类别": "主体责任",
        "起算": "2026-10-01", "截止": "2026年12月31日",
    }  # fmt: skip
    put(sheet, 3, **new)
    page = sent(office, book)
    assert (rows_of(page)[3].kind, faults(page, 3)) == ("draft", [])
    ticked(office, page, 3)
    ticked(office, page, 3)
    again = sent(office, book)

    drafted = Duty.objects.exclude(pk=duty.pk).get()
    assert (drafted.title, drafted.state, drafted.minutes) == (
        new["责任事项"],
        "draft",
        15,
    )
    assert (again.context["items"], again.context["already_count"]) == ([], 1)


def test_what_cannot_be_is_told_at_its_cell_and_the_rest_is_done(office):
    bad, good = duties.Duty(), duties.Duty()
    book = downloaded(office)
    sheet = book[LIST]
    place = {sheet.cell(r, 1).value: r for r in (2, 3)}
    put(
        sheet, place[bad.code], 责任事项=None, 承办岗位="无此局 专人", 怎样到期="每旬",
        预计分钟="二十", 截止="尽快", 佐证要求="公布\u200b网页",
    )  # fmt: skip
    put(sheet, place[good.code], 预计分钟=12)
    page = sent(office, book)

    found = {c.head: c.error for c in rows_of(page)[place[bad.code]].cells}
    assert found == {
        "责任事项": "这个字段是必填项。",
        "承办岗位": "没有这个岗位，或现在没有人任职。请从列表里选。",
        "怎样到期": "选择一个有效的选项。 每旬 不在可用的选项中。",
        "预计分钟": "输入整数。",
        "截止": "输入一个有效的日期。",
        "佐证要求": "有看不见或认不出的字符（U+200B）。请清空这一格，重新打字。",
    }
    ticked(office, page, place[good.code])
    good.refresh_from_db()
    assert good.minutes == 12
    sheet = Sheet.objects.get()
    assert (sheet.state, [row["key"] for row in sheet.rows]) == ("received", [bad.code])


def test_a_ticked_row_with_a_fault_stops_the_page_and_keeps_what_was_typed(office):
    duty = duties.Duty()
    book = downloaded(office)
    put(book[LIST], 2, 预计分钟=99999)
    page = sent(office, book)
    answer = ticked(office, page, 2)

    assert answer.status_code == 422
    assert faults(answer, 2) == ["确保该值小于或等于2400。"]
    assert answer.context["form"]["reason"].value() == "与单位核对后修改。"
    assert Duty.objects.get(pk=duty.pk).version == 1


def test_an_edit_without_a_reason_is_not_made(office):
    duties.Duty()
    book = downloaded(office)
    put(book[LIST], 2, 预计分钟=12)
    page = sent(office, book)
    answer = ticked(office, page, 2, reason="")

    assert answer.context["form"].errors == {"reason": ["这个字段是必填项。"]}
    assert Duty.objects.get().version == 1


def test_a_key_twice_an_unknown_key_and_a_forged_version_are_refused_by_row(office):
    duty = duties.Duty()
    book = downloaded(office)
    sheet = book[LIST]
    for row, key in ((3, duty.code), (4, "ZR-9999"), (5, None)):
        for place in range(1, 17):
            sheet.cell(row, place).value = sheet.cell(2, place).value
        sheet.cell(row, 1).value = key
    put(sheet, 2, 版本=7, 预计分钟=12)
    page = sent(office, book)

    assert faults(page, 2) == ["“版本”一格被改过，无法对照。请重新下载再改。"]
    assert (
        faults(page, 3)[0]
        == f"编号 {duty.code} 在第 2 行已经有了。新增一项请清空编号。"
    )
    assert faults(page, 4) == [
        "没有编号为 ZR-9999 的责任，或您看不到它。新增一项请清空编号。"
    ]
    assert (rows_of(page)[5].kind, faults(page, 5)) == ("draft", [])


def test_merged_hidden_and_titled_sheets_are_read(office):
    for _n in range(3):
        duties.Duty()
    book = downloaded(office)
    sheet = book[LIST]
    place = column(sheet, "依据")
    sheet.insert_rows(1)
    sheet["A1"] = "澄溪县清廉建设责任清单"
    for row, words in ((3, "县清廉办函〔2026〕9号"), (4, None), (5, None)):
        sheet.cell(row, place).value = words
    sheet.merge_cells(start_row=3, end_row=5, start_column=place, end_column=place)
    sheet.row_dimensions[4].hidden = True
    page = sent(office, book)

    assert {row: item.hidden for row, item in rows_of(page).items()} == {
        3: False, 4: True, 5: False,
    }  # fmt: skip
    ticked(office, page, 3, 4, 5)
    assert {d.basis for d in Duty.objects.all()} == {"县清廉办函〔2026〕9号"}


def test_words_that_begin_like_a_formula_go_out_as_words(office):
    wicked = [
        '=cmd|" /C calc"!A0',
        "+1+1",
        "-2",
        "@SUM(A1)",
        '=HYPERLINK("http://x","y")',
    ]
    for words in wicked:
        duties.Duty(title=words)
    sheet = downloaded(office)[LIST]
    place = column(sheet, "责任事项")
    found = [sheet.cell(row, place) for row in range(2, 7)]

    assert sorted(c.value for c in found) == sorted(wicked)
    assert {c.data_type for c in found} == {"s"}
    assert {c.quotePrefix for c in found} == {True}


def test_keys_are_locked_choices_offered_and_spare_rows_open(office):
    duties.Duty()
    book = downloaded(office)
    sheet = book[LIST]
    locked = {c.value: sheet.cell(2, c.column).protection.locked for c in sheet[1]}

    assert sheet.protection.sheet
    assert {head for head, shut in locked.items() if shut} == {
        "编号", "版本", "单位", "状态", "下次到期",
    }  # fmt: skip
    offered = {
        str(v.sqref).split(":")[0] for v in sheet.data_validations.dataValidation
    }
    assert offered == {"E2", "F2", "G2", "N2", "M2"}
    assert not sheet.cell(50, column(sheet, "责任事项")).protection.locked


def test_the_same_open_file_is_the_same_sheet(office):
    duties.Duty()
    book = downloaded(office)
    put(book[LIST], 2, 预计分钟=12)
    first, second = sent(office, book), sent(office, book)

    assert first.context["sheet"].pk == second.context["sheet"].pk
    assert Sheet.objects.count() == 1


def test_putting_a_file_aside_forgets_its_rows_and_changes_nothing(office):
    duties.Duty()
    book = downloaded(office)
    put(book[LIST], 2, 预计分钟=12)
    page = sent(office, book)
    aside = reverse("sheets:set-aside", args=[page.context["sheet"].pk])
    office.post(aside)
    office.post(aside)

    sheet = Sheet.objects.get()
    assert (sheet.state, sheet.rows, Duty.objects.get().version) == ("set_aside", [], 1)
    told = Entry.objects.filter(kind__startswith="Sheet").values_list("kind", flat=True)
    assert sorted(told) == ["SheetReceived", "SheetSetAside"]


def test_another_persons_file_is_not_there(office, client):
    duties.Duty()
    book = downloaded(office)
    put(book[LIST], 2, 预计分钟=12)
    page = sent(office, book)
    client.force_login(duties.office())

    assert client.get(page.request["PATH_INFO"]).status_code == 404
    assert ticked(client, page, 2).status_code == 404


def test_a_contact_proves_what_they_owe_with_one_number_for_two(client):
    post = duties.HeldPost(role=Role.CONTACT)
    dues = [duties.Due(duty__post=post, due_on=date(2026, 12, n)) for n in (1, 2, 3)]
    duties.Due()  # another unit's
    client.force_login(duties.holder(post))
    book = downloaded(client)
    sheet = book[DUES]
    keys = [sheet.cell(row, 1).value for row in range(2, sheet.max_row + 1)]
    assert keys == [f"{due.duty.code}/{due.period}" for due in dues]
    for row in (2, 3):
        put(sheet, row, **{"佐证（文号、网址或系统编号）": "澄教函[2026] 41号"})
    page = sent(client, book)
    assert sorted(rows_of(page)) == [2, 3]
    ticked(client, page, 2, 3)

    states = [Due.objects.get(pk=due.pk).state for due in dues]
    assert states == ["claimed", "claimed", "open"]
    assert Evidence.objects.get().pointer == "澄教函〔2026〕41号"
    assert sent(client, book).context["already_count"] == 2


def test_a_contact_cannot_edit_the_list_by_sending_it_back(client):
    duty = duties.Duty()
    client.force_login(duties.holder(duty.post))
    book = downloaded(client)
    put(book[LIST], 2, 预计分钟=1)
    put(book[LIST], 3, 责任事项="新")
    page = sent(client, book)
    words = "这项责任您不能修改：由领导小组办公室修改，已终止的不再修改。"

    assert faults(page, 2) == [words]
    assert faults(page, 3) == ["只有领导小组办公室可以新增责任。"]
    assert ticked(client, page, 2, 3).status_code == 422
    assert Duty.objects.get().minutes == 10


def test_another_units_due_cannot_be_proven_by_its_key(client):
    theirs, post = duties.Due(), duties.HeldPost(role=Role.CONTACT)
    duties.Due(duty__post=post)
    client.force_login(duties.holder(post))
    book = downloaded(client)
    key = f"{theirs.duty.code}/{theirs.period}"
    book[DUES].cell(2, 1).value = key
    put(book[DUES], 2, **{"佐证（文号、网址或系统编号）": "澄教函〔2026〕41号"})
    page = sent(client, book)

    assert faults(page, 2) == [f"没有编号为 {key} 的待办事项，或您看不到它。"]
    assert ticked(client, page, 2).status_code == 422
    assert Due.objects.get(pk=theirs.pk).state == "open"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "所提交的是空文件。"),
        (b"words", "打不开这个文件。请在 Excel 或 WPS 里另存为不加密的 .xlsx，再上传。"),
        (b"\xd0\xcf\x11\xe0old", "打不开这个文件。请在 Excel 或 WPS 里另存为不加密的 .xlsx，再上传。"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_one_sentence(office, data, words):
    answer = office.post(HOME, {"file": SimpleUploadedFile("x.xlsx", data)})
    assert answer.status_code == 400
    assert answer.context["form"].errors == {"file": [words]}


def test_a_sheet_that_lost_a_column_says_which(office):
    duties.Duty()
    book = downloaded(office)
    book[LIST].delete_cols(column(book[LIST], "依据"))
    page = sent(office, book)
    assert page.context["form"].errors == {
        "file": ["工作表“责任清单”缺少这些列：依据。请用这里下载的表。"]
    }


def test_a_workbook_without_our_sheets_says_so(office):
    book = downloaded(office)
    book[LIST].title = "Sheet1"
    page = sent(office, book)
    assert page.context["form"].errors == {
        "file": ["文件里没有“责任清单”或“待办事项”工作表。请用这里下载的表。"]
    }


def test_columns_may_be_moved_and_added(office):
    duty = duties.Duty()
    book = downloaded(office)
    sheet = book[LIST]
    sheet.insert_cols(1, 2)
    sheet["B1"], sheet["B2"] = "备注", "已电话核对"
    put(sheet, 2, 预计分钟=12)
    page = sent(office, book)

    assert page.context["sheet"].unread_heads == ["备注"]
    assert cells(page, 2) == {"预计分钟": ("10", "10", "12")}
    assert rows_of(page)[2].duty == duty


def test_queries_of_a_page_do_not_grow_with_its_rows(office):
    counted = []
    for count in (1, 2):
        for _n in range(count):
            duties.Duty()
        book = downloaded(office)
        for row in range(2, 2 + Duty.objects.count()):
            put(book[LIST], row, 承办岗位="无此局 专人", 预计分钟=12)
        url = sent(office, book).request["PATH_INFO"]
        with CaptureQueriesContext(connection) as queries:
            office.get(url)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 15
