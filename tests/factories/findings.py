"""Findings in stories: opened, told, answered, confirmed, cured."""

from datetime import UTC, date, datetime, timedelta

import factory

from mingjing.base.people.states import Role
from mingjing.cycle.duties import actions as duties
from mingjing.cycle.duties.models import Due
from mingjing.cycle.evidence import actions as evidence
from mingjing.cycle.findings import actions, models
from mingjing.cycle.findings.states import FindingState, SourceKind
from tests.factories.duties import HeldPost, anew, holder
from tests.factories.people import Person, person_with

NOW = datetime(2026, 9, 1, 2, tzinfo=UTC)  # ten in the morning here


class FindingSource(factory.django.DjangoModelFactory):
    class Meta:
        model = models.FindingSource

    kind = SourceKind.AUDIT
    pointer = factory.Sequence(lambda n: f"澄审报〔2026〕{n + 1}号")
    said_on = date(2026, 8, 20)
    added_by = factory.SelfAttribute("finding.opened_by")
    added_at = factory.SelfAttribute("finding.opened_at")


class Finding(factory.django.DjangoModelFactory):
    """Told to the unit on 1 September and not answered yet, unless said otherwise."""

    class Meta:
        model = models.Finding

    code = factory.Sequence(lambda n: f"WT-2026-{n + 9000:04d}")
    post = factory.SubFactory(HeldPost, role=Role.CONTACT)
    unit = factory.SelfAttribute("post.unit")
    title = "食堂采购没有比价"
    category = "school-tender"
    severity = "ordinary"
    facts = "六月份三次大宗采购没有比价记录。"
    law = "《政府采购法》第三十条"
    found_on = date(2026, 8, 20)
    state = FindingState.NOTIFIED
    opened_by = factory.SubFactory(Person)
    opened_at = NOW
    notified_by = factory.SelfAttribute("opened_by")
    notified_at = NOW
    reply_due_on = date(2026, 9, 15)
    calendar_version = "test"


def draft_of(post, **more):
    words = {
        "title": "食堂采购没有比价",
        "post": post,
        "category": "school-tender",
        "severity": "ordinary",
        "facts": "六月份三次大宗采购没有比价记录。",
        "law": "《政府采购法》第三十条",
        "found_on": date(2026, 8, 20),
    }
    return actions.FindingDraft(**(words | more))


def note_of(
    kind=SourceKind.AUDIT, pointer="澄审报〔2026〕7号", said_on=date(2026, 8, 21)
):
    return actions.SourceNote(kind=kind, pointer=pointer, said_on=said_on)


def discipline():
    return person_with(Role.DISCIPLINE)


def office():
    return person_with(Role.OFFICE)


def opened(by=None, post=None, now=NOW, **more):
    post = post or HeldPost(role=Role.CONTACT)
    return actions.open_finding(
        draft_of(post, **more), note_of(), by=by or office(), now=now
    )


def confirmed(by=None, **more):
    """Accepted by the unit, confirmed by a second person."""
    finding = opened(**more)
    actions.notify_finding(finding, by=anew(finding.opened_by), now=NOW)
    finding = anew(finding)
    unit = holder(finding.post)
    actions.reply_to_finding(finding, accepts=True, by=unit, now=NOW)
    actions.confirm_finding(
        anew(finding), note="事实清楚。", by=by or discipline(), now=NOW
    )
    return anew(finding)


def cure_text(**more):
    words = {
        "what": "补齐比价记录，建立采购台账",
        "until_on": date(2026, 10, 20),
        "proof": "采购台账的文号",
        "root_cause": "没有人专门保管比价记录。",
        "rule_change": "修订《食堂采购办法》第六条。",
    }
    return actions.CureText(**(words | more))


def curing(by=None, checker=None, **more):
    """A cure written by the unit and agreed by the office; the duty is accepted."""
    finding = confirmed(**more)
    unit = holder(finding.post)
    actions.write_cure(finding, cure_text(), by=unit, now=NOW)
    checker = checker or HeldPost(role=Role.INSPECTOR)
    started = actions.start_cure(
        anew(finding), checker_post=checker, by=by or office(), now=NOW
    )
    duties.accept_duty(anew(started.duty), by=holder(finding.post), now=NOW)
    return anew(finding)


def rechecked(on=NOW + timedelta(days=20), **more):
    """Claimed with a document number and verified by the checker."""
    finding = curing(**more)
    due = due_of(finding)
    evidence.prove_dues(
        [due], pointer="澄教发〔2026〕88号", by=holder(finding.post), now=on
    )
    evidence.check_due(anew(due), accept=True, by=holder(due.checker_post), now=on)
    return anew(finding)


def signed_off(by=None, on=NOW + timedelta(days=21), **more):
    finding = rechecked(on=on, **more)
    actions.sign_off(finding, note="已按期整改。", by=by or discipline(), now=on)
    return anew(finding)


def due_of(finding):
    return Due.objects.get(duty__cure__finding=finding)
