"""More time, support from above: asked by one, decided by another, to a ceiling."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from mingjing.cycle.duties import actions
from mingjing.cycle.duties.models import Due as DueModel
from mingjing.cycle.duties.models import Extension, SupportCall
from tests.factories.duties import Due, HeldPost, anew, deputy, holder, office
from tests.factories.people import Appointment, Post, Unit, person_with, post_of

NOW = datetime(2026, 9, 10, 2, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def ask(due, until, *, by=None, now=NOW):
    by = by or holder(due.post)
    return actions.ask_extension(due, until=until, reason="系统改造", by=by, now=now)


def test_a_granted_extension_moves_the_day_and_not_the_baseline():
    due = Due()
    extension = ask(due, date(2026, 9, 30))
    assert anew(due).due_on == date(2026, 9, 15)

    checker = holder(due.checker_post)
    actions.decide_extension(extension, grant=True, note="可", by=checker, now=NOW)

    due, extension = anew(due), anew(extension)
    assert (due.due_on, due.baseline_on) == (date(2026, 9, 30), date(2026, 9, 15))
    assert due.explanation_zh == (
        "9月15日到期。2026-09-10同意延期，由2026-09-15延至2026-09-30；基线仍为2026-09-15。"
    )
    assert (extension.state, extension.decided_by) == ("granted", checker)
    assert [(m.cause, m.to_on) for m in due.moves.all()] == [
        ("extension", date(2026, 9, 30))
    ]


@pytest.mark.parametrize(
    ("until", "goes"),
    [
        (date(2026, 9, 15), False),  # no later than now
        (date(2026, 9, 16), True),
        (date(2026, 12, 14), True),  # 90 days after the baseline
        (date(2026, 12, 15), False),
    ],
)
def test_the_house_gives_ninety_days_from_the_baseline(until, goes):
    due = Due()
    if goes:
        ask(due, until)
    else:
        with pytest.raises(actions.Refused):
            ask(due, until)

    assert Extension.objects.count() == int(goes)


def test_a_third_extension_is_refused():
    due = Due()
    for until in (date(2026, 9, 20), date(2026, 9, 25)):
        extension = ask(anew(due), until)
        actions.decide_extension(extension, grant=True, by=office(), now=NOW)

    with pytest.raises(actions.Refused, match="已经延过两次"):
        ask(anew(due), date(2026, 9, 30))


def legal(fact, start, due_on):
    due = Due(
        due_on=due_on,
        duty__clock={"kind": "fact", "fact": fact, "start": start},
        duty__fact=fact,
    )
    return anew(due)


def test_the_law_says_how_far_a_legal_term_goes():
    # 政府信息公开条例第三十三条：20 working days, 20 more at most.
    due = legal("GIO-33-answer", "2026-08-20", date(2026, 9, 17))

    # 40 working days from 20 August, round two holidays and two made-up days.
    with pytest.raises(actions.Refused, match="第三十三条"):
        ask(due, date(2026, 10, 22))
    ask(due, date(2026, 10, 21))

    assert Extension.objects.get().asked_until == date(2026, 10, 21)


def test_a_legal_term_that_knows_no_extension_gets_none():
    due = legal("GIO-32-third-party", "2026-08-20", date(2026, 9, 17))
    with pytest.raises(actions.Refused, match="没有规定这个期限可以延长"):
        ask(due, date(2026, 9, 18))


def test_who_is_late_may_ask_and_stays_late_against_the_baseline():
    due = Due(due_on=date(2026, 9, 1))

    with pytest.raises(actions.Refused):
        ask(due, date(2026, 9, 9))  # a day that has passed
    ask(due, date(2026, 9, 10))

    entry = json.loads(bytes(Entry.objects.get(kind="ExtensionAsked").body))
    assert entry["data"]["already_late"] is True
    assert anew(due).baseline_on == date(2026, 9, 1)


def test_nobody_decides_what_they_asked_nor_for_the_post_they_hold():
    due = Due()
    both = holder(due.post)
    Appointment(post=Post(role=Role.OFFICE), person=both)
    Appointment(post=due.checker_post, person=both, as_deputy=True)
    second = deputy(due.post)
    Appointment(post=HeldPost(role=Role.OFFICE), person=second, as_deputy=True)
    extension = ask(due, date(2026, 9, 30), by=anew(both))

    for person in (anew(both), anew(second), person_with(Role.SECRETARY, due.unit)):
        with pytest.raises(PermissionDenied):
            actions.decide_extension(extension, grant=True, by=person, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.filter(pk=extension.pk).update(decided_by=both)


def test_a_refusal_says_why_and_a_second_decision_is_told():
    due = Due()
    extension = ask(due, date(2026, 9, 30))
    stale = anew(extension)
    with pytest.raises(actions.Refused):
        actions.decide_extension(extension, grant=False, by=office(), now=NOW)

    actions.decide_extension(
        extension, grant=False, note="可先交初稿", by=office(), now=NOW
    )
    with pytest.raises(actions.AlreadyMoved):
        actions.decide_extension(stale, grant=True, by=office(), now=NOW)

    assert (anew(extension).state, anew(due).due_on) == ("refused", date(2026, 9, 15))


def test_one_wish_at_a_time_and_it_can_be_withdrawn():
    due = Due()
    extension = ask(due, date(2026, 9, 30))
    with pytest.raises(actions.AlreadyMoved):
        ask(due, date(2026, 9, 20))

    actions.withdraw_extension(extension, by=deputy(due.post), now=NOW)
    ask(due, date(2026, 9, 20))

    assert list(Extension.objects.order_by("id").values_list("state", flat=True)) == [
        "withdrawn",
        "asked",
    ]


def test_what_is_claimed_meanwhile_is_not_extended():
    due = Due()
    extension = ask(due, date(2026, 9, 30))
    actions.claim_due(due, by=holder(due.post), now=NOW)

    with pytest.raises(actions.AlreadyMoved):
        actions.decide_extension(extension, grant=True, by=office(), now=NOW)

    assert (anew(extension).state, anew(due).due_on) == ("asked", date(2026, 9, 15))


def test_nothing_stays_to_decide_on_a_due_that_is_over():
    due = Due()
    extension = ask(due, date(2026, 9, 30))
    office()
    call = actions.call_for_support(
        due, question="缺经费", by=holder(due.post), now=NOW
    )
    actions.void_due(due, reason="误派", by=office(), now=NOW)

    assert anew(extension).state == "withdrawn"
    assert anew(call).withdrawn_at == NOW


# --- support


def below(parent):
    due = Due()
    type(due.unit).objects.filter(pk=due.unit_id).update(parent=parent)
    return anew(due)


def test_a_call_goes_to_the_secretary_above_with_ten_working_days():
    above = Unit()
    secretary = person_with(Role.SECRETARY, above)
    due = below(above)

    call = actions.call_for_support(due, question="缺人", by=holder(due.post), now=NOW)

    # From 10 September: the made-up Sunday 20 September counts, 25–27 is Mid-Autumn.
    assert (call.to_post, call.answer_due_on) == (post_of(secretary), date(2026, 9, 23))
    assert "10个工作日" in call.explanation_zh
    assert anew(due).due_on == date(2026, 9, 15)
    assert due in DueModel.objects.visible_to(secretary)


def test_without_a_secretary_above_the_office_is_asked():
    by = office()
    due = below(Unit())

    call = actions.call_for_support(due, question="缺人", by=holder(due.post), now=NOW)

    assert call.to_post == post_of(by)


def test_without_anybody_above_the_unit_is_told_whom_to_reach():
    due = below(None)

    with pytest.raises(actions.Refused):
        actions.call_for_support(due, question="缺人", by=holder(due.post), now=NOW)


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, True)])
def test_a_late_answer_is_the_superiors_lateness(days, late):
    by = office()
    due = below(None)
    call = actions.call_for_support(due, question="缺人", by=holder(due.post), now=NOW)
    then = datetime(2026, 9, 23, 2, tzinfo=UTC) + timedelta(days=days)

    actions.answer_support(call, answer="已协调", by=by, now=then)

    entry = json.loads(bytes(Entry.objects.get(kind="SupportAnswered").body))
    assert entry["data"]["was_late"] is late
    assert (anew(call).answer, anew(call).answered_by) == ("已协调", by)


def test_only_the_called_post_answers_and_never_the_asker():
    by = office()
    due = below(None)
    asker = holder(due.post)
    Appointment(post=post_of(by), person=asker, as_deputy=True)
    call = actions.call_for_support(due, question="缺人", by=asker, now=NOW)

    for person in (anew(asker), holder(due.checker_post), office()):
        with pytest.raises(PermissionDenied):
            actions.answer_support(call, answer="好", by=person, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportCall.objects.filter(pk=call.pk).update(answered_by=asker)


def test_a_second_answer_is_told():
    by = office()
    due = below(None)
    call = actions.call_for_support(due, question="缺人", by=holder(due.post), now=NOW)
    stale = anew(call)
    actions.answer_support(call, answer="一", by=by, now=NOW)

    with pytest.raises(actions.AlreadyMoved):
        actions.answer_support(stale, answer="二", by=by, now=NOW)
    with pytest.raises(actions.AlreadyMoved):
        actions.withdraw_support_call(stale, by=holder(due.post), now=NOW)

    assert anew(call).answer == "一"
