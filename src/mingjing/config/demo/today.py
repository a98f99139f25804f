"""What waits for the personas, whatever the day on which the demonstration is built."""

from datetime import date, datetime, timedelta

from mingjing.base.people.models import Person, Post
from mingjing.base.people.queries import holders_of
from mingjing.cycle.duties import actions as duties
from mingjing.cycle.duties.models import Due
from mingjing.cycle.duties.queries import office_post
from mingjing.cycle.duties.states import OWED, DueState
from mingjing.cycle.evidence import actions as evidence

# account, what is asked, proof, minutes, days after the last one played, accepted?
NOTES = [
    ("zhou", "公布秋季学期学校食堂供货单位名录", "县政务网公布的网页", 5, 0, True),
    ("zhou", "答复县人大代表关于校服招标的询问", "答复函文号", 10, 4, True),
    ("zhou", "公布寒假校外培训巡查安排", "通知文号", 5, 18, False),
    ("he", "公布第三季度殡葬收费抽查结果", "县政务网公布的网页", 10, 1, True),
    ("song", "公布上周综窗一次办结的比例", "系统报表编号", 5, 0, True),
]


def _post_of(account: str) -> Post:
    return Post.objects.get(
        appointments__person__username=account, appointments__ended_on__isnull=True
    )


def hand_out(office: Person, *, until: date, on: date, now: datetime) -> None:
    """The office's notes of this week: offered, and most of them accepted at once."""
    checker = office_post()
    assert checker is not None  # noqa: S101 -- the county has been settled
    for nth, (account, title, proof, minutes, days, accepted) in enumerate(NOTES, 1):
        due_on = until + timedelta(days=days)
        post = _post_of(account)
        draft = duties.DutyDraft(
            title=title,
            post=post,
            checker_post=checker,
            clock={"kind": "once", "due_on": due_on.isoformat()},
            proof=proof,
            basis=f"县清廉办函〔{on.year}〕{40 + nth}号",
            starts_on=on,
            ends_on=due_on,
            minutes=minutes,
        )
        duty = duties.draft_duty(draft, by=office, now=now)
        duties.offer_duties([duty], by=office, now=now)
        if accepted:
            duty.refresh_from_db()
            duties.accept_duty(duty, by=Person.objects.get(username=account), now=now)
    duties.open_dues(on=on, now=now, by=None)


def leave_for_checking(*, now: datetime) -> None:
    """Each persona who checks finds one claim of another unit waiting."""
    for account in ("zhou", "he", "song", "ye"):
        post = _post_of(account)
        dues = Due.objects.filter(checker_post=post)
        if dues.filter(state=DueState.CLAIMED).exists():
            continue
        due = dues.filter(state__in=OWED).order_by("due_on", "pk").first()
        if due is None:
            continue
        holder = holders_of(due.post)[0].person
        number = f"{due.unit.short_name}〔{now.year}〕{400 + due.pk % 90}号"
        evidence.prove_dues([due], pointer=number, by=holder, now=now)
