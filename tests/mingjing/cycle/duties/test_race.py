"""Two at once: real threads on PostgreSQL; in turn on SQLite, which has one writer."""

import threading
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from mingjing.cycle.duties import actions
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.plan import actions as plans
from mingjing.cycle.plan.models import Measure as MeasureModel
from tests.factories.duties import HeldPost, anew, office
from tests.factories.people import person_with
from tests.factories.plan import Measure

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


def both(*acts):
    """Start them together; what each returned or raised."""
    gate, said = threading.Barrier(len(acts)), [None] * len(acts)

    def run(n, act):
        try:
            said[n] = act()
        except (plans.AlreadyMoved, actions.AlreadyMoved, PermissionDenied) as refused:
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


def test_of_two_who_draft_the_same_legal_duty_one_does():
    posts, by = [HeldPost(), HeldPost()], [office(), office()]
    terms = actions.LegalTerms(
        fact="GIO-33-answer",
        title="答复信息公开申请",
        checker_post=HeldPost(),
        proof="答复书文号",
        since=date(2026, 3, 2),
        until=date(2026, 12, 31),
        start=date(2026, 3, 2),
    )

    reports = both(
        *(
            lambda n=n: actions.draft_legal(terms, posts, by=by[n], now=AT)
            for n in (0, 1)
        )
    )

    assert sorted(Duty.objects.values_list("post", flat=True)) == sorted(
        post.pk for post in posts
    )
    assert sum(len(report.drafted) for report in reports) == 2
    assert sum(len(report.already) for report in reports) == 2
    assert Entry.objects.filter(kind="DutyDrafted").count() == 2


def asked():
    """An active measure that one officer has asked to drop, and that officer."""
    by = office()
    measure = Measure(state="active")
    plans.ask_to_drop(measure, reason="上级取消了这项要求", by=by, now=AT)
    return MeasureModel.objects.get(pk=measure.pk), by


@pytest.mark.parametrize("second", ["confirm", "take-back"])
def test_of_two_answers_to_a_wish_to_drop_one_counts(second):
    measure, by = asked()
    others = [person_with(Role.LEADER), office()]
    rows = [anew(measure), anew(measure)]
    acts = {
        "confirm": lambda: plans.confirm_drop(rows[1], by=others[1], now=AT),
        "take-back": lambda: plans.take_back_drop(rows[1], by=anew(by), now=AT),
    }

    said = both(lambda: plans.confirm_drop(rows[0], by=others[0], now=AT), acts[second])

    assert sorted(type(each).__name__ for each in said) == ["AlreadyMoved", "NoneType"]
    kinds = list(Entry.objects.order_by("index").values_list("kind", flat=True))
    answers = [k for k in kinds if k in ("MeasureDropped", "MeasureDropTakenBack")]
    measure.refresh_from_db()
    assert len(answers) == 1
    assert (measure.state == "dropped") == (answers == ["MeasureDropped"])
