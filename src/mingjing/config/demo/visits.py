"""The demonstration county's year of inspections, drawn, approved, visited and closed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mingjing.base.people.models import Person, Unit
from mingjing.base.people.queries import holders_of
from mingjing.base.people.states import Role, UnitKind
from mingjing.cycle.duties.queries import held_post
from mingjing.cycle.inspection import actions, rules
from mingjing.cycle.inspection.actions import InspectionDraft, RefusalNote
from mingjing.cycle.inspection.models import Inspection, Programme, Visit
from mingjing.cycle.inspection.queries import candidates_like
from mingjing.cycle.inspection.states import (
    InspectionState,
    Kind,
    RefusalKind,
    VisitState,
)

_I = InspectionState


@dataclass(frozen=True)
class Tour:
    """One inspection. Without units they are drawn: ``draw`` of ``among``."""

    matter: str
    scope: tuple[str, ...]
    run_by: str
    window: tuple[tuple[int, int], tuple[int, int]] | None  # None: about today
    lead: str
    member: str  # the unit whose contact lends a hand
    units: tuple[str, ...] = ()
    draw: int = 0
    among: UnitKind | None = None
    kind: Kind = Kind.SPECIAL
    designation: str = ""
    goal: str = ""
    quiet: bool = False  # 暗访: not told before
    help: str = ""
    ended: int = 0  # days before the demonstration is built


TOURS = (
    Tour("学校食堂大宗物资采购", ("school-tender", "school-logistics"), "县清廉办", ((7, 6), (7, 17)), "fang", "县市场监督管理局", draw=2, among=UnitKind.SCHOOL, goal="查清采购比价和验收是否有据可查", help="比价可以用县里的统一模板；验收单由两个岗位当场签，不必补签。"),
    Tour("村务财务公开和集体资产", ("village-publish", "village-assets"), "县农业农村局", ((7, 20), (7, 31)), "fang", "县农业农村局", draw=3, among=UnitKind.VILLAGE, kind=Kind.DEPARTMENT, goal="看村民能不能看到、看得懂", help="公示栏一次贴一个季度就够；打印字号放大，老人看得清。"),
    Tour("政务服务一次告知", ("doors-notice", "doors-revolving"), "县清廉办", ((8, 3), (8, 7)), "jiang", "县司法局", ("县政务服务中心", "县行政审批局"), quiet=True, goal="看申请人要跑几趟", help="把三份告知单合成一张，按申请人的先后顺序排列。"),
    Tour("国有企业零星工程采购", ("soe-purchase", "soe-decision"), "县财政局", ((8, 17), (8, 28)), "jiang", "县审计局", ("县城投集团", "县水务集团"), kind=Kind.GOVERNMENT, designation="澄政办函〔{year}〕31号", goal="查清化整为零是否停止", help="年初把同一路段的零星工程合并列一张清单，超过限额的一起招标。"),
    Tour("医院药品耗材", ("hospital-drugs",), "县卫生健康局", ((9, 7), (9, 11)), "fang", "县医疗保障局", ("人民医院", "中医院"), kind=Kind.DEPARTMENT, goal="核对高值耗材入库和使用", help="入库和使用用同一个编号登记，月底系统自动比对。"),
    Tour("惠民补贴发放", ("village-benefits",), "县清廉办", ((9, 14), (9, 25)), "jiang", "县财政局", ("云岭乡", "白鹭乡"), goal="看名册是否公示、是否足额到户", help="名册公示时身份证号和卡号只留后四位，姓名和金额照常公示。"),
    Tour("基层减负", ("winds",), "县清廉办", ((10, 12), (10, 16)), "fang", "县委办", ("柳湾镇", "东塘镇"), quiet=True, goal="数一数同一件事要求村里报几次表", help="县直部门要表的，先到“基层负担”里查有没有现成的。"),
    Tour("学校经费管理", ("school-funds",), "县教育局", ((10, 19), (10, 30)), "fang", "县审计局", ("第一中学", "职业技术学校"), kind=Kind.DEPARTMENT, goal="看收费票据和资助发放", help="课后服务费单独开票，票面写明项目和标准。"),
    Tour("村级小微工程", ("village-works",), "县清廉办", None, "fang", "县住房和城乡建设局", ("岭上村", "北门社区"), goal="看结算是否复核", help="结算前请镇里的造价员看一眼，留一句复核意见就行。"),
    Tour("学校招生招聘", ("school-admission",), "县清廉办", None, "jiang", "县人力资源和社会保障局", ("县教育局", "城关幼儿园"), goal="看名额和条件是否事先公开"),
    Tour("粮食储备用工和库存", ("soe-stock", "soe-hiring"), "县清廉办", None, "fang", "县发展和改革局", ("县粮储公司",), quiet=True, goal="实地核对出库台账"),
    Tour("窗口作风和容缺受理", ("habits", "doors-spring"), "县清廉办", ((3, 16), (3, 20)), "jiang", "县司法局", ("县自然资源局", "县民政局"), quiet=True, goal="看材料齐了能不能当场收下", help="缺一份次要材料的，先收下，写明几天内补；不让人白跑。"),
    Tour("医疗设备采购和维保", ("hospital-devices",), "县卫生健康局", ((4, 13), (4, 17)), "fang", "县医疗保障局", ("人民医院", "中医院"), kind=Kind.DEPARTMENT, goal="核对维保合同和实际维修记录", help="维修单由科室当场确认，年底按单付维保费。"),
    Tour("乡镇经费和公务接待", ("doors-money",), "县财政局", ((5, 13), (5, 13)), "jiang", "县审计局", ("云岭乡", "松林乡"), kind=Kind.DEPARTMENT, goal="看公函、清单、票据是否对得上", help="三样订在一起，少一样不报销，不必另写说明。"),
    Tour("乡镇采购回头看", ("doors-purchase",), "县清廉办", None, "fang", "县财政局", ("石桥镇",), goal="看上次的整改有没有落到合同上", help="合同和验收单放在一个袋子里，编同一个号。", ended=6),
    Tour("市场监管投诉答复自查", ("habits",), "县市场监督管理局", ((12, 7), (12, 11)), "he", "县市场监督管理局", ("城关镇",), kind=Kind.SELF, goal="抽样核对答复时限"),
    Tour("年底综合考核式检查", ("winds", "ills"), "县委办", ((12, 14), (12, 18)), "jiang", "县委办", ("石桥镇", "松林乡"), goal="年底集中看一遍"),
)  # fmt: skip
_DROPPED = "年底综合考核式检查"
_SEED, _ANSWER = "澄溪-{n}-7c1e-44aa-9b20-5d63", "今天的报纸头条：早稻收割过半"


class Visits:
    """Each working day, whatever each inspection's state and window let happen."""

    def __init__(self, *, began_on: date, last_on: date) -> None:
        self.people = {p.username: p for p in Person.objects.exclude(username="")}
        self.office, self.leader = self.people["ye"], self.people["gao"]
        self.year, self.began_on, self.last_on = began_on.year, began_on, last_on
        self.programme: Programme | None = None
        self.tour_of: dict[int, Tour] = {}

    def go_on(self, *, on: date, at: datetime) -> None:
        if self.programme is None:
            self._draft(at)
        elif self.programme.state == "draft":
            self._approve(self.programme, at)
        elif on >= date(self.year, 10, 8) and self.programme.version == 1:
            self._amend(self.programme, at)
        self._refuse(on, at)
        for inspection in Inspection.objects.exclude(code=None).order_by("pk"):
            self._one(inspection, on, at)

    # -- the programme

    def _draft(self, at: datetime) -> None:
        title = f"澄溪县{self.year}年度督查检查计划"
        self.programme = actions.draft_programme(
            year=self.year, title=title, by=self.office, now=at
        )
        for nth, tour in enumerate(TOURS):
            inspection = actions.propose_inspection(
                self.programme, self._words(tour), by=self.office, now=at
            )
            self.tour_of[inspection.pk] = tour
            if tour.draw:
                self._draw(inspection, tour, nth, at)

    def _words(self, tour: Tour) -> InspectionDraft:
        opens_on, closes_on = self._window(tour)
        helper = held_post(_unit(tour.member), (Role.CONTACT,))
        assert helper is not None  # noqa: S101 -- the county has been settled
        lead = self.people[tour.lead]
        team = [holders_of(helper)[0].person]
        if team[0] == lead:  # a self-check: by the unit's own people, at another's door
            team = [holders_of(helper)[-1].person, self.people["shen"]]
        return InspectionDraft(
            matter=tour.matter,
            kind=tour.kind,
            basis=f"《澄溪县清廉建设实施方案（{self.year}年）》；《政府督查工作条例》第十五条",
            goal=tour.goal,
            run_by=_unit(tour.run_by),
            designation=tour.designation.format(year=self.year),
            comprehensive=tour.matter == _DROPPED,
            scope=list(tour.scope),
            period_from=date(self.year, 1, 1),
            period_to=opens_on - timedelta(days=1),
            opens_on=opens_on,
            closes_on=closes_on,
            leader=lead,
            team=team,
            units=[_unit(name) for name in tour.units],
        )

    def _window(self, tour: Tour) -> tuple[date, date]:
        if tour.window:
            first, last = (date(self.year, *each) for each in tour.window)
            return first, last
        # About the day on which the demonstration is built, within the programme's year.
        about = min(self.last_on, date(self.year, 12, 15))
        if tour.ended:
            last = about - timedelta(days=tour.ended)
            return last - timedelta(days=2), last
        begun = 6 if tour.help else 1
        return about - timedelta(days=begun), about + timedelta(days=9)

    def _draw(self, inspection: Inspection, tour: Tour, nth: int, at: datetime) -> None:
        units = list(candidates_like(tour.among or "", without=[]))
        seed = _SEED.format(n=nth)
        draw = actions.commit_draw(
            inspection, candidates=units, count=tour.draw, seed=seed, by=self.office, now=at
        )  # fmt: skip
        actions.answer_draw(draw, answer=_ANSWER, by=self.people["jiang"], now=at)
        actions.reveal_draw(draw, seed=seed, by=self.office, now=at)

    def _approve(self, programme: Programme, at: datetime) -> None:
        actions.submit_programme(programme, by=self.office, now=at)
        note = "同意。同一单位相隔不足两周的，由同一组一次看完。"
        actions.approve_programme(programme, note=note, by=self.leader, now=at)

    def _amend(self, programme: Programme, at: datetime) -> None:
        """October: one taken out, because it would only be the same once more."""
        reason = "落实为基层减负要求，取消年底集中检查，用平时结果。"
        second = actions.amend_programme(
            programme, reason=reason, by=self.office, now=at
        )
        gone = Inspection.objects.get(matter=_DROPPED)
        actions.drop_inspection(gone, reason=reason, by=self.office, now=at)
        self._approve(second, at)
        self.programme = second

    # -- one inspection

    def _one(self, inspection: Inspection, on: date, at: datetime) -> None:
        tour = self.tour_of[inspection.pk]
        if inspection.state == _I.IN_PROGRAMME and not tour.quiet:
            if on >= inspection.opens_on - timedelta(days=6):
                actions.notify_units(inspection, by=self.people[tour.lead], now=at)
        elif inspection.state in (_I.IN_PROGRAMME, _I.NOTIFIED, _I.ON_SITE):
            self._visit(inspection, tour, on, at)
        elif inspection.state == _I.DRAFTED:
            if on > inspection.closes_on + timedelta(days=8):
                assert inspection.concluded_at is not None  # noqa: S101 -- drafted
                read = inspection.concluded_at
                actions.feed_back(inspection, concluded_at=read, by=self.office, now=at)
        elif inspection.state == _I.FED_BACK:
            self._agree(inspection, on, at)
        elif inspection.state == _I.FINAL:
            actions.close_inspection(inspection, by=self.office, now=at)

    def _visit(
        self, inspection: Inspection, tour: Tour, on: date, at: datetime
    ) -> None:
        if on > inspection.closes_on + timedelta(days=4):
            if inspection.state == _I.ON_SITE:
                words = _conclusion(inspection)
                lead = self.people[tour.lead]
                actions.draft_conclusion(inspection, words=words, by=lead, now=at)
            return
        if not inspection.opens_on <= on <= inspection.closes_on or not tour.help:
            return  # without words of help it waits for whoever tries the door
        for visit in inspection.visits.filter(state=VisitState.PLANNED)[:1]:
            self._admit(visit, tour, at)

    def _admit(self, visit: Visit, tour: Tour, at: datetime) -> None:
        post = held_post(visit.unit, (Role.CONTACT,))
        assert post is not None  # noqa: S101 -- the county has been settled
        person = holders_of(post)[0].person
        came = list(visit.inspection.members.all())
        actions.admit_visit(visit, came=came, by=person, now=at)
        actions.leave_help_note(
            visit, topic=tour.scope[0], words=tour.help, by=self.people[tour.lead], now=at
        )  # fmt: skip

    def _agree(self, inspection: Inspection, on: date, at: datetime) -> None:
        """Half of the units say so; the others let the term pass."""
        for visit in inspection.visits.filter(agreed_at=None, state=VisitState.ARRIVED):
            post = held_post(visit.unit, (Role.SECRETARY,))
            if post and visit.pk % 2:
                person = holders_of(post)[0].person
                if rules.may_agree(person, visit):
                    actions.agree_to_conclusion(visit, by=person, now=at)
        if inspection.review_until and on > inspection.review_until:
            actions.finish_inspection(inspection, by=self.office, now=at)

    # -- who came without a code

    def _refuse(self, on: date, at: datetime) -> None:
        for day, unit, note in REFUSALS:
            when = date(self.year, *day)
            # The first working day from then on; the play itself skips days of rest.
            if (
                when <= on < when + timedelta(days=7)
                and not _unit(unit).refusals.exists()
            ):
                post = held_post(_unit(unit), (Role.CONTACT,))
                if post:
                    person = holders_of(post)[0].person
                    actions.refuse_visit(_unit(unit), note, by=person, now=at)


REFUSALS = (
    ((3, 18), "县发展和改革局", RefusalNote(kind=RefusalKind.OTHER_UNIT, who_came="检查组", words="编码是查县自然资源局的，走错了门。")),
    ((4, 22), "人民医院", RefusalNote(kind=RefusalKind.WRONG_DAY, who_came="检查组", words="检查已经在17日结束，来人说补看一份合同，没有接待。")),
    ((5, 14), "松林乡", RefusalNote(kind=RefusalKind.NOT_ON_TEAM, who_came="某中介机构", words="来人不在名单上，说是代检查组来的。")),
    ((6, 9), "县妇联", RefusalNote(kind=RefusalKind.NOT_RUNNING, who_came="检查组", words="编码还没有通知单位，请对方先联系县清廉办。")),
    ((8, 20), "青石村", RefusalNote(kind=RefusalKind.NO_CODE, who_came="某县直部门", words="来人要求当场提供三年台账，说是“随便看看”，没有编码。")),
    ((9, 22), "实验小学", RefusalNote(kind=RefusalKind.UNKNOWN_CODE, shown_code="HH29-KPQ", who_came="自称检查组", words="编码查不到，请对方联系县清廉办。")),
    ((8, 27), "县城投集团", RefusalNote(kind=RefusalKind.OUT_OF_SCOPE, who_came="检查组", words="要求提供人事档案，不在锁定范围内，已婉拒；其余照常提供。")),
)  # fmt: skip


def _unit(short_name: str) -> Unit:
    return Unit.objects.get(short_name=short_name)


def _conclusion(inspection: Inspection) -> str:
    units = "、".join(
        visit.unit.short_name
        for visit in inspection.visits.filter(state=VisitState.ARRIVED)
    )
    return (
        f"到访{units}。范围内的事项有据可查；发现的不足另按问题登记，已当面说明。"
        "本次没有要求单位另外准备材料。帮助单已留下。"
    )
