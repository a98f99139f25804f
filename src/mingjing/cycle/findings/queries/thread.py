"""One finding from its start to its end, in the order in which it happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from mingjing.cycle.duties.models import Due
from mingjing.cycle.findings.models import (
    SEVERITIES,
    SEVERITY_MEANS,
    Cure,
    Finding,
    Reply,
)
from mingjing.cycle.findings.states import Severity


@dataclass(frozen=True)
class Step:
    at: datetime | date
    title: str
    state: str = "open"
    tone: str = "open"
    by: str = ""
    text: str = ""
    url: str = ""
    link: str = ""


def reply_of(finding: Finding) -> Reply | None:
    return (
        Reply.objects.filter(finding=finding)
        .select_related("by")
        .prefetch_related("objections")
        .first()
    )


def thread(
    finding: Finding, reply: Reply | None, cures: list[Cure], due: Due | None
) -> list[Step]:
    steps = [
        *_said(finding),
        *_answered(finding, reply),
        *(step for cure in cures for step in _cured(cure)),
        *_checked(due),
        *_ended(finding),
    ]
    return sorted(steps, key=lambda step: _moment(step.at))


def _moment(at: datetime | date) -> tuple[str, str]:
    if isinstance(at, datetime):
        return (at.isoformat(), "")
    return (at.isoformat(), "z")


def _said(finding: Finding) -> Iterator[Step]:
    title = _("单位自查发现") if finding.self_reported else _("提出")
    yield Step(finding.opened_at, title, "draft", "hold", str(finding.opened_by))
    if finding.notified_at and not finding.self_reported:
        yield Step(
            finding.notified_at,
            _("送达单位"),
            "asked",
            "claim",
            str(finding.notified_by),
        )


def _answered(finding: Finding, reply: Reply | None) -> Iterator[Step]:
    if reply:
        title = _("单位认可") if reply.accepts else _("单位提出异议")
        if reply.was_late:
            title = _("%(title)s（过了答复期限）") % {"title": title}
        look = ("open", "open") if reply.accepts else ("objected", "late")
        yield Step(reply.at, title, *look, str(reply.by))
    if finding.confirmed_at:
        title = _("确认")
        if reply is None and not finding.self_reported:
            title = _("到期未答复，经核实后确认")
        yield Step(
            finding.confirmed_at,
            title,
            "in_force",
            "open",
            str(finding.confirmed_by),
            finding.confirm_note,
        )
    for amendment in finding.amendments.select_related("by"):
        yield Step(
            amendment.at,
            amendment.get_cause_display(),
            "returned",
            "ok",
            str(amendment.by),
            amendment.reason,
        )


def _cured(cure: Cure) -> Iterator[Step]:
    yield Step(
        cure.written_at,
        _("写出整改"),
        "draft",
        "claim",
        str(cure.written_by),
        cure.what,
    )


def _checked(due: Due | None) -> Iterator[Step]:
    if due is None:
        return
    place: dict[str, Any] = {
        "url": reverse("duties:due", args=[due.pk]),
        "link": due.duty.code,
    }
    if due.claimed_at:
        yield Step(
            due.claimed_at,
            _("报称已整改"),
            "claimed",
            "claim",
            str(due.claimed_by),
            **place,
        )
    if due.checked_at:
        done = due.state == "verified"
        yield Step(
            due.checked_at,
            _("复查通过") if done else _("复查退回"),
            "verified" if done else "returned",
            "ok" if done else "late",
            str(due.checked_by),
            due.check_note,
        )


def _ended(finding: Finding) -> Iterator[Step]:
    if finding.signed_off_at:
        yield Step(
            finding.signed_off_at,
            _("销号"),
            "verified",
            "ok",
            str(finding.signed_off_by),
            finding.sign_off_note,
        )
    if finding.watch_until and finding.state == "signed_off":
        yield Step(finding.watch_until, _("回看期满"), "held", "hold")
    for again in finding.relapses.filter(confirmed_at__isnull=False).exclude(
        state="withdrawn"
    ):
        yield Step(
            again.confirmed_at or again.opened_at,
            _("复发"),
            "returned",
            "late",
            url=reverse("findings:finding", args=[again.pk]),
            link=again.code,
        )
    if finding.withdrawn_at:
        yield Step(
            finding.withdrawn_at,
            _("撤销"),
            "withdrawn",
            "hold",
            str(finding.withdrawn_by),
            finding.withdrawn_reason,
        )


def severity_words() -> list[tuple[str, object, object]]:
    """Every severity with its word and its meaning, for the forms and the page of lists."""
    return [(code, word, SEVERITY_MEANS[Severity(code)]) for code, word in SEVERITIES]
