"""Findings and appeals that wait for one person: each with its clock and one next step."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from mingjing.base.people.models import Appointment as AppointmentModel
from mingjing.base.people.queries import standing_of
from mingjing.base.people.states import Role
from mingjing.cycle.appeals import actions as appeal_actions
from mingjing.cycle.appeals import rules as appeal_rules
from mingjing.cycle.appeals.states import Outcome
from mingjing.cycle.duties.models import Due as DueModel
from mingjing.cycle.evidence.models import Use
from mingjing.cycle.findings import actions as finding_actions
from mingjing.cycle.findings import rules
from mingjing.cycle.findings.models import Cure
from mingjing.cycle.findings.models import Finding as FindingModel
from mingjing.cycle.findings.states import FindingState, Point
from mingjing.insight.desk.queries.decisions import steps_on_findings
from tests.factories import appeals, findings
from tests.factories.duties import HeldPost, anew, holder, office
from tests.factories.findings import Finding
from tests.factories.people import Appointment, Person, Post, person_with
from tests.mingjing.insight.desk.test_views import owed

pytestmark = pytest.mark.django_db
RULES = {
    "reply": rules.may_reply,
    "cure": rules.may_start_cure,
    "sign_off": rules.may_sign_off,
}


def text(response):
    return unescape(response.content.decode())


def page(client, **query):
    return text(client.get(reverse("desk:secretary"), query))


def links(html, room):
    return re.findall(rf'href="(/{room}/\d+/[^"]*)">([^<]+)</a>', html)


def with_cure(by=None, **more):
    """Confirmed; the unit, or this person, has written what it will do."""
    finding = findings.confirmed(**more)
    finding_actions.write_cure(
        finding,
        findings.cure_text(),
        by=anew(by) if by else holder(finding.post),
        now=findings.NOW,
    )
    return anew(finding)


def objected(**more):
    finding = findings.opened(**more)
    finding_actions.notify_finding(
        finding, by=anew(finding.opened_by), now=findings.NOW
    )
    finding_actions.reply_to_finding(
        anew(finding),
        accepts=False,
        objections={Point.FACTS: "有比价。"},
        by=holder(finding.post),
        now=findings.NOW,
    )
    return anew(finding)


def test_a_units_secretary_is_led_to_the_answer_before_its_day(client):
    on = localdate(now())
    told = Finding(reply_due_on=on + timedelta(days=1))
    late = Finding(reply_due_on=on - timedelta(days=40), post__unit=told.unit)
    Finding(reply_due_on=on)
    client.force_login(person_with(Role.SECRETARY, told.unit))

    html = page(client)

    assert links(html, "findings") == [
        (reverse("findings:reply-to-finding", args=[each.pk]), "答复")
        for each in (late, told)
    ]
    assert re.findall(r"答复期限[^，<]+，([^<]+)</td>", html)[0].startswith("已过")


def test_the_office_is_led_to_each_step_and_told_since_when_it_waits(client):
    steps = {
        "confirm-finding": objected(),
        "start-cure": with_cure(),
        "sign-off": findings.rechecked(),
    }
    client.force_login(office())

    html = page(client)

    assert set(links(html, "findings")) == {
        (reverse(f"findings:{name}", args=[finding.pk]), word)
        for (name, finding), word in zip(
            steps.items(), ("确认", "审定整改", "销号"), strict=True
        )
    }
    waited = (localdate(now()) - date(2026, 9, 1)).days
    assert f"已等 {waited} 天" in html
    assert all(client.get(url).status_code == 200 for url, _ in links(html, "findings"))


def former_claimer(finding):
    """Claimed the cure, gave up the post, came to the office: only the record knows."""
    due = findings.due_of(finding)
    claimer, successor = holder(due.post), Person()
    AppointmentModel.objects.filter(person=claimer).update(person=successor)
    Appointment(post=Post(role=Role.OFFICE), person=claimer)
    DueModel.objects.filter(pk=due.pk).update(claimed_by=successor)
    Use.objects.filter(due=due).update(added_by=successor)
    Cure.objects.filter(finding=finding).update(written_by=successor)
    return anew(claimer)


def everybody():
    """Findings at every step, and persons with every part in them."""
    judge, discipline = office(), findings.discipline()
    silent = Finding(reply_due_on=date(2026, 9, 15))
    asked = Finding(reply_due_on=localdate(now()))
    rechecked = findings.rechecked(by=judge)
    due = findings.due_of(rechecked)
    prover, once = office(), former_claimer(findings.rechecked())
    Use.objects.filter(due=due).update(added_by=prover)
    own = office()
    objected(by=own)
    with_cure(by=judge)
    with_cure()
    findings.signed_off()
    secretary = person_with(Role.SECRETARY, silent.unit)
    mine = person_with(Role.OFFICE, asked.unit)
    objected(post=HeldPost(unit=asked.unit))
    persons = [judge, discipline, prover, once, own, secretary, mine]
    persons += [holder(due.post), holder(asked.post), person_with(Role.LEADER)]
    return persons, list(FindingModel.objects.all())


def step_by_rule(person, finding, on):
    if rules.may_reply(person, finding):
        return "reply"
    ripe = finding.state != FindingState.NOTIFIED or finding.reply_due_on < on
    if ripe and rules.may_confirm(person, finding):
        return "confirm"
    for step in ("cure", "sign_off"):
        if RULES[step](person, finding):
            return step
    return ""


def test_the_one_question_and_the_rules_give_the_same_answers():
    persons, every = everybody()
    on, seen = localdate(now()), set()

    for person in map(anew, persons):
        rows = steps_on_findings(person, standing_of(person), on=on)
        asked = {row.pk: row.step for row in rows}
        ruled = {
            finding.pk: step
            for finding in every
            if (step := step_by_rule(person, anew(finding), on))
        }
        assert asked == ruled, person.appointments.all()
        seen |= set(ruled.values())
    assert seen == {"reply", "confirm", "cure", "sign_off"}


def test_an_appeal_waits_for_whom_it_was_given_and_for_nobody_else(client):
    decider = person_with(Role.LEADER)
    given = appeals.accepted(decider=decider)
    client.force_login(anew(decider))

    html = page(client)

    assert links(html, "appeals") == [
        (reverse("appeals:appeal", args=[given.pk]), "看申诉并决定")
    ]
    assert re.search(r"决定期限2026年10月\d+日，已过 \d+ 个工作日", html)
    assert "作决定" in text(client.get(reverse("appeals:appeal", args=[given.pk])))
    client.force_login(person_with(Role.LEADER))
    assert links(page(client), "appeals") == []


def test_a_filed_appeal_waits_to_be_taken_in_by_one_who_may(client):
    filed = appeals.filed()
    take_in = reverse("appeals:accept-appeal", args=[filed.pk])
    of_unit = person_with(Role.OFFICE, filed.unit)

    for person in (office(), person_with(Role.LEADER), of_unit):
        client.force_login(person)
        shown = links(page(client), "appeals") == [(take_in, "受理")]
        assert shown == appeal_rules.may_accept(anew(person), filed)
    assert not shown
    client.force_login(person_with(Role.SECRETARY, filed.unit))
    assert links(page(client), "appeals") == []


def test_what_is_decided_waits_no_more(client):
    decider = person_with(Role.LEADER)
    given = appeals.accepted(decider=decider)
    appeal_actions.decide_appeal(
        given,
        outcome=Outcome.UPHELD,
        reasons="事实清楚。",
        changes={},
        by=anew(decider),
        now=appeals.NOW,
    )
    client.force_login(anew(decider))

    assert links(page(client), "appeals") == []


def test_five_of_each_kind_and_the_rest_behind_a_link(client):
    on = localdate(now())
    first = Finding(reply_due_on=on - timedelta(days=9))
    unit = first.unit
    told = [first] + [
        Finding(reply_due_on=on + timedelta(days=n), post__unit=unit) for n in range(6)
    ]
    client.force_login(person_with(Role.SECRETARY, unit))

    html = page(client)
    rest = re.search(r'href="([^"]+)">全部 7 件', html)[1]
    everything = text(client.get(rest))

    def shown(where):
        return [int(url.split("/")[2]) for url, _ in links(where, "findings")]

    assert "7 件事等你过问" in html
    assert shown(html) == [each.pk for each in told[:5]]
    assert rest == "/secretary/?kind=findings"
    assert shown(everything) == [each.pk for each in told]
    assert 'href="/secretary/">待我决定' in everything


def test_a_kind_that_there_is_not_shows_all(client):
    told = Finding()
    client.force_login(person_with(Role.SECRETARY, told.unit))

    assert links(page(client, kind="'; drop"), "findings") == [
        (reverse("findings:reply-to-finding", args=[told.pk]), "答复")
    ]


@pytest.mark.parametrize("kind", ["", "findings", "appeals"])
def test_three_of_each_cost_no_more_queries_than_one(client, kind):
    person = office()
    unit = person.appointments.get().post.unit
    Appointment(post=Post(role=Role.SECRETARY, unit=unit), person=person)

    def row():
        told = findings.opened(post=HeldPost(unit=unit))
        finding_actions.notify_finding(told, by=anew(told.opened_by), now=now())
        objected()
        with_cure()
        findings.rechecked()
        appeals.filed()

    def cost():
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("desk:secretary"), {"kind": kind} if kind else {})
        return len(seen)

    client.force_login(anew(person))
    row()
    cost()
    one = cost()
    row()
    row()

    assert cost() == one <= 15, one


# --- from a due to the appeal against its mark


def due_page(client, due):
    return text(client.get(reverse("duties:due", args=[due.pk])))


def test_a_late_due_leads_its_unit_to_the_appeal_and_then_to_what_was_filed(client):
    due = owed(-3)
    link = reverse("appeals:of-subject", args=["due", due.pk])
    client.force_login(holder(due.post))
    file = client.get(link).url

    assert f'href="{link}">对逾期标记申诉' in due_page(client, due)
    assert file == reverse("appeals:file-appeal", args=["due", due.pk])
    client.post(file, {"ground": "系统当天停机，有公告。"})
    filed = client.get(link).url
    assert filed.startswith("/appeals/")
    assert "系统当天停机" in text(client.get(filed))


def test_a_return_leads_its_unit_and_its_secretary_to_the_appeal(client):
    due = owed(3, state="returned", checked_at=now())
    link = reverse("appeals:of-subject", args=["return", due.pk])

    for person in (holder(due.post), person_with(Role.SECRETARY, due.unit)):
        client.force_login(person)
        shown = due_page(client, due)
        assert f'href="{link}">对退回申诉' in shown
        assert "对逾期标记申诉" not in shown
        assert client.get(client.get(link).url).status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"days": 0},
        {"days": -3, "state": "waived"},
        {"days": -3, "state": "void"},
        {"days": -3, "state": "verified"},
    ],
)
def test_without_a_mark_there_is_nothing_to_appeal(client, fields):
    due = owed(**fields)
    client.force_login(holder(due.post))

    assert "/appeals/of/" not in due_page(client, due)


def test_a_claim_after_its_day_stays_appealable(client):
    due = owed(-3, state="verified", claimed_at=now())
    client.force_login(holder(due.post))

    assert "对逾期标记申诉" in due_page(client, due)


def test_others_who_see_the_due_are_not_led_to_an_appeal(client):
    due = owed(-3, state="returned", checked_at=now())

    for person in (office(), person_with(Role.LEADER), holder(due.checker_post)):
        client.force_login(person)
        assert "/appeals/of/" not in due_page(client, due)
