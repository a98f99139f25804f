"""The demonstration county, built once through the same actions as anybody's."""

from datetime import timedelta
from io import StringIO
from statistics import median

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.timezone import localdate

from mingjing.base.people.models import Person
from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry, Opening
from mingjing.config.demo.settle import PASSWORD
from mingjing.config.management.commands.build_demo import TRY
from mingjing.cycle.appeals.models import Appeal
from mingjing.cycle.appeals.states import AppealState
from mingjing.cycle.duties.models import Due, Duty, Extension, SupportCall
from mingjing.cycle.duties.states import OWED, AskState, DueState, DutyState
from mingjing.cycle.evidence.models import Evidence
from mingjing.cycle.evidence.states import EvidenceKind, EvidenceState
from mingjing.cycle.findings.models import Finding, FindingSource
from mingjing.cycle.findings.states import FindingState, SourceKind
from mingjing.cycle.inspection.models import (
    Draw,
    Inspection,
    Programme,
    Refusal,
    Visit,
)
from mingjing.cycle.inspection.states import (
    DrawState,
    InspectionState,
    ProgrammeState,
    RefusalKind,
    VisitState,
)
from mingjing.cycle.plan.models import Measure, Plan
from mingjing.cycle.plan.states import MeasureState, PlanState
from mingjing.cycle.sessions.models import Session
from mingjing.cycle.sessions.states import SessionKind, SessionState
from mingjing.insight.burden.queries import FIELDS_A_CLAIM
from mingjing.insight.desk.queries import offers_to, owed_by, to_check_by, week_of
from mingjing.insight.reports.models import Report
from mingjing.insight.reports.states import ReportState

pytestmark = [pytest.mark.demo, pytest.mark.django_db]


@pytest.fixture(scope="module")
def county(django_db_setup, django_db_blocker):  # noqa: ARG001 -- sets the database up
    """Built once for this module, and flushed away after it."""
    with django_db_blocker.unblock():
        call_command("build_demo", stdout=StringIO())
        yield
        call_command("flush", interactive=False, verbosity=0)


pytestmark.append(pytest.mark.usefixtures("county"))


def test_its_record_is_whole():
    said = StringIO()
    call_command("ledger", "verify", stdout=said)

    assert said.getvalue().startswith("intact: ")


def test_no_entry_holds_a_name_an_account_or_a_persons_words():
    """Everybody's names and mails, and all that was sealed: none is in any body."""
    people_ = {v for p in Person.objects.all() for v in (p.name, p.email) if v}
    words = set(Opening.objects.values_list("value", flat=True))
    sealed = {value for value in words if len(value) > 5 and not value.isdigit()}
    bodies = b"\n".join(bytes(b) for (b,) in Entry.objects.values_list("body"))

    assert len(people_) >= 100
    assert len(sealed) >= 100
    assert [v for v in people_ | sealed if v.encode() in bodies] == []


# One day is enough for these: a demonstration never stands still in them.
PASSING = {
    ("Inspection", "final"),  # closed on the next working day
    ("Programme", "submitted"),  # approved the same day
}


@pytest.mark.parametrize(
    ("model", "field", "states"),
    [
        (Plan, "state", PlanState),
        (Measure, "state", MeasureState),
        (Duty, "state", DutyState),
        (Due, "state", DueState),
        (Extension, "state", AskState),
        (Evidence, "state", EvidenceState),
        (Evidence, "kind", EvidenceKind),
        (Session, "state", SessionState),
        (Session, "kind", SessionKind),
        (Programme, "state", ProgrammeState),
        (Inspection, "state", InspectionState),
        (Visit, "state", VisitState),
        (Draw, "state", DrawState),
        (Refusal, "kind", RefusalKind),
        (Finding, "state", FindingState),
        (FindingSource, "kind", SourceKind),
        (Appeal, "state", AppealState),
        (Report, "state", ReportState),
    ],
)
def test_every_state_stands_in_it(model, field, states):
    stands = set(model.objects.values_list(field, flat=True))
    passing = {state for name, state in PASSING if name == model.__name__}

    assert {state.value for state in states} - stands - passing == set()


def test_somebody_is_late_and_somebody_waits_for_help():
    assert Due.objects.filter(state__in=OWED, due_on__lt=localdate()).exists()
    assert SupportCall.objects.filter(answered_at__isnull=True).exists()
    assert SupportCall.objects.filter(answered_at__isnull=False).exists()


def test_it_plays_at_least_half_a_year():
    first = Due.objects.earliest("opens_on").opens_on

    assert localdate() - first >= timedelta(days=180)


@pytest.mark.parametrize("account", [account for account, *_ in TRY])
def test_every_persona_can_sign_in_and_arrives_at_a_page(client, account):
    sent = client.post(
        reverse("account_login"), {"login": account, "password": PASSWORD}, follow=True
    )

    assert sent.status_code == 200
    assert sent.redirect_chain
    assert sent.context["request"].path != reverse("account_login")


def test_the_contact_who_is_shown_first_has_something_to_prove_and_to_check():
    zhou = Person.objects.get(username="zhou")
    _monday, sunday = week_of(localdate())

    assert owed_by(zhou).filter(due_on__lte=sunday).exists()
    assert to_check_by(zhou).exists()
    assert offers_to(zhou).exists()


def weeks_of_contacts():
    """Minutes and fields of every contact's post in each of the last twelve weeks."""
    monday, _sunday = week_of(localdate())
    rows = Due.objects.filter(
        post__role=Role.CONTACT,
        due_on__gte=monday - timedelta(weeks=12),
        due_on__lt=monday + timedelta(weeks=1),
    ).values_list("post_id", "due_on", "duty__minutes")
    weeks = {}
    for post, due_on, minutes in rows:
        key = post, week_of(due_on)[0]
        asked, spent = weeks.get(key, (0, 0))
        weeks[key] = asked + 1, spent + minutes
    return weeks.values()


def test_a_typical_week_of_a_contact_is_a_quarter_of_an_hour_and_twelve_fields():
    """Of the weeks in which anything falls due at all; most weeks nothing does."""
    weeks = weeks_of_contacts()

    assert median(spent for _, spent in weeks) <= 15
    assert median(asked for asked, _ in weeks) * FIELDS_A_CLAIM <= 12
