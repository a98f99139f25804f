"""Promise 7, attacked: a clock, and a decider who took no part under any hat."""

import threading
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from mingjing.cycle.appeals import actions, rules
from mingjing.cycle.appeals.models import Appeal as AppealModel
from mingjing.cycle.appeals.queries import possible_deciders, with_status
from mingjing.cycle.appeals.states import Outcome
from mingjing.cycle.duties import actions as duties
from mingjing.cycle.duties.models import Due as DueModel
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.findings import actions as finding_actions
from mingjing.cycle.findings.models import Finding as FindingModel
from mingjing.cycle.findings.queries import with_status as finding_status
from mingjing.cycle.findings.states import SourceKind
from tests.factories import appeals as a
from tests.factories import findings as f
from tests.factories.duties import Due, HeldPost, anew, holder
from tests.factories.people import Appointment, Post, person_with

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 9, 20, 2, tzinfo=UTC)


def kinds(subject):
    rows = Entry.objects.filter(subject=subject).order_by("index")
    return list(rows.values_list("kind", flat=True))


def decide(appeal, outcome=Outcome.UPHELD, by=None, **more):
    actions.decide_appeal(
        anew(appeal),
        outcome=outcome,
        reasons="经核对记录，理由如下。",
        by=by or anew(anew(appeal).decider),
        now=LATER,
        **more,
    )


def test_an_appeal_upheld_leaves_the_finding_and_ends_the_contest():
    finding = f.confirmed()
    appeal = a.accepted(finding)
    assert anew(finding).contested_on == date(2026, 9, 10)

    decide(appeal)

    assert (anew(appeal).state, anew(finding).state) == ("upheld", "confirmed")
    assert anew(finding).contested_on is None
    assert kinds(f"appeal:{appeal.pk}") == [
        "AppealFiled",
        "AppealAccepted",
        "AppealDecided",
    ]
    assert kinds(f"finding:{finding.pk}")[-2:] == ["FindingContested", "ContestEnded"]


def test_an_appeal_that_varies_shows_before_and_after_where_the_claim_stands():
    finding = f.confirmed(severity="serious")
    appeal = a.accepted(finding)

    decide(appeal, Outcome.VARIED, changes={"severity": "minor"})

    amendment = finding.amendments.get()
    assert anew(finding).severity == "minor"
    assert (amendment.fields, amendment.cause, amendment.by) == (
        {"severity": ["serious", "minor"]},
        "appeal",
        appeal.decider,
    )


def test_an_appeal_makes_nothing_heavier():
    appeal = a.accepted()

    with pytest.raises(actions.Refused):
        decide(appeal, Outcome.VARIED, changes={"severity": "grave"})
    assert anew(appeal).state == "accepted"


def test_varying_says_what_changes():
    appeal = a.accepted()

    with pytest.raises(actions.Refused):
        decide(appeal, Outcome.VARIED, changes={})
    assert anew(appeal).state == "accepted"


def test_a_revoked_finding_is_withdrawn_and_nothing_more_is_owed():
    finding = f.curing()
    due = f.due_of(finding)
    appeal = a.accepted(finding)

    decide(appeal, Outcome.REVOKED)

    finding = anew(finding)
    assert (finding.state, finding.withdrawn_reason) == (
        "withdrawn",
        "经核对记录，理由如下。",
    )
    assert anew(due).state == "void"
    unit = holder(finding.post)
    assert list(FindingModel.objects.visible_to(unit)) == [finding]


def test_an_office_decider_ends_the_cures_duty_with_it():
    finding = f.curing()
    appeal = a.accepted(finding, decider=person_with(Role.OFFICE))

    decide(appeal, Outcome.REVOKED)

    assert Duty.objects.get().state == "ended"


def test_a_relapse_revoked_gives_the_earlier_finding_its_watch_back():
    old = f.signed_off()
    on = datetime(2026, 11, 20, 2, tzinfo=UTC)
    new = f.opened(post=old.post, relapse_of=old, found_on=date(2026, 11, 10), now=on)
    finding_actions.notify_finding(new, by=anew(new.opened_by), now=on)
    finding_actions.reply_to_finding(
        anew(new), accepts=True, by=holder(new.post), now=on
    )
    finding_actions.confirm_finding(anew(new), note="确认", by=f.discipline(), now=on)
    assert anew(old).state == "relapsed"
    appeal = a.filed(new, now=on)
    actions.accept_appeal(
        appeal, decider=person_with(Role.LEADER), by=f.office(), now=on
    )

    actions.decide_appeal(
        anew(appeal),
        outcome=Outcome.REVOKED,
        reasons="不是同一问题。",
        by=anew(appeal.decider),
        now=on,
    )

    row = finding_status(FindingModel.objects.filter(pk=old.pk), on=on.date()).get()
    assert (row.state, row.status) == ("signed_off", "watched")


# --- thirty days, here and not in Greenwich


CONFIRMED = datetime(2026, 9, 1, 2, tzinfo=UTC)  # f.NOW; 30 days: Thursday 1 October,
LAST = datetime(2026, 10, 8, 15, 59, tzinfo=UTC)  # rolled past the holiday to the 8th
AFTER = datetime(2026, 10, 8, 16, 1, tzinfo=UTC)  # 9 October here, the 8th in Greenwich


def test_the_last_minute_of_the_last_day_here_is_in_time():
    appeal = a.filed(now=LAST)

    assert (appeal.file_due_on, appeal.was_late) == (date(2026, 10, 8), False)
    assert "督查工作条例" in appeal.file_explanation_zh


def test_two_minutes_later_is_late_and_wants_a_reason():
    finding = f.confirmed()
    with pytest.raises(actions.Refused):
        a.filed(finding, now=AFTER)
    assert AppealModel.objects.count() == 0

    appeal = a.filed(finding, now=AFTER, late_reason="专人住院。")

    assert appeal.was_late is True


def test_a_late_one_may_be_refused_with_a_reason_and_one_in_time_may_not():
    late = a.filed(now=AFTER, late_reason="忘了。")
    in_time = a.filed(now=LAST)
    office = f.office()

    with pytest.raises(PermissionDenied):
        actions.refuse_appeal(in_time, reason="不受理", by=office, now=AFTER)
    with pytest.raises(actions.Refused):
        actions.refuse_appeal(anew(late), reason=" ", by=office, now=AFTER)
    actions.refuse_appeal(anew(late), reason="不是正当理由。", by=office, now=AFTER)

    assert (anew(late).state, anew(late).reasons) == ("refused", "不是正当理由。")
    finding = FindingModel.objects.get(pk=late.subject)
    assert finding.contested_on is None


def test_the_database_refuses_to_refuse_what_came_in_time():
    appeal = a.filed()

    with pytest.raises(IntegrityError), transaction.atomic():
        AppealModel.objects.filter(pk=appeal.pk).update(state="refused", reasons="x")


def test_thirty_days_to_decide_and_late_is_a_question_of_the_day():
    appeal = a.filed()  # 10 September

    def status(on):
        return with_status(AppealModel.objects.all(), on=on).get().status

    assert appeal.decide_due_on == date(
        2026, 10, 10
    )  # a Saturday worked for the holiday
    assert status(date(2026, 10, 10)) == "filed"
    assert status(date(2026, 10, 11)) == "decide_late"


# --- who files


def test_only_the_unit_itself_files():
    finding = f.confirmed()
    strangers = [
        person_with(Role.CONTACT),
        person_with(Role.CONTACT, finding.unit),
        f.office(),
        f.discipline(),
        anew(finding.opened_by),
    ]

    for person in strangers:
        with pytest.raises(PermissionDenied):
            actions.file_appeal("finding", finding, ground="x", by=person, now=a.NOW)


def test_what_is_not_established_cannot_be_appealed():
    finding = f.opened()
    finding_actions.notify_finding(finding, by=anew(finding.opened_by), now=f.NOW)

    with pytest.raises(PermissionDenied):
        a.filed(finding)


def test_one_appeal_per_act_for_ever():
    finding = f.confirmed()
    appeal = a.accepted(finding)
    with pytest.raises(actions.AlreadyMoved):
        a.filed(finding)
    decide(appeal)

    with pytest.raises(actions.AlreadyMoved):
        a.filed(finding)
    assert AppealModel.objects.count() == 1


def test_an_appeal_taken_back_is_not_filed_again():
    finding = f.confirmed()
    appeal = a.filed(finding)
    actions.withdraw_appeal(appeal, by=holder(finding.post), now=a.NOW)

    with pytest.raises(actions.AlreadyMoved):
        a.filed(finding)
    assert anew(finding).contested_on is None


def test_nobody_takes_back_anothers_appeal():
    appeal = a.filed()

    for person in (f.office(), person_with(Role.CONTACT, appeal.unit)):
        with pytest.raises(PermissionDenied):
            actions.withdraw_appeal(appeal, by=person, now=a.NOW)


# --- who decides


def take_in(appeal, decider, by=None):
    actions.accept_appeal(
        anew(appeal), decider=anew(decider), by=by or f.office(), now=a.NOW
    )


def hat(person, role, **post):
    Appointment(post=Post(role=role, **post), person=person)
    return anew(person)


def test_whoever_had_a_part_under_any_hat_is_no_decider():
    inspector = f.office()  # opened it, and holds another post today
    judge = f.discipline()
    finding = f.confirmed(by=judge)
    finding_actions.add_source(
        finding,
        f.note_of(kind=SourceKind.PRESS, pointer="澄溪日报2026-08-01"),
        by=inspector,
        now=f.NOW,
    )
    checker = HeldPost(role=Role.INSPECTOR)
    finding_actions.write_cure(
        anew(finding), f.cure_text(), by=holder(finding.post), now=f.NOW
    )
    agreed = f.office()
    finding_actions.start_cure(
        anew(finding), checker_post=checker, by=agreed, now=f.NOW
    )
    appeal = a.filed(finding)
    involved = [
        hat(finding.opened_by, Role.LEADER),
        hat(inspector, Role.LEADER),
        hat(judge, Role.LEADER),
        hat(agreed, Role.DISCIPLINE),
        hat(holder(finding.post), Role.LEADER),
        person_with(Role.LEADER, finding.unit),
    ]

    for person in involved:
        with pytest.raises(actions.Refused):
            take_in(appeal, person)
        assert rules.may_be_decider(person, appeal) is False
    assert anew(appeal).state == "filed"


def test_whoever_left_the_post_in_which_they_took_part_is_still_no_decider():
    """The record remembers, when no field and no appointment names them any more."""
    finding = f.curing()
    due = f.due_of(finding)
    deputy = Appointment(post=due.checker_post, as_deputy=True)
    left = deputy.person
    unit = holder(finding.post)
    duties.claim_due(anew(due), note="一", by=unit, now=f.NOW)
    duties.return_due(anew(due), note="缺", by=left, now=f.NOW)
    duties.claim_due(anew(due), note="二", by=unit, now=f.NOW)
    deputy.ended_on = date(2026, 9, 2)
    deputy.save()
    left = hat(left, Role.LEADER)
    appeal = a.filed(finding)

    assert DueModel.objects.get().checked_by is None
    assert rules.may_be_decider(left, appeal) is False


@pytest.mark.parametrize(
    "role", [Role.CONTACT, Role.INSPECTOR, Role.AUDITOR, Role.ADMIN]
)
def test_those_hats_decide_nothing(role):
    appeal = a.filed()

    with pytest.raises(actions.Refused):
        take_in(appeal, person_with(role))


def test_nobody_names_themselves():
    appeal, office = a.filed(), f.office()

    with pytest.raises(actions.Refused):
        take_in(appeal, office, by=office)


def test_the_applicant_takes_nothing_in_under_another_hat():
    finding = f.confirmed()
    appeal = a.filed(finding)
    applicant = hat(holder(finding.post), Role.OFFICE)

    with pytest.raises(PermissionDenied):
        take_in(appeal, person_with(Role.LEADER), by=applicant)


def test_the_database_itself_refuses_the_applicant_as_decider():
    appeal = a.filed()

    with pytest.raises(IntegrityError), transaction.atomic():
        AppealModel.objects.filter(pk=appeal.pk).update(decider=appeal.filed_by)


def test_who_takes_a_part_after_being_named_decides_no_more():
    finding = f.confirmed()
    decider = f.office()
    appeal = a.accepted(finding, decider=decider)
    finding_actions.write_cure(anew(finding), f.cure_text(), by=decider, now=f.NOW)

    with pytest.raises(PermissionDenied):
        decide(appeal)
    other = person_with(Role.LEADER)
    actions.assign_decider(
        anew(appeal),
        decider=other,
        reason="原决定人写了整改。",
        by=f.office(),
        now=LATER,
    )
    decide(appeal, by=anew(other))
    assert anew(appeal).ended_by == other


def test_only_the_one_who_was_named_decides():
    appeal = a.accepted()

    for person in (f.office(), f.discipline(), person_with(Role.LEADER)):
        with pytest.raises(PermissionDenied):
            decide(appeal, by=person)


def test_a_second_decision_is_told_that_the_first_was_made():
    appeal = a.accepted()
    decide(appeal)

    with pytest.raises(actions.AlreadyMoved):
        decide(appeal, Outcome.REVOKED)
    assert anew(appeal).state == "upheld"


def test_the_choice_of_deciders_holds_only_those_who_may():
    finding = f.confirmed()
    appeal, free, asking = a.filed(finding), person_with(Role.LEADER), f.office()

    found = possible_deciders(appeal, but=asking)

    assert found == [free]


def test_a_decision_without_reasons_is_none():
    appeal = a.accepted()

    with pytest.raises(actions.Refused):
        actions.decide_appeal(
            appeal,
            outcome=Outcome.UPHELD,
            reasons=" ",
            by=anew(appeal.decider),
            now=LATER,
        )


def test_nothing_is_signed_off_while_an_appeal_is_open():
    finding = f.rechecked()
    a.filed(finding)

    with pytest.raises(PermissionDenied):
        finding_actions.sign_off(anew(finding), note="销", by=f.discipline(), now=LATER)


# --- other marks


def late_due():
    return Due(due_on=date(2026, 9, 1))


def test_an_overdue_mark_can_be_appealed_and_revoked():
    due = late_due()
    appeal = actions.file_appeal(
        "due", anew(due), ground="系统停机两天。", by=holder(due.post), now=a.NOW
    )
    take_in(appeal, person_with(Role.LEADER))

    decide(appeal, Outcome.REVOKED)

    assert (anew(appeal).state, anew(due).state) == ("revoked", "waived")


def test_a_due_on_its_day_carries_no_mark_to_appeal():
    due = Due(due_on=date(2026, 9, 10))

    with pytest.raises(PermissionDenied):
        actions.file_appeal("due", due, ground="x", by=holder(due.post), now=a.NOW)


def test_who_checks_a_due_or_made_its_duty_does_not_decide_on_it():
    due = late_due()
    drafter = f.office()
    due.duty.drafted_by = drafter
    due.duty.save()
    checker = hat(holder(due.checker_post), Role.LEADER)
    appeal = actions.file_appeal(
        "due", anew(due), ground="x", by=holder(due.post), now=a.NOW
    )

    for person in (hat(drafter, Role.LEADER), checker):
        with pytest.raises(actions.Refused):
            take_in(appeal, person)


def test_a_returned_proof_can_be_appealed_each_time_it_is_returned():
    due = Due()
    unit, checker = holder(due.post), holder(due.checker_post)
    acts = set()
    for at in (a.NOW, LATER):
        duties.claim_due(anew(due), note="已办", by=unit, now=at)
        duties.return_due(anew(due), note="不清楚", by=checker, now=at)
        appeal = actions.file_appeal(
            "return", anew(due), ground="清楚", by=unit, now=at
        )
        acts.add(appeal.act)
        with pytest.raises(actions.AlreadyMoved):
            actions.file_appeal("return", anew(due), ground="清楚", by=unit, now=at)

    assert len(acts) == 2


def test_an_overdue_mark_is_upheld_or_revoked_and_not_varied():
    due = late_due()
    appeal = actions.file_appeal(
        "due", anew(due), ground="x", by=holder(due.post), now=a.NOW
    )
    take_in(appeal, person_with(Role.LEADER))

    with pytest.raises(actions.Refused):
        decide(appeal, Outcome.VARIED)


# --- races


def race(acts):
    strategies = {"postgresql": _race_of_threads}
    return strategies.get(connection.vendor, _race_in_turn)(acts)


def _race_of_threads(acts):
    ready, outcomes = threading.Barrier(len(acts)), []

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
    outcomes = []
    for act in acts:
        try:
            act()
            outcomes.append("done")
        except actions.AlreadyMoved:
            outcomes.append("already moved")
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_of_a_decision_and_a_withdrawal_at_once_one_is_told():
    finding = f.confirmed()
    appeal = a.accepted(finding)
    rows = [anew(appeal), anew(appeal)]
    decider, unit = anew(appeal.decider), holder(finding.post)

    outcomes = race(
        [
            lambda: actions.decide_appeal(
                rows[0],
                outcome=Outcome.REVOKED,
                reasons="不成立",
                by=decider,
                now=LATER,
            ),
            lambda: actions.withdraw_appeal(rows[1], by=unit, now=LATER),
        ]
    )

    assert outcomes == ["already moved", "done"]
    pair = (anew(appeal).state, anew(finding).state)
    assert pair in {("revoked", "withdrawn"), ("withdrawn", "confirmed")}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_file_at_once_one_is_told():
    finding = f.confirmed()
    secretary = person_with(Role.SECRETARY, finding.unit)
    rows, people = [anew(finding), anew(finding)], [holder(finding.post), secretary]

    outcomes = race(
        [
            lambda n=n: actions.file_appeal(
                "finding", rows[n], ground="不对", by=people[n], now=a.NOW
            )
            for n in range(2)
        ]
    )

    assert outcomes == ["already moved", "done"]
    assert AppealModel.objects.count() == 1
    assert kinds(f"finding:{finding.pk}").count("FindingContested") == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_stands():
    appeal = a.accepted()
    rows = [anew(appeal), anew(appeal)]
    decider = anew(appeal.decider)

    outcomes = race(
        [
            lambda n=n: actions.decide_appeal(
                rows[n],
                outcome=[Outcome.UPHELD, Outcome.REVOKED][n],
                reasons="理由",
                by=decider,
                now=LATER,
            )
            for n in range(2)
        ]
    )

    assert outcomes == ["already moved", "done"]
    assert kinds(f"appeal:{appeal.pk}").count("AppealDecided") == 1
