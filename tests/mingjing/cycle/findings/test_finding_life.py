"""A finding's life, and promise 1 attacked: nobody settles what they had a part in."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from mingjing.cycle.duties import actions as duties
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.evidence import actions as evidence
from mingjing.cycle.findings import actions, rules
from mingjing.cycle.findings.models import Finding as FindingModel
from mingjing.cycle.findings.models import Objection
from mingjing.cycle.findings.queries import with_status
from mingjing.cycle.findings.states import Point, SourceKind
from tests.factories import findings as f
from tests.factories.duties import HeldPost, anew, holder
from tests.factories.people import Appointment, Person, Post, person_with

pytestmark = pytest.mark.django_db


def kinds(finding):
    rows = Entry.objects.filter(subject=f"finding:{finding.pk}").order_by("index")
    return list(rows.values_list("kind", flat=True))


def status(finding, on):
    return with_status(FindingModel.objects.filter(pk=finding.pk), on=on).get().status


def test_the_whole_way_from_the_draft_to_the_sign_off_is_in_the_record():
    finding = f.signed_off()

    assert kinds(finding) == [
        "FindingOpened",
        "FindingSourceAdded",
        "FindingNotified",
        "FindingAccepted",
        "FindingConfirmed",
        "CureWritten",
        "CureStarted",
        "FindingSignedOff",
    ]
    assert (finding.state, finding.code) == ("signed_off", "WT-2026-0001")
    assert Duty.objects.get().origin == f"finding:{finding.pk}"


def test_a_draft_is_told_to_nobody_of_the_unit():
    finding = f.opened()
    unit = holder(finding.post)

    assert list(FindingModel.objects.visible_to(unit)) == []
    actions.notify_finding(finding, by=anew(finding.opened_by), now=f.NOW)
    assert list(FindingModel.objects.visible_to(anew(unit))) == [finding]


def test_an_inspector_sees_their_own_and_nobody_elses():
    inspector = person_with(Role.INSPECTOR)
    mine, other = f.Finding(opened_by=inspector), f.Finding()

    assert list(FindingModel.objects.visible_to(inspector)) == [mine]
    assert set(FindingModel.objects.visible_to(f.office())) == {mine, other}
    assert list(FindingModel.objects.visible_to(person_with(Role.ADMIN))) == []


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR])
def test_a_draft_is_not_the_countys_yet(role):
    f.opened()

    assert list(FindingModel.objects.visible_to(person_with(role))) == []


@pytest.mark.parametrize(
    "role", [Role.CONTACT, Role.SECRETARY, Role.LEADER, Role.AUDITOR, Role.CENTRE]
)
def test_those_hats_open_no_finding_about_others(role):
    post = HeldPost(role=Role.CONTACT)

    with pytest.raises(PermissionDenied):
        actions.open_finding(
            f.draft_of(post), f.note_of(), by=person_with(role), now=f.NOW
        )


def test_an_identity_or_phone_number_never_enters_the_facts():
    post = HeldPost(role=Role.CONTACT)
    for words in (
        "身份证420102199003074412",
        "电话１３８００１３８０００",
        "卡号6222021234567890123",
    ):
        with pytest.raises(actions.Refused):
            f.opened(post=post, facts=words)

    assert FindingModel.objects.count() == 0


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("王建国局长签字", ["王建国局长"]),
        ("李四同志没有到场", ["李四同志"]),
        ("专人没有登记，办公室主任未签字", []),
        ("高度重视，会计核算不规范", []),
    ],
)
def test_what_looks_like_a_name_is_pointed_out(words, names):
    assert rules.names_of_persons(words) == names


# --- the term


def test_ten_working_days_to_answer_and_ten_days_where_the_audit_law_says_so():
    session = actions.open_finding(
        f.draft_of(HeldPost(role=Role.CONTACT)),
        f.note_of(kind=SourceKind.SESSION, pointer="第七次会议纪要"),
        by=f.office(),
        now=f.NOW,
    )
    audit = f.opened()
    for each in (session, audit):
        actions.notify_finding(each, by=anew(each.opened_by), now=f.NOW)

    # 1 September 2026 is a Tuesday; 25-27 September is the Mid-Autumn holiday.
    assert session.reply_due_on == date(2026, 9, 15)
    assert "十个工作日" in session.reply_explanation_zh
    assert audit.reply_due_on == date(2026, 9, 11)
    assert "审计法" in audit.reply_explanation_zh


def test_the_term_starts_on_the_day_here_not_in_greenwich():
    finding = f.opened()
    late_evening = datetime(2026, 8, 31, 16, 30, tzinfo=UTC)  # 1 September here

    actions.notify_finding(finding, by=anew(finding.opened_by), now=late_evening)

    assert finding.reply_due_on == date(2026, 9, 11)


def told(**more):
    finding = f.opened(**more)
    actions.notify_finding(finding, by=anew(finding.opened_by), now=f.NOW)
    return anew(finding)


LAST_MINUTE = datetime(2026, 9, 11, 15, 59, tzinfo=UTC)  # 23:59 on the last day here
PAST = datetime(2026, 9, 11, 16, 1, tzinfo=UTC)  # 00:01 on the day after


def test_silence_is_no_consent_and_nothing_is_confirmed_within_the_term():
    finding = told()
    judge = f.discipline()

    with pytest.raises(actions.Refused):
        actions.confirm_finding(finding, note="", by=judge, now=LAST_MINUTE)

    assert (anew(finding).state, status(finding, date(2026, 9, 11))) == (
        "notified",
        "notified",
    )
    assert status(finding, date(2026, 9, 12)) == "no_reply"
    actions.confirm_finding(anew(finding), note="已核实。", by=anew(judge), now=PAST)
    assert anew(finding).state == "confirmed"
    entry = Entry.objects.get(kind="FindingConfirmed")
    assert b'"without_reply":true' in bytes(entry.body)


def test_a_late_reply_is_heard_and_says_that_it_was_late():
    finding = told()

    actions.reply_to_finding(finding, accepts=True, by=holder(finding.post), now=PAST)

    assert anew(finding).reply.was_late is True


def test_who_replies_is_the_post_or_the_secretary_and_nobody_else():
    finding = told()
    strangers = [
        person_with(Role.CONTACT, finding.unit),
        person_with(Role.CONTACT),
        f.office(),
        anew(finding.opened_by),
        Person(),
    ]

    for person in strangers:
        with pytest.raises(PermissionDenied):
            actions.reply_to_finding(finding, accepts=True, by=person, now=f.NOW)
    secretary = person_with(Role.SECRETARY, finding.unit)
    actions.reply_to_finding(finding, accepts=True, by=secretary, now=f.NOW)
    assert anew(finding).reply.by == secretary


def test_a_second_reply_is_told_that_one_was_given():
    finding = told()
    stale = anew(finding)
    unit = holder(finding.post)
    actions.reply_to_finding(finding, accepts=True, by=unit, now=f.NOW)

    with pytest.raises(actions.AlreadyMoved):
        actions.reply_to_finding(
            stale, accepts=False, objections={Point.LAW: "不对"}, by=unit, now=f.NOW
        )
    assert anew(finding).reply.accepts is True


def objected(**points):
    finding = told()
    points = {Point(key): words for key, words in points.items()} or {
        Point.SEVERITY: "金额小，没有后果。"
    }
    actions.reply_to_finding(
        finding, accepts=False, objections=points, by=holder(finding.post), now=f.NOW
    )
    return anew(finding)


def test_an_objection_names_a_point():
    finding = told()

    with pytest.raises(actions.Refused):
        actions.reply_to_finding(
            finding,
            accepts=False,
            words="不同意",
            objections={Point.FACTS: "  "},
            by=holder(finding.post),
            now=f.NOW,
        )


def test_every_objection_gets_its_answer_before_anything_is_confirmed():
    finding = objected(severity="金额小", law="条款引错")

    with pytest.raises(actions.Refused):
        actions.confirm_finding(
            finding,
            note="确认",
            answers={"severity": "采纳"},
            by=f.discipline(),
            now=f.NOW,
        )

    assert set(Objection.objects.values_list("answer", flat=True)) == {""}
    assert anew(finding).state == "objected"


def test_what_an_objection_changed_stands_beside_what_was_said_before():
    finding = objected()

    actions.confirm_finding(
        finding,
        note="采纳异议，改为轻微。",
        answers={"severity": "采纳。"},
        changes={"severity": "minor", "title": finding.title},
        by=f.discipline(),
        now=f.NOW,
    )

    assert anew(finding).severity == "minor"
    amendment = finding.amendments.get()
    assert (amendment.fields, amendment.cause) == (
        {"severity": ["ordinary", "minor"]},
        "reply",
    )


def test_nothing_is_changed_where_nothing_was_objected():
    finding = told()
    actions.reply_to_finding(finding, accepts=True, by=holder(finding.post), now=f.NOW)

    actions.confirm_finding(
        anew(finding),
        note="确认",
        changes={"severity": "grave"},
        by=f.discipline(),
        now=f.NOW,
    )

    assert anew(finding).severity == "ordinary"


# --- promise 1: who may not confirm


def accepted(opened_by=None):
    finding = f.opened(by=opened_by)
    actions.notify_finding(finding, by=anew(finding.opened_by), now=f.NOW)
    actions.reply_to_finding(
        anew(finding), accepts=True, by=holder(finding.post), now=f.NOW
    )
    return anew(finding)


def confirm(finding, by):
    actions.confirm_finding(anew(finding), note="确认", by=by, now=f.NOW)


def test_whoever_opened_it_does_not_confirm_it_under_another_hat():
    person = f.office()
    finding = accepted(opened_by=person)
    Appointment(post=Post(role=Role.DISCIPLINE), person=person)

    with pytest.raises(PermissionDenied):
        confirm(finding, anew(person))
    assert anew(finding).state == "accepted"


def test_whoever_brought_the_second_source_does_not_confirm_it():
    finding, second = accepted(), f.discipline()
    actions.add_source(
        finding,
        f.note_of(kind=SourceKind.DISCIPLINE, pointer="澄纪函〔2026〕3号"),
        by=second,
        now=f.NOW,
    )

    with pytest.raises(PermissionDenied):
        confirm(finding, anew(second))


def test_nobody_of_the_unit_confirms_what_is_said_about_it():
    finding = accepted()
    insider = person_with(Role.DISCIPLINE)
    Appointment(post=Post(role=Role.CONTACT, unit=finding.unit), person=insider)

    with pytest.raises(PermissionDenied):
        confirm(finding, anew(insider))


@pytest.mark.parametrize(
    "role", [Role.LEADER, Role.INSPECTOR, Role.AUDITOR, Role.CONTACT]
)
def test_those_hats_confirm_nothing(role):
    finding = accepted()

    with pytest.raises(PermissionDenied):
        confirm(finding, person_with(role))


def test_the_database_itself_refuses_a_finding_confirmed_by_its_opener():
    finding = accepted()

    with pytest.raises(IntegrityError), transaction.atomic():
        FindingModel.objects.filter(pk=finding.pk).update(
            confirmed_by=finding.opened_by
        )


def test_the_database_refuses_a_confirmation_of_what_nobody_was_told():
    finding = f.opened()

    with pytest.raises(IntegrityError), transaction.atomic():
        FindingModel.objects.filter(pk=finding.pk).update(confirmed_at=f.NOW)


def test_a_reply_between_reading_and_confirming_stops_the_confirmation():
    finding = told()
    stale = anew(finding)
    actions.reply_to_finding(
        finding,
        accepts=False,
        objections={Point.FACTS: "不是我单位"},
        by=holder(finding.post),
        now=PAST,
    )

    with pytest.raises(actions.AlreadyMoved):
        actions.confirm_finding(stale, note="没有答复", by=f.discipline(), now=PAST)
    assert anew(finding).state == "objected"


# --- cure and sign-off


def test_a_cure_says_which_rule_changes_or_why_none_does():
    finding = f.confirmed()

    with pytest.raises(actions.Refused):
        actions.write_cure(
            finding,
            f.cure_text(rule_change=" ", no_change_reason=""),
            by=holder(finding.post),
            now=f.NOW,
        )


def test_the_office_agrees_to_a_cure_that_another_wrote():
    finding, office = f.confirmed(), f.office()
    actions.write_cure(finding, f.cure_text(), by=office, now=f.NOW)
    checker = HeldPost(role=Role.INSPECTOR)

    with pytest.raises(PermissionDenied):
        actions.start_cure(
            anew(finding), checker_post=checker, by=anew(office), now=f.NOW
        )


def test_a_cure_is_not_rechecked_at_home():
    finding = f.confirmed()
    actions.write_cure(finding, f.cure_text(), by=holder(finding.post), now=f.NOW)
    at_home = HeldPost(role=Role.SECRETARY, unit=finding.unit)

    with pytest.raises(actions.Refused):
        actions.start_cure(
            anew(finding), checker_post=at_home, by=f.office(), now=f.NOW
        )
    assert (anew(finding).state, Duty.objects.count()) == ("confirmed", 0)


def test_a_returned_cure_is_written_anew_and_the_first_one_stays():
    finding = f.confirmed()
    unit = holder(finding.post)
    actions.write_cure(finding, f.cure_text(), by=unit, now=f.NOW)
    actions.return_cure(anew(finding), note="写明时间", by=f.office(), now=f.NOW)

    actions.write_cure(anew(finding), f.cure_text(), by=unit, now=f.NOW)

    assert [bool(c.returned_by) for c in finding.cures.order_by("id")] == [True, False]


def test_the_status_of_a_cure_is_that_of_its_due():
    finding = f.curing()
    due = f.due_of(finding)
    unit, on = holder(finding.post), date(2026, 10, 20)
    seen = [status(finding, on), status(finding, on + timedelta(days=1))]

    evidence.prove_dues([due], pointer="澄教发〔2026〕88号", by=unit, now=f.NOW)
    seen.append(status(finding, on + timedelta(days=1)))
    evidence.check_due(anew(due), accept=True, by=holder(due.checker_post), now=f.NOW)
    seen.append(status(finding, on + timedelta(days=1)))

    assert seen == ["curing", "cure_late", "claimed", "rechecked"]


def test_nothing_is_signed_off_before_it_was_rechecked():
    finding = f.curing()

    with pytest.raises(PermissionDenied):
        actions.sign_off(finding, note="销", by=f.discipline(), now=f.NOW)


def test_those_with_a_part_do_not_sign_off():
    finding = f.rechecked()
    due = f.due_of(finding)
    claimant = anew(due.claimed_by)
    for post in (Post(role=Role.OFFICE), Post(role=Role.DISCIPLINE)):
        Appointment(post=post, person=anew(finding.opened_by))
        Appointment(post=Post(role=Role.OFFICE), person=claimant)

    for person in (anew(finding.opened_by), anew(claimant)):
        with pytest.raises(PermissionDenied):
            actions.sign_off(anew(finding), note="销", by=person, now=f.NOW)


def test_whoever_once_claimed_and_left_the_unit_still_does_not_sign_off():
    finding = f.curing()
    due = f.due_of(finding)
    deputy = Appointment(post=finding.post, as_deputy=True)
    first = deputy.person
    evidence.prove_dues([due], pointer="澄教发〔2026〕1号", by=first, now=f.NOW)
    evidence.check_due(
        anew(due), accept=False, note="不全", by=holder(due.checker_post), now=f.NOW
    )
    evidence.prove_dues(
        [anew(due)], pointer="澄教发〔2026〕2号", by=holder(finding.post), now=f.NOW
    )
    evidence.check_due(anew(due), accept=True, by=holder(due.checker_post), now=f.NOW)
    deputy.ended_on = date(2026, 9, 2)
    deputy.save()
    Appointment(post=Post(role=Role.DISCIPLINE), person=first)

    with pytest.raises(PermissionDenied):
        actions.sign_off(anew(finding), note="销", by=anew(first), now=f.NOW)


def test_a_second_sign_off_is_told_that_it_was_done():
    finding = f.rechecked()
    stale = anew(finding)
    judge = f.discipline()
    actions.sign_off(finding, note="销", by=judge, now=f.NOW)

    with pytest.raises(actions.AlreadyMoved):
        actions.sign_off(stale, note="再销", by=f.office(), now=f.NOW)
    assert anew(finding).signed_off_by == judge


@pytest.mark.parametrize(
    ("severity", "last"),
    [
        ("minor", date(2026, 11, 30)),
        ("ordinary", date(2026, 11, 30)),
        ("serious", date(2027, 2, 28)),
        ("grave", date(2027, 2, 28)),
    ],
)
def test_the_watch_is_ninety_or_a_hundred_and_eighty_days_by_severity(severity, last):
    on = datetime(2026, 9, 1, 2, tzinfo=UTC)
    finding = f.signed_off(on=on, severity=severity)

    assert finding.watch_until == last
    assert status(finding, last) == "watched"
    assert status(finding, last + timedelta(days=1)) == "closed"


def test_a_cure_whose_duty_was_ended_is_written_again():
    finding, office = f.curing(), f.office()
    duty = Duty.objects.get()
    with pytest.raises(PermissionDenied):
        actions.redo_cure(anew(finding), note="重写", by=office, now=f.NOW)
    duties.end_duty(duty, reason="对象有误", by=office, now=f.NOW)

    actions.redo_cure(anew(finding), note="重写", by=anew(office), now=f.NOW)

    assert anew(finding).state == "confirmed"
    unit = holder(finding.post)
    actions.write_cure(anew(finding), f.cure_text(), by=unit, now=f.NOW)
    started = actions.start_cure(
        anew(finding),
        checker_post=HeldPost(role=Role.INSPECTOR),
        by=anew(office),
        now=f.NOW,
    )
    cure = finding.cures.get(returned_by=None)
    assert started.duty.origin == f"finding:{finding.pk}/cure:{cure.pk}"


def test_a_cure_over_the_units_budget_is_drafted_and_waits_for_a_second_person():
    finding = f.confirmed()
    finding.unit.burden_limit_minutes = 5
    finding.unit.save()
    actions.write_cure(finding, f.cure_text(), by=holder(finding.post), now=f.NOW)

    started = actions.start_cure(
        anew(finding),
        checker_post=HeldPost(role=Role.INSPECTOR),
        by=f.office(),
        now=f.NOW,
    )

    assert "超过上限5分钟" in started.held
    assert (anew(finding).state, Duty.objects.get().state) == ("curing", "draft")


# --- relapse


def again(before, on, **more):
    finding = f.opened(
        post=before.post, relapse_of=before, found_on=on, now=LATER, **more
    )
    actions.notify_finding(finding, by=anew(finding.opened_by), now=LATER)
    actions.reply_to_finding(
        anew(finding), accepts=True, by=holder(finding.post), now=LATER
    )
    return anew(finding)


LATER = datetime(2026, 11, 20, 2, tzinfo=UTC)


def test_a_relapse_is_said_of_the_old_one_only_once_the_new_one_is_confirmed():
    old = f.signed_off()
    new = again(old, date(2026, 11, 10))
    assert anew(old).state == "signed_off"

    actions.confirm_finding(new, note="确认", by=f.discipline(), now=LATER)

    assert (anew(old).state, anew(new).relapse_of) == ("relapsed", old)
    assert kinds(old)[-1] == "FindingRelapsed"


def test_what_comes_after_the_watch_or_at_another_unit_is_no_relapse():
    old = f.signed_off()
    after = datetime(2027, 1, 5, 2, tzinfo=UTC)
    assert old.watch_until == date(2026, 12, 21)

    for post, day in (
        (old.post, date(2026, 12, 22)),
        (old.post, date(2026, 9, 21)),
        (HeldPost(role=Role.CONTACT), date(2026, 12, 1)),
    ):
        with pytest.raises(actions.Refused):
            f.opened(post=post, relapse_of=old, found_on=day, now=after)
    last = date(2026, 12, 21)
    made = f.opened(post=old.post, relapse_of=old, found_on=last, now=after)
    assert made.relapse_of == old


# --- one fault, one finding


def test_the_same_fault_from_two_sources_is_one_finding_with_two_sources():
    finding = told()

    actions.add_source(
        finding,
        f.note_of(kind=SourceKind.DISCIPLINE, pointer="澄纪函〔2026〕3号"),
        by=f.discipline(),
        now=f.NOW,
    )

    assert [s.kind for s in finding.sources.all()] == ["audit", "discipline"]
    assert FindingModel.objects.count() == 1


def test_the_same_source_is_not_entered_twice():
    finding = told()

    with pytest.raises(actions.Refused):
        actions.add_source(finding, f.note_of(), by=f.discipline(), now=f.NOW)
    assert finding.sources.count() == 1


def test_a_merged_finding_gives_its_source_and_its_writer_to_the_other():
    post = HeldPost(role=Role.CONTACT)
    kept = f.opened(post=post)
    second = f.discipline()
    merged = actions.open_finding(
        f.draft_of(post),
        f.note_of(kind=SourceKind.DISCIPLINE, pointer="澄纪函〔2026〕3号"),
        by=second,
        now=f.NOW,
    )

    actions.merge_finding(merged, kept, by=f.office(), now=f.NOW)

    assert sorted(s.kind for s in kept.sources.all()) == ["audit", "discipline"]
    assert (anew(merged).state, anew(merged).merged_into) == ("withdrawn", kept)
    assert rules.brought_it(second, kept) is True


def test_a_finding_is_not_merged_into_another_units():
    one, other = f.opened(), f.opened()

    with pytest.raises(actions.Refused):
        actions.merge_finding(one, other, by=f.office(), now=f.NOW)


def test_what_a_unit_reports_itself_carries_the_mark_and_still_needs_a_second_person():
    post = HeldPost(role=Role.CONTACT)
    unit = holder(post)

    finding = actions.report_own(
        f.draft_of(post), pointer="自查〔2026〕1号", by=unit, now=f.NOW
    )

    assert (finding.self_reported, finding.state) == (True, "accepted")
    with pytest.raises(PermissionDenied):
        confirm(finding, anew(unit))
    confirm(finding, f.office())
    assert anew(finding).state == "confirmed"


def test_a_unit_reports_only_itself():
    unit = holder(HeldPost(role=Role.CONTACT))
    other = HeldPost(role=Role.CONTACT)

    with pytest.raises(PermissionDenied):
        actions.report_own(f.draft_of(other), pointer="1号", by=unit, now=f.NOW)


def test_joining_a_finding_of_others_does_not_make_it_self_reported():
    finding = told()

    actions.add_source(
        finding,
        f.note_of(kind=SourceKind.SELF_CHECK, pointer="自查〔2026〕1号"),
        by=holder(finding.post),
        now=f.NOW,
    )

    assert anew(finding).self_reported is False


def test_a_unit_cannot_feel_for_a_draft_by_adding_a_source():
    finding = f.opened()

    with pytest.raises(PermissionDenied):
        actions.add_source(
            finding,
            f.note_of(kind=SourceKind.SELF_CHECK, pointer="自查〔2026〕1号"),
            by=holder(finding.post),
            now=f.NOW,
        )


# --- taking back


def test_what_is_established_is_not_withdrawn_by_the_office():
    finding = f.confirmed()

    with pytest.raises((PermissionDenied, actions.AlreadyMoved)):
        actions.withdraw_finding(finding, reason="算了", by=f.office(), now=f.NOW)
    assert anew(finding).state == "confirmed"


def test_the_reason_stands_where_the_claim_stood():
    finding = told()

    actions.withdraw_finding(finding, reason="对象有误。", by=f.office(), now=f.NOW)

    unit = holder(finding.post)
    seen = FindingModel.objects.visible_to(unit).get()
    assert (seen.state, seen.withdrawn_reason) == ("withdrawn", "对象有误。")


def test_only_an_open_appeal_opens_the_way_to_revise():
    finding = f.confirmed()

    for act in (
        lambda: actions.revoke_finding(finding, reason="x", by=f.office(), now=f.NOW),
        lambda: actions.vary_finding(
            finding, {"severity": "minor"}, reason="x", by=f.office(), now=f.NOW
        ),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert (anew(finding).state, anew(finding).severity) == ("confirmed", "ordinary")
