"""Filing, taking in and deciding by pages; the correction where the claim stood."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mingjing.base.people.states import Role
from mingjing.cycle.appeals.models import Appeal as AppealModel
from mingjing.cycle.findings import actions as findings
from tests.factories import findings as f
from tests.factories.duties import Due, anew, holder
from tests.factories.people import person_with

pytestmark = pytest.mark.django_db
BAD = "<img src=x onerror=alert(1)>"


def text(response):
    return response.content.decode()


def url(name, *args):
    return reverse(f"appeals:{name}", args=args)


def established(**more):
    """Confirmed today, so that the thirty days run from today."""
    at = timezone.now()
    found = timezone.localdate() - timedelta(days=5)
    finding = f.opened(now=at, found_on=found, **more)
    findings.notify_finding(finding, by=anew(finding.opened_by), now=at)
    unit = holder(finding.post)
    findings.reply_to_finding(anew(finding), accepts=True, by=unit, now=at)
    findings.confirm_finding(anew(finding), note="确认", by=f.discipline(), now=at)
    return anew(finding)


def filed(client, finding, ground="有比价，记录在财务室。"):
    client.force_login(holder(finding.post))
    client.post(url("file-appeal", "finding", finding.pk), {"ground": ground})
    return AppealModel.objects.get(subject=finding.pk)


def test_from_the_claim_to_the_appeal_and_back_to_the_claim(client):
    finding = established(severity="serious")
    client.force_login(holder(finding.post))
    page = text(client.get(reverse("findings:finding", args=[finding.pk])))
    assert url("file-appeal", "finding", finding.pk) in page
    appeal = filed(client, finding)
    decider = person_with(Role.LEADER)
    client.force_login(f.office())
    client.post(url("accept-appeal", appeal.pk), {"decider": decider.pk})
    client.force_login(decider)
    words = {
        "outcome": "varied",
        "reasons": "没有造成后果，改为轻微。",
        "title": finding.title,
        "facts": finding.facts,
        "category": finding.category,
        "severity": "minor",
        "law": finding.law,
    }

    response = client.post(url("decide-appeal", appeal.pk), words)

    assert response.url == url("appeal", appeal.pk)
    assert (anew(appeal).state, anew(finding).severity) == ("varied", "minor")
    client.force_login(person_with(Role.AUDITOR))
    page = text(client.get(reverse("findings:finding", args=[finding.pk])))
    assert "申诉变更" in page
    assert "没有造成后果，改为轻微。" in page
    assert "较重" in page  # what stood before


def test_while_it_is_open_the_claim_itself_says_so(client):
    finding = established()
    filed(client, finding)

    client.force_login(f.office())
    page = text(client.get(reverse("findings:finding", args=[finding.pk])))

    assert "还没有最后定下来" in page
    assert url("of-subject", "finding", finding.pk) in page
    listed = text(client.get(reverse("findings:list"), {"contested": "on"}))
    assert finding.code in listed


def test_the_page_says_why_the_day_is_the_day_and_escapes_what_was_typed(client):
    finding = established()
    appeal = filed(client, finding, ground=BAD)

    page = text(client.get(url("appeal", appeal.pk)))

    assert "政府督查工作条例" in page
    assert BAD not in page


def test_no_identity_number_enters_the_ground(client):
    finding = established()
    client.force_login(holder(finding.post))

    page = text(
        client.post(
            url("file-appeal", "finding", finding.pk),
            {"ground": "经办人身份证420102199003074412没有签字"},
        )
    )

    assert "请删去" in page
    assert "经办人身份证" in page
    assert AppealModel.objects.count() == 0


def test_a_forged_decider_with_a_part_is_no_choice(client):
    finding = established()
    appeal = filed(client, finding)
    client.force_login(f.office())

    client.post(url("accept-appeal", appeal.pk), {"decider": finding.opened_by_id})
    client.post(url("accept-appeal", appeal.pk), {"decider": finding.confirmed_by_id})

    assert anew(appeal).state == "filed"


def test_another_units_appeal_does_not_exist(client):
    appeal = filed(client, established())
    client.force_login(person_with(Role.CONTACT))

    for name in ("appeal", "withdraw-appeal", "decide-appeal", "accept-appeal"):
        assert client.get(url(name, appeal.pk)).status_code == 404
    assert appeal.code not in text(client.get(url("list")))


def test_a_second_click_on_file_answers_409_with_what_was_typed(client):
    finding = established()
    filed(client, finding)

    response = client.post(
        url("file-appeal", "finding", finding.pk), {"ground": "再说一遍"}
    )

    assert response.status_code == 409
    assert "再说一遍" in text(response)


def test_an_unknown_kind_and_a_mark_that_is_not_there_open_no_page(client):
    due = Due(due_on=timezone.localdate() + timedelta(days=3))
    client.force_login(holder(due.post))

    assert client.get(url("file-appeal", "nonsense", due.pk)).status_code == 404
    assert client.get(url("file-appeal", "due", due.pk)).status_code == 403
    assert client.get(url("file-appeal", "return", due.pk)).status_code == 403


def test_the_list_asks_as_often_for_three_as_for_one(client):
    counts = []
    for more in (1, 2):
        for _each in range(more):
            filed(client, established())
        client.force_login(f.office())
        client.get(url("list"))
        with CaptureQueriesContext(connection) as queries:
            page = text(client.get(url("list")))
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 15
    assert "共 3 件申诉" in page


def test_naming_a_decider_asks_as_often_for_four_candidates_as_for_one(client):
    appeal = filed(client, established())
    client.force_login(f.office())
    counts = []
    for more in (1, 3):
        for _each in range(more):
            person_with(Role.LEADER)
        client.get(url("accept-appeal", appeal.pk))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url("accept-appeal", appeal.pk))
        counts.append(len(queries))

    assert len(page.context["form"].fields["decider"].queryset) == 4
    assert counts[0] == counts[1] <= 15
