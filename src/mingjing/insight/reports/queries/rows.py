"""The rows behind a number, as they stand now, one line each and linked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from mingjing.base.people.models import Unit
from mingjing.cycle.appeals.models import Appeal
from mingjing.cycle.duties.models import Due, Duty, Extension, SupportCall
from mingjing.cycle.findings.models import Finding
from mingjing.cycle.plan.models import Measure
from mingjing.cycle.sessions.models import Session


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


def _of_due(row: Extension | SupportCall) -> Line:
    asked = row.question if isinstance(row, SupportCall) else row.reason
    return Line(
        row.due.duty.title,
        reverse("duties:due", args=[row.due_id]),
        str(row.due.unit),
        row.asked_at.date(),
        asked,
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
    day = row.filed_at.date()
    return Line(str(row), url, str(row.unit), day, row.get_state_display())


def _session(row: Session) -> Line:
    url = reverse("sessions:session", args=[row.pk])
    return Line(str(row), url, str(row.unit), row.held_on, row.get_state_display())


# kind: its rows with all that a line says, in one query, and how a line is made
KINDS: dict[str, tuple[Any, Callable[[Any], Line]]] = {
    "due": (Due.objects.select_related("duty", "unit"), _due),
    "duty": (Duty.objects.select_related("unit"), _duty),
    "extension": (Extension.objects.select_related("due__duty", "due__unit"), _of_due),
    "call": (SupportCall.objects.select_related("due__duty", "due__unit"), _of_due),
    "measure": (Measure.objects.select_related("lead_unit"), _measure),
    "unit": (Unit.objects.all(), _unit),
    "finding": (Finding.objects.select_related("unit"), _finding),
    "appeal": (Appeal.objects.select_related("unit"), _appeal),
    "session": (Session.objects.select_related("unit"), _session),
}


def lines(kind: str, ids: Sequence[int]) -> list[Line]:
    """One query; rows are never deleted, so that each key has its line."""
    rows, line = KINDS[kind]
    found = rows.all().in_bulk(ids)
    return [line(found[pk]) for pk in ids if pk in found]
