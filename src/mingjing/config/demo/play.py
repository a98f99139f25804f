"""A year of a county's work, played through the same actions as a user's.

Seeded: the same day gives the same history. Nothing here writes to the database; every
row comes from a room's actions, so every row has its entry in the record.
"""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from mingjing.base.people.models import Person, Post
from mingjing.base.people.queries import holders_of
from mingjing.config.demo import faults, today
from mingjing.config.demo.meetings import Meetings
from mingjing.config.demo.seldom import Seldom
from mingjing.config.demo.visits import Visits
from mingjing.cycle.duties import actions as duties
from mingjing.cycle.duties import rules as duty_rules
from mingjing.cycle.duties.models import Due, Duty, Extension, SupportCall
from mingjing.cycle.duties.states import OWED, AskState, DueState, DutyState
from mingjing.cycle.evidence import actions as evidence
from mingjing.cycle.evidence import rules as evidence_rules
from mingjing.insight.reports import actions as reports
from mingjing_law.calendar import default_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")

OBJECTIONS = (
    "这项由业务科室按月公布，建议周期改为每季度，与上级报送一致。",
    "牵头单位与我单位职责重叠，请明确由谁公布。",
)
HARDSHIPS = (
    "两个县的比价数据尚未提供，请县里协调。",
    "系统权限在市局，本单位导不出数据，请帮助协调接口。",
    "人手不足，三项公开同在一周，请明确先后。",
)
DELAYS = (
    "数据要等季度结算后才准确，申请延到结算之后。",
    "公示期未满，期满即可公布结果。",
)
RETURNS = (
    "文号对应的是上一期的文件，请换成这一期的。",
    "链接打不开，请核对网址。",
    "缺少说明理由的部分，请补一句。",
)
ANSWERS = (
    "已请市局开放只读权限，三日内可用；期限另行申请。",
    "同意分两批公布，先公布有数据的部分。",
)

# Where one person has too much on the desk, in any county.
SLOW = {"县委办", "县公安局", "县民政局", "县城投集团", "青石镇", "白鹭村", "实验小学"}


class Play:
    """The county's days, one after the other, up to but not past ``until``."""

    def __init__(self, *, office: Person, began_on: date, until: datetime) -> None:
        self.office = office
        self.on = began_on
        self.until = until
        self.dice = random.Random(20260612)
        self.calendar = default_calendar()
        self.holders: dict[int, list[Person]] = {}
        self.last_working_day = until.astimezone(SHANGHAI).date()
        self.stories = faults.stories(began_on=began_on, until=self.last_working_day)
        while not self.calendar.is_working_day(self.last_working_day):
            self.last_working_day -= timedelta(days=1)
        # The first working day after the first half-year, a week before its hearing.
        self.report_on = date(began_on.year, 7, 1)
        while not self.calendar.is_working_day(self.report_on):
            self.report_on += timedelta(days=1)
        span = {"began_on": began_on, "last_on": self.last_working_day}
        self.visits, self.meetings = Visits(**span), Meetings(**span)
        self.seldom = Seldom(**span)

    def days(self) -> Iterator[date]:
        while self.on <= self.until.astimezone(SHANGHAI).date():
            with transaction.atomic():
                self._one_day()
            yield self.on
            self.on += timedelta(days=1)

    # -- a day ----------------------------------------------------------------------

    def _one_day(self) -> None:
        duties.open_dues(on=self.on, now=self._at(6), by=None)
        if not self.calendar.is_working_day(self.on):
            return
        self._answer_offers()
        self._work()
        self._check()
        self._decide()
        for story in self.stories:
            story.go_on(on=self.on, until=self.until)
        if self.on == self.report_on:
            self._report()
        noon = min(datetime.combine(self.on, time(12), tzinfo=SHANGHAI), self.until)
        self.visits.go_on(on=self.on, at=noon)
        self.meetings.go_on(on=self.on, at=noon)
        if self.on == self.last_working_day:
            until = self.until.astimezone(SHANGHAI).date()
            today.hand_out(self.office, until=until, on=self.on, now=self._at(17))
            today.leave_for_checking(now=self._at(17))
        self.seldom.go_on(on=self.on, at=noon)

    def _report(self) -> None:
        """Compiled by the office, taken by the county's leader the same afternoon."""
        report = reports.compile_report(
            f"{self.on.year}-H1", by=self.office, now=self._at(9)
        )
        leader = Person.objects.get(username="gao")
        reports.issue_report(report, by=leader, now=self._at(15))

    def _at(self, hour: int) -> datetime:
        moment = datetime.combine(
            self.on, time(hour, self.dice.randrange(60)), tzinfo=SHANGHAI
        )
        return min(moment, self.until)

    def _answer_offers(self) -> None:
        for duty in Duty.objects.filter(state=DutyState.OFFERED).select_related("post"):
            chance = self.dice.random()
            person = self._holder(duty.post)
            if person is None or chance > 0.55:
                continue  # most answer within a few days
            if chance < 0.015:
                duties.object_to_duty(
                    duty,
                    reason=self.dice.choice(OBJECTIONS),
                    by=person,
                    now=self._at(15),
                )
            else:
                duties.accept_duty(duty, by=person, now=self._at(10))

    def _work(self) -> None:
        for due in self._owed():
            person = self._holder(due.post)
            if person is None:
                continue
            left = (due.due_on - self.on).days
            chance = self.dice.random()
            if chance < self._pace(due, left):
                self._prove(due, person)
            elif left in range(6) and chance > 0.96:
                self._ask_for_time(due, person)
            elif left in range(12) and chance > 0.95:
                self._ask_for_support(due, person)

    def _owed(self) -> list[Due]:
        return list(
            Due.objects.filter(
                state__in=OWED,
                opens_on__lte=self.on,
                due_on__lte=self.on + timedelta(days=12),
            )
            .exclude(duty__origin__startswith="finding:")  # faults.py tells those
            .select_related("duty", "post", "unit", "checker_post")
        )

    @staticmethod
    def _pace(due: Due, left: int) -> float:
        """How likely it is done today: each unit has its own habit."""
        slow = due.unit.short_name in SLOW
        if left > 7:
            return 0.02
        if left >= 0:
            return 0.05 if slow else 0.26
        return 0.03 if slow else 0.16

    def _prove(self, due: Due, person: Person) -> None:
        nth = self.dice.randrange(1, 400)
        number = f"{due.unit.short_name}〔{self.on.year}〕{nth}号"
        if due.pk % 5 == 0:
            number = f"https://www.chengxi.example/open/{self.on.year}/{due.pk}.html"
        elif due.pk % 13 == 0:
            number = f"{due.unit.short_name}{self.on.year}年第{nth % 20 + 1}次会议纪要"
        elif due.pk % 11 == 0:
            number = f"政务服务系统 BJ{self.on:%Y%m%d}{nth:03d}"
        evidence.prove_dues(
            [due],
            pointer=number,
            title=due.duty.title,
            dated_on=self.on,
            note="",
            by=person,
            now=self._at(14),
        )

    def _ask_for_time(self, due: Due, person: Person) -> None:
        until = due.due_on + timedelta(days=self.dice.choice((7, 10, 15)))
        if not due.extensions.exists():
            duties.ask_extension(
                due,
                until=until,
                reason=self.dice.choice(DELAYS),
                by=person,
                now=self._at(11),
            )

    def _ask_for_support(self, due: Due, person: Person) -> None:
        if not due.support_calls.exists():
            duties.call_for_support(
                due, question=self.dice.choice(HARDSHIPS), by=person, now=self._at(11)
            )

    def _check(self) -> None:
        claimed = (
            Due.objects.filter(state=DueState.CLAIMED)
            .exclude(duty__origin__startswith="finding:")
            .select_related("duty", "post", "checker_post")
        )
        for due in list(claimed):
            person = self._holder(due.checker_post)
            chance = self.dice.random()
            if person is None or chance > 0.4:
                continue
            if not evidence_rules.may_check(person, due):
                continue
            accept = chance > 0.03
            note = "" if accept else self.dice.choice(RETURNS)
            evidence.check_due(
                due, accept=accept, note=note, by=person, now=self._at(16)
            )

    def _decide(self) -> None:
        asked = Extension.objects.filter(
            state=AskState.ASKED, due__state__in=OWED
        ).select_related("due")
        for extension in list(asked):
            if self.dice.random() < 0.12 and duty_rules.may_decide_extension(
                self.office, extension
            ):
                duties.decide_extension(
                    extension,
                    grant=self.dice.random() < 0.7,
                    note="按季度结算时间核定。",
                    by=self.office,
                    now=self._at(17),
                )
        calls = SupportCall.objects.filter(
            answered_at__isnull=True, withdrawn_at__isnull=True
        ).select_related("due", "to_post")
        for call in list(calls):
            person = self._holder(call.to_post)
            if (
                person
                and self.dice.random() < 0.08
                and duty_rules.may_answer_support(person, call)
            ):
                duties.answer_support(
                    call, answer=self.dice.choice(ANSWERS), by=person, now=self._at(17)
                )

    def _holder(self, post: Post) -> Person | None:
        """The holder, or now and then the deputy."""
        if post.pk not in self.holders:
            self.holders[post.pk] = [a.person for a in holders_of(post)]
        people = self.holders[post.pk]
        if not people:
            return None
        return people[-1] if self.dice.random() < 0.1 else people[0]
