"""Promise 4, attacked: nothing stands under an inspection but what it was approved for."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from mingjing.base.people.states import Role
from mingjing.cycle.appeals import rules as appeal_rules
from mingjing.cycle.findings import actions, rules
from mingjing.cycle.findings.models import Finding, FindingSource
from mingjing.cycle.findings.states import SourceKind
from mingjing.cycle.inspection import models
from tests.factories import appeals as a
from tests.factories import findings as f
from tests.factories.duties import HeldPost, anew, holder
from tests.factories.people import Appointment, Post, person_with

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 10, 2, tzinfo=UTC)
SEEN_ON = date(2026, 9, 8)


@pytest.fixture
def post():
    return HeldPost(role=Role.CONTACT)


@pytest.fixture
def inspector():
    return person_with(Role.INSPECTOR)


def running(post, inspector, **more):
    """Arrived on 7 September, may look at the school's five areas until the 15th."""
    programme = models.Programme.objects.create(
        year=2026, title="2026年度检查计划", state="approved", drafted_by=f.office()
    )
    words = {
        "code": "J26AB7K2",
        "matter": "学校食堂采购",
        "kind": "special",
        "basis": "县清廉办计划",
        "goal": "看采购是否比价",
        "run_by": inspector.appointments.get().post.unit,
        "scope": ["school"],
        "period_from": date(2026, 1, 1),
        "period_to": date(2026, 8, 31),
        "opens_on": date(2026, 9, 1),
        "closes_on": date(2026, 9, 15),
        "state": "on_site",
        "proposed_by": programme.drafted_by,
    }
    inspection = models.Inspection.objects.create(programme=programme, **(words | more))
    models.Member.objects.create(inspection=inspection, person=inspector, leads=True)
    models.Visit.objects.create(
        inspection=inspection,
        unit=post.unit,
        state="arrived",
        arrived_on=date(2026, 9, 7),
    )
    return inspection


def found(inspection, post, by, **more):
    note = actions.SourceNote(
        kind=SourceKind.INSPECTION,
        pointer="J26AB7K2",
        said_on=SEEN_ON,
        inspection=inspection,
    )
    draft = f.draft_of(post, **({"found_on": SEEN_ON} | more))
    return actions.open_finding(draft, note, by=by, now=NOW)


def test_what_the_team_saw_within_the_scope_stands_under_the_code(post, inspector):
    inspection = running(post, inspector)

    finding = found(inspection, post, inspector)

    source = finding.sources.get()
    assert (source.kind, source.inspection) == ("inspection", inspection)


@pytest.mark.parametrize(
    "outside",
    [
        {"category": "village-publish"},
        {"found_on": date(2026, 9, 6)},
        {"found_on": date(2026, 9, 1)},
    ],
)
def test_out_of_scope_or_window_is_refused_with_a_sentence(post, inspector, outside):
    inspection = running(post, inspector)

    with pytest.raises(actions.Refused) as refusal:
        found(inspection, post, inspector, **outside)

    assert str(refusal.value) != ""
    assert Finding.objects.count() == 0


def test_a_unit_that_is_not_on_the_list_is_out_of_scope(post, inspector):
    inspection = running(post, inspector)

    with pytest.raises(actions.Refused):
        found(inspection, HeldPost(role=Role.CONTACT), inspector)


def test_an_inspection_that_is_not_named_records_nothing(post, inspector):
    with pytest.raises(actions.Refused):
        found(None, post, inspector)


def test_a_visit_without_the_programmes_approval_records_nothing(post, inspector):
    inspection = running(post, inspector, state="proposed", code=None)

    with pytest.raises(actions.Refused):
        found(inspection, post, inspector)


def test_nobody_off_the_team_records_under_it(post, inspector):
    inspection = running(post, inspector)

    for person in (f.office(), f.discipline(), person_with(Role.INSPECTOR)):
        with pytest.raises(PermissionDenied):
            found(inspection, post, person)


def test_a_member_with_a_post_in_the_unit_records_nothing_about_it(post, inspector):
    inspection = running(post, inspector)
    Appointment(post=Post(role=Role.CONTACT, unit=post.unit), person=inspector)

    with pytest.raises(PermissionDenied):
        found(inspection, post, anew(inspector))


def test_no_edit_carries_a_finding_out_of_its_inspection(post, inspector):
    finding = found(running(post, inspector), post, inspector)

    with pytest.raises(actions.Refused):
        actions.edit_finding(
            finding, {"category": "village-publish"}, by=anew(inspector), now=NOW
        )
    assert anew(finding).category == "school-tender"


def test_an_inspection_is_not_smuggled_in_under_another_source(post, inspector):
    note = actions.SourceNote(
        kind=SourceKind.AUDIT,
        pointer="澄审报〔2026〕7号",
        said_on=SEEN_ON,
        inspection=running(post, inspector),
    )

    with pytest.raises(PermissionDenied):
        actions.open_finding(f.draft_of(post), note, by=f.office(), now=NOW)


def test_the_database_refuses_an_inspections_source_without_its_inspection(
    post, inspector
):
    finding = found(running(post, inspector), post, inspector)

    with pytest.raises(IntegrityError), transaction.atomic():
        FindingSource.objects.filter(finding=finding).update(inspection=None)


def test_the_whole_team_has_a_part_in_what_one_of_it_found(post, inspector):
    inspection = running(post, inspector)
    colleague = person_with(Role.DISCIPLINE)
    models.Member.objects.create(inspection=inspection, person=colleague)
    finding = found(inspection, post, inspector)
    actions.notify_finding(finding, by=anew(inspector), now=NOW)
    actions.reply_to_finding(anew(finding), accepts=True, by=holder(post), now=NOW)

    with pytest.raises(PermissionDenied):
        actions.confirm_finding(anew(finding), note="x", by=colleague, now=NOW)
    actions.confirm_finding(anew(finding), note="确认", by=f.discipline(), now=NOW)
    appeal = a.filed(anew(finding), now=NOW)
    assert rules.took_no_part(colleague, anew(finding)) is False
    assert appeal_rules.may_be_decider(anew(colleague), appeal) is False


def test_the_form_offers_only_ones_own_running_inspections(client, post, inspector):
    inspection = running(post, inspector)
    client.force_login(inspector)
    words = {
        "post": post.pk,
        "source": "inspection",
        "inspection": inspection.pk,
        "pointer": "",
        "said_on": "2026-09-08",
        "found_on": "2026-09-08",
        "title": "没有比价",
        "facts": "六月份三次采购没有比价记录。",
        "category": "village-publish",
        "severity": "minor",
        "law": "《采购办法》第三条",
    }

    refused = client.post(reverse("findings:open-finding"), words)
    assert refused.status_code == 422
    assert "超出这次检查锁定的范围" in refused.content.decode()
    client.post(
        reverse("findings:open-finding"), {**words, "category": "school-tender"}
    )

    made = Finding.objects.get()
    assert made.sources.get().inspection == inspection
    client.force_login(person_with(Role.INSPECTOR))
    assert client.get(reverse("findings:open-finding")).status_code == 403
