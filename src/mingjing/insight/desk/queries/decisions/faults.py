"""Findings and appeals that wait for one person: which, since when, the one next step.

The steps are the findings room's own rules (may_reply, may_confirm, may_start_cure,
may_sign_off), said once more as one question to the database: asked row by row they
would cost a query each. tests/mingjing/insight/desk/test_secretary.py holds both to the same answers.
"""

from datetime import date, datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mingjing.base.people.models import Person
from mingjing.base.people.queries import Standing
from mingjing.base.people.states import Role
from mingjing.base.record.models import Opening
from mingjing.base.ui.templatetags.mj import cndate
from mingjing.cycle.appeals.models import Appeal
from mingjing.cycle.appeals.queries import waiting_for
from mingjing.cycle.appeals.states import AppealState
from mingjing.cycle.duties.models import Due
from mingjing.cycle.evidence.models import Use
from mingjing.cycle.findings.models import Cure, Finding, FindingSource
from mingjing.cycle.findings.queries import with_status
from mingjing.cycle.findings.states import OPEN, FindingState
from mingjing.insight.desk.queries.decisions.dues import said
from mingjing.insight.desk.queries.decisions.piles import Decision, Pile
from mingjing_law.calendar import Calendar
from mingjing_law.clocks import days_left

_S = FindingState
# Step: the page that does it, and the word on the way there.
_STEPS: dict[str, tuple[str, Promise]] = {
    "reply": ("findings:reply-to-finding", gettext_lazy("答复")),
    "confirm": ("findings:confirm-finding", gettext_lazy("确认")),
    "cure": ("findings:start-cure", gettext_lazy("审定整改")),
    "sign_off": ("findings:sign-off", gettext_lazy("销号")),
}


def steps_on_findings(
    person: Person, standing: Standing, *, on: date
) -> QuerySet[Finding]:
    """Those on which this person has a step to take, annotated ``step``."""
    answers = Q(post__in=standing.posts) | Q(unit__in=standing.secretary_units)
    apart = ~Q(unit__in=standing.units)
    nobody = Q(pk__in=[])
    office = Q() if Role.OFFICE in standing.roles else nobody
    judges = nobody
    if standing.roles & {Role.OFFICE, Role.DISCIPLINE}:
        judges = apart & ~_brought(person)
    silent = Q(state=_S.NOTIFIED, reply_due_on__lt=on)
    steps = Case(
        When(answers & Q(state=_S.NOTIFIED), then=Value("reply")),
        When(
            judges & (Q(state__in=[_S.ACCEPTED, _S.OBJECTED]) | silent),
            then=Value("confirm"),
        ),
        When(office & _to_agree(person), then=Value("cure")),
        When(judges & _to_sign_off(person), then=Value("sign_off")),
        default=Value(""),
        output_field=CharField(),
    )
    seen = with_status(Finding.objects.visible_to(person), on=on)
    return seen.filter(state__in=OPEN).annotate(step=steps).exclude(step="")


def _brought(person: Person) -> Q:
    """findings.rules.brought_it."""
    sources = FindingSource.objects.filter(finding=OuterRef("pk"))
    return (
        Q(opened_by=person)
        | Q(Exists(sources.filter(added_by=person)))
        | Q(Exists(sources.filter(inspection__members__person=person)))
    )


def _to_agree(person: Person) -> Q:
    waiting = Cure.objects.filter(finding=OuterRef("pk"), returned_by=None, duty=None)
    return Q(state=_S.CONFIRMED) & Q(Exists(waiting.exclude(written_by=person)))


def _to_sign_off(person: Person) -> Q:
    """Rechecked, and none of it one's own: not the cure, the claim, nor a proof."""
    claimed = Opening.objects.filter(
        field="actor",
        person=person,
        entry__kind="DueClaimed",
        entry__subject=Concat(
            Value("due:"), Cast(OuterRef("cure_due_id"), CharField())
        ),
    )
    cures = Cure.objects.filter(finding=OuterRef("pk"), returned_by=None)
    due = OuterRef("cure_due_id")
    own = (
        Q(Exists(cures.filter(written_by=person)))
        | Q(Exists(Due.objects.filter(pk=due, claimed_by=person)))
        | Q(Exists(Use.objects.filter(due=due, added_by=person)))
        | Q(Exists(claimed))
    )
    return Q(status="rechecked", contested_on=None) & ~own


def findings(
    person: Person, standing: Standing, most: int, on: date, calendar: Calendar
) -> Pile:
    dues = Due.objects.filter(pk=OuterRef("cure_due_id"))
    cures = Cure.objects.filter(finding=OuterRef("pk"), returned_by=None)
    rows: QuerySet[Any] = steps_on_findings(person, standing, on=on)
    rows = rows.select_related("unit", "reply").annotate(
        written_at=Subquery(cures.values("written_at")[:1]),
        checked_at=Subquery(dues.values("checked_at")),
    )
    in_turn = sorted(rows, key=lambda row: (_since(row), row.pk))
    items = [
        Decision(
            row.unit.short_name,
            row.title,
            f"{row.code} {row.look.word}",
            _clock(row, on, calendar),
            reverse(_STEPS[row.step][0], args=[row.pk]),
            _STEPS[row.step][1],
        )
        for row in in_turn[:most]
    ]
    return Pile("asked", _("问题"), _("看问题"), len(in_turn), items)


def _since(row: Any) -> date:
    """The last day to answer; of the other steps, since when they could be taken."""
    reply = getattr(row, "reply", None)
    starts = {
        "reply": row.reply_due_on,
        "confirm": reply.at if reply else row.reply_due_on or row.notified_at,
        "cure": row.written_at,
        "sign_off": row.checked_at,
    }
    start: date = starts[row.step]
    return localdate(start) if isinstance(start, datetime) else start


def _clock(row: Any, on: date, calendar: Calendar) -> str:
    """The unit has a last day to answer; no rule gives whoever judges one."""
    since = _since(row)
    if row.step == "reply":
        left = said(days_left(since, on, calendar))
        return _("答复期限%(day)s，%(left)s") % {"day": cndate(since), "left": left}
    days = (on - since).days
    return ngettext("已等 %(n)d 天", "已等 %(n)d 天", days) % {"n": days}


def appeals(
    person: Person, standing: Standing, most: int, on: date, calendar: Calendar
) -> Pile:
    """To decide, where one was named; to take in, for whoever may. One clock for both.

    政府督查工作条例 第十七条: thirty days from the filing, and nobody extends them.
    """
    rows = list(
        (waiting_for(person) | _to_take_in(person, standing))
        .select_related("unit")
        .order_by("decide_due_on", "pk")
    )
    items = [
        Decision(
            row.unit.short_name,
            row.title,
            f"{row.code} {row.get_kind_display()}",
            _("决定期限%(day)s，%(left)s")
            % {
                "day": cndate(row.decide_due_on),
                "left": said(days_left(row.decide_due_on, on, calendar)),
            },
            *_step_on(row),
        )
        for row in rows[:most]
    ]
    return Pile("claimed", _("申诉"), _("看申诉"), len(rows), items)


def _to_take_in(person: Person, standing: Standing) -> QuerySet[Appeal]:
    """appeals.rules.may_accept, as one question."""
    if not standing.roles & {Role.OFFICE, Role.LEADER}:
        return Appeal.objects.none()
    filed = Appeal.objects.filter(state=AppealState.FILED)
    return filed.exclude(unit__in=standing.units).exclude(filed_by=person)


def _step_on(row: Appeal) -> tuple[str, str]:
    """To decide one reads first: mark and ground stand on the appeal's page.

    Its button asks once more whether the decider took no part since being named.
    """
    if row.state == AppealState.FILED:
        return reverse("appeals:accept-appeal", args=[row.pk]), _("受理")
    return reverse("appeals:appeal", args=[row.pk]), _("看申诉并决定")
