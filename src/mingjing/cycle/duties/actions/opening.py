"""Occurrences: opened ahead by the tick, moved by a new calendar or a new rule."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person
from mingjing.cycle.duties.actions.moves import AlreadyMoved, _move_duty, tell
from mingjing.cycle.duties.actions.settling import void_owed
from mingjing.cycle.duties.events import (
    DueMoved,
    DueOpened,
    DueReassigned,
    DutyStarted,
)
from mingjing.cycle.duties.models import Due, DueMove, Duty
from mingjing.cycle.duties.queries.clocks import Occurrence, occurrences_of
from mingjing.cycle.duties.states import OWED, AskState, DutyState
from mingjing_law.calendar import Calendar, default_calendar

HORIZON = timedelta(days=90)
_A_DAY = timedelta(days=1)


@dataclass
class OpenReport:
    started: list[str] = field(default_factory=list)  # codes of duties
    opened_count: int = 0


def open_dues(*, on: date, now: datetime, by: Person | None = None) -> OpenReport:
    """Start accepted duties whose day has come; open what falls due within 90 days.

    Each duty is a transaction of its own, so that a tick cut short keeps what it did
    and the next one goes on; twice the same day does nothing the second time.
    """
    report = OpenReport()
    waiting = Duty.objects.filter(state=DutyState.ACCEPTED, starts_on__lte=on)
    for duty in waiting:
        with transaction.atomic():
            try:
                start_duty(duty, by=by, now=now)
            except AlreadyMoved:
                continue  # another tick, or the office ended it: nothing left to do
            report.started.append(duty.code)
    ready = Duty.objects.filter(state=DutyState.IN_FORCE)
    for duty in ready.exclude(opened_until__gte=on + HORIZON):
        with transaction.atomic():
            report.opened_count += open_dues_of(duty, on=on, by=by, now=now)
    return report


def start_duty(duty: Duty, *, by: Person | None, now: datetime) -> None:
    _move_duty(duty, "start")
    event = DutyStarted(duty=duty.pk, starts_on=duty.starts_on)
    tell(event, about=duty, by=by, now=now)


def open_dues_of(duty: Duty, *, on: date, by: Person | None, now: datetime) -> int:
    """Open one duty's occurrences up to the horizon, or at least its next one."""
    # The lock lets one tick at a time work on a duty; the unique key would stop a
    # second one anyway, but only with an error.
    duty = Duty.objects.select_for_update().get(pk=duty.pk)
    horizon = on + HORIZON
    if duty.state != DutyState.IN_FORCE:
        return 0
    if duty.opened_until and duty.opened_until >= horizon:
        return 0
    since = duty.starts_on
    if duty.opened_until:
        since = max(since, duty.opened_until + _A_DAY)
    calendar = default_calendar()
    found = occurrences_of(duty, since=since, until=horizon, calendar=calendar)
    if not found and not duty.dues.filter(due_on__gte=on).exists():
        later = occurrences_of(duty, since=since, until=duty.ends_on, calendar=calendar)
        found = later[:1]
    known = dict(duty.dues.values_list("period", "due_on"))
    fresh = [each for each in found if each.period not in known]
    for occurrence in fresh:
        _open(duty, occurrence, by=by, now=now)
    last = max([on, *known.values(), *(each.due_on for each in fresh)])
    until = max([horizon, *(each.nominal_on for each in found)])
    Duty.objects.filter(pk=duty.pk).update(
        opened_until=_nothing_before(duty, until, last, calendar)
    )
    return len(fresh)


def _nothing_before(duty: Duty, until: date, last: date, calendar: Calendar) -> date:
    """Up to which day the tick need not look at this duty again.

    Until the next occurrence comes within the horizon, or the last one opened has
    passed: a duty always has its next one open. Without this every duty of the county
    would be looked at every day, thirty times for each occurrence that is opened.
    """
    ahead = last + HORIZON
    if ahead <= until:
        return until
    later = occurrences_of(
        duty, since=until + _A_DAY, until=min(ahead, duty.ends_on), calendar=calendar
    )
    beyond = [each.nominal_on for each in later if each.nominal_on > until]
    return min([ahead, *(day - _A_DAY for day in beyond)])


def _open(
    duty: Duty, occurrence: Occurrence, *, by: Person | None, now: datetime
) -> None:
    due = Due.objects.create(
        duty=duty,
        period=occurrence.period,
        period_label=occurrence.label,
        unit_id=duty.unit_id,
        post_id=duty.post_id,
        checker_post_id=duty.checker_post_id,
        opens_on=occurrence.opens_on,
        baseline_on=occurrence.due_on,
        **_clock_fields(occurrence),
    )
    event = DueOpened(
        due=due.pk,
        duty=duty.pk,
        period=due.period,
        due_on=due.due_on,
        calendar=due.calendar_version,
        provisional=due.provisional,
    )
    tell(event, about=due, by=by, now=now)


def _clock_fields(occurrence: Occurrence) -> dict[str, object]:
    deadline = occurrence.deadline
    return {
        "due_on": deadline.due_on,
        "raw_due_on": deadline.raw_due_on,
        "provisional": deadline.provisional,
        "calendar_version": deadline.calendar_version,
        "explanation_zh": deadline.explanation_zh,
        "explanation_en": deadline.explanation_en,
    }


# --- moves


def recompute_dues(
    *, now: datetime, calendar: Calendar | None = None, by: Person | None = None
) -> list[DueMove]:
    """Count every owed due again that another calendar was counted with (promise 3).

    The baseline stays, and so does a granted date; each move is kept and shown.
    """
    calendar = calendar or default_calendar()
    stale = Due.objects.filter(state__in=OWED).exclude(
        calendar_version=calendar.version
    )
    moves: list[DueMove] = []
    for pk in list(stale.values_list("pk", flat=True)):
        with transaction.atomic():
            # Claimed or counted by another tick meanwhile: nothing left to do.
            locked = stale.select_for_update(of=("self",)).select_related("duty")
            due = locked.filter(pk=pk).first()
            move = due and _recount(due, calendar, by=by, now=now)
        if move:
            moves.append(move)
    return moves


def _recount(
    due: Due, calendar: Calendar, *, by: Person | None, now: datetime
) -> DueMove | None:
    occurrence = _counted(due.duty, calendar).get(due.period)
    if occurrence is None or (
        occurrence.nominal_on != due.raw_due_on and due.duty.clock["kind"] != "fact"
    ):
        # It keeps the day of a rule that has changed since; holidays do not touch it.
        Due.objects.filter(pk=due.pk).update(calendar_version=calendar.version)
        return None
    return _give_new_day(due, occurrence, "calendar", by=by, now=now)


def _counted(duty: Duty, calendar: Calendar) -> dict[str, Occurrence]:
    found = occurrences_of(
        duty, since=duty.starts_on, until=duty.ends_on, calendar=calendar
    )
    return {each.period: each for each in found}


def _give_new_day(
    due: Due, occurrence: Occurrence, cause: str, *, by: Person | None, now: datetime
) -> DueMove | None:
    before, calendar_before = due.due_on, due.calendar_version
    changes = _clock_fields(occurrence)
    granted = due.extensions.filter(state=AskState.GRANTED).first()
    if granted:
        # What was granted is a date, not a count: no calendar takes it back.
        changes["due_on"] = max(granted.asked_until, occurrence.due_on)
        changes["explanation_zh"] = due.explanation_zh
        changes["explanation_en"] = due.explanation_en
    Due.objects.filter(pk=due.pk).update(**changes)
    due.refresh_from_db()
    if due.due_on == before:
        return None
    return note_move(due, before, calendar_before, cause, by=by, now=now)


def note_move(
    due: Due,
    from_on: date,
    calendar_before: str,
    cause: str,
    *,
    by: Person | None,
    now: datetime,
) -> DueMove:
    event = DueMoved(
        due=due.pk,
        from_on=from_on,
        to_on=due.due_on,
        cause=cause,
        calendar=due.calendar_version,
    )
    tell(event, about=due, by=by, now=now)
    return DueMove.objects.create(
        due=due,
        from_on=from_on,
        to_on=due.due_on,
        cause=cause,
        calendar_before=calendar_before,
        calendar_after=due.calendar_version,
        moved_at=now,
    )


def follow_edit(
    duty: Duty, fields: set[str], *, since: date, by: Person, now: datetime
) -> None:
    """Let what is owed from that day follow the rule; what was due earlier stays."""
    owed = duty.dues.filter(state__in=OWED, due_on__gte=since).select_for_update()
    if fields & {"post", "checker_post"}:
        for due in owed:
            _reassign(due, duty, by=by, now=now)
    if not fields & {"clock", "starts_on", "ends_on"}:
        return
    counted = _counted(duty, default_calendar())
    for due in owed.all():
        if due.period in counted:
            _give_new_day(due, counted[due.period], "edit", by=by, now=now)
        else:
            reason = _("责任修改后不再有这一期。")
            void_owed(duty.dues.filter(pk=due.pk), reason=reason, by=by, now=now)
    # New periods are opened from that day on, never for a time that has passed.
    Duty.objects.filter(pk=duty.pk).update(opened_until=since - _A_DAY)
    open_dues_of(duty, on=localdate(now), by=by, now=now)


def _reassign(due: Due, duty: Duty, *, by: Person, now: datetime) -> None:
    before = (due.post_id, due.checker_post_id)
    due.post_id, due.checker_post_id = duty.post_id, duty.checker_post_id
    due.save(update_fields=["post", "checker_post"])
    event = DueReassigned(
        due=due.pk,
        post_before=before[0],
        post_after=due.post_id,
        checker_before=before[1],
        checker_after=due.checker_post_id,
    )
    tell(event, about=due, by=by, now=now)
