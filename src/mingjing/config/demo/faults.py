"""Some forty findings of the half year, through every state, and the appeals against them.

Each story is a fault and where it has come to by today. Its steps wait in a line; each
is taken on the first working day on which it is its turn and the rules let it happen.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate

from mingjing.base.people.models import Person, Unit
from mingjing.base.people.queries import holders_of
from mingjing.base.people.states import Role
from mingjing.config.demo.faults_plot import ENDS, SOURCES, Story
from mingjing.config.demo.faults_text import STORIES
from mingjing.cycle.appeals import actions as appeals
from mingjing.cycle.appeals.models import Appeal
from mingjing.cycle.appeals.states import AppealState, Outcome
from mingjing.cycle.duties import actions as duties
from mingjing.cycle.duties.queries import held_post
from mingjing.cycle.duties.states import OWED, DueState, DutyState
from mingjing.cycle.evidence import actions as evidence
from mingjing.cycle.evidence import rules as evidence_rules
from mingjing.cycle.findings import actions, rules
from mingjing.cycle.findings.models import Finding
from mingjing.cycle.findings.states import Point, SourceKind
from mingjing.cycle.inspection.models import Visit
from mingjing.cycle.inspection.states import VisitState

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_MILDER = {"grave": "serious", "serious": "ordinary", "ordinary": "minor"}


class Telling:
    """One story, and the finding that it has become."""

    def __init__(self, story: Story, nth: int, people: dict[str, Person]) -> None:
        self.story = story
        self.nth = nth
        self.people = people
        self.unit = Unit.objects.get(short_name=story.unit)
        post = held_post(self.unit, (Role.CONTACT,))
        assert post is not None  # noqa: S101 -- the county has been settled
        self.post = post
        self.told = False
        self.finding: Finding
        self.again: Finding
        self.left = [
            (story.began_on + timedelta(days=days), step)
            for days, step in ENDS[story.end]
        ]

    def go_on(self, *, on: date, until: datetime) -> None:
        """The next step, if it is its turn; one that cannot be yet waits for its day."""
        hour = 10
        while self.left and self.left[0][0] <= on:
            step: Callable[[datetime], bool] = getattr(self, f"_{self.left[0][1]}")
            self._read_again()
            # A minute of its own: the county's other dice fall as they fell without us.
            at = datetime.combine(on, time(min(hour, 17), self.nth), tzinfo=_SHANGHAI)
            if not step(min(at, until)):
                return
            hour += 1
            planned, _step = self.left.pop(0)
            if not self.told:
                # What a visit finds waits for the visit, and all that follows with it.
                wait = on - planned
                self.left = [(day + wait, name) for day, name in self.left]
            self.told = True

    def _read_again(self) -> None:
        for name in ("finding", "again"):
            if name in self.__dict__:
                setattr(self, name, Finding.objects.get(pk=getattr(self, name).pk))

    # -- who

    @property
    def unit_person(self) -> Person:
        return holders_of(self.post)[0].person

    def _opener(self) -> Person:
        return self.people[SOURCES[self.story.source][2]]

    def _judge(self) -> Person:
        """Office or discipline: the one who did not bring it."""
        pair = (self.people["ye"], self.people["jiang"])
        return next(each for each in pair if not rules.brought_it(each, self.finding))

    # -- telling and answering

    def _draft(
        self, found_on: date, before: Finding | None = None
    ) -> actions.FindingDraft:
        return actions.FindingDraft(
            title=self.story.title,
            post=self.post,
            category=self.story.category,
            severity=self.story.severity,
            facts=self.story.facts,
            law=self.story.law,
            found_on=found_on,
            relapse_of=before,
        )

    def _note(self, source: str, on: date) -> actions.SourceNote:
        kind, form, _by = SOURCES[source]
        pointer = form.format(year=on.year, n=self.nth)
        return actions.SourceNote(kind=kind, pointer=pointer, said_on=on)

    def _open(self, now: datetime) -> bool:
        on = self.story.began_on
        if self.story.source == "visit":
            return self._open_on_site(now)
        note = self._note(self.story.source, on)
        self.finding = actions.open_finding(
            self._draft(on), note, by=self._opener(), now=now
        )
        return True

    def _open_on_site(self, now: datetime) -> bool:
        """By the visit's own leader, within its scope, while it lasts."""
        here = Visit.objects.filter(
            unit=self.unit,
            state=VisitState.ARRIVED,
            inspection__in=rules.inspections_of(self._opener()),
        ).select_related("inspection")
        category = self.story.category
        visit = next((v for v in here if category in v.inspection.scope), None)
        if visit is None:
            return False
        on = localdate(now)
        _kind, form, _by = SOURCES["visit"]
        note = actions.SourceNote(
            kind=SourceKind.INSPECTION,
            pointer=form.format(n=self.nth),
            said_on=on,
            inspection=visit.inspection,
        )
        self.finding = actions.open_finding(
            self._draft(on), note, by=self._opener(), now=now
        )
        return True

    def _report(self, now: datetime) -> bool:
        self.finding = actions.report_own(
            self._draft(self.story.began_on),
            pointer=f"{self.unit.short_name}自查〔{now.year}〕{self.nth}号",
            by=self.unit_person,
            now=now,
        )
        return True

    def _notify(self, now: datetime) -> bool:
        actions.notify_finding(self.finding, by=self._opener(), now=now)
        return True

    def _accept(self, now: datetime) -> bool:
        words = "情况属实，已经着手整改。"
        actions.reply_to_finding(
            self.finding, accepts=True, words=words, by=self.unit_person, now=now
        )
        return True

    def _object(self, now: datetime) -> bool:
        points = {Point.SEVERITY: "时间短，发现后当天已经补正，没有造成后果。"}
        if self.story.end == "withdrawn":
            points = {Point.FACTS: "这两家企业不在本单位统计范围，台账由另一单位保管。"}
        actions.reply_to_finding(
            self.finding, accepts=False, objections=points, by=self.unit_person, now=now
        )
        return True

    def _confirm(self, now: datetime) -> bool:
        due_on = self.finding.reply_due_on
        if self.finding.state == "notified" and due_on and localdate(now) <= due_on:
            return False
        silent = self.finding.state == "notified"
        note = "到期没有答复，已到现场核实。" if silent else "事实清楚，予以确认。"
        actions.confirm_finding(self.finding, note=note, by=self._judge(), now=now)
        return True

    def _confirm_milder(self, now: datetime) -> bool:
        actions.confirm_finding(
            self.finding,
            note="采纳关于程度的异议；事实没有出入。",
            answers={Point.SEVERITY: "采纳。发现后当天补正，程度下调一级。"},
            changes={"severity": _MILDER[self.finding.severity]},
            by=self._judge(),
            now=now,
        )
        return True

    def _withdraw(self, now: datetime) -> bool:
        reason = "经核实，这两家企业不属于该单位的统计范围，原认定对象有误，予以撤销。"
        actions.withdraw_finding(self.finding, reason=reason, by=self._judge(), now=now)
        return True

    def _source(self, now: datetime) -> bool:
        note = self._note("discipline", localdate(now))
        # A letter to the office: discipline stays free to confirm.
        actions.add_source(self.finding, note, by=self.people["ye"], now=now)
        return True

    def _second(self, now: datetime) -> bool:
        note = self._note("discipline", self.story.began_on)
        self.again = actions.open_finding(
            self._draft(self.story.began_on), note, by=self.people["ye"], now=now
        )
        return True

    def _merge(self, now: datetime) -> bool:
        actions.merge_finding(self.again, self.finding, by=self.people["ye"], now=now)
        return True

    # -- curing

    def _write(self, now: datetime) -> bool:
        months = {"minor": 20, "ordinary": 30}.get(self.finding.severity, 45)
        changes = self.nth % 4 != 0
        text = actions.CureText(
            what=f"补正并建立台账：{self.story.title}",
            until_on=localdate(now) + timedelta(days=months),
            proof="整改情况报告的文号",
            root_cause="没有专人负责，也没有定期核对。",
            rule_change="修订本单位内部规定，明确专人、时限和每月核对。" if changes else "",
            no_change_reason="" if changes else "现行规定已经明确，问题在于没有执行；已调整分工。",
        )  # fmt: skip
        actions.write_cure(self.finding, text, by=self.unit_person, now=now)
        return True

    def _send_back(self, now: datetime) -> bool:
        note = "请写明由哪个岗位核对、每月哪一天核对。"
        actions.return_cure(self.finding, note=note, by=self.people["ye"], now=now)
        return True

    def _start(self, now: datetime) -> bool:
        checker = held_post(
            Unit.objects.get(short_name="县委巡察办"), (Role.INSPECTOR,)
        )
        assert checker is not None  # noqa: S101 -- a persona's post
        actions.start_cure(
            self.finding, checker_post=checker, by=self.people["ye"], now=now
        )
        return True

    def _take(self, now: datetime) -> bool:
        cure = rules.cure_of(self.finding)
        if cure and cure.duty and cure.duty.state == DutyState.OFFERED:
            duties.accept_duty(cure.duty, by=self.unit_person, now=now)
        return True

    def _claim(self, now: datetime) -> bool:
        due = rules.due_of(self.finding)
        if due is None:
            return False
        if due.state in OWED:
            number = f"{self.unit.short_name}〔{now.year}〕{200 + self.nth}号"
            evidence.prove_dues([due], pointer=number, by=self.unit_person, now=now)
        return True

    def _check(self, now: datetime) -> bool:
        due, checker = rules.due_of(self.finding), self.people["fang"]
        if due is None or due.state in OWED:
            return self._claim(now) and False
        if due.state == DueState.CLAIMED and evidence_rules.may_check(checker, due):
            evidence.check_due(
                due, accept=True, note="已到现场看过。", by=checker, now=now
            )
        return True

    def _sign(self, now: datetime) -> bool:
        judge = self._judge()
        if not rules.may_sign_off(judge, self.finding):
            return False
        note = "措施已落实，制度已修订。"
        actions.sign_off(self.finding, note=note, by=judge, now=now)
        return True

    # -- again

    def _relapse(self, now: datetime) -> bool:
        before = self.finding
        if before.watch_until is None or before.watch_until < localdate(now):
            return True
        note = self._note("press", localdate(now))
        draft = self._draft(localdate(now), before)
        self.again = actions.open_finding(draft, note, by=self.people["ye"], now=now)
        return True

    def _relapse_told(self, now: datetime) -> bool:
        if "again" in self.__dict__:
            actions.notify_finding(self.again, by=self.people["ye"], now=now)
        return True

    def _relapse_accept(self, now: datetime) -> bool:
        if "again" in self.__dict__:
            words = "换人以后没有交接清楚，又发生了一次。"
            actions.reply_to_finding(self.again, accepts=True, words=words, by=self.unit_person, now=now)  # fmt: skip
        return True

    def _relapse_confirm(self, now: datetime) -> bool:
        if "again" in self.__dict__:
            note = "回看期内又发生，确认复发。"
            actions.confirm_finding(self.again, note=note, by=self.people["jiang"], now=now)  # fmt: skip
        return True

    # -- appeals: the office takes them in, the county leader had no part

    def _open_appeal(self) -> Appeal:
        return Appeal.objects.get(kind="finding", subject=self.finding.pk)

    def _appeal(self, now: datetime) -> bool:
        ground = (
            "事实没有出入，但程度偏重：发现后三天内已经改正，没有影响到群众和企业。"
        )
        if self.story.end == "revoked":
            ground = (
                "三张表分别由上级三个部门布置，格式、时间都由上级规定，不是本镇要求的。"
            )
        appeals.file_appeal("finding", self.finding, ground=ground, by=self.unit_person, now=now)  # fmt: skip
        return True

    def _admit(self, now: datetime) -> bool:
        appeals.accept_appeal(
            self._open_appeal(),
            decider=self.people["gao"],
            by=self.people["ye"],
            now=now,
        )
        return True

    def _appeal_late(self, now: datetime) -> bool:
        appeals.file_appeal(
            "finding",
            self.finding,
            ground="请求重新认定程度：整改已经完成。",
            late_reason="经办岗位休假，没有及时提出。",
            by=self.unit_person,
            now=now,
        )
        return True

    def _refuse(self, now: datetime) -> bool:
        words = "休假期间有副手，不是不能提出；超过期限没有正当理由，不予受理。"
        appeals.refuse_appeal(
            self._open_appeal(), reason=words, by=self.people["ye"], now=now
        )
        return True

    def _retract(self, now: datetime) -> bool:
        appeals.withdraw_appeal(self._open_appeal(), by=self.unit_person, now=now)
        return True

    def _decide(self, outcome: Outcome, reasons: str, now: datetime) -> bool:
        appeal = self._open_appeal()
        if appeal.state != AppealState.ACCEPTED:
            return True
        changes = {"severity": _MILDER.get(self.finding.severity, "minor")}
        appeals.decide_appeal(
            appeal, outcome=outcome, reasons=reasons, changes=changes, by=self.people["gao"], now=now
        )  # fmt: skip
        return True

    def _uphold(self, now: datetime) -> bool:
        words = "没有公告属实，影响到应聘者公平竞争，原认定适当，予以维持。"
        return self._decide(Outcome.UPHELD, words, now)

    def _vary(self, now: datetime) -> bool:
        words = "事实成立；三天内改正，没有造成后果，程度下调一级。"
        return self._decide(Outcome.VARIED, words, now)

    def _revoke(self, now: datetime) -> bool:
        words = "报表由上级部门布置，责任不在该镇，原认定不成立，予以撤销；另向布置部门提出。"
        return self._decide(Outcome.REVOKED, words, now)


def stories(*, began_on: date, until: date) -> list[Telling]:
    """All of them, the oldest first; none begins before the county's year does."""
    names = ("ye", "jiang", "gao", "fang")
    people = {each.username: each for each in Person.objects.filter(username__in=names)}
    tellings = []
    for nth, line in enumerate(STORIES.strip().splitlines(), 1):
        days, *words = line.split("|")
        on = max(until - timedelta(days=int(days)), began_on)
        tellings.append(Telling(Story(on, *words), nth, people))
    return tellings
