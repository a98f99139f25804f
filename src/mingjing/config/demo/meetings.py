"""The demonstration county's sessions: held, minuted and issued on their days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mingjing.base.people.models import Person, Post, Unit
from mingjing.base.people.queries import holders_of
from mingjing.base.people.states import Role
from mingjing.cycle.duties.queries import held_post, office_post
from mingjing.cycle.sessions import actions
from mingjing.cycle.sessions.actions import Agenda, DecisionText, SessionPlan
from mingjing.cycle.sessions.models import Session
from mingjing.cycle.sessions.states import SessionKind, SessionState

_K = SessionKind


@dataclass(frozen=True)
class Meeting:
    """month and day, or None: on the last day that is played. Decisions: unit, what, days, proof."""

    kind: SessionKind
    unit: str
    title: str
    day: tuple[int, int] | None
    agenda: tuple[str, ...]
    number: str = ""
    decisions: tuple[tuple[str, str, int, str], ...] = ()
    information: tuple[tuple[str, str], ...] = ()
    first_topic: bool = False
    follows: str = ""
    ends: SessionState = SessionState.ISSUED
    reason: str = ""


MEETINGS = (
    Meeting(
        _K.HEARING, "县委", "县委常委会听取上年度清廉建设情况汇报", (2, 6),
        ("听取上年度清廉建设情况汇报", "研究今年的实施方案怎样落到人"),
        "澄委常纪〔{year}〕4号",
        (
            ("县委组织部", "公布考评方案征求意见的采纳情况", 45, "公布网页的链接"),
            ("县财政局", "公布上年度审计整改未完成事项的原因", 30, "说明函文号"),
        ),
        (("责任清单按实施方案认领，不另发通知", "已有方案，不另立责任"),),
    ),
    Meeting(
        _K.LEADING_GROUP, "县清廉办", "县清廉建设领导小组第一次会议", (3, 25),
        ("看第一季度的责任清单", "研究窗口检查发现的问题"),
        "澄清廉纪〔{year}〕1号",
        (
            ("县自然资源局", "公布不动产登记容缺受理的材料清单", 40, "公布网页的链接"),
            ("县民政局", "把养老机构备案的一次告知单印发到窗口", 30, "印发文号"),
        ),
    ),
    Meeting(
        _K.HEARING, "县委", "县委常委会听取上半年清廉建设情况汇报", (7, 10),
        ("学习有关全面从严治党的重要讲话", "听取上半年清廉建设情况汇报"),
        "澄委常纪〔{year}〕18号",
        (
            ("县教育局", "公布全县学校食堂大宗物资采购比价结果", 60, "公布网页的链接"),
            ("县行政审批局", "把开办餐馆的一次告知单印发到各窗口", 45, "印发文号"),
            ("县财政局", "说明上半年公务接待清单缺公函的补正情况", 30, "说明函文号"),
        ),
        (("对上半年进展予以肯定，缺口先列、成绩后列", "供知悉，不另立责任"),),
        first_topic=True,
    ),
    Meeting(
        _K.LEADING_GROUP, "县清廉办", "县清廉建设领导小组第二次会议", (8, 12),
        ("通报县城投集团工程采购问题", "研究村级公开事项清单"),
        "澄清廉纪〔{year}〕2号",
        (
            ("县城投集团", "修订零星工程采购办法，写明禁止化整为零", 75, "修订后的办法文号"),
            ("县农业农村局", "取消要求村里每周上传照片的做法并书面告知各村", 20, "告知函文号"),
            ("县民政局", "公布养老机构备案的办理时限和咨询电话", 40, "公布网页的链接"),
        ),
        (("村级公开事项清单按县农业农村局现有责任办理", "已有责任承办，不重复立项"),),
    ),
    Meeting(
        _K.COMMITTEE, "县教育局", "县教育局党组第九次会议", (9, 10),
        ("学习教育领域清廉建设有关文件", "研究校服采购监督"),
        "澄教党纪〔{year}〕9号",
        (("县教育局", "公布秋季校服采购的评审办法和供货单位", 30, "公布网页的链接"),),
        first_topic=True,
    ),
    Meeting(
        _K.STUDY, "县卫生健康局", "县卫生健康局专题学习", (9, 18),
        ("医疗机构工作人员廉洁从业九项准则",),
        "澄卫党纪〔{year}〕14号",
        (),
        (("各医院结合实际对照执行", "九项准则已列入各医院现有责任"),),
        first_topic=True,
    ),
    Meeting(
        _K.LIFE, "县财政局", "县财政局党组专题民主生活会", (10, 13),
        ("通报上一次整改情况", "开展批评与自我批评"),
        "澄财党纪〔{year}〕11号",
        (("县财政局", "公务接待报销增加“无公函不受理”的程序控制", 40, "程序说明的文号"),),
    ),
    Meeting(
        _K.URGE, "县委", "县委书记督办领导小组第二次会议决定", (10, 21),
        ("逐项看领导小组第二次会议的决定",),
        "澄委督纪〔{year}〕5号",
        (("县城投集团", "说明工程采购办法修订后新签合同的变化", 25, "说明函文号"),),
        follows="县清廉建设领导小组第二次会议",
    ),
    Meeting(
        _K.COMMITTEE, "县市场监督管理局", "县市场监督管理局党组第十一次会议", (11, 5),
        ("研究投诉答复时限",), ends=SessionState.CANCELLED,
        reason="与全县安全生产会议冲突，并入下一次会议。",
    ),
    Meeting(
        _K.DEPLOY, "县委", "县委书记部署学校清廉建设", (4, 15),
        ("学校采购、招生、收费三件事",),
        "澄委部纪〔{year}〕2号",
        (("县教育局", "公布全县学校收费项目和标准", 45, "公布网页的链接"),),
    ),
    Meeting(
        _K.TEST, "县委", "县委书记检验学校清廉建设成效", (6, 17),
        ("逐项看部署会的决定",),
        "澄委检纪〔{year}〕1号",
        (),
        (("收费公示三所学校看得到", "已有责任承办，不重复立项"),),
        follows="县委书记部署学校清廉建设",
    ),
    Meeting(
        _K.COMMITTEE, "县民政局", "县民政局党组第十二次会议", (11, 18),
        ("研究养老机构备案时限",), ends=SessionState.HELD,
    ),
    Meeting(
        _K.LEADING_GROUP, "县清廉办", "县清廉建设领导小组第三次会议", None,
        ("研究年底前要办成的几件事", "通报检查计划执行情况"),
        "澄清廉纪〔{year}〕3号",
        (
            ("县交通运输局", "公布农村道路报修的派工时限", 30, "公布网页的链接"),
            ("县公安局", "户籍窗口停止重复收取同一份证明", 25, "通知文号"),
            ("县卫生健康局", "公布委托服务采购的合同公告", 35, "公布网页的链接"),
        ),
        (("检查计划按批准的第二版执行", "由检查计划本身约束"),),
        ends=SessionState.MINUTED,
    ),
    Meeting(
        _K.HEARING, "县委", "县委常委会听取下半年清廉建设情况汇报", (12, 24),
        ("听取下半年清廉建设情况汇报",),
    ),
)  # fmt: skip


class Meetings:
    """Planned a week before, held on the day, minuted and issued two days later."""

    def __init__(self, *, began_on: date, last_on: date) -> None:
        self.people = {p.username: p for p in Person.objects.exclude(username="")}
        self.office = self.people["ye"]
        self.plan: list[tuple[date, Meeting]] = [
            (_day_of(each, began_on, last_on), each) for each in MEETINGS
        ]
        self.made: dict[str, Session] = {}

    def go_on(self, *, on: date, at: datetime) -> None:
        for day, meeting in self.plan:
            session = self.made.get(meeting.title)
            if session is None:
                if on >= day - timedelta(days=40):
                    self.made[meeting.title] = self._plan(meeting, day, at)
                continue
            session.refresh_from_db()
            if session.state == SessionState.PLANNED and on >= day:
                self._hold(session, meeting, on, at)
            elif session.state == SessionState.HELD:
                self._minute(session, meeting, on, at)
            elif (
                session.state == SessionState.MINUTED and meeting.ends != session.state
            ):
                actions.issue_decisions(session, by=self.office, now=at)

    def _plan(self, meeting: Meeting, day: date, at: datetime) -> Session:
        unit = Unit.objects.get(short_name=meeting.unit)
        chair = held_post(unit, (Role.LEADER, Role.SECRETARY, Role.OFFICE))
        assert chair is not None  # noqa: S101 -- the county has been settled
        plan = SessionPlan(
            kind=meeting.kind,
            title=meeting.title,
            unit=unit,
            chair_post=chair,
            planned_on=day,
            follows=self.made.get(meeting.follows),
            agenda=Agenda(meeting.agenda, meeting.first_topic),
        )
        return actions.plan_session(plan, by=self._clerk(unit), now=at)

    def _clerk(self, unit: Unit) -> Person:
        """The office for the county's own sessions; a unit's secretary for the unit's."""
        county = unit.short_name in ("县委", "县清廉办")
        post = None if county else held_post(unit, (Role.SECRETARY,))
        return holders_of(post)[0].person if post else self.office

    def _hold(self, session: Session, meeting: Meeting, on: date, at: datetime) -> None:
        by = self._clerk(session.unit)
        if meeting.ends == SessionState.CANCELLED:
            actions.cancel_session(session, reason=meeting.reason, by=by, now=at)
            return
        agenda = Agenda(meeting.agenda, meeting.first_topic)
        actions.hold_session(session, held_on=on, agenda=agenda, by=by, now=at)
        if meeting.day is None:
            self._minute(session, meeting, on, at)

    def _minute(
        self, session: Session, meeting: Meeting, on: date, at: datetime
    ) -> None:
        if not meeting.number:
            return
        said = [self._owed(*row, on=on) for row in meeting.decisions]
        told = [
            DecisionText(text=t, no_duty_reason=why) for t, why in meeting.information
        ]
        actions.minute_session(
            session,
            number=meeting.number.format(year=on.year),
            decisions=[*said, *told],
            by=self._clerk(session.unit),
            now=at,
        )

    @staticmethod
    def _owed(unit: str, what: str, days: int, proof: str, *, on: date) -> DecisionText:
        post = held_post(Unit.objects.get(short_name=unit), (Role.CONTACT,))
        until = on + timedelta(days=days)
        checker: Post | None = office_post()
        return DecisionText(
            text=what,
            post=post,
            checker_post=checker,
            clock={"kind": "once", "due_on": until.isoformat()},
            ends_on=until,
            proof=proof,
            minutes=10,
        )


def _day_of(meeting: Meeting, began_on: date, last_on: date) -> date:
    if meeting.day is None:
        return last_on
    month, day = meeting.day
    return date(began_on.year, month, day)
