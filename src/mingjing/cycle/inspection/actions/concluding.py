"""Advice, conclusion, feedback, agreement, the end."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person
from mingjing.cycle.inspection import rules
from mingjing.cycle.inspection.actions.moves import Refused, demand, move, tell
from mingjing.cycle.inspection.events import (
    ConclusionAgreed,
    ConclusionDrafted,
    ConclusionFedBack,
    HelpNoteLeft,
    InspectionClosed,
    InspectionFinished,
)
from mingjing.cycle.inspection.models import HelpNote, Inspection, Visit
from mingjing.cycle.inspection.states import VisitState
from mingjing.cycle.inspection.states.topics import covers
from mingjing_law.calendar import default_calendar
from mingjing_law.clocks import due
from mingjing_law.rules import from_fact

# 第十七条: 自收到该督查结论之日起30日内申请复核.
REVIEW_FACT = "GSW-17-ask"


@transaction.atomic
def leave_help_note(
    visit: Visit, *, topic: str, words: str, by: Person, now: datetime
) -> HelpNote:
    if not rules.may_leave_note(by, visit):
        raise PermissionDenied
    if not covers(visit.inspection.scope, topic):
        raise Refused(_("指导意见也要在检查范围之内。"))
    if not words.strip():
        raise Refused(_("请写指导意见。"))
    note = HelpNote.objects.create(
        visit=visit, topic=topic, words=words, written_by=by, written_at=now
    )
    event = HelpNoteLeft(
        inspection=visit.inspection_id, visit=visit.pk, topic=topic, words=words
    )
    tell(event, visit, by=by, now=now)
    return note


@transaction.atomic
def draft_conclusion(
    inspection: Inspection, *, words: str, by: Person, now: datetime
) -> None:
    """第十六条: 事实清楚，证据充分，客观公正. Units that nobody came to are said so."""
    demand(rules.may_conclude, by, inspection, "draft")
    if not words.strip():
        raise Refused(_("请写结论。"))
    move(inspection, "draft", conclusion=words, concluded_by=by, concluded_at=now)
    left_out = list(inspection.visits.filter(state=VisitState.PLANNED).order_by("pk"))
    for visit in left_out:
        move(visit, "leave_out")
    event = ConclusionDrafted(
        inspection=inspection.pk,
        left_out=tuple(visit.unit_id for visit in left_out),
        words=words,
    )
    tell(event, inspection, by=by, now=now)


@transaction.atomic
def feed_back(
    inspection: Inspection, *, concluded_at: datetime, by: Person, now: datetime
) -> None:
    """Sent to the units that were visited; their thirty days begin.

    ``concluded_at`` says which draft was on the page: another one was not read.
    """
    demand(rules.may_feed_back, by, inspection, "feed_back")
    here = Inspection.objects.select_for_update().get(pk=inspection.pk)
    if here.concluded_at != concluded_at:
        raise Refused(_("结论刚刚改过，请看过新的再反馈。"))
    term = due(from_fact(REVIEW_FACT), localdate(now), default_calendar())
    move(
        inspection,
        "feed_back",
        fed_back_by=by,
        fed_back_at=now,
        review_until=term.due_on,
        review_explanation_zh=term.explanation_zh,
        review_explanation_en=term.explanation_en,
        review_provisional=term.provisional,
    )
    event = ConclusionFedBack(
        inspection=inspection.pk,
        review_until=term.due_on,
        calendar=default_calendar().version,
    )
    tell(event, inspection, by=by, now=now)


@transaction.atomic
def agree_to_conclusion(visit: Visit, *, by: Person, now: datetime) -> None:
    """The unit asks for no review. Silence until the term ends says the same."""
    if not rules.may_agree(by, visit):
        raise PermissionDenied
    if not Visit.objects.filter(pk=visit.pk, agreed_at=None).update(
        agreed_by=by, agreed_at=now
    ):
        raise Refused(_("已经表示过没有异议。"))
    event = ConclusionAgreed(
        inspection=visit.inspection_id, visit=visit.pk, unit=visit.unit_id
    )
    tell(event, visit, by=by, now=now)


@transaction.atomic
def finish_inspection(inspection: Inspection, *, by: Person, now: datetime) -> None:
    """Final when the term to ask for a review is over, or every unit agreed."""
    demand(rules.may_finish, by, inspection, "finish")
    waiting = inspection.visits.filter(state=VisitState.ARRIVED, agreed_at=None)
    until = inspection.review_until
    if waiting.exists() and until and localdate(now) <= until:
        raise Refused(
            _("到%(day)s为止单位可以申请复核；都表示没有异议的，可以提前生效。")
            % {"day": until}
        )
    move(inspection, "finish", finished_at=now)
    tell(InspectionFinished(inspection=inspection.pk), inspection, by=by, now=now)


@transaction.atomic
def close_inspection(inspection: Inspection, *, by: Person, now: datetime) -> None:
    """MISSION row 92: each visit leaves at least one help note before it is closed."""
    demand(rules.may_close, by, inspection, "close")
    without = inspection.visits.filter(state=VisitState.ARRIVED, help_notes=None)
    if units := [visit.unit.short_name for visit in without.select_related("unit")]:
        raise Refused(
            _("还没有给%(units)s留下帮助单，先补上再办结。")
            % {"units": "、".join(units)}
        )
    move(inspection, "close", closed_at=now)
    notes = HelpNote.objects.filter(visit__inspection=inspection).count()
    event = InspectionClosed(inspection=inspection.pk, help_notes=notes)
    tell(event, inspection, by=by, now=now)
