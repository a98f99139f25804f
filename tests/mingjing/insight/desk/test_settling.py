"""Many dues with one reason: each by its own act, each told with its own outcome."""

import re
from html import unescape
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from mingjing.cycle.duties.models import Due as DueModel
from mingjing.cycle.evidence import actions as evidence
from mingjing.insight.desk import actions
from tests.factories.duties import Duty, HeldPost, anew, holder, office
from tests.factories.people import Appointment, Post, person_with
from tests.mingjing.insight.desk.test_views import (
    ask_for_time,
    call_for_support,
    owed,
    rows_of,
)

pytestmark = pytest.mark.django_db
SETTLE, SETTLED = "/board/settle/", "/board/settled/"
WORDS = "机构改革，职责已经划出"


def text(response):
    return unescape(response.content.decode())


def ask(client, act, *dues, **more):
    return client.get(SETTLE, {"act": act, "due": [due.pk for due in dues], **more})


def settle(client, act, *dues, reason=WORDS, **more):
    given = {"act": act, "due": [due.pk for due in dues], "reason": reason, **more}
    return client.post(SETTLE, given)


def told():
    return list(
        Entry.objects.order_by("index")
        .filter(kind__in=["DueWaived", "DueVoided"])
        .values_list("kind", "subject")
    )


def states(*dues):
    return [anew(due).state for due in dues]


def rows(html, heading):
    """The dues below this heading of the page."""
    for part in html.split("<h2>")[1:]:
        if part.startswith(heading):
            found = re.findall(r'class="h"><a href="/duties/due/(\d+)/"', part)
            return [int(pk) for pk in found]
    return None


@pytest.mark.parametrize(
    ("act", "state", "event"),
    [("waive", "waived", "DueWaived"), ("void", "void", "DueVoided")],
)
def test_each_due_goes_through_its_own_act_with_the_shared_reason(
    client, act, state, event
):
    first, second, untouched = owed(-3), owed(5, state="returned"), owed(1)
    person = office()
    client.force_login(person)

    answer = settle(client, act, first, second)
    page = text(client.get(answer.url))

    assert states(first, second, untouched) == [state, state, "open"]
    assert [anew(due).check_note for due in (first, second)] == [WORDS] * 2
    assert anew(first).checked_by == person
    assert told() == [(event, f"due:{due.pk}") for due in (first, second)]
    assert rows(page, "办成的 2 件") == [first.pk, second.pk]


def test_the_page_before_lists_what_will_happen_and_does_nothing(client):
    able, claimed = owed(2), owed(3, state="claimed")
    ask_for_time(able)
    client.force_login(office())

    page = text(ask(client, "waive", able, claimed))

    assert rows(page, "要办的 1 件") == [able.pk]
    assert rows(page, "1 件不办") == [claimed.pk]
    assert "单位已经申报，等核验以后再定。" in page
    assert "免办这 1 件" in page
    assert states(able, claimed) == ["open", "claimed"]
    assert Entry.objects.count() == 0


def test_what_waits_on_a_due_ends_with_it(client):
    due = owed(2)
    asked, call = ask_for_time(due), call_for_support(due, HeldPost(role=Role.OFFICE))
    client.force_login(office())

    settle(client, "void", due)

    assert anew(asked).state == "withdrawn"
    assert anew(call).withdrawn_at is not None


def test_each_refusal_says_why(client):
    person = office()
    own = owed(1, duty=Duty(post=HeldPost(unit=person.appointments.get().post.unit)))
    proven = owed(2)
    Appointment(post=proven.post, person=person, ended_on="2026-02-01")
    DueModel.objects.filter(pk=proven.pk).update(
        state="claimed", claimed_by=person, claimed_at=now()
    )
    other = person_with(Role.LEADER)
    done = [owed(3), owed(4)]
    actions.settle_dues(done[:1], act="waive", reason="甲", by=other, now=now())
    actions.settle_dues(done[1:], act="void", reason="甲", by=other, now=now())
    checked = owed(5, state="verified", checked_by=other, checked_at=now())
    client.force_login(person)

    page = text(ask(client, "void", own, proven, *done, checked))

    assert re.findall(r'class="full">([^<]+)</td>', page) == [
        "是你自己单位的事项，要由别的人决定。",
        "是你自己申报的，要由别的人决定。",
        f"{other.name}已经免办，不再办第二次。",
        f"{other.name}已经作废，不再办第二次。",
        f"{other.name}已经核过，办完了。",
    ]
    assert "所选的都不能作废" in page
    assert 'name="reason"' not in page


def test_a_second_click_does_nothing_twice_and_shows_the_same(client):
    dues = [owed(1), owed(2)]
    client.force_login(office())

    first = settle(client, "void", *dues)
    before = [anew(due).checked_at for due in dues]
    second = settle(client, "void", *dues, reason="别的理由")

    assert first.url == second.url
    assert [anew(due).checked_at for due in dues] == before
    assert [anew(due).check_note for due in dues] == [WORDS] * 2
    assert len(told()) == 2


def test_what_changed_since_the_page_was_read_is_told_and_the_rest_is_done(client):
    first, claimed, last = owed(1), owed(2), owed(3)
    client.force_login(office())
    ask(client, "waive", first, claimed, last)
    evidence.prove_dues(
        [anew(claimed)], pointer="甲", by=holder(claimed.post), now=now()
    )

    page = text(client.get(settle(client, "waive", first, claimed, last).url))

    assert states(first, claimed, last) == ["waived", "claimed", "waived"]
    assert rows(page, "办成的 2 件") == [first.pk, last.pk]
    assert rows(page, "1 件不办") == [claimed.pk]
    assert "没有办成的写在后面，各有原因。" in page


def test_what_was_interrupted_is_told_and_can_be_gone_on_with(client):
    done, left = owed(1), owed(2)
    person = office()
    actions.settle_dues([done], act="void", reason="甲", by=person, now=now())
    client.force_login(anew(person))

    page = text(client.get(SETTLED, {"act": "void", "due": [done.pk, left.pk]}))
    again = dict(re.findall(r'name="(\w+)" value="(\w+)"', page.split("还没有办")[1]))

    assert rows(page, "1 件还没有办") == [left.pk]
    assert again == {"due": str(left.pk), "act": "void"}


@pytest.mark.parametrize(
    "words", ["", "   ", "长" * 501, "已经\u202e划出", "划\u200b出"]
)
def test_without_a_readable_reason_nothing_is_done_and_nothing_typed_is_lost(
    client, words
):
    due = owed(1)
    client.force_login(office())

    answer = settle(client, "void", due, reason=words, asked="status=late")
    page = text(answer)

    assert 'class="mj-wrong" id="id_reason_error"' in page
    assert answer.context["form"]["reason"].value() == words
    assert f'name="due" value="{due.pk}"' in page
    assert 'name="asked" value="status=late"' in page
    assert states(due) == ["open"]


def test_the_way_back_is_the_board_as_it_was_and_nowhere_else(client):
    due = owed(1)
    client.force_login(office())

    for asked, back in (
        ("status=week&q=甲", "/board/?q=%E7%94%B2&status=week#rows"),
        ("//example.com/?a=b", "/board/?status=#rows"),
        ("", "/board/?status=owed#rows"),
    ):
        assert f'href="{back}"' in text(ask(client, "void", due, asked=asked))
    answer = settle(client, "void", due, asked="status=week")
    assert 'href="/board/?status=week#rows"' in text(client.get(answer.url))


def test_a_hundred_are_the_most(client):
    due = owed(1)
    client.force_login(office())
    many = {"act": "void", "due": [due.pk, *range(10**6, 10**6 + 100)], "reason": "甲"}

    for answer in (client.get(SETTLE, many), client.post(SETTLE, many)):
        assert "一次最多办 100 件" in text(answer)
        assert "勾选了 101 件，一件也没有办。" in text(answer)
    many["due"].pop()
    assert client.post(SETTLE, many).status_code == 302
    assert states(due) == ["void"]


def test_nothing_ticked_is_said_and_leads_back(client):
    client.force_login(office())

    page = text(client.get(SETTLE, {"act": "void", "asked": "status=late"}))

    assert "还没有勾选" in page
    assert 'href="/board/?status=late#rows"' in page


@pytest.mark.parametrize(
    "role", sorted(set(Role) - {Role.OFFICE, Role.LEADER, Role.ADMIN})
)
def test_other_hats_have_no_boxes_and_are_refused(client, role):
    due = owed(1)
    client.force_login(person_with(role))

    assert "/board/settle/" not in text(client.get("/board/"))
    assert ask(client, "void", due).status_code == 403
    assert settle(client, "void", due).status_code == 403
    assert client.get(SETTLED, {"act": "void", "due": due.pk}).status_code == 403
    assert states(due) == ["open"]


def test_who_owes_it_ends_none_of_it_from_the_board(client):
    due = owed(1)
    client.force_login(holder(due.post))

    assert settle(client, "waive", due).status_code == 403
    assert states(due) == ["open"]


@pytest.mark.parametrize("pk", ["0", "9" * 18, "9" * 40, "-1", "a", "１", "1 OR 1=1"])
def test_a_due_that_there_is_not_is_left_out(client, pk):
    due = owed(1)
    client.force_login(person_with(Role.LEADER))

    answer = client.get(SETTLE, {"act": "void", "due": [pk, due.pk]})
    alone = client.get(SETTLE, {"act": "void", "due": [pk]})

    assert rows(text(answer), "要办的 1 件") == [due.pk]
    assert alone.status_code == (404 if pk in ("0", "9" * 18) else 200)
    assert "要办的" not in text(alone)


def test_an_act_that_there_is_not_is_no_page(client):
    due = owed(1)
    client.force_login(office())

    for act in ("verify", "claim", "remind", ""):
        assert ask(client, act, due).status_code == 404
        assert settle(client, act, due).status_code == 404
    assert states(due) == ["open"]


def test_boxes_stand_only_at_what_is_not_over(client):
    open_, claimed, done = owed(1), owed(2, state="claimed"), owed(3, state="verified")
    client.force_login(office())

    page = text(client.get("/board/", {"status": ""}))

    assert len(rows_of(page)) == 3
    boxes = re.findall(r'name="due" value="(\d+)"', page)
    assert boxes == [str(open_.pk), str(claimed.pk)]
    assert "免办所选" not in text(client.get("/board/", {"status": "verified"}))
    assert str(done.pk) not in boxes


def test_the_boxes_lead_to_the_page_before_as_a_browser_sends_them(client):
    due = owed(1)
    client.force_login(office())
    page = text(client.get("/board/?status=week&kind=organ"))
    form = page.split('action="/board/settle/">')[1]
    asked = re.search(r'name="asked" value="([^"]*)"', form)[1]

    answer = client.get(SETTLE, {"asked": asked, "due": due.pk, "act": "waive"})

    assert rows(text(answer), "要办的 1 件") == [due.pk]
    assert 'href="/board/?status=week&kind=organ#rows"' in text(answer)


@pytest.mark.parametrize("address", [SETTLE, SETTLED])
def test_three_dues_cost_no_more_queries_to_list_than_one(client, address):
    person = person_with(Role.LEADER)
    client.force_login(person)
    dues = [owed(1) for _ in range(3)]
    if address == SETTLED:
        actions.settle_dues(dues, act="void", reason="甲", by=anew(person), now=now())

    def cost(*few):
        with CaptureQueriesContext(connection) as seen:
            client.get(address, {"act": "void", "due": [due.pk for due in few]})
        return len(seen)

    cost(dues[0])
    one = cost(dues[0])

    assert cost(*dues) == one <= 15


@pytest.mark.django_db(transaction=True)
def test_two_who_click_at_once_settle_each_due_once():
    """Real threads on PostgreSQL; in turn on SQLite, which has one writer."""
    dues, gate = [owed(n) for n in range(6)], Barrier(2)
    persons = [office(), office()]

    def click(person):
        browser = Client()
        browser.force_login(person)
        settle(browser, "void", *dues, reason=person.name)

    def at_once(person):
        gate.wait()
        try:
            click(person)
        finally:
            connection.close()

    if connection.vendor == "sqlite":
        for person in persons:
            click(person)
    else:
        threads = [Thread(target=at_once, args=[person]) for person in persons]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert states(*dues) == ["void"] * 6
    assert sorted(told()) == sorted(("DueVoided", f"due:{due.pk}") for due in dues)
    assert all(anew(d).check_note == anew(d).checked_by.name for d in dues)


def test_the_leader_may_too_and_a_vacant_office_does_not_matter(client):
    due = owed(1, duty=Duty(checker_post=Post(role=Role.CONTACT)))
    client.force_login(person_with(Role.LEADER))

    settle(client, "waive", due)

    assert states(due) == ["waived"]
    assert reverse("desk:settle") == SETTLE
