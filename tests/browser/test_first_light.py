"""From the county's document to a checked due and a decision, through pages only."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from mingjing.base.people.states import Role
from mingjing.cycle.duties.models import Due, Duty, Extension, SupportCall
from mingjing.cycle.plan.models import Clause, Measure, Plan
from tests.factories.people import Unit
from tests.support.reader import Reader, holder_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLAN = Path(__file__).parents[2] / "src/mingjing/config/demo/plan.docx"
SCHOOLS, LIST = "公布学校采购和招生结果", "建立动态责任清单"
FIRMS, FAMILIES, TRADE = "公布国企决策目录", "开放家风读物", "公布政商交往清单"
TWO_SENTENCES = "各党委（党组）主要负责人"
RESULT = "县政务网可以查到每月的采购结果。"


@pytest.fixture
def county():
    """Four units of the plan, each with the person the story needs."""
    party = Unit(name="中共澄溪县委员会", short_name="县委")
    office = Unit(name="县清廉建设领导小组办公室", short_name="县清廉办", parent=party)
    bureau = Unit(name="澄溪县教育局", short_name="县教育局", parent=party)
    school = Unit(name="澄溪县第一中学", short_name="第一中学", parent=bureau)
    return {
        "leader": holder_of("书记", Role.LEADER, party, "高远"),
        "office": holder_of("主任", Role.OFFICE, office, "叶清"),
        "bureau": holder_of("专人", Role.CONTACT, bureau, "周敏"),
        "school": holder_of("专人", Role.CONTACT, school, "林树"),
    }


@pytest.fixture(params=["zh-hans", "en"])
def reader(request, county, open_page):
    """reader("office") is that person at a screen, in one language or the other."""

    def sit_down(name):
        page = open_page(county[name], language=request.param)
        return Reader(page, request.param)

    return sit_down


def test_a_document_becomes_a_checked_due_and_a_decision(reader):
    office, bureau, school, leader = map(
        reader, ("office", "bureau", "school", "leader")
    )
    import_and_correct(office)
    plan = make_plan(office)
    put_into_force(office, plan)
    draft_and_offer(office)
    answer_offers(bureau, school)
    due = Due.objects.get(duty=owed_by("县教育局", SCHOOLS), period=first_period())
    ask_for_time_and_help(bureau, due)
    decide(office, leader, due)
    prove_and_check(school, bureau)


# --- the document


def import_and_correct(office):
    office.go("/plan/sources/").follow("导入文件")
    office.main.locator("input[type=file]").set_input_files(PLAN)
    office.press("读取文件")
    office.sees("逐条审阅")
    expect(office.main).to_contain_text("公开惠民补贴发放结果")
    edit(office)
    split(office)
    merge(office)
    judge(office)


def clause(start):
    return Clause.objects.filter(title__startswith=start).order_by("order").first()


def row_of(office, one):
    return office.main.locator(f"#c{one.pk}")


def edit(office):
    office.follow("修改或拆分", within=row_of(office, clause(SCHOOLS)))
    office.fill("deadline", "每月20日前")
    office.press("保存")
    assert clause(SCHOOLS).deadline["text"] == "每月20日前"


def split(office):
    before = Clause.objects.count()
    one = Clause.objects.get(text__startswith=TWO_SENTENCES)
    office.follow("修改或拆分", within=row_of(office, one))
    office.press("从这句拆开")
    assert Clause.objects.count() == before + 1


def merge(office):
    one = clause(FAMILIES)
    office.press("并入上一条", within=row_of(office, one))
    one.refresh_from_db()
    assert (one.verdict, one.merged_into) == ("merged", clause(TRADE))
    expect(row_of(office, one)).to_contain_text(office.word("已并入"))


def judge(office):
    no = clause(FIRMS)
    row_of(office, no).locator("input[value=not_measure]").check()
    office.press("保存选择", within=office.main.locator(".mj-hand"))
    no.refresh_from_db()
    assert no.verdict == "not_measure"
    office.press("没选的按建议")
    office.press("其余都不是举措")
    assert not Clause.objects.filter(verdict="pending").exists()


def make_plan(office):
    office.follow("完成审阅")
    office.fill("title", "清廉建设方案")
    office.press("生成方案")
    plan = Plan.objects.get()
    expect(office.page.locator("h1")).to_have_text("清廉建设方案")
    assert not plan.measures.filter(title__startswith=FIRMS).exists()
    assert not plan.measures.filter(title__startswith=FAMILIES).exists()
    return plan


# --- measures and duties


def measure_of(start):
    return Measure.objects.get(title__startswith=start, is_branch=False)


def put_into_force(office, plan):
    for start in (SCHOOLS, LIST):
        office.go(f"/plan/measures/{measure_of(start).pk}/")
        office.sees("缺别人看得见的结果：做成以后，别人到哪里、看到什么？")
        office.follow("修改")
        office.fill("result", RESULT)
        office.fill("reason", "补上别人看得见的结果。")
        office.press("保存")
    for button, state in (("核对勾选的", "checked"), ("施行勾选的", "active")):
        office.go(f"/plan/{plan.pk}/")
        for start in (SCHOOLS, LIST):
            office.main.locator(f"#pick-{measure_of(start).pk}").check()
        office.press(button)
        assert {measure_of(s).state for s in (SCHOOLS, LIST)} == {state}


def draft_and_offer(office):
    office.go("/duties/").follow("下达责任")
    office.main.locator("select[name=plan]").select_option(label="清廉建设方案")
    office.press("按方案起草")
    for box in office.main.locator("input[name=duties]").all():
        box.check()
    office.press("下达所选")
    office.sees("没有等待下达的责任。")
    assert set(Duty.objects.values_list("unit__short_name", "state")) == {
        ("县教育局", "offered"),
        ("第一中学", "offered"),
    }


def owed_by(unit, start):
    return Duty.objects.get(unit__short_name=unit, title__startswith=start)


def first_period():
    duty = owed_by("县教育局", SCHOOLS)
    return duty.dues.order_by("due_on").first().period


def answer_offers(bureau, school):
    for person, unit in ((bureau, "县教育局"), (school, "第一中学")):
        duty = owed_by(unit, SCHOOLS)
        person.go("/week/").sees("等你认领")
        person.open(duty.title)
        person.follow("认领")
        person.press("认领")
        duty.refresh_from_db()
        assert duty.state == "in_force"
    refused = owed_by("县教育局", LIST)
    bureau.go("/week/").open(refused.title)
    bureau.follow("提出异议")
    bureau.fill("reason", "与上级报送的周期不同，请改为每半年。")
    bureau.press("提出异议")
    refused.refresh_from_db()
    assert refused.state == "objected"
    bureau.sees("有异议")


# --- a due


def ask_for_time_and_help(bureau, due):
    until = due.due_on + timedelta(days=7)
    bureau.go(f"/duties/due/{due.pk}/").follow("申请延期")
    bureau.fill("until", until.isoformat())
    bureau.fill("reason", "招标结果公示期未满。")
    bureau.press("提交申请")
    bureau.sees("延期申请已提交。决定之前，原到期日不变。")
    bureau.follow("说明困难")
    bureau.fill("question", "三所学校的数据口径不一，请县里定。")
    bureau.press("提交")
    due.refresh_from_db()
    assert due.due_on == due.baseline_on


def decide(office, leader, due):
    office.go("/secretary/")
    expect(office.main).to_contain_text("与上级报送的周期不同，请改为每半年。")
    asked = office.main.locator("tr", has_text="招标结果公示期未满。")
    office.follow("决定", within=asked)
    office.main.locator("input[value=grant]").check()
    office.press("确认决定")
    due.refresh_from_db()
    assert Extension.objects.get().state == "granted"
    assert due.due_on == due.baseline_on + timedelta(days=7)

    leader.go("/").sees("需支持")
    called = leader.main.locator("tr", has_text="三所学校的数据口径不一")
    expect(called).to_contain_text("县教育局")
    leader.follow("答复", within=called)
    leader.fill("answer", "按县统计局口径报送。")
    leader.press("答复")
    call = SupportCall.objects.get()
    assert (call.answer, call.answered_by.name) == ("按县统计局口径报送。", "高远")
    leader.go("/secretary/")
    expect(leader.main).not_to_contain_text("三所学校的数据口径不一")


def prove_and_check(school, bureau):
    due = owed_by("第一中学", SCHOOLS).dues.order_by("due_on").first()
    school.go(f"/duties/due/{due.pk}/").follow("提交佐证")
    school.fill("pointer", "澄一中[2026]7号")
    school.press("核对")
    school.press("提交")
    school.sees("已提交，等对方核验。到时没有核，算核验人的，不算你的。")
    due.refresh_from_db()
    assert (due.state, due.claimed_by.name) == ("claimed", "林树")

    bureau.go("/week/").open(due.duty.title, within=bureau.page.locator("aside"))
    expect(bureau.main).to_contain_text("澄一中〔2026〕7号")
    bureau.press("核验通过")
    due.refresh_from_db()
    assert (due.state, due.checked_by.name) == ("verified", "周敏")
    bureau.sees("已核")
