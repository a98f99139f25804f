"""What the pages of an item say, who sees them, and what changes its terms."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.urls import reverse

from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from mingjing.insight.approvals import forms
from mingjing.insight.approvals.models import Item, Part, Terms
from mingjing.insight.approvals.queries import figures_of, pace_of, terms_of
from mingjing.insight.approvals.templatetags.approvals import days, percent, worked
from tests.factories import approvals
from tests.factories.people import person_with, post_of

pytestmark = pytest.mark.django_db

RULES = "必有 决定\n先 受理 后 决定\n至多 补正 1\n互斥 准予 不予\n不同人 审查 决定"


@pytest.fixture
def manager():
    return person_with(Role.CENTRE)


def figures(log):
    part = Part.objects.select_related("log", "item").get(log=log)
    return figures_of(part, terms_of([part.item]).get(part.item_id))


def test_open_cases_count_for_as_long_as_they_wait(manager):
    log = approvals.log(approvals.rows(12, days=3, opened=4), by=manager)
    item = Item.objects.get()
    approvals.terms(item, by=manager)
    found = figures(log)
    assert (found.cases, found.open) == (12, 4)
    assert found.half == pytest.approx(3.0)
    assert found.most is None  # nine of ten are not done: nobody can say


def test_a_limit_counts_working_days_and_tells_what_it_cannot(manager):
    log = approvals.log(approvals.rows(12, days=3, late=2, opened=1), by=manager)
    approvals.terms(Item.objects.get(), by=manager, committed_days=2)
    found = figures(log)
    # The open one has waited as long as the log reaches: it is late as well.
    assert (found.legal.checked, found.legal.late, found.legal.unknown) == (12, 3, 0)
    assert (found.committed.late, found.committed.checked) == (12, 12)


def test_deviations_name_their_cases(manager):
    log = approvals.log(approvals.rows(), by=manager)
    rules = [forms.rule_from(line) for line in RULES.splitlines()]
    approvals.terms(Item.objects.get(), by=manager, rules=rules)
    broken = {
        type(each.rule).__name__: each.cases
        for each in figures(log).deviations
        if each.broken
    }
    assert broken == {"FourEyes": ("食品000",)}


def test_few_cases_give_no_distribution(manager, client):
    approvals.log(approvals.rows(9), by=manager)
    item = Item.objects.get()
    page = client.get(reverse("approvals:time", args=[item.pk])).content.decode()
    assert "办得太少" in page
    client.force_login(manager)
    page = client.get(reverse("approvals:item", args=[item.pk])).content.decode()
    assert "只有 9 件，太少" in page


def test_the_public_sees_true_times_and_nothing_of_a_case(manager, client):
    approvals.log(approvals.rows(12, days=3), by=manager)
    item = Item.objects.get()
    approvals.terms(item, by=manager)
    page = client.get(reverse("approvals:time", args=[item.pk])).content.decode()
    assert "一半在 <strong>3 天</strong>内办结" in page
    assert "食品000" not in page
    listed = client.get(reverse("approvals:times") + "?q=食品").content.decode()
    assert "食品经营许可" in listed
    assert (
        "没有找到" in client.get(reverse("approvals:times") + "?q=无").content.decode()
    )
    assert client.get(reverse("approvals:time", args=[999])).status_code == 404


def test_a_unit_sees_what_it_answers_for(manager, client):
    approvals.log(approvals.rows(12), approvals.rows(12, item="取水许可"), by=manager)
    contact = person_with(Role.CONTACT)
    mine = Item.objects.get(name="取水许可")
    approvals.terms(mine, by=manager, unit=post_of(contact).unit)
    client.force_login(contact)
    page = client.get(reverse("approvals:list")).content.decode()
    assert ("取水许可" in page, "食品经营许可" in page) == (True, False)
    assert client.get(reverse("approvals:item", args=[mine.pk])).status_code == 200
    other = Item.objects.get(name="食品经营许可")
    assert client.get(reverse("approvals:item", args=[other.pk])).status_code == 404
    assert client.get(reverse("approvals:terms", args=[mine.pk])).status_code == 403
    log = Part.objects.first().log
    seen = client.get(reverse("approvals:log", args=[log.pk])).content.decode()
    assert "食品经营许可" not in seen


def test_terms_are_versions_with_a_reason(manager, client):
    approvals.log(approvals.rows(), by=manager)
    item = Item.objects.get()
    client.force_login(manager)
    url = reverse("approvals:terms", args=[item.pk])
    assert "日志里的环节：收件、受理、审查、决定" in client.get(url).content.decode()
    given = {
        "seen": "0", "since": "2026-03-01", "accepted": "受理", "decided": "决定",
        "legal_days": "20", "legal_basis": "行政许可法第四十二条", "committed_days": "5",
        "pauses": "听证通知 -> 听证结束", "rules": RULES, "reason": "照权力清单",
    }  # fmt: skip
    assert client.post(url, given).status_code == 302
    terms = Terms.objects.get()
    assert terms.pauses == [["听证通知", "听证结束"]]
    assert [forms.line_of(rule) for rule in terms.rules] == RULES.splitlines()
    assert Entry.objects.filter(kind="TermsSet").count() == 1
    again = client.post(url, given)  # the page had shown version 0
    assert again.status_code == 400
    assert "刚刚有人改过" in again.content.decode()
    assert Terms.objects.count() == 1
    assert RULES.splitlines()[2] in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"legal_basis": ""}, "写明依据哪部法律哪一条"),
        ({"decided": ""}, "有期限就要写明从哪个环节到哪个环节"),
        ({"pauses": "听证"}, "看不懂“听证”"),
        ({"rules": "至多 补正 两次"}, "看不懂“至多 补正 两次”"),
        ({"rules": "随便"}, "看不懂“随便”"),
        ({"reason": ""}, "这个字段是必填项"),
    ],
)
def test_what_is_wrong_in_terms_is_said_at_its_place(manager, client, change, told):
    approvals.log(approvals.rows(), by=manager)
    client.force_login(manager)
    given = {
        "seen": "0", "since": "2026-03-01", "accepted": "受理", "decided": "决定",
        "legal_days": "20", "legal_basis": "行政许可法", "reason": "照权力清单",
    } | change  # fmt: skip
    url = reverse("approvals:terms", args=[Item.objects.get().pk])
    answer = client.post(url, given)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert told in page
    assert all(value in page for value in change.values())
    assert not Terms.objects.exists()


def test_a_legal_limit_without_a_law_is_refused_by_the_database(manager):
    approvals.log(approvals.rows(), by=manager)
    with pytest.raises(IntegrityError):
        Terms.objects.create(
            item=Item.objects.get(), number=1, since="2026-03-01", legal_days=20,
            reason="x", set_by=manager, set_at=approvals.MONDAY,
        )  # fmt: skip


def test_others_do_not_set_terms(manager):
    approvals.log(approvals.rows(), by=manager)
    with pytest.raises(PermissionDenied):
        approvals.terms(Item.objects.get(), by=person_with(Role.DISCIPLINE))


def test_rules_can_be_written_in_english_too():
    from django.utils.translation import override

    rules = [forms.rule_from(line) for line in RULES.splitlines()]
    with override("en"):
        lines = [forms.line_of(rule) for rule in rules]
    assert lines[:3] == ["required 决定", "first 受理 then 决定", "at-most 补正 1"]
    assert [forms.rule_from(line) for line in lines] == rules


def test_a_rule_that_says_nothing_is_refused():
    for line in ("必有", "先 受理 决定", "互斥 准予", "至多 补正"):
        with pytest.raises(ValidationError):
            forms.rule_from(line)


def test_items_cost_the_same_queries_however_many(manager, client):
    client.force_login(manager)
    approvals.log(approvals.rows(), by=manager)
    url = reverse("approvals:list")

    def count():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        return len(seen)

    one = count()
    groups = [approvals.rows(item=f"{n}号事项") for n in range(3)]
    approvals.log(*groups, by=manager, name="更多.csv")
    assert count() == one


@pytest.mark.parametrize(
    ("told", "want"),
    [
        (days(None), "—"), (days(0.01), "14 分钟"), (days(0.5), "12 小时"),
        (days(3.0), "3 天"), (days(3.26), "3.3 天"), (days(12.4), "12 天"),
        (worked(0.5), "30 分钟"), (worked(6.9), "6.9 小时"), (worked(14), "2 个工作日"),
        (percent(None), "—"), (percent(0.001), "<1%"), (percent(0.999), ">99%"),
        (percent(0.404), "40%"),
    ],
)  # fmt: skip
def test_times_and_shares_are_said_as_people_say_them(told, want):
    assert told == want


def test_an_older_log_can_be_looked_at(manager, client):
    first = approvals.log(approvals.rows(12, days=3), by=manager)
    approvals.log(approvals.rows(12, days=9), by=manager, name="第二份.csv")
    item = Item.objects.get()
    client.force_login(manager)
    url = reverse("approvals:item", args=[item.pk])
    assert "一半在 9 天内办结" in client.get(url).content.decode()
    assert "一半在 3 天内办结" in client.get(f"{url}?log={first.pk}").content.decode()


def test_the_pace_tells_weeks_heaps_and_who_came_again(manager, client):
    log = approvals.log(approvals.rows(12, days=3, opened=2), by=manager)
    item = Item.objects.get()
    approvals.terms(item, by=manager)
    part = Part.objects.select_related("log", "item").get(log=log)
    found = pace_of(part, terms_of([item])[item.pk])

    assert [(row.came, row.done, row.open) for row in found.weeks] == [(12, 10, 2)]
    assert found.at_most_one_trip is None  # the log has no column of trips
    # All are 张三's, and two of them have no decision; nobody came after them.
    assert found.begun_again == ()
    # All in the same minute but for the two steps that one person did alone.
    assert (found.stamped, found.events) == (42, 44)
    client.force_login(manager)
    page = client.get(reverse("approvals:item", args=[item.pk])).content.decode()
    assert "日志没有到场这一列" in page
    assert "现在积压 2 件" in page


def test_risk_points_are_lines_that_a_person_can_write(manager, client):
    approvals.log(approvals.rows(), by=manager)
    item = Item.objects.get()
    client.force_login(manager)
    door = reverse("approvals:terms", args=[item.pk])
    given = {
        "since": "2026-03-02",
        "power": "licence",
        "reason": "照权力清单",
        "seen": "0",
    }
    wrong = client.post(door, given | {"risks": "现场核查 一人说了算"})
    assert "看不懂“现场核查 一人说了算”" in wrong.content.decode()
    client.post(door, given | {"risks": "现场核查: 一人说了算 -> 两人同去"})
    assert Terms.objects.get().risks == [["现场核查", "一人说了算", "两人同去"]]
    page = client.get(reverse("approvals:item", args=[item.pk])).content.decode()
    assert "两人同去" in page
    assert "现场核查：一人说了算 → 两人同去" in client.get(door).content.decode()
