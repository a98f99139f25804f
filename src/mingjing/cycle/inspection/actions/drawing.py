"""A draw by two people: commit, answer, reveal. The arithmetic is states/drawing.py."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person, Unit
from mingjing.cycle.inspection import rules
from mingjing.cycle.inspection.actions.moves import (
    AlreadyMoved,
    Refused,
    demand,
    lock_programme,
    move,
    subject_of,
    tell,
)
from mingjing.cycle.inspection.events import (
    DrawAbandoned,
    DrawAnswered,
    DrawCommitted,
    DrawRevealed,
)
from mingjing.cycle.inspection.models import Draw, Inspection, Visit
from mingjing.cycle.inspection.queries import visits_in_year
from mingjing.cycle.inspection.states import drawing
from mingjing.cycle.inspection.states.topics import caps

_SHORTEST_SEED = 16


@transaction.atomic
def commit_draw(
    inspection: Inspection,
    *,
    candidates: Sequence[Unit],
    count: int,
    seed: str,
    by: Person,
    now: datetime,
) -> Draw:
    """Bind the list and the seed. The seed itself is not stored before it is revealed."""
    inspection.programme = lock_programme(inspection.programme_id)
    if not rules.may_edit(by, inspection):
        raise PermissionDenied
    if not rules.may_commit(by, inspection):
        raise AlreadyMoved(subject_of(inspection))
    _check_list(inspection, candidates, count, seed)
    draw = _insert(inspection, candidates, count, seed, by=by, now=now)
    event = DrawCommitted(
        draw=draw.pk,
        inspection=inspection.pk,
        list_hash=draw.list_hash,
        candidates=len(candidates),
        count=count,
        commitment=draw.commitment,
    )
    tell(event, draw, by=by, now=now)
    return draw


def _insert(
    inspection: Inspection,
    candidates: Sequence[Unit],
    count: int,
    seed: str,
    *,
    by: Person,
    now: datetime,
) -> Draw:
    pairs = [(n, unit.name) for n, unit in enumerate(candidates, 1)]
    try:
        with transaction.atomic():
            return Draw.objects.create(
                inspection=inspection,
                candidates=[[n, u.pk, u.name] for n, u in enumerate(candidates, 1)],
                list_hash=drawing.list_hash(pairs),
                count=count,
                commitment=drawing.commitment_of(seed),
                committed_by=by,
                committed_at=now,
            )
    except IntegrityError as taken:
        raise AlreadyMoved(subject_of(inspection)) from taken


def _check_list(
    inspection: Inspection, candidates: Sequence[Unit], count: int, seed: str
) -> None:
    if inspection.visits.exists():
        raise Refused(_("督查对象已经直接确定，不再抽取。"))
    if not 1 <= count < len(candidates):
        raise Refused(_("抽取数要少于候选单位数，至少抽一个。"))
    if len(seed) < _SHORTEST_SEED:
        raise Refused(
            _("种子至少%(least)s个字符，别人猜不到才行。") % {"least": _SHORTEST_SEED}
        )
    team = [member.person for member in inspection.members.select_related("person")]
    if words := rules.conflict_words(team, candidates):
        raise Refused(words)
    visits = visits_in_year([unit.pk for unit in candidates], inspection.opens_on.year)
    full = [u.short_name for u in candidates if visits[u.pk] >= caps().of(u.kind)]
    if full:
        raise Refused(
            _("%(units)s今年的检查已到上限，请移出候选名单。")
            % {"units": "、".join(full)}
        )


@transaction.atomic
def answer_draw(draw: Draw, *, answer: str, by: Person, now: datetime) -> None:
    """The second person's own words, after the commitment and without the seed."""
    demand(rules.may_answer_draw, by, draw, "answer")
    if not answer.strip():
        raise Refused(_("请写应答，任何一句话都可以。"))
    move(draw, "answer", answer=answer, answered_by=by, answered_at=now)
    tell(DrawAnswered(draw=draw.pk, answer=answer), draw, by=by, now=now)


@transaction.atomic
def reveal_draw(draw: Draw, *, seed: str, by: Person, now: datetime) -> list[Visit]:
    """The seed that was committed to decides with the answer; the units are drawn."""
    programme = lock_programme(draw.inspection.programme_id)
    draw.inspection = Inspection.objects.get(pk=draw.inspection_id)
    draw.inspection.programme = programme
    demand(rules.may_reveal, by, draw, "reveal")
    if drawing.commitment_of(seed) != draw.commitment:
        raise Refused(_("这不是当初承诺的种子，请核对抄下来的原文。"))
    drawn = drawing.draw(draw.pairs, draw.count, seed=seed, answer=draw.answer)
    move(draw, "reveal", seed=seed, drawn=drawn, revealed_at=now)
    unit_of = {number: unit for number, unit, _name in draw.candidates}
    visits = Visit.objects.bulk_create(
        Visit(inspection=draw.inspection, unit_id=unit_of[number], drawn=True)
        for number in drawn
    )
    event = DrawRevealed(
        draw=draw.pk,
        inspection=draw.inspection_id,
        units=tuple(unit_of[number] for number in drawn),
        seed=seed,
    )
    tell(event, draw, by=by, now=now)
    return visits


@transaction.atomic
def abandon_draw(draw: Draw, *, reason: str, by: Person, now: datetime) -> None:
    """A lost seed, a wrong list. It stays on the page with its reason."""
    demand(rules.may_abandon, by, draw, "abandon")
    if not reason.strip():
        raise Refused(_("请写明为什么作废。"))
    move(draw, "abandon", abandoned_reason=reason)
    tell(DrawAbandoned(draw=draw.pk, reason=reason), draw, by=by, now=now)
