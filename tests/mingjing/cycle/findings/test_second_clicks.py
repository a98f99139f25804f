"""Promise 13: a second click, a stale page or two at once leave one act and one entry."""

import threading

import pytest
from django.db import connection

from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from mingjing.cycle.findings import actions
from mingjing.cycle.findings.models import Finding, Reply
from mingjing.cycle.findings.states import Point
from tests.factories import findings as f
from tests.factories.duties import HeldPost, anew, holder
from tests.factories.people import person_with

pytestmark = pytest.mark.django_db


def notified():
    finding = f.opened()
    writer = anew(finding.opened_by)
    return finding, lambda row: actions.notify_finding(row, by=writer, now=f.NOW)


def withdrawn():
    finding, office = f.opened(), f.office()
    return finding, lambda row: actions.withdraw_finding(
        row, reason="对象有误", by=office, now=f.NOW
    )


def confirmed():
    finding = f.opened()
    actions.notify_finding(finding, by=anew(finding.opened_by), now=f.NOW)
    actions.reply_to_finding(
        anew(finding), accepts=True, by=holder(finding.post), now=f.NOW
    )
    judge = f.discipline()
    return anew(finding), lambda row: actions.confirm_finding(
        row, note="确认", by=judge, now=f.NOW
    )


def written():
    finding = f.confirmed()
    unit = holder(finding.post)
    return finding, lambda row: actions.write_cure(
        row, f.cure_text(), by=unit, now=f.NOW
    )


def started():
    finding, checker = f.confirmed(), HeldPost(role=Role.INSPECTOR)
    actions.write_cure(finding, f.cure_text(), by=holder(finding.post), now=f.NOW)
    office = f.office()
    return anew(finding), lambda row: actions.start_cure(
        row, checker_post=checker, by=office, now=f.NOW
    )


def signed_off():
    finding, judge = f.rechecked(), f.discipline()
    return finding, lambda row: actions.sign_off(row, note="销", by=judge, now=f.NOW)


@pytest.mark.parametrize(
    "story", [notified, withdrawn, confirmed, written, started, signed_off]
)
def test_a_second_click_is_told_and_leaves_no_second_entry(story):
    finding, act = story()
    rows = [anew(finding), anew(finding)]
    act(rows[0])
    count = Entry.objects.count()

    with pytest.raises(actions.AlreadyMoved):
        act(rows[1])

    assert Entry.objects.count() == count


def test_an_act_that_fails_halfway_leaves_neither_a_change_nor_an_entry():
    """The last objection has no answer: what was written before it is undone too."""
    finding = f.opened()
    actions.notify_finding(finding, by=anew(finding.opened_by), now=f.NOW)
    actions.reply_to_finding(
        anew(finding),
        accepts=False,
        objections={Point.FACTS: "不是", Point.LAW: "不对"},
        by=holder(finding.post),
        now=f.NOW,
    )
    count = Entry.objects.count()

    with pytest.raises(actions.Refused):
        actions.confirm_finding(
            anew(finding),
            note="确认",
            answers={"facts": "已核对"},
            by=f.discipline(),
            now=f.NOW,
        )

    reply = Reply.objects.get(finding=finding)
    assert [each.answer for each in reply.objections.all()] == ["", ""]
    assert (anew(finding).state, Entry.objects.count()) == ("objected", count)


def race(acts):
    if connection.vendor != "postgresql":
        return sorted(_outcome(act) for act in acts)
    ready, outcomes = threading.Barrier(len(acts)), []

    def run(act):
        try:
            ready.wait()
            outcomes.append(_outcome(act))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def _outcome(act):
    try:
        act()
    except actions.AlreadyMoved:
        return "already moved"
    return "done"


@pytest.mark.django_db(transaction=True)
def test_of_two_replies_at_once_one_stands():
    finding = f.opened()
    actions.notify_finding(finding, by=anew(finding.opened_by), now=f.NOW)
    people = [holder(finding.post), person_with(Role.SECRETARY, finding.unit)]
    rows = [anew(finding), anew(finding)]

    outcomes = race(
        [
            lambda n=n: actions.reply_to_finding(
                rows[n],
                accepts=bool(n),
                objections={Point.FACTS: "不是"},
                by=people[n],
                now=f.NOW,
            )
            for n in range(2)
        ]
    )

    assert outcomes == ["already moved", "done"]
    assert Reply.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_a_withdrawal_and_a_confirmation_at_once_one_stands():
    finding, confirm = confirmed()
    rows, office = [anew(finding), anew(finding)], f.office()

    outcomes = race(
        [
            lambda: confirm(rows[0]),
            lambda: actions.withdraw_finding(
                rows[1], reason="对象有误", by=office, now=f.NOW
            ),
        ]
    )

    assert outcomes == ["already moved", "done"]


@pytest.mark.django_db(transaction=True)
def test_two_who_open_at_once_get_two_numbers():
    posts, people = [HeldPost(), HeldPost()], [f.office(), f.discipline()]

    outcomes = race(
        [lambda n=n: f.opened(post=posts[n], by=people[n]) for n in range(2)]
    )

    assert outcomes == ["done", "done"]
    assert sorted(Finding.objects.values_list("code", flat=True)) == [
        "WT-2026-0001",
        "WT-2026-0002",
    ]


@pytest.mark.django_db(transaction=True)
def test_of_two_cures_at_once_one_is_the_units():
    finding, write = written()
    rows = [anew(finding), anew(finding)]

    outcomes = race([lambda: write(rows[0]), lambda: write(rows[1])])

    assert outcomes == ["already moved", "done"]
    assert finding.cures.count() == 1
