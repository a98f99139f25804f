"""A reform takes two people, gives a duty to check its effect, and can be undone."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from mingjing.cycle.duties.models import Duty
from mingjing.insight.approvals.models import Item
from mingjing.insight.reforms import actions
from mingjing.insight.reforms.models import Reform
from mingjing.insight.reforms.queries import effect_of
from mingjing.insight.reforms.states import ReformState
from tests.factories import approvals, reforms
from tests.factories.people import person_with, post_of

pytestmark = pytest.mark.django_db
NOW = reforms.NOW


@pytest.fixture
def manager():
    return person_with(Role.CENTRE)


@pytest.fixture
def contact():
    return person_with(Role.CONTACT)


@pytest.fixture
def office():
    return person_with(Role.OFFICE)


@pytest.fixture
def item(manager, contact):
    return reforms.item(by=manager, unit=post_of(contact).unit)


def test_approved_it_becomes_a_duty_of_its_unit_ninety_days_on(
    item, manager, contact, office
):
    reform = reforms.reform(item, by=manager)
    duty = actions.approve_reform(reform, reason="依据查过", by=office, now=NOW)

    assert duty.unit == item.unit
    assert duty.post == post_of(contact)
    assert duty.checker_post == post_of(manager)
    assert duty.clock == {"kind": "once", "due_on": "2026-08-30"}
    assert duty.state == "offered"
    assert (reform.state, reform.duty) == (ReformState.APPROVED, duty)
    kinds = list(
        Entry.objects.filter(subject=f"reform:{reform.pk}").values_list(
            "kind", flat=True
        )
    )
    assert kinds == ["ReformProposed", "ReformApproved"]


def test_a_reform_of_last_year_is_checked_soon_and_not_in_the_past(
    item, manager, office
):
    reform = reforms.reform(item, by=manager, starts_on=date(2025, 1, 1))
    duty = actions.approve_reform(reform, reason="补登", by=office, now=NOW)
    assert duty.ends_on == NOW.date() + timedelta(days=15)


def test_nobody_decides_what_they_proposed(item, office):
    reform = reforms.reform(item, by=office)
    for decide in (actions.approve_reform, actions.refuse_reform):
        with pytest.raises(PermissionDenied):
            decide(reform, reason="自己同意", by=office, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reform.objects.filter(pk=reform.pk).update(decided_by=office)


@pytest.mark.parametrize(
    "role", [Role.CENTRE, Role.CONTACT, Role.LEADER, Role.DISCIPLINE, Role.AUDITOR]
)
def test_only_the_office_decides(item, manager, role):
    reform = reforms.reform(item, by=manager)
    with pytest.raises(PermissionDenied):
        actions.approve_reform(reform, reason="同意", by=person_with(role), now=NOW)


def test_another_unit_proposes_nothing_here(item):
    with pytest.raises(PermissionDenied):
        reforms.reform(item, by=person_with(Role.CONTACT))


def test_the_second_click_is_told(item, manager, office):
    reform = reforms.reform(item, by=manager)
    stale = Reform.objects.get(pk=reform.pk)
    actions.approve_reform(reform, reason="同意", by=office, now=NOW)
    for again in (actions.approve_reform, actions.refuse_reform):
        with pytest.raises(actions.AlreadyMoved):
            again(stale, reason="再点一次", by=office, now=NOW)
    assert Duty.objects.count() == 1


def test_an_item_without_a_unit_is_refused_and_nothing_is_left(manager, office):
    item = reforms.item(by=manager)
    reform = reforms.reform(item, by=manager)
    with pytest.raises(actions.Refused, match="责任单位"):
        actions.approve_reform(reform, reason="同意", by=office, now=NOW)
    reform.refresh_from_db()
    assert reform.state == ReformState.PROPOSED
    assert not Duty.objects.exists()


def test_stopping_it_ends_the_duty(item, manager, office):
    reform = reforms.reform(item, by=manager)
    actions.approve_reform(reform, reason="同意", by=office, now=NOW)
    actions.stop_reform(reform, reason="抽查发现问题", by=office, now=NOW)

    assert Duty.objects.get().state == "ended"
    assert reform.state == ReformState.STOPPED
    with pytest.raises(actions.AlreadyMoved):
        actions.stop_reform(reform, reason="再停一次", by=office, now=NOW)


def test_only_who_proposed_takes_it_back(item, manager, office):
    reform = reforms.reform(item, by=manager)
    with pytest.raises(PermissionDenied):
        actions.withdraw_reform(reform, by=office, now=NOW)
    actions.withdraw_reform(reform, by=manager, now=NOW)
    assert reform.state == ReformState.WITHDRAWN


def test_on_the_pages_it_goes_from_proposal_to_decision(item, manager, office, client):
    client.force_login(manager)
    given = {**vars(reforms.draft()), "starts_on": "2026-06-01"}
    del given["suggestion"]
    page = client.post(reverse("reforms:propose", args=[item.pk]), given)
    reform = Reform.objects.get()
    assert page.url == reverse("reforms:reform", args=[reform.pk])
    assert "等你决定" not in client.get(reverse("reforms:list")).content.decode()

    client.force_login(office)
    assert "等你决定" in client.get(reverse("reforms:list")).content.decode()
    door = reverse("reforms:decide", args=[reform.pk])
    empty = client.post(door, {"agree": "yes", "reason": ""})
    assert empty.status_code == 400
    client.post(door, {"agree": "yes", "reason": "依据查过"})
    shown = client.get(reverse("reforms:reform", args=[reform.pk])).content.decode()
    assert "已同意" in shown
    assert "ZR-0001" in shown


def test_a_wrong_figure_is_told_where_it_was_typed(item, manager, client):
    client.force_login(manager)
    given = {**vars(reforms.draft()), "starts_on": "明天", "claim_percent": "300"}
    del given["suggestion"]
    page = client.post(reverse("reforms:propose", args=[item.pk]), given)
    assert page.status_code == 400
    assert set(page.context["form"].errors) == {"starts_on", "claim_percent"}
    assert "每月抽查十件" in page.content.decode()
    assert not Reform.objects.exists()


def test_a_foreign_unit_does_not_see_it(item, manager, client):
    reform = reforms.reform(item, by=manager)
    client.force_login(person_with(Role.CONTACT))
    assert client.get(reverse("reforms:reform", args=[reform.pk])).status_code == 404
    assert reform.step not in client.get(reverse("reforms:list")).content.decode()


def test_its_page_says_by_how_much_and_whether_the_claim_holds(
    manager, contact, office, client
):
    approvals.log(approvals.weekly_rows(13), by=manager)
    item = Item.objects.get()
    approvals.terms(item, by=manager, unit=post_of(contact).unit)
    item.refresh_from_db()
    starts = date(2025, 3, 3) + timedelta(weeks=13)
    reform = reforms.reform(item, by=manager, starts_on=starts, claim_percent=30)
    actions.approve_reform(reform, reason="同意", by=office, now=NOW)
    found = effect_of(reform)
    assert found.since == 13
    assert found.verdict == "supported"
    assert 0.4 < found.effect.share < 0.8
    client.force_login(office)
    page = client.get(reverse("reforms:reform", args=[reform.pk])).content.decode()
    assert "确实快了" in page
    assert "站得住" in page
    assert "没有能对照的事项" in page


def test_a_week_of_both_times_is_of_neither(manager, contact, office):
    approvals.log(approvals.weekly_rows(13), by=manager)
    item = Item.objects.get()
    approvals.terms(item, by=manager, unit=post_of(contact).unit)
    item.refresh_from_db()
    thursday = date(2025, 3, 6) + timedelta(weeks=13)
    reform = reforms.reform(item, by=manager, starts_on=thursday)
    actions.approve_reform(reform, reason="同意", by=office, now=NOW)
    assert effect_of(reform).since == 14


def test_without_a_log_past_its_begin_nothing_is_said(item, manager, office, client):
    reform = reforms.reform(item, by=manager, starts_on=date(2027, 1, 4))
    actions.approve_reform(reform, reason="同意", by=office, now=NOW)
    assert effect_of(reform) is None
    client.force_login(office)
    page = client.get(reverse("reforms:reform", args=[reform.pk])).content.decode()
    assert "还没有改革以后的办件日志" in page
