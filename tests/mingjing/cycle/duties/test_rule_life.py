"""The rule: drafted, offered, accepted or objected, changed, ended."""

import json
import threading
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from mingjing.cycle.duties import actions
from mingjing.cycle.duties.actions import DutyDraft, DutyEdit
from mingjing.cycle.duties.models import Duty as DutyModel
from tests.factories.duties import (
    Due,
    Duty,
    HeldPost,
    anew,
    deputy,
    holder,
    office,
)
from tests.factories.people import Unit, person_with

NOW = datetime(2026, 9, 1, 2, tzinfo=UTC)
MONTHLY = {"kind": "recurring", "every": "month", "day": 15}

pytestmark = pytest.mark.django_db


def draft(**fields):
    post = fields.pop("post", None) or HeldPost()
    return DutyDraft(
        **{
            "title": "公布采购结果",
            "post": post,
            "checker_post": fields.pop("checker_post", None) or HeldPost(),
            "clock": MONTHLY,
            "proof": "网页链接",
            "basis": "《方案》第1条",
            "starts_on": date(2026, 9, 1),
            "ends_on": date(2026, 12, 31),
            **fields,
        }
    )


def offered(**fields):
    return Duty(state="offered", **{"clock": MONTHLY, **fields})


def edit(duty, **changes):
    return DutyEdit(
        changes=changes,
        reason="方案修订",
        effective_on=date(2026, 9, 1),
        version=duty.version,
    )


def last(kind):
    return json.loads(bytes(Entry.objects.filter(kind=kind).last().body))["data"]


def test_codes_go_on_from_the_last_one():
    Duty(code="ZR-0999")
    by = office()
    codes = [actions.draft_duty(draft(), by=by, now=NOW).code for _ in range(2)]
    Duty(code="ZR-10000")
    codes.append(actions.draft_duty(draft(), by=by, now=NOW).code)

    assert codes == ["ZR-1000", "ZR-1001", "ZR-10001"]


@pytest.mark.django_db(transaction=True)
def test_two_who_draft_at_once_get_two_codes():
    # In-memory SQLite has one connection: there the two draft in turn.
    drafts = [(draft(), office()) for _ in range(4)]

    def act(given, by):
        try:
            actions.draft_duty(given, by=by, now=NOW)
        finally:
            if connection.vendor == "postgresql":
                connection.close()

    threads = [threading.Thread(target=act, args=args) for args in drafts]
    for thread in threads:
        # On SQLite `run` in this thread, which holds the only connection.
        thread.start() if connection.vendor == "postgresql" else thread.run()
    for thread in threads:
        if thread.ident:
            thread.join()

    codes = sorted(DutyModel.objects.values_list("code", flat=True))
    assert codes == ["ZR-0001", "ZR-0002", "ZR-0003", "ZR-0004"]


def test_only_the_office_drafts_and_never_with_the_owing_post_as_checker():
    post = HeldPost()

    with pytest.raises(PermissionDenied):
        actions.draft_duty(draft(), by=person_with(Role.SECRETARY), now=NOW)
    with pytest.raises(actions.Refused):
        actions.draft_duty(draft(post=post, checker_post=post), by=office(), now=NOW)

    assert DutyModel.objects.count() == 0


def test_an_accepted_duty_is_in_force_and_its_dues_are_open_in_the_same_act():
    duty = offered(starts_on=date(2026, 9, 1), ends_on=date(2026, 12, 31))

    actions.accept_duty(duty, by=holder(duty.post), now=NOW)

    duty = anew(duty)
    assert duty.state == "in_force"
    # 15 November is a Sunday: the county's own day moves off a rest day.
    assert list(duty.dues.values_list("period", "due_on", "baseline_on")) == [
        ("2026-09", date(2026, 9, 15), date(2026, 9, 15)),
        ("2026-10", date(2026, 10, 15), date(2026, 10, 15)),
        ("2026-11", date(2026, 11, 16), date(2026, 11, 16)),
    ]


@pytest.mark.parametrize(
    ("starts_on", "state"),
    [(date(2026, 9, 1), "in_force"), (date(2026, 9, 2), "accepted")],
)
def test_a_duty_comes_into_force_on_its_first_day_in_shanghai(starts_on, state):
    duty = offered(starts_on=starts_on)

    # 23:59 of 1 September in Shanghai.
    now = datetime(2026, 9, 1, 15, 59, tzinfo=UTC)
    actions.accept_duty(duty, by=holder(duty.post), now=now)

    assert anew(duty).state == state


def test_the_tick_starts_what_was_accepted_early():
    duty = offered(starts_on=date(2026, 9, 2))
    actions.accept_duty(duty, by=holder(duty.post), now=NOW)

    report = actions.open_dues(on=date(2026, 9, 2), now=NOW)

    assert (report.started, report.opened_count) == ([duty.code], 3)
    assert anew(duty).state == "in_force"


def test_holder_deputy_and_secretary_answer_an_offer_and_nobody_else():
    duty = offered()
    strangers = [
        person_with(Role.CONTACT, duty.unit),
        person_with(Role.SECRETARY),
        holder(duty.checker_post),
        office(),
    ]
    for person in strangers:
        with pytest.raises(PermissionDenied):
            actions.accept_duty(duty, by=person, now=NOW)

    for person in (deputy(duty.post), person_with(Role.SECRETARY, duty.unit)):
        mine = offered(post=duty.post, checker_post=duty.checker_post)
        actions.accept_duty(mine, by=person, now=NOW)
        assert anew(mine).state == "in_force"


def test_an_objection_keeps_its_reason_and_the_duty_can_be_offered_again():
    duty = offered()
    actions.object_to_duty(duty, reason="不属于本局职责", by=holder(duty.post), now=NOW)
    assert (anew(duty).state, anew(duty).objection) == ("objected", "不属于本局职责")

    actions.offer_duty(anew(duty), by=office(), now=NOW)

    assert (anew(duty).state, anew(duty).objection) == ("offered", "")


def test_a_second_click_on_accept_is_told():
    duty = offered()
    stale = anew(duty)
    actions.accept_duty(duty, by=holder(duty.post), now=NOW)

    with pytest.raises(actions.AlreadyMoved):
        actions.accept_duty(stale, by=holder(duty.post), now=NOW)
    with pytest.raises(actions.AlreadyMoved):
        actions.object_to_duty(anew(duty), reason="不", by=holder(duty.post), now=NOW)

    assert Entry.objects.filter(kind="DutyAccepted").count() == 1


def test_nobody_accepts_words_they_did_not_read():
    duty = offered()
    read = anew(duty)
    actions.edit_duty(duty, edit(duty, proof="原件"), by=office(), now=NOW)

    with pytest.raises(actions.AlreadyMoved):
        actions.accept_duty(read, by=holder(duty.post), now=NOW)

    assert anew(duty).state == "offered"


# --- promise 11


@pytest.mark.parametrize(("minutes", "goes"), [(40, True), (41, False)])
def test_an_offer_within_the_cap_goes_and_one_minute_more_is_refused(minutes, goes):
    post = HeldPost(unit=Unit(burden_limit_minutes=100))
    Duty(post=post, minutes=60, clock=MONTHLY)
    duty = Duty(post=post, minutes=minutes, clock=MONTHLY, state="draft")

    report = actions.offer_duties([duty], by=office(), now=NOW)

    assert [d.pk for d in report.offered] == ([duty.pk] if goes else [])
    assert anew(duty).state == ("offered" if goes else "draft")


def test_over_the_cap_takes_a_reason_and_somebody_else_than_the_drafter():
    drafter, approver = office(), office()
    post = HeldPost(unit=Unit(burden_limit_minutes=5))
    duty = actions.draft_duty(draft(post=post), by=drafter, now=NOW)

    with pytest.raises(actions.Refused):
        actions.offer_duty(duty, by=approver, now=NOW)
    with pytest.raises(actions.Refused):
        actions.offer_duty(duty, over_budget_reason="年底", by=drafter, now=NOW)
    actions.offer_duty(duty, over_budget_reason="年底清理", by=approver, now=NOW)

    duty = anew(duty)
    assert (duty.state, duty.over_budget_by, duty.over_budget_reason) == (
        "offered",
        approver,
        "年底清理",
    )
    assert last("DutyOffered")["peak_minutes"] == 10


def test_who_makes_a_draft_heavier_cannot_approve_it():
    drafter, editor = office(), office()
    post = HeldPost(unit=Unit(burden_limit_minutes=50))
    duty = actions.draft_duty(draft(post=post), by=drafter, now=NOW)
    actions.edit_duty(duty, edit(duty, minutes=51), by=editor, now=NOW)

    with pytest.raises(actions.Refused):
        actions.offer_duty(anew(duty), over_budget_reason="年底", by=editor, now=NOW)
    actions.offer_duty(anew(duty), over_budget_reason="年底", by=drafter, now=NOW)

    assert anew(duty).over_budget_by == drafter


def test_the_database_knows_no_drafter_who_approves_their_own_burden():
    duty = Duty(drafted_by=office(), over_budget_reason="年底")

    with pytest.raises(IntegrityError), transaction.atomic():
        DutyModel.objects.filter(pk=duty.pk).update(over_budget_by=duty.drafted_by)


def test_an_edit_is_no_back_door_past_the_cap():
    post = HeldPost(unit=Unit(burden_limit_minutes=20))
    duty = Duty(post=post, minutes=20, clock=MONTHLY)

    with pytest.raises(actions.Refused):
        actions.edit_duty(duty, edit(duty, minutes=21), by=office(), now=NOW)

    assert anew(duty).minutes == 20
    duty = anew(duty)
    actions.edit_duty(duty, edit(duty, minutes=19), by=office(), now=NOW)
    assert anew(duty).minutes == 19


# --- versions


def test_an_edit_keeps_what_it_said_before_and_why():
    duty = Duty(minutes=10)

    changed = actions.edit_duty(
        duty, edit(duty, minutes=15, basis=duty.basis), by=office(), now=NOW
    )

    version = duty.versions.get()
    assert changed
    assert (version.number, version.fields, version.reason) == (
        2,
        {"minutes": [10, 15]},
        "方案修订",
    )
    assert anew(duty).state == "in_force"


def test_an_edit_that_changes_nothing_leaves_no_version():
    duty = Duty(minutes=10)

    assert not actions.edit_duty(duty, edit(duty, minutes=10), by=office(), now=NOW)
    assert (anew(duty).version, duty.versions.count()) == (1, 0)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"title": "另一件事"}, "offered"),
        ({"proof": "原件"}, "offered"),
        ({"clock": MONTHLY}, "offered"),
        ({"basis": "《方案》第2条"}, "in_force"),
        ({"side": "supervision"}, "in_force"),
    ],
)
def test_a_material_change_is_offered_again(changes, state):
    duty = Duty()

    actions.edit_duty(duty, edit(duty, **changes), by=office(), now=NOW)

    assert anew(duty).state == state


def test_a_stale_edit_is_told_and_changes_nothing():
    duty = Duty()
    stale, given = anew(duty), edit(duty, minutes=99)
    actions.edit_duty(duty, edit(duty, minutes=15), by=office(), now=NOW)

    with pytest.raises(actions.AlreadyMoved):
        actions.edit_duty(stale, given, by=office(), now=NOW)

    assert (anew(duty).minutes, anew(duty).version) == (15, 2)


def test_a_new_holder_and_checker_take_over_what_is_still_owed_from_that_day():
    duty = Duty()
    past = Due(duty=duty, due_on=date(2026, 8, 31))
    owed = Due(duty=duty, due_on=date(2026, 9, 1))
    done = Due(duty=duty, due_on=date(2026, 9, 20), state="verified")
    post, checker = HeldPost(unit=duty.unit), HeldPost()

    actions.edit_duty(
        duty, edit(duty, post=post, checker_post=checker), by=office(), now=NOW
    )

    assert [anew(due).post_id for due in (past, owed, done)] == [
        past.post_id,
        post.pk,
        done.post_id,
    ]
    assert anew(owed).checker_post == checker
    assert Entry.objects.filter(kind="DueReassigned").count() == 1


def test_a_new_day_moves_what_is_owed_and_leaves_the_baseline():
    duty = offered()
    actions.accept_duty(duty, by=holder(duty.post), now=NOW)
    duty = anew(duty)

    later = {"kind": "recurring", "every": "month", "day": 21}
    actions.edit_duty(duty, edit(duty, clock=later), by=office(), now=NOW)

    due = duty.dues.get(period="2026-09")
    assert (due.due_on, due.baseline_on) == (date(2026, 9, 21), date(2026, 9, 15))
    move = due.moves.get()
    assert (move.from_on, move.to_on, move.cause) == (
        date(2026, 9, 15),
        due.due_on,
        "edit",
    )


def test_periods_that_the_new_rule_does_not_know_are_void():
    duty = offered()
    actions.accept_duty(duty, by=holder(duty.post), now=NOW)
    duty = anew(duty)

    quarterly = {"kind": "recurring", "every": "quarter"}
    actions.edit_duty(duty, edit(duty, clock=quarterly), by=office(), now=NOW)
    actions.accept_duty(anew(duty), by=holder(duty.post), now=NOW)

    assert list(duty.dues.order_by("id").values_list("period", "state")) == [
        ("2026-09", "void"),
        ("2026-10", "void"),
        ("2026-11", "void"),
        ("2026-Q3", "open"),
    ]


def test_ending_a_duty_voids_what_is_owed_and_keeps_what_is_claimed():
    duty = Duty()
    states = ["open", "returned", "claimed", "verified"]
    dues = [Due(duty=duty, state=state) for state in states]

    actions.end_duty(duty, reason="机构改革", by=office(), now=NOW)

    assert anew(duty).state == "ended"
    assert [anew(due).state for due in dues] == ["void", "void", "claimed", "verified"]
    assert last("DutyEnded") == {"duty": duty.pk, "voided_dues": 2}


def test_only_the_office_offers_edits_and_ends():
    duty = Duty(state="draft")
    for person in (holder(duty.post), holder(duty.checker_post)):
        with pytest.raises(PermissionDenied):
            actions.offer_duty(duty, by=person, now=NOW)
        with pytest.raises(PermissionDenied):
            actions.edit_duty(duty, edit(duty, minutes=1), by=person, now=NOW)
        with pytest.raises(PermissionDenied):
            actions.end_duty(duty, reason="不要", by=person, now=NOW)
