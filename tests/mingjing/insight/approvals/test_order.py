"""Order of service on the page, the six measures, and who may see a hint."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from lxml import etree

from mingjing.base.people.states import Role
from mingjing.insight.approvals import actions
from mingjing.insight.approvals.models import Item, Part
from mingjing.insight.approvals.queries import superlatives
from mingjing.insight.approvals.states.hours import office_calendar
from mingjing_analytics.process.centre import Centre, Favour, Step
from mingjing_analytics.process.centre import Item as Kind
from mingjing_analytics.process.reading.mapping import guess
from mingjing_analytics.process.simulate import simulate, to_table
from tests.factories import approvals
from tests.factories.people import person_with

pytestmark = pytest.mark.django_db
HEAD = ["办件编号", "环节", "经办人", "开始时间", "完成时间", "申请人"]


@pytest.fixture
def manager():
    return person_with(Role.CENTRE)


def played(by, minutes=102, **changes):
    """A simulated centre's year handed in as a file, planted favours and all."""
    office = office_calendar()
    monday = date(2025, 3, 3)
    days = office.working[(monday - office.first).days :]
    plan = Centre(
        calendar=replace(office, first=monday, working=days),
        days=110,
        steps=(Step("收件", 0, 10), Step("审查", 1, minutes)),
        items=(Kind("食品", (0, 1), 15),),
        clerks=(2, 4),
        agents=12,
        **changes,
    )
    table = to_table(plan, simulate(plan, 3))
    agents = table.roles["agent"]

    def moment(micros):
        stamp = micros.astype("datetime64[us]") + 8 * 3600 * 1_000_000
        return str(stamp).replace("T", " ")

    lines = [",".join(HEAD)]
    for row in range(table.events):
        agent = int(agents.codes[row])
        cells = [
            table.case_names[table.case[row]],
            table.activity_names[table.activity[row]],
            table.resource_names[table.resource[row]],
            moment(table.start[row]),
            moment(table.time[row]),
            agents.texts[agent] if agent >= 0 else "",
        ]
        lines.append(",".join(cells))
    upload = ContentFile("\n".join(lines).encode(), "日志.csv")
    log = actions.receive_log(upload, by=by, now=approvals.MONDAY)
    reading = actions.Reading(guess(HEAD), "食品经营许可")
    actions.read_received(log, reading, by=by, now=approvals.MONDAY)
    return Item.objects.get()


def page(client, person, item):
    client.force_login(person)
    answer = client.get(reverse("approvals:order", args=[item.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_first_come_first_served_reads_so(manager, client):
    shown = page(client, manager, played(manager))
    assert "先到先办" in shown
    assert "没有线索。" in shown


def test_a_hint_is_for_discipline_and_a_number_for_the_others(manager, client):
    item = played(manager, favours=(Favour("agent", 0, 0.9),))
    assert "条线索，由纪检监察人员先看" in page(client, manager, item)
    assert (
        "申请人"
        not in page(client, manager, item).split("同样对待的线索")[1].split("比过")[0]
    )
    shown = page(client, person_with(Role.DISCIPLINE), item)
    assert "号，审查：比同样的件靠前" in shown
    assert "先排除这些" in shown
    assert "agent" not in shown  # names were numbers before the table was kept


def test_a_foreign_unit_sees_no_order(manager, client):
    item = played(manager)
    client.force_login(person_with(Role.CONTACT))
    assert client.get(reverse("approvals:order", args=[item.pk])).status_code == 404


def test_the_six_measures_stand_beside_the_past_and_the_best(manager, client):
    # Accepted in March, 3 days; accepted in May, 1 day; the other item 2 days.
    early = approvals.rows(12, days=3)
    late = [
        [
            case.replace("食品", "新食"),
            *rest[:3],
            *(m.replace("-03-", "-05-") for m in rest[3:5]),
            *rest[5:],
        ]
        for case, *rest in approvals.rows(12, days=1)
    ]
    other = approvals.rows(12, item="取水许可", days=2)
    log = approvals.log(early, late, other, by=manager)
    item = Item.objects.get(name="食品经营许可")
    approvals.terms(item, by=manager, materials=7)
    approvals.terms(item, by=manager, number=1, materials=5)
    part = Part.objects.select_related("log", "item").get(log=log, item=item)

    found = {each.kind: each for each in superlatives(part)}
    assert (found["half"].before, found["half"].now) == (3.0, 1.0)
    assert found["half"].better is True
    assert (found["half"].best, found["half"].best_of) == (2.0, "取水许可")
    assert (found["materials"].before, found["materials"].now) == (7, 5)
    assert found["steps"].better is None
    assert found["rating"].now is None
    client.force_login(manager)
    shown = client.get(reverse("approvals:item", args=[item.pk])).content.decode()
    assert "六个最" in shown


def test_what_a_change_would_save_is_a_question_in_the_address(manager, client):
    item = played(manager, minutes=80)
    client.force_login(manager)
    door = reverse("approvals:forecast", args=[item.pk])
    assert "推算" in client.get(door).content.decode()
    page = client.get(door, {"change": "window", "step": "审查"}).content.decode()
    assert "多一个窗口" in page
    assert "4 个窗口" in page
    removed = client.get(door, {"change": "remove", "step": "审查"}).content.decode()
    assert "省得最少" in removed
    told = client.get(door, {"change": "remove", "step": "听证"}).content.decode()
    assert "听证" in told  # the form says that it is no step of the item


def test_a_log_without_begins_says_why_nothing_can_be_told(manager, client):
    log = approvals.log(
        [[*row[:4], row[5], row[6]] for row in approvals.rows(40)],
        by=manager,
        head=["办件编号", "事项", "环节", "经办人", "完成时间", "申请人"],
    )
    client.force_login(manager)
    item = log.parts.get().item
    door = reverse("approvals:forecast", args=[item.pk])
    page = client.get(door, {"change": "remove", "step": "审查"}).content.decode()
    assert "等待和办理分不开" in page


@pytest.mark.parametrize("kind", ["map", "halves", "strips", "dots", "nonsense"])
def test_every_drawing_is_a_picture_with_its_words(manager, client, kind):
    item = played(manager)
    client.force_login(manager)
    page = client.get(
        reverse("approvals:drawings", args=[item.pk]), {"kind": kind, "share": "95"}
    ).content.decode()
    pictures = re.findall(r"<svg [^>]*class=\"drawing\".*?</svg>", page, re.DOTALL)
    assert len(pictures) == 2  # for a desk and for a phone
    for picture in pictures:
        etree.fromstring(picture)
    assert "审查" in pictures[0]
    assert ("用文字看" in page) == (kind in {"map", "halves", "nonsense"})


def test_a_hostile_step_stays_words_in_every_drawing(manager, client):
    rows = [
        [*row[:2], "<script>alert(1)</script>", *row[3:]] if row[2] == "审查" else row
        for row in approvals.rows(12)
    ]
    item = approvals.log(rows, by=manager).parts.get().item
    client.force_login(manager)
    for kind in ("map", "halves", "strips", "dots"):
        page = client.get(reverse("approvals:drawings", args=[item.pk]), {"kind": kind})
        assert "<script>alert" not in page.content.decode()
