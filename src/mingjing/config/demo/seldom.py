"""What happens in a county's year now and then, so that each of it can be looked at."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile

from mingjing.base.people.models import Person, Unit
from mingjing.base.people.queries import holders_of
from mingjing.base.people.states import UnitKind
from mingjing.cycle.duties import actions as duties
from mingjing.cycle.duties.models import Due, Duty
from mingjing.cycle.duties.queries import office_post
from mingjing.cycle.duties.states import OWED, DutyState
from mingjing.cycle.evidence import actions as evidence
from mingjing.cycle.inspection import actions as inspection
from mingjing.cycle.inspection.models import Programme
from mingjing.cycle.inspection.queries import candidates_like
from mingjing.cycle.inspection.states import Kind, ProgrammeState
from mingjing.cycle.plan import actions as plans
from mingjing.cycle.plan.models import Measure, Plan
from mingjing.cycle.plan.states import MeasureState, Verdict
from mingjing.insight.reports import actions as reports

# Last year's rules, which the new plan took the place of; and what is being prepared.
OLD = """澄溪县廉政风险防控工作要点
一、公布部门权力清单。（牵头单位：县司法局；完成时限：每半年）
二、开展廉政谈话提醒。（牵头单位：县纪委监委；完成时限：每季度）
"""
NEXT = """澄溪县清廉建设实施方案的补充通知
一、公布农村道路报修办理情况。逐件公布派工和完工时间。（牵头单位：县交通运输局；完成时限：每月）
二、公布校外培训巡查结果。（牵头单位：县教育局；完成时限：每季度）
"""
_A_PAGE = "关于公开招租的说明\n\n场地两处，公告十五日，结果已在公示栏张贴。\n"


class Seldom:
    """Each on the first working day from its own on."""

    def __init__(self, *, began_on: date, last_on: date) -> None:
        names = ("ye", "su", "gao", "jiang", "fang")
        found = Person.objects.filter(username__in=names)
        self.people = {each.username: each for each in found}
        self.office, self.year = self.people["ye"], began_on.year
        days: list[tuple[date, Callable[[datetime], None]]] = [
            (began_on, self._end_the_old_plan),
            (date(self.year, 8, 20), self._reach),
            (date(self.year, 9, 10), self._drop),
            (date(self.year, 10, 15), self._miss),
            (last_on - timedelta(days=9), self._settle_dues),
            (last_on - timedelta(days=8), self._end_a_duty),
            (last_on - timedelta(days=6), self._withdraw_a_proof),
            (last_on - timedelta(days=3), self._prepare_the_next_plan),
            (last_on - timedelta(days=2), self._prepare_the_next_programme),
            (last_on, self._leave_open),
        ]
        self.left = sorted(days, key=lambda each: each[0])

    def go_on(self, *, on: date, at: datetime) -> None:
        while self.left and self.left[0][0] <= on:
            self.left.pop(0)[1](at)

    # -- plans and measures

    def _plan_of(self, words: str, title: str, ends_on: date, at: datetime) -> Plan:
        upload = ContentFile(words.encode(), name=f"{title}.txt")
        source = plans.import_source(upload, by=self.office, now=at)
        for verdict in (Verdict.MEASURE, Verdict.HEADING):
            chosen = source.clauses.filter(suggestion=verdict)
            plans.judge_clauses(chosen, verdict, by=self.office, now=at)
        rest = source.clauses.filter(verdict=Verdict.PENDING)
        plans.judge_clauses(rest, Verdict.REJECTED, by=self.office, now=at)
        made = plans.make_plan(
            source,
            title=title,
            starts_on=date(ends_on.year, 1, 1),
            ends_on=ends_on,
            by=self.office,
            now=at,
        )
        return made.plan

    def _checked(self, plan: Plan, at: datetime) -> list[Measure]:
        found = list(plan.measures.filter(is_branch=False).order_by("order"))
        for measure in found:
            plans.edit_measure(
                measure,
                {"result": f"县政务网可以查到：{measure.title}"[:300]},
                reason="补上别人看得见的结果。",
                version=measure.version,
                by=self.office,
                now=at,
            )
        plans.check_measure(found[0], by=self.office, now=at)
        return found

    def _end_the_old_plan(self, at: datetime) -> None:
        title = f"澄溪县{self.year - 1}年廉政风险防控工作要点"
        plan = self._plan_of(OLD, title, date(self.year, 1, 31), at)
        first = self._checked(plan, at)[0]
        plans.activate_measures([first], by=self.office, now=at)
        reason = f"由《澄溪县清廉建设实施方案（{self.year}年）》接续。"
        plan.refresh_from_db()
        plans.end_plan(plan, reason=reason, by=self.office, now=at)

    def _prepare_the_next_plan(self, at: datetime) -> None:
        """One of its measures can be checked, the other still lacks its clock's day."""
        title = "清廉建设实施方案的补充通知"
        self._checked(self._plan_of(NEXT, title, date(self.year, 12, 31), at), at)

    def _measure(self, title: str) -> Measure:
        return Measure.objects.get(
            title__startswith=title, is_branch=False, state=MeasureState.ACTIVE
        )

    # Whoever put a measure into force does not judge how it ended: the second officer.
    def _reach(self, at: datetime) -> None:
        words = "核对表已经启用，县委组织部网页可以查到，抽查六次都有记录。"
        one = self._measure("规范选人用人程序记录")
        plans.reach_measure(one, reason=words, by=self.people["su"], now=at)

    def _drop(self, at: datetime) -> None:
        one = self._measure("开放家风读物")
        words = "群众自愿参加的活动不宜列入责任清单，改由县妇联日常开展。"
        plans.ask_to_drop(one, reason=words, by=self.office, now=at)
        one.refresh_from_db()
        plans.confirm_drop(one, by=self.people["su"], now=at)

    def _miss(self, at: datetime) -> None:
        words = "四个单位的流程图只完成两个，未达成；剩余部分列入下一年方案。"
        one = self._measure("编制权力运行流程图")
        plans.miss_measure(one, reason=words, by=self.people["su"], now=at)

    # -- duties and dues

    def _owed(self) -> list[Due]:
        """Of units in which the office has no part, far from their day."""
        owed = Due.objects.filter(state__in=OWED, due_on__gt=date(self.year, 12, 1))
        return list(owed.exclude(unit=office_post().unit).order_by("pk"))  # type: ignore[union-attr]

    def _settle_dues(self, at: datetime) -> None:
        waived, void, *_rest = self._owed()
        words = "本期没有发生采购，这一次不用报。"
        duties.waive_due(waived, reason=words, by=self.office, now=at)
        words = "与审计整改公布的内容相同，重复要求，作废。"
        duties.void_due(void, reason=words, by=self.office, now=at)

    def _end_a_duty(self, at: datetime) -> None:
        duty = Duty.objects.filter(
            state=DutyState.IN_FORCE, unit__short_name="县直机关工委"
        ).latest("pk")
        words = "数量已由县委办统一公布，不再逐家要。"
        duties.end_duty(duty, reason=words, by=self.office, now=at)

    def _withdraw_a_proof(self, at: datetime) -> None:
        """A file in place of a number; sent back; withdrawn by the unit itself."""
        due = next(d for d in self._owed() if d.unit.kind == UnitKind.SCHOOL)
        holder = holders_of(due.post)[0].person
        checker = holders_of(due.checker_post)[0].person
        page = ContentFile(_A_PAGE.encode(), name="招租说明.txt")
        kept = evidence.prove_dues([due], upload=page, by=holder, now=at)
        due.refresh_from_db()
        words = "请换成公示页面的链接，不用交文件。"
        evidence.check_due(due, accept=False, note=words, by=checker, now=at)
        kept.refresh_from_db()
        evidence.withdraw_evidence(kept, reason="改交链接。", by=holder, now=at)

    # -- what waits on the last day

    def _prepare_the_next_programme(self, at: datetime) -> None:
        """The next version in draft, with a draw at each of its steps."""
        now_in_force = Programme.objects.get(state=ProgrammeState.APPROVED)
        reason = "增列三项年初检查，对象抽取。"
        draft = inspection.amend_programme(
            now_in_force, reason=reason, by=self.office, now=at
        )
        units = list(candidates_like(UnitKind.TOWNSHIP, without=[]))
        for nth, matter in enumerate(("惠民补贴复查", "乡镇采购", "窗口服务"), 1):
            one = inspection.propose_inspection(
                draft, self._next_tour(matter, nth), by=self.office, now=at
            )
            seed = f"澄溪-次年-{nth}-5f0a-4be1-9c77"
            draw = inspection.commit_draw(
                one, candidates=units, count=2, seed=seed, by=self.office, now=at
            )
            if nth == 2:
                answer = "今天的报纸头条：冬修水利开工"
                inspection.answer_draw(
                    draw, answer=answer, by=self.people["jiang"], now=at
                )
            elif nth == 3:
                words = "名单里漏了一个乡，作废重抽。"
                inspection.abandon_draw(draw, reason=words, by=self.office, now=at)

    def _next_tour(self, matter: str, nth: int) -> inspection.InspectionDraft:
        scope = ("village-benefits", "doors-purchase", "habits")[nth - 1]
        opens_on = date(self.year, 12, 20 + 2 * nth)
        return inspection.InspectionDraft(
            matter=matter,
            kind=Kind.SPECIAL,
            basis="《政府督查工作条例》第十五条",
            goal="看整改以后有没有再犯",
            run_by=Unit.objects.get(short_name="县清廉办"),
            designation="",
            comprehensive=False,
            scope=[scope],
            period_from=date(self.year, 1, 1),
            period_to=opens_on - timedelta(days=1),
            opens_on=opens_on,
            closes_on=opens_on + timedelta(days=1),
            leader=self.people["fang"],
            team=[self.people["jiang"]],
            units=[],
        )

    def _leave_open(self, at: datetime) -> None:
        """A wish for more time, drafts not yet offered, this half-year's first draft."""
        due = next(d for d in self._owed() if d.unit.kind == UnitKind.HOSPITAL)
        duties.ask_extension(
            due,
            until=due.due_on + timedelta(days=10),
            reason="耗材盘点要到下月中旬，数据才准确。",
            by=holders_of(due.post)[0].person,
            now=at,
        )
        self._draft(due, at)
        reports.compile_report(f"{self.year}-H2", by=self.office, now=at)

    def _draft(self, like: Due, at: datetime) -> None:
        """One not yet offered; one accepted that begins next month."""
        checker = office_post()
        assert checker is not None  # noqa: S101 -- the county has been settled
        starts_on = at.date() + timedelta(days=30)
        for title in ("公布年度采购计划执行情况", "公布耗材盘点结果"):
            draft = duties.DutyDraft(
                title=title,
                post=like.post,
                checker_post=checker,
                clock={"kind": "recurring", "every": "quarter"},
                proof="公布网页的链接",
                basis=f"县清廉办函〔{self.year}〕49号",
                starts_on=starts_on,
                ends_on=starts_on + timedelta(days=360),
            )
            duty = duties.draft_duty(draft, by=self.office, now=at)
        duties.offer_duty(duty, by=self.office, now=at)
        duty.refresh_from_db()
        holder = holders_of(like.post)[0].person
        duties.accept_duty(duty, by=holder, now=at)
