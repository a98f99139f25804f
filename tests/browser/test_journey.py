"""One school's story from the county's document to the next decision, through pages only.

A clause becomes a duty, the duty is proven and checked; an approved inspection comes with
its code; what it finds is contested, varied on review, cured, signed off, and comes back;
the half-year report counts it, and a session decides what follows.
"""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from mingjing.base.people.states import Role
from mingjing.cycle.appeals.models import Appeal
from mingjing.cycle.duties.actions import open_dues
from mingjing.cycle.duties.models import Due, Duty
from mingjing.cycle.findings.models import Finding
from mingjing.cycle.inspection.models import Inspection
from mingjing.cycle.plan.models import Measure, Plan
from mingjing.cycle.sessions.models import Session
from mingjing.insight.reports.models import Report
from tests.factories.people import Unit
from tests.support.reader import Reader, holder_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLAN = Path(__file__).parents[2] / "src/mingjing/config/demo/plan.docx"
SCHOOLS = "公布学校采购和招生结果"
SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(datetime):
    """The day of the story: the whole site asks django.utils.timezone what time it is."""

    shift = timedelta()

    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + cls.shift

    @classmethod
    def move_to(cls, day):
        """Ten in the morning of that day; what falls due is opened, as the tick does."""
        then = datetime.combine(day, time(10), tzinfo=SHANGHAI)
        cls.shift = then - datetime.now(SHANGHAI)
        open_dues(on=day, now=timezone.now())


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "datetime", Clock)
    yield Clock
    Clock.shift = timedelta()


@pytest.fixture
def sit_down(open_page):
    """sit_down("school") is that person at a screen, signed in on the day it is."""
    party = Unit(name="中共澄溪县委员会", short_name="县委", kind="party")
    office = Unit(name="县清廉办", short_name="县清廉办", parent=party, kind="party")
    watch = Unit(name="县纪委监委", short_name="县纪委监委", parent=party, kind="party")
    round_ = Unit(
        name="县委巡察办", short_name="县委巡察办", parent=party, kind="party"
    )
    audit = Unit(name="澄溪县审计局", short_name="县审计局", parent=party, kind="organ")
    bureau = Unit(
        name="澄溪县教育局", short_name="县教育局", parent=party, kind="organ"
    )
    school = Unit(
        name="澄溪县第一中学", short_name="第一中学", parent=bureau, kind="school"
    )
    people = {
        "leader": holder_of("书记", Role.LEADER, party, "高远"),
        "office": holder_of("主任", Role.OFFICE, office, "叶清"),
        "discipline": holder_of("监督室主任", Role.DISCIPLINE, watch, "江正"),
        "inspector": holder_of("督导员", Role.INSPECTOR, round_, "方圆"),
        "auditor": holder_of("审计员", Role.AUDITOR, audit, "沈明"),
        "bureau": holder_of("专人", Role.CONTACT, bureau, "周敏"),
        "school": holder_of("专人", Role.CONTACT, school, "林树"),
    }

    def at_a_screen(name, language="zh-hans"):
        return Reader(open_page(people[name], language=language), language)

    return at_a_screen


def test_from_the_document_to_the_next_decision(sit_down, clock):
    clock.move_to(date(2026, 3, 2))
    duty = the_document_becomes_a_duty(sit_down)
    the_school_proves_it_and_the_bureau_checks_it(sit_down, duty)
    inspection = an_inspection_is_approved(sit_down)
    clock.move_to(date(2026, 3, 16))
    the_school_checks_the_code_at_its_door(sit_down, inspection)
    finding = a_fault_is_found_and_objected_to(sit_down, inspection)
    the_review_varies_it(sit_down, finding)
    it_is_cured_and_signed_off(sit_down, clock, finding)
    clock.move_to(date(2026, 6, 15))
    it_comes_back(sit_down, finding)
    clock.move_to(date(2026, 7, 1))
    the_report_counts_it(sit_down)
    a_session_decides_what_follows(sit_down)


# --- the document


def the_document_becomes_a_duty(sit_down):
    office = sit_down("office")
    office.go("/plan/sources/").follow("导入文件")
    office.main.locator("input[type=file]").set_input_files(PLAN)
    office.press("读取文件")
    office.sees("逐条审阅")
    sit_down("office", "en").go(office.page.url).sees("逐条审阅")
    office.press("没选的按建议")
    office.press("其余都不是举措")
    office.follow("完成审阅")
    office.fill("title", "清廉建设方案")
    office.press("生成方案")
    measure = Measure.objects.get(title__startswith=SCHOOLS, is_branch=False)
    office.go(f"/plan/measures/{measure.pk}/").follow("修改")
    office.fill("result", "县政务网可以查到每月的采购结果。")
    office.fill("reason", "补上别人看得见的结果。")
    office.press("保存")
    for button in ("核对勾选的", "施行勾选的"):
        office.go(f"/plan/{Plan.objects.get().pk}/")
        office.main.locator(f"#pick-{measure.pk}").check()
        office.press(button)
    office.go("/duties/").follow("下达责任")
    office.main.locator("select[name=plan]").select_option(label="清廉建设方案")
    office.press("按方案起草")
    for box in office.main.locator("input[name=duties]").all():
        box.check()
    office.press("下达所选")
    school = sit_down("school").go("/week/")
    school.open(SCHOOLS)
    school.follow("认领")
    school.press("认领")
    return Duty.objects.get(unit__short_name="第一中学")


def the_school_proves_it_and_the_bureau_checks_it(sit_down, duty):
    due = duty.dues.order_by("due_on").first()
    school = sit_down("school").go(f"/duties/due/{due.pk}/")
    school.follow("提交佐证")
    school.fill("pointer", "澄一中[2026]7号")
    school.press("核对")
    school.press("提交")
    bureau = sit_down("bureau").go("/week/")
    waiting = bureau.page.locator("aside section", has_text="等你核验")
    bureau.open(SCHOOLS, within=waiting)
    expect(bureau.main).to_contain_text("澄一中〔2026〕7号")
    bureau.press("核验通过")
    due.refresh_from_db()
    assert (due.state, due.checked_by.name) == ("verified", "周敏")


# --- the inspection


def an_inspection_is_approved(sit_down):
    office = sit_down("office").go("/inspection/programmes/new/")
    office.give(year=2026, title="澄溪县2026年度督查检查计划")
    office.send()
    office.open("澄溪县2026年度督查检查计划")
    programme = office.page.url
    office.follow("列入一项检查")
    office.give(
        matter="学校食堂大宗物资采购",
        kind="专项检查",
        goal="查清采购比价是否有据可查",
        basis="《澄溪县清廉建设方案》三",
        run_by="县清廉办",
        scope="school-tender",
        period_from="2026-01-01",
        period_to="2026-02-28",
        opens_on="2026-03-16",
        closes_on="2026-03-20",
        leader="方圆（县委巡察办 督导员）",
        team="沈明（县审计局 审计员）",
        units="第一中学",
    )
    office.send()
    office.go(programme).follow("报批")
    office.press("报批")
    leader = sit_down("leader").go(programme)
    leader.follow("批准")
    leader.press("批准")
    inspection = Inspection.objects.get()
    inspector = sit_down("inspector").go(f"/inspection/{inspection.pk}/")
    inspector.follow("通知单位")
    inspector.press("通知")
    inspection.refresh_from_db()
    assert (inspection.state, bool(inspection.code)) == ("notified", True)
    return inspection


def the_school_checks_the_code_at_its_door(sit_down, inspection):
    """What the code's picture leads to, opened on the school's own phone."""
    school = sit_down("school").go(f"/inspection/c/{inspection.code}/")
    school.sees("编码有效。请核对来人和日期；范围以外的要求可以拒绝。")
    school.main.get_by_label("方圆").check()
    school.press("确认到访")
    assert inspection.visits.get().arrived_on == date(2026, 3, 16)


# --- the finding


def words_of_the_fault(**more):
    return {
        "title": "食堂大宗物资没有比价",
        "facts": "二月份三次大宗采购没有比价记录。",
        "category": "招标采购",
        "severity": "ordinary",
        "law": "《政府采购法》第三十条",
        **more,
    }


def a_fault_is_found_and_objected_to(sit_down, inspection):
    inspector = sit_down("inspector").go(f"/inspection/{inspection.pk}/")
    inspector.follow("登记问题")
    inspector.give(post="第一中学 专人", **words_of_the_fault(), pointer="现场单第1号")
    inspector.send()
    inspector.follow("送达单位")
    inspector.press("送达")
    finding = Finding.objects.get()
    assert finding.sources.get().inspection == inspection
    school = sit_down("school").go("/week/")
    school.open(finding.title)
    school.follow("答复")
    school.give(answer="object", on_severity="当天已经补正，没有造成后果。")
    school.press("提交答复")
    judge = sit_down("discipline").go(f"/findings/{finding.pk}/")
    judge.follow("确认")
    judge.give(note="事实清楚。", answer_severity="补正在检查之后，不采纳。")
    judge.press("确认")
    finding.refresh_from_db()
    assert (finding.state, finding.severity) == ("confirmed", "ordinary")
    return finding


def the_review_varies_it(sit_down, finding):
    school = sit_down("school").go(f"/findings/{finding.pk}/")
    school.follow("申诉")
    school.give(ground="比价在财务室，检查当天负责的岗位不在；程度应当是轻微。")
    school.send()
    appeal = Appeal.objects.get()
    office = sit_down("office").go(f"/appeals/{appeal.pk}/")
    office.follow("受理")
    office.give(decider="高远（县委 书记）")
    office.press("受理")
    leader = sit_down("leader").go(f"/appeals/{appeal.pk}/")
    leader.follow("作决定")
    leader.give(outcome="varied", reasons="事实成立，没有造成后果。", severity="minor")
    leader.press("作出决定")
    finding.refresh_from_db()
    assert finding.severity == "minor"
    sit_down("school").go(f"/findings/{finding.pk}/").sees("轻微")


def it_is_cured_and_signed_off(sit_down, clock, finding):
    school = sit_down("school").go(f"/findings/{finding.pk}/")
    school.follow("写整改")
    school.give(
        what="补齐比价记录，建立采购台账",
        until_on="2026-04-10",
        proof="采购台账的文号",
        root_cause="没有岗位专门保管比价记录。",
        rule_change="修订《食堂采购办法》第六条。",
    )
    school.press("提交")
    office = sit_down("office").go(f"/findings/{finding.pk}/")
    office.follow("审定整改")
    office.give(decision="agree", checker_post="县教育局 专人")
    office.press("确认决定")
    cure = Duty.objects.get(cure__finding=finding)
    school.go(f"/duties/{cure.pk}/").follow("认领")
    school.press("认领")
    clock.move_to(date(2026, 4, 7))
    due = cure.dues.get()
    school = sit_down("school").go(f"/evidence/due/{due.pk}/prove/")
    school.fill("pointer", "澄一中〔2026〕19号")
    school.press("核对")
    school.press("提交，勾选的一起用")
    bureau = sit_down("bureau").go(f"/evidence/due/{due.pk}/check/")
    bureau.press("核验通过")
    judge = sit_down("discipline").go(f"/findings/{finding.pk}/")
    judge.follow("销号")
    judge.give(note="台账已经建立，制度已经修订。")
    judge.press("销号")
    finding.refresh_from_db()
    assert (finding.state, finding.signed_off_by.name) == ("signed_off", "江正")
    judge.sees("回看到 %(day)s。其间又发生的，算复发。", day="2026年7月6日")


def it_comes_back(sit_down, finding):
    """Seventy days after its sign-off another source says the same of the same unit."""
    judge = sit_down("discipline").go("/findings/new/")
    words = words_of_the_fault(facts="五月份两次大宗采购没有比价记录。")
    judge.give(
        post="第一中学 专人", source="纪检监察", pointer="澄纪监函〔2026〕9号", **words
    )
    judge.send()
    judge.give(same=finding.pk)
    judge.send()
    again = Finding.objects.get(relapse_of=finding)
    judge.follow("送达单位")
    judge.press("送达")
    school = sit_down("school").go(f"/findings/{again.pk}/")
    school.follow("答复")
    school.give(answer="accept")
    school.press("提交答复")
    office = sit_down("office").go(f"/findings/{again.pk}/")
    office.follow("确认")
    office.give(note="同样的问题再次发生。")
    office.press("确认")
    finding.refresh_from_db()
    assert finding.state == "relapsed"


# --- the report and the session


def the_report_counts_it(sit_down):
    office = sit_down("office").go("/reports/")
    office.give(period="2026-H1")
    office.press("汇总一稿")
    office.go(f"/reports/{Report.objects.get().pk}/")
    leader = sit_down("leader").go(office.page.url)
    leader.send()
    assert Report.objects.get().issued_by.name == "高远"
    row = leader.main.locator("tr", has_text="销号之后又发生的问题")
    leader._click(row.get_by_role("link"))
    expect(leader.main).to_contain_text("食堂大宗物资没有比价")


def a_session_decides_what_follows(sit_down):
    office = sit_down("office").go("/sessions/new/")
    office.give(
        kind="县委听取汇报",
        title="县委常委会听取上半年清廉建设情况汇报",
        unit="县委",
        chair_post="县委 书记",
        planned_on="2026-07-01",
        agenda="听取上半年清廉建设情况汇报",
    )
    office.send()
    session = Session.objects.get()
    office.go(f"/sessions/{session.pk}/").follow("登记召开")
    office.press("登记")
    office.follow("写纪要和决定")
    first = "[name$='0-{}']"
    office.give(number="澄委常纪〔2026〕18号")
    decision = {
        "text": "公布全县学校食堂比价结果",
        "ends_on": "2026-08-31",
        "proof": "公布网页的链接",
    }
    for name, words in decision.items():
        office.main.locator(first.format(name)).first.fill(words)
    for name, label in (("post", "县教育局 专人"), ("checker_post", "县清廉办 主任")):
        office.main.locator(first.format(name)).first.select_option(label=label)
    office.press("保存")
    office.go(f"/sessions/{session.pk}/").follow("下达决定")
    office.press("下达")
    duty = Duty.objects.get(title="公布全县学校食堂比价结果")
    assert duty.state == "offered"
    bureau = sit_down("bureau").go("/week/")
    bureau.open(duty.title)
    bureau.follow("认领")
    bureau.press("认领")
    assert Due.objects.get(duty=duty).due_on == date(2026, 8, 31)
