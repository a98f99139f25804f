"""A year's programme: drafted, submitted, returned, approved, amended by a version."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mingjing.base.people.models import Person
from mingjing.cycle.inspection import rules
from mingjing.cycle.inspection.actions.moves import (
    Refused,
    demand,
    lock_programme,
    move,
    tell,
)
from mingjing.cycle.inspection.events import (
    InspectionCoded,
    InspectionDropped,
    ProgrammeAmended,
    ProgrammeApproved,
    ProgrammeDrafted,
    ProgrammeReturned,
    ProgrammeSubmitted,
)
from mingjing.cycle.inspection.models import Inspection, Programme
from mingjing.cycle.inspection.queries import Clash, clashes_of
from mingjing.cycle.inspection.states import (
    INSPECTION_MOVES,
    InspectionState,
    ProgrammeState,
)
from mingjing.cycle.inspection.states.codes import new_code

_CODE_TRIES = 20


@transaction.atomic
def draft_programme(*, year: int, title: str, by: Person, now: datetime) -> Programme:
    """The first version of a year; later ones come by `amend_programme`."""
    if not rules.may_draft_programme(by):
        raise PermissionDenied
    if Programme.objects.filter(year=year).exists():
        raise Refused(_("%(year)s年的计划已经有了，请在它上面调整。") % {"year": year})
    return _insert(year, 1, title, "", by=by, now=now)


def _insert(
    year: int, version: int, title: str, reason: str, *, by: Person, now: datetime
) -> Programme:
    try:
        with transaction.atomic():
            programme = Programme.objects.create(
                year=year, version=version, title=title, reason=reason, drafted_by=by
            )
    except IntegrityError as taken:
        raise Refused(_("这一年有一份计划正在起草或报批，请在它上面改。")) from taken
    event = ProgrammeDrafted(
        programme=programme.pk, year=year, number=version, reason=reason
    )
    tell(event, programme, by=by, now=now)
    return programme


@transaction.atomic
def amend_programme(
    programme: Programme, *, reason: str, by: Person, now: datetime
) -> Programme:
    """A new version to work on; the old one stays in force until it is approved."""
    if not rules.may_amend(by, programme):
        raise PermissionDenied
    if not reason.strip():
        raise Refused(_("请写明为什么调整。"))
    last = Programme.objects.filter(year=programme.year).order_by("-version").first()
    version = (last.version if last else 0) + 1
    return _insert(programme.year, version, programme.title, reason, by=by, now=now)


@transaction.atomic
def submit_programme(programme: Programme, *, by: Person, now: datetime) -> None:
    locked = lock_programme(programme.pk)
    demand(rules.may_submit, by, locked, "submit")
    if not _proposals(locked).exists() and not locked.drops.exists():
        raise Refused(_("还没有列入检查，没有可以报批的。"))
    clashes = _refuse_hard(locked)
    move(programme, "submit", submitted_by=by, submitted_at=now, returned_note="")
    event = ProgrammeSubmitted(
        programme=programme.pk,
        inspections=tuple(_proposals(locked).values_list("pk", flat=True)),
        clashes=len(clashes),
    )
    tell(event, programme, by=by, now=now)


def _proposals(programme: Programme) -> QuerySet[Inspection]:
    return programme.inspections.filter(state=InspectionState.PROPOSED).order_by("pk")


def _refuse_hard(programme: Programme) -> list[Clash]:
    clashes = clashes_of(programme)
    hard = [clash.words for clash in clashes if clash.hard]
    if hard:
        raise Refused(" ".join(hard))
    return clashes


@transaction.atomic
def return_programme(
    programme: Programme, *, note: str, by: Person, now: datetime
) -> None:
    demand(rules.may_decide, by, programme, "return")
    if not note.strip():
        raise Refused(_("退回时写明要改什么。"))
    move(programme, "return", returned_note=note)
    tell(
        ProgrammeReturned(programme=programme.pk, note=note), programme, by=by, now=now
    )


@transaction.atomic
def approve_programme(
    programme: Programme, *, note: str = "", by: Person, now: datetime
) -> None:
    """第十一条: the chief approves; each inspection gets its code and is locked.

    What clashes was on the page: an approval over clashes says why in words.
    """
    locked = lock_programme(programme.pk)
    demand(rules.may_decide, by, locked, "approve")
    clashes = _refuse_hard(locked)
    if clashes and not note.strip():
        raise Refused(_("页面上列出了重复或扎堆的检查，请写明为什么仍然批准。"))
    _supersede(locked, by=by, now=now)
    move(programme, "approve", approved_by=by, approved_at=now, approval_note=note)
    event = ProgrammeApproved(programme=programme.pk, clashes=len(clashes), note=note)
    tell(event, programme, by=by, now=now)
    for inspection in list(_proposals(locked)):
        _give_code(inspection, by=by, now=now)
    # One that was begun meanwhile is not taken out any more.
    sources = INSPECTION_MOVES["drop"].sources
    for inspection in list(locked.drops.filter(state__in=sources)):
        move(inspection, "drop")
        gone = InspectionDropped(
            inspection=inspection.pk, reason=inspection.drop_reason
        )
        tell(gone, inspection, by=by, now=now)


def _supersede(programme: Programme, *, by: Person, now: datetime) -> None:
    before = Programme.objects.filter(
        year=programme.year, state=ProgrammeState.APPROVED
    ).first()
    if before:
        move(before, "amend")
        event = ProgrammeAmended(programme=before.pk, by_programme=programme.pk)
        tell(event, before, by=by, now=now)


def _give_code(inspection: Inspection, *, by: Person, now: datetime) -> None:
    for _try in range(_CODE_TRIES):
        try:
            with transaction.atomic():
                move(inspection, "approve", code=new_code())
        except IntegrityError:  # somebody has that code already
            continue
        units = inspection.visits.order_by("pk").values_list("unit_id", flat=True)
        event = InspectionCoded(
            inspection=inspection.pk,
            programme=inspection.programme_id,
            code=inspection.code or "",
            scope=tuple(inspection.scope),
            units=tuple(units),
        )
        tell(event, inspection, by=by, now=now)
        return
    raise Refused(_("编码没有生成，请再试一次。"))
