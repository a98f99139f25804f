"""A plan's active measures become drafts: one for each owing unit, none twice."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from mingjing.base.people.states import Role
from mingjing.cycle.duties import actions
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.plan.models import Measure, Plan
from tests.factories.duties import office
from tests.factories.people import Unit, person_with, post_of

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def plan():
    return Plan.objects.create(
        title="澄溪县清廉建设实施方案",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
    )


def measure(of, lead, *shared, **fields):
    made = Measure.objects.create(
        plan=of,
        lead_unit=lead,
        **{
            "number": "（一）1",
            "title": "公布小微权力清单",
            "result": "清单在县网站公布",
            "clock_kind": "date",
            "due_on": date(2026, 6, 30),
            "state": "active",
            **fields,
        },
    )
    made.units.set(shared)
    return made


def with_contact(**unit):
    made = Unit(**unit)
    return made, post_of(person_with(Role.CONTACT, made))


def test_lead_and_responsible_units_each_get_a_draft_and_running_twice_adds_none():
    by = office()
    lead, lead_post = with_contact()
    shared, shared_post = with_contact()
    of = plan()
    made = measure(of, lead, lead, shared)

    first = actions.draft_from_measures(of, by=by, now=NOW)
    second = actions.draft_from_measures([made], by=by, now=NOW)

    assert (len(first.drafted), first.already_count) == (2, 0)
    assert (len(second.drafted), second.already_count) == (0, 2)
    rows = Duty.objects.order_by("code").values_list(
        "unit", "post", "checker_post", "state", "measure"
    )
    assert list(rows) == [
        (lead.pk, lead_post.pk, post_of(by).pk, "draft", made.pk),
        (shared.pk, shared_post.pk, lead_post.pk, "draft", made.pk),
    ]
    duty = first.drafted[0]
    assert (duty.title, duty.proof, duty.basis, duty.clock) == (
        "公布小微权力清单",
        "清单在县网站公布",
        "《澄溪县清廉建设实施方案》（一）1",
        {"kind": "once", "due_on": "2026-06-30"},
    )
    # Not from January: what passed before it was asked is not owed.
    assert (duty.starts_on, duty.ends_on) == (date(2026, 3, 2), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("fields", "clock"),
    [
        (
            {"clock_kind": "recurring", "every": "half_year", "due_on": None},
            {"kind": "recurring", "every": "half_year"},
        ),
        (
            {"clock_kind": "continuous", "due_on": None},
            {"kind": "recurring", "every": "quarter"},
        ),
    ],
)
def test_how_a_measure_falls_due(fields, clock):
    lead, _post = with_contact()
    measure(plan(), lead, **fields)

    report = actions.draft_from_measures(Plan.objects.get(), by=office(), now=NOW)

    assert [duty.clock for duty in report.drafted] == [clock]


def test_what_cannot_be_drafted_is_reported():
    of = plan()
    silent = Unit()
    lead, _post = with_contact()
    unled = measure(of, None)
    without_contact = measure(of, silent)
    without_clock = measure(of, lead, clock_kind="recurring", every="fortnight")
    measure(of, lead, is_branch=True)
    measure(of, lead, state="checked")

    report = actions.draft_from_measures(of, by=office(), now=NOW)

    assert report.drafted == []
    assert report.without_contact == [(without_contact, silent)]
    assert report.without_clock == [without_clock]
    assert report.without_unit == [unled]


def test_a_unit_that_would_check_itself_is_reported():
    of = plan()
    by = office()
    own = post_of(by).unit
    contact = person_with(Role.CONTACT, own)
    by.appointments.update(ended_on=date(2026, 3, 2))
    # The contact's post becomes the office's only one: it cannot check itself.
    type(post_of(contact)).objects.filter(pk=post_of(contact).pk).update(
        role=Role.OFFICE
    )
    lead, _post = with_contact()
    made = measure(of, own, lead)

    report = actions.draft_from_measures(of, by=contact, now=NOW)

    assert report.without_contact == [(made, own)]
    assert [duty.unit for duty in report.drafted] == [lead]


def test_only_the_office_drafts():
    with pytest.raises(PermissionDenied):
        actions.draft_from_measures(plan(), by=person_with(Role.CONTACT), now=NOW)
