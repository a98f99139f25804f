"""The service centre's year: cases played through its queues and handed in as a log.

What is in it to be found: expert review waits for a meeting once a fortnight, one clerk
both examines and decides at times, food licences run late, one agency's visits come soon,
and since a reform many food licences are granted on the applicant's word, without a visit.
"""

import csv
import heapq
import io
import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from openpyxl import load_workbook
from openpyxl.writer.excel import save_workbook

from mingjing.base.people.models import Person, Unit
from mingjing.insight.approvals import actions, forms
from mingjing.insight.approvals.models import Item
from mingjing.insight.reforms import actions as reforms
from mingjing.insight.reforms.forms import new_receipt
from mingjing.insight.reforms.models import Reform
from mingjing_analytics.process.reading.mapping import guess
from mingjing_law.calendar import default_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
HEAD = [
    "办件编号",
    "事项",
    "环节",
    "办理部门",
    "经办人",
    "开始时间",
    "完成时间",
    "申请人",
]
LICENSING = "行政许可法第四十二条"
_DAY = 7 * 60  # minutes of work


@dataclass(frozen=True)
class Matter:
    """An item: its unit, how many a week, its steps and the minutes each takes.

    ``legal`` and ``committed`` are working days, ``materials`` what has to be brought.
    """

    name: str
    unit: str
    weekly: float
    steps: tuple[tuple[str, int], ...]
    legal: int | None
    committed: int | None
    materials: int


REFORMED, VISIT, AGENCY = "食品经营许可（新办）", ("现场核查", 120), "代办机构01"
SINCE = timedelta(days=112)  # the reform, before the log ends
_FRONT = (("收件", 12), ("受理", 15))
_BACK = (("决定", 20), ("制证", 10), ("送达", 8))
MATTERS = (
    Matter(REFORMED, "县市场监督管理局", 14, (*_FRONT, VISIT, ("审查", 60), *_BACK), 20, 8, 7),
    Matter("企业设立登记", "县市场监督管理局", 30, (*_FRONT, ("审查", 18), *_BACK), None, 1, 4),
    Matter("建设工程施工许可", "县住房和城乡建设局", 4, (*_FRONT, ("审查", 90), ("专家评审开始", 20), ("专家评审结束", 60), *_BACK), 20, 10, 12),
    Matter("取水许可", "县农业农村局", 2, (*_FRONT, ("审查", 80), ("专家评审开始", 20), ("专家评审结束", 60), *_BACK), 20, 12, 9),
    Matter("城乡低保确认", "县民政局", 8, (*_FRONT, ("入户调查", 90), ("审查", 40), *_BACK), None, 15, 6),
    Matter("民办学校设立", "县教育局", 0.3, (*_FRONT, ("现场核查", 180), ("审查", 120), *_BACK), 45, 30, 14),
)  # fmt: skip
# Where a step is done, and how many do it.
PLACES = {
    "收件": ("综合窗口", 4), "受理": ("综合窗口", 4), "制证": ("制证室", 1), "送达": ("综合窗口", 4),
    "现场核查": ("核查股", 2), "入户调查": ("乡镇民政办", 3), "审查": ("审批股", 2), "决定": ("分管领导", 1),
    "专家评审开始": ("专家组", 1), "专家评审结束": ("专家组", 1), "补正通知": ("综合窗口", 4), "补正完成": ("综合窗口", 4),
}  # fmt: skip
SUGGESTED = (
    (
        REFORMED,
        "现场核查",
        "小吃店里就一口锅，等了三个星期才有人来看。写个承诺书不行吗？",
    ),
    ("建设工程施工许可", "专家评审开始", "评审两周才开一次会，图纸早就好了。"),
    ("企业设立登记", "补正通知", "每次只说缺一样，能不能一次说全。"),
)
NO_VISITS = {
    "kind": "cancelled",
    "step": VISIT[0],
    "what": "低风险的小店由申请人书面承诺，不再逐家上门",
    "basis": "优化营商环境条例第十九条；县政府告知承诺制实施方案",
    "risk": "每月按一成抽查，承诺不实的撤销许可",
    "claim_percent": 40,
}
NO_MEETING = {
    "kind": "merged",
    "step": "专家评审开始",
    "what": "专家意见在网上分别提出，不再等两周一次的会",
    "basis": "行政许可法第四十五条",
    "risk": "意见不一致的仍开会",
    "claim_percent": None,
}
RISKS = (
    ("现场核查", "合不合格全凭一个人说", "两人同去，当场拍照、当场签字"),
    ("入户调查", "亲友家的走过场", "镇村干部交叉入户，结果公示七天"),
    ("审查", "审查和决定一个人包办", "系统不许同一账号既审又批"),
)
CHECKS: list[dict[str, Any]] = [
    {"rule": "required", "step": "决定"},
    {"rule": "order", "first": "受理", "then": "决定"},
    {"rule": "at-most", "step": "补正通知", "times": 1},
    {"rule": "four-eyes", "steps": ["审查", "决定"]},
]


class _Centre:
    """Queues by department: who comes first is served first by whoever is free."""

    def __init__(self, first: date, until: datetime, chance: random.Random) -> None:
        calendar = default_calendar()
        days = (first + timedelta(at) for at in range((until.date() - first).days + 1))
        self.days = [day for day in days if calendar.is_working_day(day)]
        self.until, self.chance = until, chance
        since = until.date() - SINCE
        self.reformed = sum(day < since for day in self.days) * _DAY
        self.free: dict[str, list[int]] = {
            place: [0] * n for place, n in PLACES.values()
        }
        self.rows: list[list[str]] = []

    def moment(self, minute: int) -> datetime:
        """A working minute as office time: 9 to 12 and 13 to 17."""
        day, rest = divmod(minute, _DAY)
        at = time(9 + rest // 60, rest % 60) if rest < 180 else time(13)
        late = timedelta(minutes=max(rest - 180, 0)) if rest >= 180 else timedelta()
        return datetime.combine(self.days[day], at, tzinfo=SHANGHAI) + late

    def play(self) -> None:
        waiting: list[tuple[int, int, int, int]] = []
        cases: list[tuple[Matter, str, list[tuple[str, int]]]] = []
        for matter in MATTERS:
            for _ in range(round(matter.weekly * len(self.days) / 5)):
                minute = self.chance.randrange(len(self.days) * _DAY)
                applicant = f"申请人{self.chance.randrange(2000):04}"
                if matter.name == REFORMED and self.chance.random() < 0.12:
                    applicant = AGENCY
                cases.append((matter, applicant, self._steps(matter, minute)))
                waiting.append((minute, len(cases) - 1, len(cases) - 1, 0))
        heapq.heapify(waiting)
        while waiting:
            came, _tie, number, at = heapq.heappop(waiting)
            matter, applicant, steps = cases[number]
            end = self._serve(came, number, matter, applicant, steps[at])
            if at + 1 < len(steps) and end is not None:
                ready = self._ready(end, steps[at + 1][0], applicant)
                heapq.heappush(waiting, (ready, number, number, at + 1))

    def _ready(self, minute: int, step: str, applicant: str) -> int:
        """When a step can begin: not everything waits for a clerk alone."""
        if step == "补正完成":
            return minute + self.chance.randrange(1, 8) * _DAY
        if step == "专家评审结束":  # the panel meets every tenth working day
            return (minute // (10 * _DAY) + 1) * 10 * _DAY
        if step == "现场核查" and applicant == AGENCY:
            return minute + self.chance.choice((1, 1, 2)) * _DAY
        if step == "现场核查":  # a car for visits is rare
            return minute + self.chance.choice((1, 2, 3, 4, 6, 9, 14, 21)) * _DAY
        if step == "入户调查":
            return minute + self.chance.randrange(2, 9) * _DAY
        return minute

    def _steps(self, matter: Matter, minute: int) -> list[tuple[str, int]]:
        steps = list(matter.steps)
        changed = minute >= self.reformed and matter.name == REFORMED
        if changed and self.chance.random() < 0.6:
            steps.remove(VISIT)
        for _ in range(
            self.chance.choice((0, 0, 0, 0, 0, 1, 1, 1, 2)) if matter.weekly > 1 else 0
        ):
            steps[1:1] = [("补正通知", 10), ("补正完成", 15)]
        return steps

    def _serve(
        self,
        came: int,
        number: int,
        matter: Matter,
        applicant: str,
        step: tuple[str, int],
    ) -> int | None:
        name, takes = step
        place = PLACES[name][0]
        clerks = self.free[place]
        clerk = min(range(len(clerks)), key=lambda at: (clerks[at], at))
        start = max(came, clerks[clerk])
        end = start + max(2, round(takes * self.chance.lognormvariate(0, 0.4)))
        if end >= len(self.days) * _DAY or self.moment(end) > self.until:
            return None
        clerks[clerk] = end
        who = f"{place}{clerk + 1}"
        if name == "决定" and self.chance.random() < 0.03:
            who = "审批股1"  # signs for the one who is away, also what they examined
        year = self.days[0].year
        began, done = (f"{self.moment(m):%Y-%m-%d %H:%M:%S}" for m in (start, end))
        self.rows.append([f"CX{year}-{number + 1:05}", matter.name, name, place, who, began, done, applicant])  # fmt: skip
        return end


def hand_in_log(manager: Person, until: datetime) -> None:
    """The year's log through the same doors as anybody's, then what each item promises."""
    first = date(until.year, 1, 5)
    if until.date() < first + timedelta(days=60):
        first = date(until.year - 1, 1, 5)
    centre = _Centre(first, until, random.Random(20260105))
    centre.play()
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    writer.writerows(centre.rows)
    upload = ContentFile(text.getvalue().encode("gb18030"), f"办件明细{first.year}.csv")
    log = actions.receive_log(upload, by=manager, now=until)
    actions.read_received(log, actions.Reading(guess(HEAD)), by=manager, now=until)
    for matter in MATTERS:
        _promise(matter, first, by=manager, now=until)


def hand_in_ratings(manager: Person, until: datetime) -> None:
    """Half a year of ratings through the sheet that the manager fills."""
    chance = random.Random(20260601)
    items = {item.name: item for item in Item.objects.all()}
    book = load_workbook(io.BytesIO(forms.rating_template(list(items.values()))))
    sheet = book[forms.SHEET]
    row = 2
    for back in range(6, 0, -1):
        month = (until.date().replace(day=1) - timedelta(days=30 * back - 15)).replace(
            day=1
        )
        for matter in MATTERS:
            if matter.name not in items:
                continue
            counts = [
                round(matter.weekly * share * chance.uniform(0.7, 1.3))
                for share in (1.2, 0.5, 0.15, 0.07, 0.03)
            ]
            bad = counts[3] + counts[4]
            values = [
                matter.name,
                f"{month:%Y-%m}",
                *counts,
                bad,
                chance.randint(0, bad),
            ]
            for column, value in enumerate(values, start=1):
                sheet.cell(row, column, value)
            row += 1
    out = io.BytesIO()
    save_workbook(book, out)
    months, faults = forms.months_in(io.BytesIO(out.getvalue()), items)
    if faults:
        raise ValueError(faults)
    actions.import_ratings(months, by=manager, now=until)


def reform_and_hear(manager: Person, office: Person, until: datetime) -> None:
    """Three suggestions without a name, one adopted; and the reforms that came."""
    heard = [
        reforms.receive_suggestion(
            Item.objects.get(name=name),
            step=step,
            text=text,
            receipt=new_receipt(),
            by=None,
            now=until,
        )
        for name, step, text in SUGGESTED
    ]
    answer = "采纳。低风险的改为书面承诺，不再上门；每月抽查。"
    reforms.answer_suggestion(
        heard[0], verdict="adopted", answer=answer, by=manager, now=until
    )
    visits = {**NO_VISITS, "starts_on": until.date() - SINCE, "suggestion": heard[0]}
    made = _proposed(REFORMED, visits, by=manager, now=until)
    reforms.approve_reform(made, reason="依据查过，抽查安排好了", by=office, now=until)
    review = {**NO_MEETING, "starts_on": until.date() + timedelta(days=14)}
    _proposed("取水许可", review, by=manager, now=until)


def _proposed(name: str, told: dict[str, Any], *, by: Person, now: datetime) -> Reform:
    item = Item.objects.get(name=name)
    return reforms.propose_reform(item, reforms.ReformDraft(**told), by=by, now=now)


def _promise(matter: Matter, since: date, *, by: Person, now: datetime) -> None:
    item = Item.objects.filter(name=matter.name).first()
    if item is None:
        return
    draft = actions.Draft(
        number=0,
        unit=Unit.objects.filter(short_name=matter.unit).first(),
        since=since,
        accepted="受理",
        decided="决定",
        legal_days=matter.legal,
        legal_basis=LICENSING if matter.legal else "",
        committed_days=matter.committed,
        materials=matter.materials,
        power="licence" if matter.legal else "other",
        risks=[list(each) for each in RISKS if each[0] in dict(matter.steps)],
        pauses=[["专家评审开始", "专家评审结束"], ["补正通知", "补正完成"]],
        rules=CHECKS,
        reason="按权力清单和服务指南录入",
    )
    actions.set_terms(item, draft, by=by, now=now)
