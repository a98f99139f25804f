"""What issuing would do: each decision's clock, and each unit's heaviest month."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from mingjing.base.people.models import Unit
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.duties.queries import occurrences_of, peak_with
from mingjing.cycle.sessions.models import Decision, Session
from mingjing_law.calendar import default_calendar
from mingjing_law.deadlines import Deadline


@dataclass(frozen=True)
class Preview:
    """One decision as the duty that it would become."""

    decision: Decision
    basis: str
    first: Deadline | None  # the first day it falls due
    times: int
    refusal: str = ""  # why it cannot be issued as it stands
    peak: int = 0
    limit: int = 0

    @property
    def over(self) -> bool:
        return self.peak > self.limit


def basis_of(session: Session, decision: Decision) -> str:
    """《澄委常纪〔2026〕12号》第3项: leads back to the place where it was decided."""
    # Stored with the duty, so in the words of the document and in no other language.
    return f"《{session.minutes_number.strip('《》 ')}》第{decision.number}项"


def preview_of(session: Session, *, on: date) -> list[Preview]:
    """In the order of the minutes; what is for information stands in it too."""
    decisions = list(
        session.decisions.select_related("post__unit", "checker_post__unit")
    )
    duties = {d.pk: _as_duty(d, session, on) for d in decisions if d.post is not None}
    peaks = _peaks(duties, on)
    return [_preview(d, duties.get(d.pk), peaks, session, on) for d in decisions]


def _peaks(duties: dict[int, Duty], on: date) -> dict[int, int]:
    """The unit's heaviest month by decision, as it will be when its turn comes.

    Three small duties of one unit may be too much together; what is over the cap is not
    offered, so it does not weigh on those after it.
    """
    together = peak_with(list(duties.values()), on=on)
    peaks: dict[int, int] = {}
    taken: dict[int, list[Duty]] = {}
    for pk, duty in duties.items():
        limit = duty.unit.burden_limit_minutes
        peaks[pk] = together[duty.unit_id]
        if peaks[pk] > limit:
            before = taken.setdefault(duty.unit_id, [])
            peaks[pk] = peak_with([*before, duty], on=on)[duty.unit_id]
            if peaks[pk] <= limit:
                before.append(duty)
    return peaks


def _as_duty(decision: Decision, session: Session, on: date) -> Duty:
    """Never saved: only asked for its days and minutes."""
    assert decision.post is not None  # noqa: S101 -- the caller asked for those
    return Duty(
        title=decision.text,
        unit=decision.post.unit,
        post=decision.post,
        checker_post=decision.checker_post,
        clock=decision.clock,
        basis=basis_of(session, decision),
        minutes=decision.minutes,
        starts_on=on,
        ends_on=max(decision.ends_on or on, on),
    )


def _preview(
    decision: Decision,
    duty: Duty | None,
    peaks: dict[int, int],
    session: Session,
    on: date,
) -> Preview:
    basis = basis_of(session, decision)
    if duty is None:
        return Preview(decision, basis, None, 0)
    calendar = default_calendar()
    days = occurrences_of(duty, since=on, until=duty.ends_on, calendar=calendar)
    unit: Unit = duty.unit
    return Preview(
        decision,
        basis,
        days[0].deadline if days else None,
        len(days),
        refusal=refusal_of(decision, len(days), on),
        peak=peaks[decision.pk],
        limit=unit.burden_limit_minutes,
    )


def refusal_of(decision: Decision, times: int, on: date) -> str:
    if decision.ends_on is not None and decision.ends_on < on:
        return _("第%(number)s项的期限%(day)s已经过去，请先改纪要里的期限。") % {
            "number": decision.number,
            "day": decision.ends_on,
        }
    if not times:
        return _("第%(number)s项在截止前一次也不会到期，请先改期限。") % {
            "number": decision.number
        }
    return ""
