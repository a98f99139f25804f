"""Two at once: real threads on PostgreSQL; in turn on SQLite, which has one writer."""

import threading
from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.inspection import actions
from mingjing.cycle.inspection.models import Inspection
from mingjing.cycle.sessions import actions as sessions
from tests.factories import people
from tests.factories.duties import anew, office
from tests.factories.inspection import Draw as DrawF
from tests.factories.inspection import Inspection as InspectionF
from tests.factories.inspection import Member as MemberF
from tests.factories.inspection import Programme as ProgrammeF
from tests.factories.inspection import Visit as VisitF
from tests.factories.sessions import Decision as DecisionF
from tests.factories.sessions import Minuted

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 9, 8, 2, tzinfo=UTC)
FIRST = (actions.AlreadyMoved, actions.Refused, PermissionDenied)


def both(*acts):
    """Start them together; what each raised, None where it went through."""
    gate, said = threading.Barrier(len(acts)), [None] * len(acts)

    def run(n, act):
        try:
            act()
        except FIRST as refused:
            said[n] = refused

    def at_once(n, act):
        gate.wait()
        try:
            run(n, act)
        finally:
            connection.close()

    if connection.vendor == "sqlite":
        for n, act in enumerate(acts):
            run(n, act)
        return said
    threads = [threading.Thread(target=at_once, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def test_of_two_clicks_one_issues_the_decisions():
    session = Minuted()
    DecisionF(session=session)
    rows, by = [anew(session), anew(session)], [office(), office()]

    said = both(
        *(
            lambda n=n: sessions.issue_decisions(rows[n], by=by[n], now=AT)
            for n in (0, 1)
        )
    )

    assert sorted(type(each).__name__ for each in said) == ["AlreadyMoved", "NoneType"]
    assert Duty.objects.count() == 1


def test_of_two_at_the_door_one_admits():
    inspection = InspectionF()
    member = MemberF(inspection=inspection, leads=True)
    visit = VisitF(inspection=inspection)
    by = [people.person_with(Role.CONTACT, visit.unit) for _n in range(2)]
    rows = [anew(visit), anew(visit)]

    said = both(
        *(
            lambda n=n: actions.admit_visit(rows[n], came=[member], by=by[n], now=AT)
            for n in (0, 1)
        )
    )

    assert sorted(type(each).__name__ for each in said) == ["AlreadyMoved", "NoneType"]
    assert Entry.objects.filter(kind="VisitAdmitted").count() == 1


def test_a_programme_is_not_changed_while_it_is_submitted():
    programme = ProgrammeF(state="draft", approved_by=None)
    inspection = InspectionF(programme=programme, code=None, state="proposed")
    MemberF(inspection=inspection, leads=True)
    MemberF(inspection=inspection)
    VisitF(inspection=inspection)
    by = [office(), office()]
    rows = [anew(programme), anew(inspection)]

    said = both(
        lambda: actions.submit_programme(rows[0], by=by[0], now=AT),
        lambda: actions.drop_inspection(rows[1], reason="撤", by=by[1], now=AT),
    )

    # Dropped first, and there is nothing to submit; or submitted, and it stands in it.
    state = Inspection.objects.get().state, anew(programme).state
    assert state in (("dropped", "draft"), ("proposed", "submitted"))
    assert said.count(None) == 1


def test_of_two_answers_one_counts():
    draw = DrawF()
    by = [people.person_with(Role.DISCIPLINE) for _n in range(2)]
    rows = [anew(draw), anew(draw)]

    said = both(
        *(
            lambda n=n: actions.answer_draw(rows[n], answer=f"话{n}", by=by[n], now=AT)
            for n in (0, 1)
        )
    )

    won = said.index(None)
    assert isinstance(said[1 - won], actions.AlreadyMoved)
    assert anew(draw).answer == f"话{won}"
