from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mingjing.base.people.actions.outcomes import tell
from mingjing.base.people.events import UnitAdded, UnitEdited, UnitEnded
from mingjing.base.people.models import Appointment, Person, Unit
from mingjing.base.people.rules import (
    AlreadyMoved,
    Refused,
    demand_keeper,
    refuse_future,
    valid_credit_code,
)


@dataclass(frozen=True, kw_only=True)
class UnitFacts:
    name: str
    short_name: str
    kind: str
    parent: Unit | None = None
    peer_group: str = ""
    credit_code: str | None = None
    rank: int = 1000
    burden_limit_minutes: int = 240


@transaction.atomic
def add_unit(facts: UnitFacts, *, by: Person | None, now: datetime) -> Unit:
    demand_keeper(by)
    _refuse_twin(facts, besides=None)
    try:
        with transaction.atomic():
            unit = Unit.objects.create(**_columns(facts))
    except IntegrityError as twin:  # added by somebody else a moment ago
        raise _code_taken() from twin
    event = UnitAdded(
        unit=unit.pk,
        kind=unit.kind,
        parent=unit.parent_id,
        peer_group=unit.peer_group,
        name=unit.name,
    )
    tell(event, subject=f"unit:{unit.pk}", by=by, now=now)
    return unit


@transaction.atomic
def edit_unit(
    unit: Unit, facts: UnitFacts, *, by: Person | None, now: datetime
) -> None:
    demand_keeper(by)
    _refuse_twin(facts, besides=unit)
    _refuse_circle(unit, facts.parent)
    new = _columns(facts)
    changed = tuple(sorted(k for k, v in new.items() if getattr(unit, k) != v))
    if not changed:
        return
    if not Unit.objects.filter(pk=unit.pk, ended_on__isnull=True).update(**new):
        raise AlreadyMoved(_("这个单位已撤销，不能再改。"))
    for name, value in new.items():
        setattr(unit, name, value)
    event = UnitEdited(unit=unit.pk, fields=changed, name=unit.name)
    tell(event, subject=f"unit:{unit.pk}", by=by, now=now)


@transaction.atomic
def end_unit(
    unit: Unit, *, ended_on: date, note: str = "", by: Person | None, now: datetime
) -> None:
    """Close a unit that nobody serves in any more; what it did stays readable."""
    demand_keeper(by)
    refuse_future(ended_on, now)
    if unit.children.filter(ended_on__isnull=True).exists():
        raise Refused(_("还有下级单位。请先把下级单位改到别处，或一并撤销。"))
    if Appointment.objects.current().filter(post__unit=unit).exists():
        raise Refused(_("还有人在任。请先结束任职，或把岗位移交出去。"))
    here = Unit.objects.filter(pk=unit.pk, ended_on__isnull=True)
    if not here.update(ended_on=ended_on):
        raise AlreadyMoved(_("这个单位已经撤销。"))
    unit.ended_on = ended_on
    event = UnitEnded(unit=unit.pk, ended_on=ended_on, note=note)
    tell(event, subject=f"unit:{unit.pk}", by=by, now=now)


def _columns(facts: UnitFacts) -> dict[str, object]:
    columns = {f.name: getattr(facts, f.name) for f in fields(facts)}
    # An empty code is no code: two units without one are not twins.
    columns["credit_code"] = facts.credit_code or None
    return columns


def _refuse_twin(facts: UnitFacts, *, besides: Unit | None) -> None:
    others = Unit.objects.exclude(pk=besides.pk) if besides else Unit.objects.all()
    if others.filter(name=facts.name).exists():
        words = _("已有同名单位：%(name)s。") % {"name": facts.name}
        raise Refused(words, field="name")
    if not facts.credit_code:
        return
    if not valid_credit_code(facts.credit_code):
        words = _("统一社会信用代码的校验位不对，请逐位核对。")
        raise Refused(words, field="credit_code")
    if others.filter(credit_code=facts.credit_code).exists():
        raise _code_taken()


def _code_taken() -> Refused:
    words = _("这个统一社会信用代码已登记在另一个单位名下。")
    return Refused(words, field="credit_code")


def _refuse_circle(unit: Unit, parent: Unit | None) -> None:
    above = parent
    while above is not None:
        if above.pk == unit.pk:
            raise Refused(_("上级单位不能是它自己或它的下级。"))
        above = above.parent
