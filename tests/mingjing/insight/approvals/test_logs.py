"""A log comes in, its columns are confirmed, and only what is needed is kept."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.urls import reverse

from mingjing.base.files.models import StoredFile
from mingjing.base.files.queries import open_file
from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from mingjing.insight.approvals import actions
from mingjing.insight.approvals.models import Item, Log, Part
from mingjing.insight.approvals.queries import table_of
from mingjing_analytics.process.reading.mapping import guess
from tests.factories import approvals
from tests.factories.approvals import HEAD, MONDAY
from tests.factories.people import person_with
from tests.support import ocel_logs

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return person_with(Role.CENTRE)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def waiting_files():
    folder = Path(settings.FILES_ROOT) / "pending"
    return sorted(folder.iterdir()) if folder.exists() else []


def test_a_log_is_received_confirmed_and_read(client, manager):
    client.force_login(manager)
    sent = approvals.upload(approvals.rows(), encoding="gb18030")
    answer = client.post(reverse("approvals:receive"), {"file": sent})
    log = Log.objects.get()
    assert answer.url == reverse("approvals:log", args=[log.pk])
    page = client.get(answer.url).content.decode()
    assert '<option value="环节" selected>' in page
    given = {
        "case": "办件编号", "activity": "环节", "time": "完成时间", "start": "开始时间",
        "resource": "经办人", "item": "事项", "applicant": "申请人",
    }  # fmt: skip
    assert client.post(answer.url, given).status_code == 302
    log.refresh_from_db()
    assert (log.state, log.cases, log.events) == ("read", 12, 48)
    assert (str(log.first_on), str(log.last_on)) == ("2026-03-02", "2026-03-05")
    assert Part.objects.get().written == Item.objects.get().name == "食品经营许可"
    assert Entry.objects.filter(kind="LogRead", subject=f"log:{log.pk}").count() == 1
    assert "要说明的" not in client.get(answer.url).content.decode()


def test_no_name_of_a_person_is_kept(manager):
    log = approvals.log(approvals.rows(), by=manager)
    kept = open_file(log.table)
    for name in ("王小明", "张三", "审查员"):
        assert name.encode() not in kept
    assert table_of(log).resource_names == ("1", "2", "3", "4", "5")
    assert waiting_files() == []
    told = " ".join(map(str, Entry.objects.values_list("body", flat=True)))
    assert "王小明" not in told


def test_a_dropped_file_leaves_nothing(client, manager):
    client.force_login(manager)
    log = actions.receive_log(
        approvals.upload(approvals.rows()), by=manager, now=MONDAY
    )
    assert len(waiting_files()) == 1
    client.post(reverse("approvals:drop", args=[log.pk]))
    assert waiting_files() == []
    assert client.get(reverse("approvals:log", args=[log.pk])).status_code == 404
    client.post(reverse("approvals:drop", args=[log.pk]))
    assert Entry.objects.filter(kind="LogDropped").count() == 1


def test_the_same_file_waiting_twice_is_dropped_once(manager):
    one, two = (
        actions.receive_log(approvals.upload(approvals.rows()), by=manager, now=MONDAY)
        for _ in range(2)
    )
    actions.drop_log(one, by=manager, now=MONDAY)
    actions.read_received(two, actions.Reading(guess(HEAD)), by=manager, now=MONDAY)
    two.refresh_from_db()
    assert two.cases == 12


def test_a_second_click_reads_nothing_twice(manager):
    log = actions.receive_log(
        approvals.upload(approvals.rows()), by=manager, now=MONDAY
    )
    reading = actions.Reading(guess(HEAD))
    actions.read_received(log, reading, by=manager, now=MONDAY)
    with pytest.raises(actions.AlreadyMoved):
        actions.read_received(log, reading, by=manager, now=MONDAY)
    assert (Part.objects.count(), StoredFile.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "提交的是空文件"),
        (b"\x1f\x8b broken", "gzip 文件已损坏"),
        (b"PAR1 and no more", "“x.csv”读不了"),
        (b"PK\x03\x04 and no more", "“x.csv”读不了"),
    ],
)
def test_a_file_that_is_no_log_is_refused_where_it_was_chosen(
    client, manager, content, told
):
    client.force_login(manager)
    sent = ContentFile(content, "x.csv")
    answer = client.post(reverse("approvals:receive"), {"file": sent}, follow=True)
    assert told in answer.content.decode()
    assert waiting_files() == []
    assert not Log.objects.filter(state="pending").exists()


def test_a_log_over_the_limit_is_refused(manager, settings):
    settings.MAX_LOG_BYTES = 1000
    with pytest.raises(actions.Refused, match="请按月份拆开"):
        actions.receive_log(approvals.upload(approvals.rows()), by=manager, now=MONDAY)
    assert waiting_files() == []


def test_columns_that_do_not_fit_are_refused_and_nothing_is_lost(client, manager):
    client.force_login(manager)
    log = actions.receive_log(
        approvals.upload(approvals.rows()), by=manager, now=MONDAY
    )
    url = reverse("approvals:log", args=[log.pk])
    twice = {"case": "环节", "activity": "环节", "time": "完成时间"}
    answer = client.post(url, twice)
    assert answer.status_code == 400
    assert "“环节”已经选作“办件编号”。" in answer.content.decode()
    none = {"case": "办件编号", "activity": "环节", "time": "完成时间"}
    answer = client.post(url, none)
    assert "请写明这是哪一个事项" in answer.content.decode()
    assert client.post(url, none | {"item_name": "取水许可"}).status_code == 302
    assert Item.objects.get().name == "取水许可"


def test_an_xes_log_has_its_columns_by_the_standard(client, manager):
    from tests.support import event_logs

    text = event_logs.xes(
        [event_logs.trace("1", [event_logs.event("收件", 0)], item="取水许可")]
    )
    client.force_login(manager)
    sent = ContentFile(text.encode(), "log.xes")
    url = client.post(reverse("approvals:receive"), {"file": sent}).url
    assert client.post(url, {"item": "case:item"}).status_code == 302
    assert Item.objects.get().name == "取水许可"


@pytest.mark.parametrize("role", [Role.CONTACT, Role.SECRETARY, Role.DISCIPLINE])
def test_only_the_centre_and_the_office_hand_in(role, client):
    person = person_with(role)
    with pytest.raises(PermissionDenied):
        actions.receive_log(approvals.upload(approvals.rows()), by=person, now=MONDAY)
    client.force_login(person)
    assert client.get(reverse("approvals:receive")).status_code == 403


def test_an_object_centric_log_asks_only_what_a_case_is(client, manager, tmp_path):
    things = [(f"申{n}", "申请") for n in range(11)] + [("李", "经办")]
    events = [
        ocel_logs.Event(
            f"{n}{step}", step, f"2026-03-0{day}T09:00:00+08:00", (f"申{n}", "李")
        )
        for n in range(11)
        for day, step in ((2, "受理"), (4, "决定"))
    ]
    file = ocel_logs.write(tmp_path, "json", events, things)
    client.force_login(manager)
    sent = ContentFile(file.read_bytes(), "日志.json")
    asked = client.post(reverse("approvals:receive"), {"file": sent}, follow=True)
    assert set(asked.context["form"].fields) == {"object_type", "item_name"}
    door = asked.redirect_chain[-1][0]
    wrong = client.post(door, {"object_type": "车辆", "item_name": "食品"})
    assert "没有类型为“车辆”的对象" in wrong.content.decode()
    client.post(door, {"object_type": "", "item_name": "食品"})
    log = Log.objects.get()
    assert (log.state, log.cases, log.events) == ("read", 11, 22)
    assert "取了一类作办件" in client.get(door).content.decode()


def test_an_item_with_an_endless_name_is_refused_and_not_left_out(manager):
    received = actions.receive_log(
        approvals.upload(approvals.rows(item="长" * 201)), by=manager, now=MONDAY
    )
    with pytest.raises(actions.Refused, match="超过 200 字"):
        actions.read_received(
            received, actions.Reading(guess(approvals.HEAD)), by=manager, now=MONDAY
        )
    received.refresh_from_db()
    assert received.state == "pending"
