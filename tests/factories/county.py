"""A small county with something in every list, made through the actions of its rooms."""

from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.timezone import localdate
from django.utils.timezone import now as clock

from mingjing.base.ledger.signing import keys
from mingjing.base.people.states import Role
from mingjing.cycle.duties import actions as duties
from mingjing.cycle.duties.models import Due, Duty
from mingjing.cycle.evidence import actions as evidence
from mingjing.cycle.plan import actions as plans
from mingjing.cycle.plan.models import Measure
from mingjing.cycle.plan.states import Verdict
from mingjing.insight.approvals import actions as approval_actions
from mingjing.insight.approvals.models import Item
from mingjing.insight.reforms import actions as reform_actions
from mingjing.insight.reports.actions import compile_report
from mingjing.insight.sheets.actions import Arrival, receive_sheet
from mingjing.insight.supervision import actions as supervision_actions
from mingjing.insight.supervision.models import Flag
from mingjing_analytics.supervision.model import catalogue
from tests.factories import (
    appeals,
    approvals,
    findings,
    inspection,
    reforms,
    sessions,
    supervision,
)
from tests.factories.ledger import sign
from tests.factories.people import Appointment, Person, Post, Unit, person_with

PLAN = Path(__file__).parents[2] / "src/mingjing/config/demo/plan.docx"
SCHOOLS, LIST = "公布学校采购和招生结果", "建立动态责任清单"
RESULT = "县政务网可以查到每月的采购结果。"


def small_county() -> SimpleNamespace:
    """Ten weeks of work: `hats` by role, `dues` by what became of them."""
    units = _units()
    hats = {
        Role.OFFICE: _holder(units.office, Role.OFFICE),
        Role.CONTACT: _holder(units.bureau, Role.CONTACT),
        Role.SECRETARY: _holder(units.bureau, Role.SECRETARY),
        Role.LEADER: _holder(units.party, Role.LEADER),
        **{
            role: person_with(role)
            for role in (
                Role.INSPECTOR,
                Role.DISCIPLINE,
                Role.CENTRE,
                Role.AUDITOR,
                Role.ADMIN,
            )
        },
    }
    school = _holder(units.school, Role.CONTACT)
    world = SimpleNamespace(hats=hats, school=school, units=units)
    world.began = clock() - timedelta(days=70)
    _documents(world)
    _duties(world)
    _dues(world)
    _loop(world)
    _approvals(world)
    _supervision(world)
    if not settings.LEDGER_KEY.exists():
        keys.make_key("chengxi.example/ledger")
    sign(now=clock())
    return world


def _supervision(world) -> None:
    """A flag that waits for its unit, one to screen, a row that was not taken."""
    officer, now = world.hats[Role.DISCIPLINE], clock()
    paid = [
        *supervision.PAID,
        [
            "P5",
            "低保",
            "110101194001010044",
            "6217005",
            "西河村",
            "350.00",
            "2026-06-02",
        ],
        [
            "P6",
            "低保",
            "110101194001010044",
            "6217005",
            "西河村",
            "约三百",
            "2026-07-02",
        ],
    ]
    died = [*supervision.DIED, ["110101194001010044", "2026-04-01"]]
    supervision.subsidies(
        unit=world.units.bureau, by=officer, paid=paid, died=died, now=now
    )
    run = supervision.run(by=officer, now=now)
    flag = Flag.objects.order_by("pk")[0]
    supervision_actions.ask_unit(
        flag, question="去世后为什么还在发放？", unit=flag.unit, by=officer, now=now
    )
    supervision_actions.draw_sample(
        catalogue()[supervision.MODEL], run, by=officer, now=now
    )


def _approvals(world) -> None:
    """A log of two items, terms with a broken rule, a reform decided and one to decide."""
    centre, office, now = world.hats[Role.CENTRE], world.hats[Role.OFFICE], clock()
    weekly = approvals.weekly_rows(13)
    approvals.log(
        weekly, approvals.rows(12, item="办学许可", late=2), by=centre, now=now
    )
    for name in ("食品经营许可", "办学许可"):
        item = Item.objects.get(name=name)
        # Every step stands in the rules: pages may quote it in any language.
        steps = ("收件", "受理", "审查", "决定")
        approvals.terms(
            item, by=centre, now=now, unit=world.units.bureau,
            risks=[["审查", "一人说了算", "两人同审"]],
            rules=[{"rule": "required", "step": step} for step in steps],
        )  # fmt: skip
    food = Item.objects.get(name="食品经营许可")
    starts = date(2025, 3, 3) + timedelta(weeks=13)
    heard = reforms.suggestion(food, now=now, step="决定")
    reform_actions.answer_suggestion(
        heard, verdict="adopted", answer="当场决定。", by=centre, now=now
    )
    reforms.suggestion(food, now=now, step="收件")
    agreed = reforms.reform(food, by=centre, now=now, starts_on=starts, step="决定")
    reform_actions.approve_reform(agreed, reason="依据查过", by=office, now=now)
    reforms.reform(food, by=centre, now=now, starts_on=localdate(now), step="收件")
    rating = approval_actions.RatedMonth(food, date(2026, 3, 1), (90, 5, 1, 3, 1), 4, 2)
    approval_actions.import_ratings([rating], by=centre, now=now)


def _units() -> SimpleNamespace:
    party = Unit(name="中共澄溪县委员会", short_name="县委")
    bureau = Unit(name="澄溪县教育局", short_name="县教育局", parent=party)
    return SimpleNamespace(
        party=party,
        office=Unit(name="澄溪县清廉建设领导小组办公室", short_name="县清廉办", parent=party),
        bureau=bureau,
        school=Unit(name="澄溪县第一中学", short_name="第一中学", parent=bureau),
    )  # fmt: skip


def _holder(unit, role):
    return Appointment(post=Post(role=role, unit=unit), person=Person()).person


def _documents(world) -> None:
    """One document made into a plan with two live measures; one still in review."""
    office, now = world.hats[Role.OFFICE], world.began
    first, second = (
        plans.import_source(
            ContentFile(PLAN.read_bytes(), name=f"方案{n}.docx"), by=office, now=now
        )
        for n in (1, 2)
    )
    world.source, world.in_review = first, second
    for verdict in (Verdict.MEASURE, Verdict.HEADING):
        chosen = first.clauses.filter(suggestion=verdict)
        plans.judge_clauses(chosen, verdict, by=office, now=now)
    rest = first.clauses.filter(verdict=Verdict.PENDING)
    plans.judge_clauses(rest, Verdict.REJECTED, by=office, now=now)
    on = localdate(now)
    world.plan = plans.make_plan(
        first, title=first.title, starts_on=on, ends_on=on + timedelta(days=400),
        by=office, now=now,
    ).plan  # fmt: skip
    live = Measure.objects.filter(title__in=(SCHOOLS, LIST), is_branch=False)
    for measure in live:
        plans.edit_measure(
            measure, {"result": RESULT}, reason="补上别人看得见的结果。",
            version=measure.version, by=office, now=now,
        )  # fmt: skip
        plans.check_measure(measure, by=office, now=now)
    plans.activate_measures(live.all(), by=office, now=now)


def _duties(world) -> None:
    """Three in force, one offered anew, one objected to, one draft."""
    office, contact, now = (
        world.hats[Role.OFFICE],
        world.hats[Role.CONTACT],
        world.began,
    )
    report = duties.draft_from_measures(world.plan, by=office, now=now)
    duties.offer_duties(report.drafted, by=office, now=now)
    for duty in Duty.objects.filter(title=SCHOOLS):
        holder = world.school if duty.unit == world.units.school else contact
        duties.accept_duty(duty, by=holder, now=now)
    objected = Duty.objects.get(title=LIST, unit=world.units.bureau)
    duties.object_to_duty(objected, reason="周期不同，请改。", by=contact, now=now)
    for title, offered in (("公布校服招标结果", True), ("公布食堂满意度", False)):
        draft = duties.DutyDraft(
            title=title, post=contact.appointments.get().post,
            checker_post=office.appointments.get().post,
            clock={"kind": "recurring", "every": "quarter"}, proof="公布网页",
            basis="县清廉办函〔2026〕9号", starts_on=localdate(now),
            ends_on=localdate(now) + timedelta(days=300),
        )  # fmt: skip
        duty = duties.draft_duty(draft, by=office, now=now)
        if offered:
            duties.offer_duty(duty, by=office, now=now)


def _dues(world) -> None:
    """Of the bureau: one asks for time and help, one is claimed. The school's: checked."""
    contact, now = world.hats[Role.CONTACT], clock()
    duties.open_dues(on=localdate(), now=now, by=None)
    bureau = list(Due.objects.filter(unit=world.units.bureau).order_by("due_on"))
    school = list(Due.objects.filter(unit=world.units.school).order_by("due_on"))
    asking, claimed = bureau[-1], bureau[0]
    until = asking.due_on + timedelta(days=7)
    duties.ask_extension(
        asking, until=until, reason="公示期未满。", by=contact, now=now
    )
    duties.call_for_support(asking, question="口径请县里定。", by=contact, now=now)
    evidence.prove_dues([claimed], pointer="澄教函〔2026〕7号", by=contact, now=now)
    waiting, returned = school[0], school[1]
    proofs = {waiting: "澄一中〔2026〕7号", returned: "澄一中〔2026〕8号"}
    for due, pointer in proofs.items():
        evidence.prove_dues([due], pointer=pointer, by=world.school, now=now)
    returned.refresh_from_db()
    evidence.check_due(
        returned, accept=False, note="请换成这一期的文件。", by=contact, now=now
    )
    world.dues = SimpleNamespace(
        asking=asking, claimed=claimed, waiting=waiting, returned=returned
    )


def _loop(world) -> None:
    """What follows from what is owed: met about, looked at, found, answered, reported."""
    office, contact = world.hats[Role.OFFICE], world.hats[Role.CONTACT]
    theirs = contact.appointments.get().post
    ours = office.appointments.get().post
    sessions.Session(unit=ours.unit, chair_post=ours)
    minuted = sessions.Minuted(unit=ours.unit, chair_post=ours)
    sessions.Decision(session=minuted, post=theirs, checker_post=ours)
    sessions.ForInformation(session=minuted)
    visit = inspection.visited()
    inspection.Visit(inspection=visit.inspection, unit=theirs.unit)
    inspection.Draw()
    told = findings.opened(post=theirs)
    findings.actions.notify_finding(told, by=told.opened_by, now=findings.NOW)
    for story in (findings.confirmed, findings.curing, findings.signed_off):
        story(post=theirs)
    appeals.filed(findings.confirmed(post=theirs))
    appeals.accepted(
        findings.confirmed(post=theirs), decider=world.hats[Role.LEADER], by=office
    )
    compile_report(period_of(localdate()), by=office, now=clock())
    receive_sheet(_arrival(), by=office, now=clock())


def period_of(day) -> str:
    return f"{day.year}-H{1 if day.month < 7 else 2}"


def _arrival() -> Arrival:
    duty = Duty.objects.filter(state="in_force").earliest("pk")
    rows = [
        ("L2", duty.code, {"proof": "公布网页的链接，注明截止日"}),
        ("L3", "", {"title": "公布第四季度集中采购结果"}),
    ]
    return Arrival(
        sha256="0" * 64, name="清单.xlsx", same_rows=3, unread_heads=["备注"],
        rows=[
            {"id": name, "sheet": "责任清单", "row": int(name[1:]), "key": key,
             "version": 1, "given": given, "hidden": False, "twice": 0}
            for name, key, given in rows
        ],
    )  # fmt: skip
