"""The rows behind a number, as they stand now, one line each and linked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mingjing.base.people.models import Unit
from mingjing.cycle.appeals.models import Appeal
from mingjing.cycle.duties.models import Due, Duty, Extension, SupportCall
from mingjing.cycle.findings.models import Finding
from mingjing.cycle.inspection.models import Refusal, Visit
from mingjing.cycle.plan.models import Measure
from mingjing.cycle.sessions.models import Session
from mingjing.insight.burden.queries import titles_of
from mingjing.insight.burden.rules import SHOWN_FROM

Pair = tuple[Any, int | None]  # the key of a row, and its value where it has one


@dataclass(frozen=True)
class Line:
    title: str
    url: str
    unit: str
    day: date | None
    detail: str


def _due(row: Due) -> Line:
    return Line(
        f"{row.duty.title} {row.period_label}".strip(),
        reverse("duties:due", args=[row.pk]),
        str(row.unit),
        row.due_on,
        row.get_state_display(),
    )


def _duty(row: Duty) -> Line:
    return Line(
        str(row),
        reverse("duties:duty", args=[row.pk]),
        str(row.unit),
        row.starts_on,
        row.get_state_display(),
    )


def _late_due(row: Due) -> Line:
    """The claim counts, not when it was checked."""
    line = _due(row)
    if row.claimed_at is None:
        return line
    days = (localdate(row.claimed_at) - row.due_on).days
    said = ngettext("晚 %(n)d 天", "晚 %(n)d 天", days) % {"n": days}
    return replace(line, detail=said)


def _extension(row: Extension) -> Line:
    return Line(
        row.due.duty.title,
        reverse("duties:due", args=[row.due_id]),
        str(row.due.unit),
        localdate(row.asked_at),
        row.get_state_display(),
    )


def _call(row: SupportCall) -> Line:
    return Line(
        row.due.duty.title,
        reverse("duties:due", args=[row.due_id]),
        str(row.due.unit),
        localdate(row.asked_at),
        _("已经答复") if row.answered_at else _("还没有答复"),
    )


def _measure(row: Measure) -> Line:
    lead = str(row.lead_unit) if row.lead_unit else ""
    url = reverse("plan:measure", args=[row.pk])
    return Line(row.title, url, lead, row.due_on, row.number)


def _unit(row: Unit) -> Line:
    url = reverse("people:unit", args=[row.pk])
    return Line(row.name, url, str(row), None, row.get_kind_display())


def _finding(row: Finding) -> Line:
    url = reverse("findings:finding", args=[row.pk])
    return Line(str(row), url, str(row.unit), row.found_on, row.get_state_display())


def _appeal(row: Appeal) -> Line:
    url = reverse("appeals:appeal", args=[row.pk])
    day = localdate(row.filed_at)
    return Line(str(row), url, str(row.unit), day, row.get_state_display())


def _session(row: Session) -> Line:
    url = reverse("sessions:session", args=[row.pk])
    return Line(str(row), url, str(row.unit), row.held_on, row.get_state_display())


def _visit(row: Visit) -> Line:
    inspection = row.inspection
    url = reverse("inspection:inspection", args=[row.inspection_id])
    day = row.arrived_on or inspection.opens_on
    return Line(str(inspection), url, str(row.unit), day, row.get_state_display())


def _refusal(row: Refusal) -> Line:
    """What came, and why it was sent away; nobody's words, nobody's name."""
    named = str(row.inspection or row.who_came or row.shown_code or _("没有编码"))
    url = reverse("inspection:refusals")
    return Line(named, url, str(row.unit), row.refused_on, row.get_kind_display())


# kind: its rows with all that a line says, in one query, and how a line is made
_ROWS: dict[str, tuple[Any, Callable[[Any], Line]]] = {
    "due": (Due.objects.select_related("duty", "unit"), _due),
    "late_due": (Due.objects.select_related("duty", "unit"), _late_due),
    "duty": (Duty.objects.select_related("unit"), _duty),
    "extension": (Extension.objects.select_related("due__duty", "due__unit"), _extension),
    "call": (SupportCall.objects.select_related("due__duty", "due__unit"), _call),
    "measure": (Measure.objects.select_related("lead_unit"), _measure),
    "unit": (Unit.objects.all(), _unit),
    "finding": (Finding.objects.select_related("unit"), _finding),
    "appeal": (Appeal.objects.select_related("unit"), _appeal),
    "session": (Session.objects.select_related("unit"), _session),
    "visit": (Visit.objects.select_related("inspection", "unit"), _visit),
    "refusal": (Refusal.objects.select_related("inspection", "unit"), _refusal),
}  # fmt: skip


def _of_units(said: Callable[[int], str]) -> Callable[[Sequence[Pair]], list[Line]]:
    """Units with a number of each, frozen with the report."""

    def made(pairs: Sequence[Pair]) -> list[Line]:
        found = Unit.objects.in_bulk([pk for pk, _value in pairs])
        return [
            Line(
                found[pk].name,
                reverse("burden:unit", args=[pk]),
                str(found[pk]),
                None,
                said(value or 0),
            )
            for pk, value in pairs
            if pk in found
        ]

    return made


def _minutes(value: int) -> str:
    return _("每月 %(n)s 分钟") % {"n": value}


def _months(value: int) -> str:
    return ngettext("%(n)d 个月", "%(n)d 个月", value) % {"n": value}


def _times(value: int) -> str:
    return ngettext("%(n)s 次", "%(n)s 次", value) % {"n": value}


def _visits(value: int) -> str:
    return ngettext("到访 %(n)d 次", "到访 %(n)d 次", value) % {"n": value}


def _overlaps(pairs: Sequence[Pair]) -> list[Line]:
    rows = Duty.objects.select_related("unit")
    found = rows.in_bulk({pk for both, _value in pairs for pk in both})
    return [
        Line(
            f"{found[one]} ／ {found[other]}",
            reverse("duties:duty", args=[one]),
            str(found[one].unit),
            None,
            _("字面相同 %(share)s%%") % {"share": share},
        )
        for (one, other), share in pairs
        if one in found and other in found
    ]


def _voices(pairs: Sequence[Pair]) -> list[Line]:
    """Of a request and a month; below the county page's threshold no number is kept."""
    named = [key.rsplit("@", 1) for key, _value in pairs]
    titles = titles_of({about for about, _month in named})
    few = _("不到 %(n)s 次") % {"n": SHOWN_FROM}
    return [
        Line(
            titles.get(about, about),
            f"{reverse('burden:county')}?month={month}",
            "",
            date.fromisoformat(f"{month}-01"),
            few if value is None else _times(value),
        )
        for (about, month), (_key, value) in zip(named, pairs, strict=True)
    ]


_MORE: dict[str, Callable[[Sequence[Pair]], list[Line]]] = {
    "unit_minutes": _of_units(_minutes),
    "unit_months": _of_units(_months),
    "unit_visits": _of_units(_visits),
    "overlap": _overlaps,
    "voice": _voices,
}


def pairs_of(kept: Mapping[str, Any]) -> list[Pair]:
    """The keys of a number's rows, each with the value that was frozen beside it."""
    ids = kept["ids"]
    return list(zip(ids, kept.get("values") or [None] * len(ids), strict=True))


def lines(kind: str, pairs: Sequence[Pair]) -> list[Line]:
    """A query or two; rows are never deleted, so that each key has its line."""
    if kind in _MORE:
        return _MORE[kind](pairs)
    rows, line = _ROWS[kind]
    found = rows.all().in_bulk([pk for pk, _value in pairs])
    return [line(found[pk]) for pk, _value in pairs if pk in found]
