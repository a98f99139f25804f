"""Drafting what the law itself asks: for one post, or for every unit of a kind."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person, Post
from mingjing.cycle.duties import rules
from mingjing.cycle.duties.actions.drafting import DutyDraft, draft_duty
from mingjing.cycle.duties.actions.moves import Refused
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.duties.queries.legal import Forecast, forecast
from mingjing.cycle.duties.states import DutyState


@dataclass(frozen=True, kw_only=True)
class LegalTerms:
    """One fact of the law for one or many: ``start`` is the event's day, if it has one."""

    fact: str
    title: str
    checker_post: Post
    proof: str
    since: date
    until: date
    start: date | None = None
    minutes: int = 10
    side: str = "main"


@dataclass
class LegalReport:
    """What was drafted and what was not: nothing is left out in silence."""

    drafted: list[Duty] = field(default_factory=list)
    already: list[Post] = field(default_factory=list)
    own_checker: list[Post] = field(default_factory=list)


@transaction.atomic
def draft_legal(
    terms: LegalTerms, posts: Iterable[Post], *, by: Person, now: datetime
) -> LegalReport:
    """One draft a unit; the same thing from the same day is never drafted twice."""
    if not rules.may_draft(by):
        raise PermissionDenied
    counted = forecast(
        terms.fact,
        start=terms.start,
        since=terms.since,
        until=terms.until,
        on=localdate(now),
    )
    if not counted.occurrences:
        raise Refused(_("这段时间里一次也不到期，请把截止往后放。"))
    report = LegalReport()
    for post in posts:
        if post.pk == terms.checker_post.pk:
            report.own_checker.append(post)
        else:
            _draft_for(post, terms, counted, report, by=by, now=now)
    return report


def _draft_for(
    post: Post,
    terms: LegalTerms,
    counted: Forecast,
    report: LegalReport,
    *,
    by: Person,
    now: datetime,
) -> None:
    origin = _origin_of(terms, post)
    if origin is None:
        report.already.append(post)
        return
    draft = DutyDraft(
        title=terms.title,
        post=post,
        checker_post=terms.checker_post,
        clock=counted.clock,
        proof=terms.proof,
        basis=counted.fact.basis(),
        fact=counted.fact.id,
        starts_on=counted.starts_on,
        ends_on=counted.ends_on,
        minutes=terms.minutes,
        side=terms.side,
        origin=origin,
    )
    try:
        with transaction.atomic():
            report.drafted.append(draft_duty(draft, by=by, now=now))
    except IntegrityError:  # drafted by somebody else a moment ago
        report.already.append(post)


def _origin_of(terms: LegalTerms, post: Post) -> str | None:
    """What makes it the same duty: fact, event, unit and title; None if it lives."""
    words = hashlib.sha256(terms.title.encode()).hexdigest()[:8]
    start = f"{terms.start:%Y%m%d}" if terms.start else "every"
    base = f"fact:{terms.fact}/{start}/{words}/{post.unit_id}."
    earlier = Duty.objects.filter(origin__startswith=base)
    if earlier.exclude(state=DutyState.ENDED).exists():
        return None
    return f"{base}{earlier.count()}"
