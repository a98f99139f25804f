"""Anybody suggests without a name; the answer is public and has a clock."""

import json
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.urls import reverse

from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from mingjing.insight.reforms import actions
from mingjing.insight.reforms.forms import new_receipt, shown_receipt
from mingjing.insight.reforms.models import Reform, Suggestion
from tests.factories import reforms
from tests.factories.people import person_with, post_of

pytestmark = pytest.mark.django_db
NOW = reforms.NOW


@pytest.fixture(autouse=True)
def _nobody_came_before():
    cache.clear()


@pytest.fixture
def manager():
    return person_with(Role.CENTRE)


@pytest.fixture
def item(manager):
    return reforms.item(by=manager)


def answered(suggestion, *, by, now=NOW, verdict="adopted", answer="九月起取消"):
    actions.answer_suggestion(
        suggestion, verdict=verdict, answer=answer, by=by, now=now
    )


def test_the_clock_counts_fifteen_working_days(item):
    assert reforms.suggestion(item).answer_due_on == date(2026, 6, 23)  # 端午 19 June


def test_a_citizen_suggests_and_finds_the_answer(item, manager, client):
    door = reverse("reforms:suggest", args=[item.pk])
    page = client.get(door)
    receipt = page.context["form"]["receipt"].value()
    given = {"step": "审查", "text": "两个窗口看同一份材料", "receipt": receipt}
    said = client.post(door, given).content.decode()
    assert shown_receipt(receipt) in said

    again = client.post(door, given).content.decode()
    assert shown_receipt(receipt) in again
    kept = Suggestion.objects.get()
    assert receipt not in "".join(str(value) for value in vars(kept).values())

    find = reverse("reforms:receipt")
    typed = {"receipt": shown_receipt(receipt).lower()}
    assert "待答复" in client.post(find, typed).content.decode()
    answered(kept, by=manager)
    assert "九月起取消" in client.post(find, typed).content.decode()
    public = client.get(reverse("reforms:answers")).content.decode()
    assert "九月起取消" in public
    assert "两个窗口看同一份材料" not in public


def test_the_record_keeps_what_was_said_sealed_and_nobodys_name(item):
    reforms.suggestion(item, text="身份证复印件收了两次")
    entry = Entry.objects.get(kind="SuggestionReceived")
    told = json.loads(bytes(entry.body))
    assert "复印件" not in str(told)
    assert told["role"] == "public"
    assert set(told["sealed"]) == {"text"}


def test_an_unknown_receipt_is_told(client):
    page = client.post(reverse("reforms:receipt"), {"receipt": new_receipt()})
    assert page.status_code == 400
    assert "没有这个回执号" in page.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"step": "没有的环节"},
        {"text": ""},
        {"text": "长" * 501},
        {"text": "看不见\u200b的"},
        {"receipt": "abc"},
        {"receipt": ""},
    ],
)
def test_what_cannot_be_kept_is_told_and_not_lost(item, client, wrong):
    door = reverse("reforms:suggest", args=[item.pk])
    given = {"step": "审查", "text": "写了好久的话", "receipt": new_receipt()} | wrong
    page = client.post(door, given)
    assert page.status_code == 400
    assert given["text"] in page.content.decode()
    assert not Suggestion.objects.exists()


def test_a_flood_is_stopped_and_what_was_typed_stays(item, client):
    door = reverse("reforms:suggest", args=[item.pk])
    pages = [
        client.post(
            door, {"step": "审查", "text": f"第{n}条", "receipt": new_receipt()}
        )
        for n in range(12)
    ]
    assert [page.status_code for page in pages].count(200) == 10
    assert "过一小时再交" in pages[-1].content.decode()
    assert "第11条" in pages[-1].content.decode()
    assert Suggestion.objects.count() == 10


def test_an_item_without_a_log_has_no_step_to_cancel(manager, client):
    item = reforms.item(by=manager)
    item.parts.all().delete()
    assert client.get(reverse("reforms:suggest", args=[item.pk])).status_code == 404


def test_two_answers_at_once_are_one(item, manager):
    suggestion = reforms.suggestion(item)
    stale = Suggestion.objects.get(pk=suggestion.pk)
    answered(suggestion, by=manager)
    with pytest.raises(actions.AlreadyAnswered):
        answered(stale, by=manager, answer="另一个答复")
    assert Suggestion.objects.get().answer == "九月起取消"


def test_late_is_told_in_the_record_and_on_the_list(item, manager, client):
    suggestion = reforms.suggestion(item, now=NOW - timedelta(days=60))
    client.force_login(manager)
    assert "其中 1 条超期" in client.get(reverse("reforms:list")).content.decode()
    answered(suggestion, by=manager, now=NOW + timedelta(days=400))
    entry = Entry.objects.get(kind="SuggestionAnswered")
    assert json.loads(bytes(entry.body))["data"]["late"] is True


def test_who_may_answer(item):
    suggestion = reforms.suggestion(item)
    for role in (Role.CONTACT, Role.LEADER, Role.AUDITOR, Role.INSPECTOR):
        with pytest.raises(PermissionDenied):
            answered(suggestion, by=person_with(role))
    contact = person_with(Role.CONTACT)
    item.unit = post_of(contact).unit
    item.save()
    answered(Suggestion.objects.get(), by=contact)


def test_an_answer_says_something(item):
    suggestion = reforms.suggestion(item)
    with pytest.raises(IntegrityError):
        Suggestion.objects.filter(pk=suggestion.pk).update(verdict="adopted")


def test_on_the_page_it_is_answered_and_becomes_a_reform(item, manager, client):
    suggestion = reforms.suggestion(item)
    client.force_login(manager)
    door = reverse("reforms:suggestion", args=[suggestion.pk])
    assert client.post(door, {"verdict": "adopted", "answer": ""}).status_code == 400
    client.post(door, {"verdict": "partly", "answer": "先在两个镇试"})
    propose = f"{reverse('reforms:propose', args=[item.pk])}?suggestion={suggestion.pk}"
    assert propose in client.get(door).content.decode()
    given = {**vars(reforms.draft()), "starts_on": "2026-07-01"}
    del given["suggestion"]
    client.post(propose, given)
    assert Reform.objects.get().suggestion == suggestion
    assert str(Reform.objects.get()) in client.get(door).content.decode()
