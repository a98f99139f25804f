"""Ratings come as counts, all or none, and stand beside the times with an interval."""

import io
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.urls import reverse
from openpyxl import load_workbook

from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from mingjing.insight.approvals import actions, forms
from mingjing.insight.approvals.models import Item, Rating
from mingjing.insight.approvals.queries import rated
from tests.factories import approvals
from tests.factories.people import person_with

pytestmark = pytest.mark.django_db
GOOD = ["食品经营许可", "2026年3月", 90, 5, 1, 3, 1, 4, 2]


@pytest.fixture
def manager():
    return person_with(Role.CENTRE)


@pytest.fixture
def item(manager):
    approvals.log(approvals.rows(), by=manager)
    return Item.objects.get()


def sheet(*rows, head=None):
    """The template that the manager downloads, filled."""
    book = load_workbook(io.BytesIO(forms.rating_template([])))
    filled = book[forms.SHEET]
    for column, word in enumerate(head or [], start=1):
        filled.cell(1, column, word)
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            filled.cell(number, column, value)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    out.name = "好差评.xlsx"
    return out


def read(item, *rows):
    return forms.months_in(sheet(*rows), {item.name: item})


def test_a_filled_template_is_kept_and_shown_with_its_interval(item, manager, client):
    client.force_login(manager)
    door = reverse("approvals:ratings")
    assert client.post(door, {"file": sheet(GOOD)}).status_code == 302
    found = rated(item)
    assert (found.total, found.bad, found.called_back, found.mended) == (100, 4, 4, 2)
    assert found.share == 0.96
    assert 0.90 < found.low < 0.92
    assert 0.98 < found.high < 0.99
    public = client.get(reverse("approvals:time", args=[item.pk])).content.decode()
    assert "<strong>96%</strong> 满意（90%—98%）" in public


def test_the_same_sheet_again_changes_nothing_and_a_correction_is_told(item, manager):
    months, _faults = read(item, GOOD)
    assert actions.import_ratings(months, by=manager, now=approvals.MONDAY) == (1, 0)
    assert actions.import_ratings(months, by=manager, now=approvals.MONDAY) == (0, 0)
    corrected, _faults = read(item, [*GOOD[:2], 91, *GOOD[3:]])
    assert actions.import_ratings(corrected, by=manager, now=approvals.MONDAY) == (0, 1)
    assert Rating.objects.get().very_good == 91
    assert Entry.objects.filter(kind="RatingsImported").count() == 2


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["没有的事项", *GOOD[1:]], "第 2 行 A 列：没有叫这个名字的事项。"),
        ([GOOD[0], "三月", *GOOD[2:]], "第 2 行 B 列：应是 2026-03"),
        ([GOOD[0], "2026-13", *GOOD[2:]], "第 2 行 B 列"),
        ([*GOOD[:2], -1, *GOOD[3:]], "第 2 行 C 列：应是不小于 0 的整数。"),
        ([*GOOD[:3], "五个", *GOOD[4:]], "第 2 行 D 列：应是不小于 0 的整数。"),
        ([*GOOD[:7], 5, 2], "第 2 行 H 列：比差评的 4 件还多。"),
        ([*GOOD[:8], 9], "第 2 行 I 列：比差评的 4 件还多。"),
    ],
)
def test_a_fault_is_told_by_its_cell_and_nothing_is_kept(item, row, told):
    other = [GOOD[0], "2026-04", *GOOD[2:]]
    months, faults = read(item, row, other)
    assert months == []
    assert any(told in str(fault) for fault in faults)


def test_a_month_that_stands_twice_is_told(item):
    _months, faults = read(item, GOOD, [GOOD[0], date(2026, 3, 9), *GOOD[2:]])
    assert str(faults[0]) == "第 3 行 A 列：和第 2 行重复。"


def test_missing_columns_and_no_workbook_are_told(item):
    _months, faults = forms.months_in(sheet(head=["项目"]), {item.name: item})
    assert "没有这些列：事项" in str(faults[0])
    _months, faults = forms.months_in(io.BytesIO(b"%PDF-1.7"), {item.name: item})
    assert "不是 .xlsx" in str(faults[0])


def test_on_the_page_a_fault_keeps_everything_out(item, manager, client):
    client.force_login(manager)
    page = client.post(
        reverse("approvals:ratings"), {"file": sheet(GOOD, ["没有", *GOOD[1:]])}
    )
    assert page.status_code == 400
    assert "第 3 行 A 列" in page.content.decode()
    assert not Rating.objects.filter(item=item).exists()


def test_under_five_nothing_is_shown(item, manager):
    months, _faults = read(item, [*GOOD[:2], 3, 1, 0, 0, 0, 0, 0])
    actions.import_ratings(months, by=manager, now=approvals.MONDAY)
    assert rated(item) is None


def test_only_the_centre_and_the_office_hand_in(item, client):
    person = person_with(Role.CONTACT)
    with pytest.raises(PermissionDenied):
        actions.import_ratings(read(item, GOOD)[0], by=person, now=approvals.MONDAY)
    client.force_login(person)
    for name in ("ratings", "rating-template"):
        assert client.get(reverse(f"approvals:{name}")).status_code == 403


def test_the_database_refuses_more_mended_than_bad(item):
    with pytest.raises(IntegrityError):
        Rating.objects.create(
            item=item, month=date(2026, 3, 1), very_good=1, good=0, fair=0, bad=1,
            very_bad=0, called_back=2, mended=0,
        )  # fmt: skip
