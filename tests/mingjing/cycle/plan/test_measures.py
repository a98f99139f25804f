"""A reviewed document becomes measures; a measure goes live when others can see it done."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from mingjing.cycle.plan import actions, queries, rules
from mingjing.cycle.plan.models import Measure as MeasureModel
from mingjing.cycle.plan.models import Plan as PlanModel
from tests.factories.people import Unit, person_with
from tests.factories.plan import AT, Measure, imported, judged, made

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return person_with(Role.OFFICE)


def kinds():
    return list(Entry.objects.order_by("index").values_list("kind", flat=True))


def fields(measure):
    return [one.field for one in rules.missing_in(measure)]


def test_a_plan_is_the_tree_of_what_was_kept_with_owners_and_clocks(office):
    education = Unit(name="澄溪县教育局", short_name="县教育局")
    market = Unit(name="澄溪县市场监督管理局", short_name="市场监管局")
    farms = Unit(name="澄溪县农业农村局", short_name="农业农村局")
    source = imported(office)
    judged(source, office)

    result = made(source, office)

    rows = list(result.plan.measures.all())
    assert [
        (m.number + m.title, m.level, m.is_branch, m.lead_unit, m.clock_kind, m.every)
        for m in rows
    ] == [
        ("一、工作任务", 1, True, None, "none", ""),
        ("（一）规范学校食堂采购", 2, False, education, "date", ""),
        ("（二）公开村级账目", 2, False, farms, "recurring", "quarter"),
        ("二、工作要求", 1, True, None, "none", ""),
    ]
    assert list(rows[1].units.all()) == [market]
    assert (rows[1].due_on, rows[1].clause.title) == (
        date(2026, 6, 30),
        "规范学校食堂采购",
    )
    assert (result.measures, result.unknown) == (2, ["县河长办"])
    assert queries.unknown_names(rows[1]) == ["县河长办"]
    assert kinds()[-1] == "PlanMade"


def test_a_document_is_made_into_a_plan_once(office):
    source = imported(office)
    judged(source, office)
    made(source, office)
    with pytest.raises(actions.AlreadyMoved):
        made(source, office)
    assert PlanModel.objects.count() == 1


def test_a_plan_waits_until_every_clause_is_judged(office):
    source = imported(office)
    with pytest.raises(actions.StillPending):
        made(source, office)
    assert PlanModel.objects.count() == 0


def test_units_answer_to_every_name_a_document_may_print():
    unit = Unit(name="澄溪县教育局", short_name="教育局")
    names = queries.unit_names()
    for printed in ("澄溪县教育局", "县教育局", "教育局"):
        assert names.find([printed]) == queries.Matched([unit], [])
    assert names.find(["县住建局"]) == queries.Matched([], ["县住建局"])


def test_a_verifiable_measure_lacks_nothing():
    assert fields(Measure()) == []


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"result": " "}, ["result"]),
        ({"lead_unit": None}, ["lead_unit"]),
        ({"clock_kind": "none"}, ["clock_kind"]),
        ({"due_on": None}, ["due_on"]),
        ({"clock_kind": "continuous"}, ["every"]),
        ({"clock_kind": "continuous", "every": "quarter"}, []),
        ({"clock_kind": "recurring"}, ["every"]),
        ({"title": "抓落实"}, ["title"]),
        ({"title": "抓落实", "text": "每月公布台账。"}, []),
        ({"result": "", "lead_unit": None}, ["result", "lead_unit"]),
        ({"is_branch": True, "result": ""}, []),
    ],
)
def test_what_a_measure_lacks_is_named(change, missing):
    assert fields(Measure(**change)) == missing


def test_a_measure_that_lacks_something_is_not_checked(office):
    measure = Measure(result="")
    missing = actions.check_measure(measure, by=office, now=AT)
    measure.refresh_from_db()
    assert ([m.field for m in missing], measure.state, kinds()) == (
        ["result"],
        "draft",
        [],
    )


def test_only_checked_measures_go_live_and_take_their_plan_along(office):
    ready, draft = Measure(), Measure()
    draft.plan = ready.plan
    draft.save()
    actions.check_measure(ready, by=office, now=AT)

    done = actions.activate_measures([ready, draft], by=office, now=AT)

    ready.refresh_from_db()
    draft.refresh_from_db()
    assert done == [ready]
    assert (ready.state, ready.baseline_on) == ("active", date(2026, 6, 30))
    states = (draft.state, PlanModel.objects.get(pk=ready.plan_id).state)
    assert states == ("draft", "active")
    assert kinds() == ["MeasureChecked", "MeasureActivated", "PlanActivated"]


def test_a_second_click_activates_nothing_twice(office):
    measure = Measure(state="checked")
    actions.activate_measures([measure], by=office, now=AT)
    assert actions.activate_measures([measure], by=office, now=AT) == []
    stale = MeasureModel.objects.get(pk=measure.pk)
    stale.state = "checked"  # as a second page still shows it
    with pytest.raises(actions.AlreadyMoved):
        actions.activate_measures([stale], by=office, now=AT)
    assert kinds() == ["MeasureActivated", "PlanActivated"]


def test_an_edit_keeps_before_after_and_reason_and_asks_for_a_new_check(office):
    measure = Measure(state="checked")
    version = actions.edit_measure(
        measure,
        {"due_on": date(2026, 9, 30), "result": measure.result},
        reason="顺延一季",
        version=1,
        by=office,
        now=AT,
    )
    assert version.fields == {"due_on": ["2026-06-30", "2026-09-30"]}
    assert (version.number, measure.version, measure.state) == (2, 2, "draft")
    entry = Entry.objects.get()
    assert (entry.kind, "顺延" in bytes(entry.body).decode()) == (
        "MeasureEdited",
        False,
    )


def test_a_stale_edit_changes_nothing(office):
    measure = Measure()
    old = MeasureModel.objects.get(pk=measure.pk)
    words = {"reason": "一", "version": 1, "by": office, "now": AT}
    actions.edit_measure(measure, {"result": "甲处可见"}, **words)
    with pytest.raises(actions.AlreadyMoved):
        actions.edit_measure(old, {"result": "乙处可见"}, **words)
    measure.refresh_from_db()
    assert (measure.result, measure.versions.count()) == ("甲处可见", 1)


def test_an_edit_without_a_difference_leaves_no_version(office):
    measure = Measure()
    same = {"result": measure.result}
    assert not actions.edit_measure(
        measure, same, reason="无", version=1, by=office, now=AT
    )
    assert kinds() == []


@pytest.mark.parametrize(
    ("act", "state", "kind"),
    [
        (actions.reach_measure, "reached", "MeasureReached"),
        (actions.miss_measure, "not_reached", "MeasureMissed"),
    ],
)
def test_an_active_measure_is_closed_once_with_a_reason(office, act, state, kind):
    measure = Measure(state="active")
    act(measure, reason="见年度报告", by=office, now=AT)
    with pytest.raises(actions.AlreadyMoved):
        act(measure, reason="再来", by=office, now=AT)
    measure.refresh_from_db()
    assert (measure.state, kinds()) == (state, [kind])


def dropping(**fields):
    """An active measure that one officer has asked to drop, as a page shows it."""
    asked = person_with(Role.OFFICE)
    measure = Measure(state="active", **fields)
    actions.ask_to_drop(measure, reason="上级取消了这项要求", by=asked, now=AT)
    return MeasureModel.objects.get(pk=measure.pk), asked


def test_what_is_not_in_force_yet_is_dropped_by_one(office):
    measure = Measure(state="checked")
    actions.drop_measure(measure, reason="重复", by=office, now=AT)
    with pytest.raises(actions.AlreadyMoved):
        actions.drop_measure(measure, reason="重复", by=office, now=AT)
    assert kinds() == ["MeasureDropped"]


def test_what_is_in_force_is_not_dropped_by_one(office):
    measure = Measure(state="active")
    with pytest.raises(actions.AlreadyMoved):
        actions.drop_measure(measure, reason="不做了", by=office, now=AT)
    seen, asked = dropping()
    with pytest.raises(PermissionDenied):
        actions.confirm_drop(seen, by=asked, now=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureModel.objects.filter(pk=seen.pk).update(dropped_by=asked)
    assert MeasureModel.objects.get(pk=seen.pk).state == "active"


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER])
def test_another_confirms_a_drop_once(role):
    seen, _asked = dropping()
    actions.confirm_drop(seen, by=person_with(role), now=AT)
    with pytest.raises(actions.AlreadyMoved):
        actions.confirm_drop(seen, by=person_with(role), now=AT)
    assert MeasureModel.objects.get(pk=seen.pk).state == "dropped"
    assert kinds() == ["MeasureDropAsked", "MeasureDropped"]


@pytest.mark.parametrize("role", [Role.CONTACT, Role.DISCIPLINE, Role.AUDITOR])
def test_nobody_else_confirms_a_drop(role):
    seen, _asked = dropping()
    with pytest.raises(PermissionDenied):
        actions.confirm_drop(seen, by=person_with(role), now=AT)


def test_a_drop_asked_anew_is_not_what_was_read(office):
    seen, asked = dropping()
    actions.take_back_drop(seen, by=asked, now=AT)
    actions.ask_to_drop(seen, reason="换一个理由", by=asked, now=AT)
    with pytest.raises(actions.AlreadyMoved):
        actions.confirm_drop(seen, by=office, now=AT)
    assert MeasureModel.objects.get(pk=seen.pk).state == "active"


def test_a_second_wish_to_drop_finds_the_first(office):
    seen, _asked = dropping()
    with pytest.raises(actions.AlreadyMoved):
        actions.ask_to_drop(seen, reason="我也想", by=office, now=AT)
    assert MeasureModel.objects.get(pk=seen.pk).drop_reason == "上级取消了这项要求"


@pytest.mark.parametrize("act", [actions.reach_measure, actions.miss_measure])
def test_whoever_activated_a_measure_does_not_judge_its_end(office, act):
    measure = Measure(state="checked")
    old_page = MeasureModel.objects.get(pk=measure.pk)
    actions.activate_measures([measure], by=office, now=AT)
    with pytest.raises(PermissionDenied):
        act(old_page, reason="成了", by=office, now=AT)
    act(measure, reason="成了", by=person_with(Role.OFFICE), now=AT)
    assert len(kinds()) == 3


def test_a_plan_that_is_not_live_cannot_end(office):
    plan = Measure().plan
    with pytest.raises(actions.AlreadyMoved):
        actions.end_plan(plan, reason="完", by=office, now=AT)
    PlanModel.objects.update(state="active")
    actions.end_plan(plan, reason="完", by=office, now=AT)
    plan.refresh_from_db()
    assert (plan.state, kinds()) == ("ended", ["PlanEnded"])


@pytest.mark.parametrize("role", [r for r in Role if r != Role.OFFICE])
def test_nobody_but_the_office_writes(role):
    person, measure = person_with(role), Measure(state="active")
    now = {"by": person, "now": AT}
    for act in (
        lambda: actions.check_measure(measure, **now),
        lambda: actions.activate_measures([measure], **now),
        lambda: actions.drop_measure(measure, reason="x", **now),
        lambda: actions.ask_to_drop(measure, reason="x", **now),
        lambda: actions.take_back_drop(measure, **now),
        lambda: actions.end_plan(measure.plan, reason="x", **now),
        lambda: actions.edit_measure(measure, {}, reason="x", version=1, **now),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert kinds() == []


def test_others_see_what_is_live_and_the_administrator_nothing(office):
    draft, live = Measure(), Measure(state="active", plan__state="active")
    heading = Measure(is_branch=True, plan=live.plan)
    contact, admin = person_with(Role.CONTACT), person_with(Role.ADMIN)
    seen = MeasureModel.objects.visible_to
    assert set(seen(office)) == {draft, live, heading}
    assert set(seen(contact)) == {live, heading}
    assert set(seen(admin)) == set()
    assert list(PlanModel.objects.visible_to(contact)) == [live.plan]
