"""Promise 1, attacked: nobody verifies their own claim, under whichever hat."""

import threading
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from mingjing.cycle.duties import actions, rules
from mingjing.cycle.duties.models import Due as DueModel
from tests.factories.duties import Due, HeldPost, anew, deputy, holder, office
from tests.factories.people import Appointment, Person, person_with

NOW = datetime(2026, 9, 10, 2, tzinfo=UTC)
LATER = datetime(2026, 9, 11, 2, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def claimed(by=None):
    due = Due()
    by = by or holder(due.post)
    actions.claim_due(due, note="清财〔2026〕7号", by=by, now=NOW)
    return anew(due)


def kinds(due):
    return list(
        Entry.objects.filter(subject=f"due:{due.pk}").values_list("kind", flat=True)
    )


def test_a_claim_waits_for_the_checker_and_names_who_made_it():
    due = Due()
    by = holder(due.post)

    actions.claim_due(due, note="已公布", by=by, now=NOW)

    due = anew(due)
    assert (due.state, due.claimed_by, due.claimed_at, due.claim_note) == (
        "claimed",
        by,
        NOW,
        "已公布",
    )
    assert kinds(due) == ["DueClaimed"]


def test_the_deputy_may_claim_and_a_colleague_or_the_secretary_may_not():
    due = Due()
    colleague = person_with(Role.CONTACT, due.unit)
    secretary = person_with(Role.SECRETARY, due.unit)
    checker = holder(due.checker_post)

    for person in (colleague, secretary, checker, office(), Person()):
        with pytest.raises(PermissionDenied):
            actions.claim_due(due, by=person, now=NOW)
    actions.claim_due(due, by=deputy(due.post), now=NOW)

    assert anew(due).state == "claimed"


def test_the_checker_verifies():
    due = claimed()
    checker = holder(due.checker_post)

    actions.verify_due(due, note="已见原文", by=checker, now=LATER)

    due = anew(due)
    assert (due.state, due.checked_by, due.check_note) == (
        "verified",
        checker,
        "已见原文",
    )
    assert kinds(due) == ["DueClaimed", "DueVerified"]


def test_who_holds_both_posts_cannot_verify_their_own_claim():
    due = Due()
    both = holder(due.post)
    Appointment(post=due.checker_post, person=both, as_deputy=True)
    actions.claim_due(due, by=anew(both), now=NOW)

    with pytest.raises(PermissionDenied):
        actions.verify_due(anew(due), by=anew(both), now=LATER)
    with pytest.raises(PermissionDenied):
        actions.return_due(anew(due), note="补", by=anew(both), now=LATER)

    assert anew(due).state == "claimed"


def test_who_deputises_for_the_owing_post_cannot_verify_what_its_holder_claimed():
    due = claimed()
    deputy_of_both = deputy(due.post)
    Appointment(post=due.checker_post, person=deputy_of_both, as_deputy=True)

    with pytest.raises(PermissionDenied):
        actions.verify_due(due, by=anew(deputy_of_both), now=LATER)


def test_who_claimed_and_then_moved_to_the_checking_post_cannot_verify():
    due = claimed()
    claimer = due.claimed_by
    claimer.appointments.update(ended_on=date(2026, 9, 10))
    due.checker_post.appointments.update(ended_on=date(2026, 9, 10))
    Appointment(post=due.checker_post, person=claimer, since_on=date(2026, 9, 11))
    Appointment(post=due.post, since_on=date(2026, 9, 11))

    with pytest.raises(PermissionDenied):
        actions.verify_due(due, by=anew(claimer), now=LATER)


def test_even_plain_sql_cannot_make_the_claimer_the_checker():
    due = claimed()

    with pytest.raises(IntegrityError), transaction.atomic():
        DueModel.objects.filter(pk=due.pk).update(checked_by=due.claimed_by)


def test_the_office_is_no_checker_unless_it_holds_the_checking_post():
    with pytest.raises(PermissionDenied):
        actions.verify_due(claimed(), by=office(), now=LATER)


def test_duties_follow_the_post_to_its_next_holder():
    due = Due()
    leaving = holder(due.post)
    leaving.appointments.update(ended_on=date(2026, 9, 1))
    arriving = Appointment(post=due.post, since_on=date(2026, 9, 1)).person

    assert rules.may_claim(anew(leaving), due) is False
    actions.claim_due(due, by=arriving, now=NOW)
    assert anew(due).claimed_by == arriving


def test_a_returned_due_is_owed_again_and_its_next_claim_has_no_verdict():
    due = claimed()
    actions.return_due(due, note="缺附件", by=holder(due.checker_post), now=LATER)
    assert (anew(due).state, anew(due).check_note) == ("returned", "缺附件")

    actions.claim_due(anew(due), note="已补", by=holder(due.post), now=LATER)

    due = anew(due)
    assert (due.state, due.checked_by, due.checked_at, due.check_note) == (
        "claimed",
        None,
        None,
        "",
    )


def test_returning_without_a_word_is_refused():
    due = claimed()

    with pytest.raises(actions.Refused):
        actions.return_due(due, note=" ", by=holder(due.checker_post), now=LATER)

    assert anew(due).state == "claimed"


def test_a_claim_can_be_withdrawn_until_somebody_judged_it():
    due = claimed()
    actions.withdraw_claim(due, by=holder(due.post), now=LATER)
    assert (anew(due).state, anew(due).claimed_by) == ("open", None)

    due = claimed()
    stale = anew(due)
    actions.verify_due(due, by=holder(due.checker_post), now=LATER)
    with pytest.raises(actions.AlreadyMoved):
        actions.withdraw_claim(stale, by=holder(due.post), now=LATER)


def test_a_second_click_is_told_who_was_first_and_changes_nothing():
    due = Due()
    by = holder(due.post)
    stale = anew(due)
    actions.claim_due(due, note="一", by=by, now=NOW)

    for late in (stale, anew(due)):
        with pytest.raises(actions.AlreadyMoved, match=f"09-10 10:00已由{by.name}"):
            actions.claim_due(late, note="二", by=by, now=LATER)

    assert anew(due).claim_note == "一"
    assert kinds(due) == ["DueClaimed"]


def test_a_claim_made_again_is_not_the_one_that_the_stale_page_judges():
    due = claimed()
    stale = anew(due)
    actions.withdraw_claim(due, by=holder(due.post), now=LATER)
    actions.claim_due(anew(due), by=deputy(due.post), now=LATER)

    with pytest.raises(actions.AlreadyMoved):
        actions.verify_due(stale, by=holder(due.checker_post), now=LATER)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 9, 15, 15, 59, tzinfo=UTC), date(2026, 9, 15)),
        (datetime(2026, 9, 15, 16, 1, tzinfo=UTC), date(2026, 9, 16)),
    ],
)
def test_the_day_of_an_act_is_the_day_in_shanghai(instant, day):
    due = Due(due_on=date(2026, 9, 15))
    outsider = office()
    actions.waive_due(due, reason="并入年报", by=outsider, now=instant)

    assert localdate(instant) == day
    entry = Entry.objects.get(kind="DueWaived")
    late = b'"was_late":true' in bytes(entry.body)
    assert late is (day > date(2026, 9, 15))


def test_waiving_takes_a_deciding_hat_from_outside_the_owing_unit():
    due = Due()
    own = person_with(Role.OFFICE, due.unit)
    for person in (own, holder(due.post), holder(due.checker_post)):
        with pytest.raises(PermissionDenied):
            actions.waive_due(due, reason="不必", by=person, now=NOW)

    by = person_with(Role.LEADER)
    actions.waive_due(due, reason="并入年报", by=by, now=NOW)

    due = anew(due)
    assert (due.state, due.checked_by, due.check_note) == ("waived", by, "并入年报")


def test_a_claimed_due_can_be_voided_but_not_waived():
    due = claimed()

    with pytest.raises(actions.AlreadyMoved):
        actions.waive_due(due, reason="不必", by=office(), now=LATER)
    actions.void_due(due, reason="误派", by=office(), now=LATER)

    assert anew(due).state == "void"


def _race_of_threads(acts):
    ready = threading.Barrier(len(acts))
    outcomes = []

    def run(act):
        try:
            ready.wait()
            act()
            outcomes.append("done")
        except actions.AlreadyMoved:
            outcomes.append("already moved")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def _race_in_turn(acts):
    """One after the other, each with what it had loaded before the other began."""
    outcomes = []
    for act in acts:
        try:
            act()
            outcomes.append("done")
        except actions.AlreadyMoved:
            outcomes.append("already moved")
    return sorted(outcomes)


def race(acts):
    # SQLite in memory is one connection: there the loaded objects are stale instead.
    strategies = {"postgresql": _race_of_threads}
    return strategies.get(connection.vendor, _race_in_turn)(acts)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_claim_at_once_one_is_told():
    due = Due()
    people = [holder(due.post), deputy(due.post)]
    loaded = [anew(due), anew(due)]

    outcomes = race(
        [
            lambda n=n: actions.claim_due(loaded[n], by=people[n], now=NOW)
            for n in range(2)
        ]
    )

    assert outcomes == ["already moved", "done"]
    assert kinds(due) == ["DueClaimed"]


@pytest.mark.django_db(transaction=True)
def test_of_a_withdrawal_and_a_verdict_at_once_one_is_told():
    due = claimed()
    unit, checker = holder(due.post), holder(due.checker_post)
    loaded = [anew(due), anew(due)]

    outcomes = race(
        [
            lambda: actions.withdraw_claim(loaded[0], by=unit, now=LATER),
            lambda: actions.verify_due(loaded[1], by=checker, now=LATER),
        ]
    )

    assert outcomes == ["already moved", "done"]
    assert len(kinds(due)) == 2


def test_the_same_post_cannot_owe_and_check():
    post = HeldPost()

    with pytest.raises(IntegrityError), transaction.atomic():
        Due(duty__post=post, duty__checker_post=post)
