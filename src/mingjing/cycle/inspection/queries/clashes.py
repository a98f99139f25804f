"""What stands against a programme, found before it is approved.

第十五条: 严禁重复督查、多头督查、越权督查. What is hard refuses the approval; the rest is
shown to the approver, who answers it in words.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from django.db.models import Q
from django.utils.translation import gettext as _

from mingjing.base.people.models import Post, Unit
from mingjing.base.people.states import Role
from mingjing.cycle.inspection.models import Inspection, Programme, Visit
from mingjing.cycle.inspection.rules import needs_designation, posts_in
from mingjing.cycle.inspection.states import DrawState, InspectionState, VisitState
from mingjing.cycle.inspection.states.topics import caps, covers
from mingjing_law.facts import fact
from mingjing_law.limits import add_months

_DEAD = (InspectionState.DROPPED,)
_SOFT = ("same_matter", "fortnight")


@dataclass(frozen=True)
class Clash:
    """One sentence; ``hard`` ones refuse the approval."""

    kind: str
    words: str
    inspections: tuple[int, ...] = ()

    @property
    def hard(self) -> bool:
        return self.kind not in _SOFT


def clashes_of(programme: Programme) -> list[Clash]:
    """Hard ones first; a fixed number of queries however many inspections."""
    ours = list(
        programme.inspections.exclude(state__in=_DEAD)
        .select_related("run_by")
        .prefetch_related("visits__unit", "members__person", "draws")
    )
    others = list(_standing(programme))
    found = [
        *_incomplete(ours),
        *_conflicts(ours),
        *_ultra_vires(ours),
        *_over_cap(programme, ours, others),
        *_comprehensive(programme, ours, others),
        *_pairs(ours, others),
    ]
    return sorted(found, key=lambda clash: not clash.hard)


def _standing(programme: Programme) -> Iterable[Inspection]:
    """What is approved already and not taken out by this version."""
    near = add_months(date(programme.year, 1, 1), -caps().same_matter_months)
    return (
        Inspection.objects.filter(opens_on__gte=near, code__isnull=False)
        .exclude(Q(state__in=_DEAD) | Q(dropped_in=programme))
        .exclude(programme=programme)
        .select_related("run_by")
        .prefetch_related("visits__unit")
    )


def _incomplete(ours: list[Inspection]) -> Iterable[Clash]:
    for each in ours:
        drawing = [d for d in each.draws.all() if d.state != DrawState.ABANDONED]
        if drawing and drawing[0].state != DrawState.REVEALED:
            yield _hard("draw", _("“%(matter)s”的抽取还没有揭示。"), each)
        elif not each.visits.all():
            yield _hard("units", _("“%(matter)s”还没有确定督查对象。"), each)
        members = each.members.all()
        if not any(member.leads for member in members):
            yield _hard("leader", _("“%(matter)s”还没有确定组长（第八条）。"), each)
        if len(members) < 2:
            yield _hard("team", _("“%(matter)s”的检查组不足两人。"), each)


def _hard(kind: str, words: str, each: Inspection, **more: object) -> Clash:
    return Clash(kind, words % {"matter": each.matter, **more}, (each.pk,))


def _conflicts(ours: list[Inspection]) -> Iterable[Clash]:
    """Nobody inspects a unit in which they hold a post."""
    team = {m.person_id for each in ours for m in each.members.all()}
    units = {v.unit for each in ours for v in each.visits.all()}
    held = defaultdict(set)
    names = {}
    for row in posts_in(team, units):
        held[row.person_id].add(row.post.unit_id)
        names[row.person_id] = row.person.name
    for each in ours:
        for member in each.members.all():
            for visit in each.visits.all():
                if visit.unit_id in held[member.person_id]:
                    yield _hard(
                        "conflict",
                        _("%(who)s在%(unit)s任职，不能参加“%(matter)s”。"),
                        each,
                        who=names[member.person_id],
                        unit=visit.unit,
                    )


def _ultra_vires(ours: list[Inspection]) -> Iterable[Clash]:
    offices = office_units()
    for each in ours:
        if (
            needs_designation(each.kind, each.run_by, offices=offices)
            and not each.designation
        ):
            yield _hard(
                "designation",
                _("“%(matter)s”由%(unit)s开展政府督查，没有指定文号（第七条）。"),
                each,
                unit=each.run_by,
            )


def office_units() -> frozenset[int]:
    """Units that hold the leading group's office: they need no designation."""
    return frozenset(
        Post.objects.filter(role=Role.OFFICE).values_list("unit_id", flat=True)
    )


def _over_cap(
    programme: Programme, ours: list[Inspection], others: list[Inspection]
) -> Iterable[Clash]:
    counts: dict[Unit, int] = defaultdict(int)
    touched: dict[int, list[int]] = defaultdict(list)
    for each in [*ours, *others]:
        if each.opens_on.year == programme.year:
            for visit in each.visits.all():
                counts[visit.unit] += visit.state != VisitState.NOT_MADE
    for each in ours:
        for visit in each.visits.all():
            touched[visit.unit_id].append(each.pk)
    for unit, count in counts.items():
        most = caps().of(unit.kind)
        if count > most and touched[unit.pk]:
            words = _("%(unit)s一年要接受%(count)s次检查，上限%(most)s次。") % {
                "unit": unit,
                "count": count,
                "most": most,
            }
            yield Clash("cap", words, tuple(touched[unit.pk]))


def _comprehensive(
    programme: Programme, ours: list[Inspection], others: list[Inspection]
) -> Iterable[Clash]:
    """整治形式主义为基层减负若干规定 三: 综合性督查检查考核，每部门原则上一年不超过一项."""
    most = fact("FORM-insp").limit.n
    runs: dict[Unit, list[Inspection]] = defaultdict(list)
    for each in [*ours, *others]:
        if each.comprehensive and each.opens_on.year == programme.year:
            runs[each.run_by].append(each)
    mine = {each.pk for each in ours}
    for unit, rows in runs.items():
        if len(rows) > int(most or 0) and mine & {row.pk for row in rows}:
            words = _("%(unit)s一年有%(count)s项综合性检查，上限%(most)s项。") % {
                "unit": unit,
                "count": len(rows),
                "most": most,
            }
            yield Clash("comprehensive", words, tuple(row.pk for row in rows))


def _pairs(ours: list[Inspection], others: list[Inspection]) -> Iterable[Clash]:
    """Two visits to one unit close together, or on the same matter."""
    mine = {each.pk for each in ours}
    for one, two in combinations([*ours, *others], 2):
        if not mine & {one.pk, two.pk}:
            continue
        both = {v.unit for v in one.visits.all()} & {v.unit for v in two.visits.all()}
        for unit in sorted(both, key=lambda u: (u.rank, u.pk)):
            said = {"unit": unit, "one": one.matter, "two": two.matter}
            pair = (one.pk, two.pk)
            if _same_matter(one, two):
                words = _(
                    "%(unit)s：“%(one)s”和“%(two)s”范围重复，相隔不到%(months)s个月。"
                ) % {**said, "months": caps().same_matter_months}
                yield Clash("same_matter", words, pair)
            if _near(one, two):
                words = _(
                    "%(unit)s：“%(one)s”和“%(two)s”相隔不到%(days)s天，可以合并。"
                ) % {**said, "days": caps().fortnight_days}
                yield Clash("fortnight", words, pair)


def _near(one: Inspection, two: Inspection) -> bool:
    gap = max(one.opens_on, two.opens_on) - min(one.closes_on, two.closes_on)
    return gap < timedelta(days=caps().fortnight_days)


def _same_matter(one: Inspection, two: Inspection) -> bool:
    first, second = sorted((one, two), key=lambda each: each.opens_on)
    months = caps().same_matter_months
    if second.opens_on >= add_months(first.closes_on, months):
        return False
    return any(covers(one.scope, topic) for topic in two.scope) or any(
        covers(two.scope, topic) for topic in one.scope
    )


def visits_in_year(unit_ids: Iterable[int], year: int) -> dict[int, int]:
    """Visits of approved inspections that each unit has, or will have, in that year."""
    counts: dict[int, int] = defaultdict(int)
    rows = Visit.objects.filter(
        unit__in=list(unit_ids),
        inspection__opens_on__year=year,
        inspection__code__isnull=False,
    ).exclude(inspection__state__in=_DEAD)
    for unit_id in rows.values_list("unit_id", flat=True):
        counts[unit_id] += 1
    return counts
