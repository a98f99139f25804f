"""Every number opens exactly the rows that it counted; terms follow the calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import QueryDict

from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from mingjing.cycle.findings import actions, forms, queries
from mingjing.cycle.findings.models import Finding
from mingjing.cycle.findings.states import SourceKind
from mingjing.cycle.findings.states.categories import categories, category_lists
from mingjing.cycle.inspection.states.topics import topics
from mingjing_law.calendar import default_calendar
from tests.factories import findings as f
from tests.factories.duties import HeldPost, anew, holder
from tests.factories.people import person_with

pytestmark = pytest.mark.django_db
ON = date(2027, 1, 20)


def rows_of(query, on=ON):
    form = forms.Filter(QueryDict(query))
    return queries.findings_like(Finding.objects.all(), form.said(), on=on)


@pytest.fixture
def county(db):  # noqa: ARG001 -- pytest's own way to ask for the database
    """One or more at each place of the loop; one came back after fifty days."""
    f.opened()
    for days, severity in (
        (5, "minor"),
        (40, "ordinary"),
        (100, "grave"),
        (400, "minor"),
    ):
        f.Finding(found_on=ON - timedelta(days=days), severity=severity)
    f.confirmed()
    f.curing()
    f.rechecked()
    f.signed_off()
    old = f.signed_off()
    at = datetime(2026, 11, 12, 2, tzinfo=UTC)
    new = f.opened(post=old.post, relapse_of=old, found_on=date(2026, 11, 11), now=at)
    actions.notify_finding(new, by=anew(new.opened_by), now=at)
    actions.reply_to_finding(anew(new), accepts=True, by=holder(new.post), now=at)
    actions.confirm_finding(anew(new), note="确认", by=f.discipline(), now=at)


def test_each_status_opens_its_own_rows(county):  # noqa: ARG001
    for figure in queries.counts_by_status(Finding.objects.all(), on=ON).values():
        assert rows_of(figure.query).count() == figure.count, figure

    total = sum(
        each.count
        for each in queries.counts_by_status(Finding.objects.all(), on=ON).values()
    )
    assert total == Finding.objects.count()


def test_each_age_and_severity_opens_its_own_rows(county):  # noqa: ARG001
    rows = queries.open_by_age(Finding.objects.all(), on=ON)

    assert [row.total.count for row in rows[:3]] == [1, 1, 1]
    assert rows[4].total.count == 1
    for row in rows:
        for figure in (row.total, *row.parts):
            assert rows_of(figure.query).count() == figure.count, figure


def test_each_stage_of_the_loop_opens_its_own_rows(county):  # noqa: ARG001
    figures = queries.reached(Finding.objects.all(), on=ON)

    for figure in figures:
        assert rows_of(figure.query).count() == figure.count, figure
    counts = {each.key: each.count for each in figures}
    assert (counts["signed_off"], counts["closed"], counts["relapsed"]) == (2, 1, 1)


def test_the_relapse_rate_counts_only_what_was_watched_long_enough(county):  # noqa: ARG001
    ninety, half_year = queries.relapse_rate(Finding.objects.all(), on=ON)

    assert (ninety.watched.count, ninety.relapsed.count, ninety.share) == (2, 1, 0.5)
    assert (half_year.watched.count, half_year.share) == (0, None)
    for rate in (ninety, half_year):
        for figure in (rate.watched, rate.relapsed):
            assert rows_of(figure.query).count() == figure.count


def test_the_ninetieth_day_after_the_sign_off_has_to_be_over():
    f.signed_off(on=datetime(2026, 9, 22, 15, 59, tzinfo=UTC))  # the 22nd here
    f.signed_off(on=datetime(2026, 9, 22, 16, 1, tzinfo=UTC))  # the 23rd here

    def watched(on):
        return queries.relapse_rate(Finding.objects.all(), on=on)[0].watched.count

    assert watched(date(2026, 12, 20)) == 0
    assert watched(date(2026, 12, 21)) == 1
    assert watched(date(2026, 12, 22)) == 2


def test_alike_is_same_unit_same_category_and_ninety_days():
    first = f.Finding(found_on=date(2026, 6, 1))
    judge = f.discipline()

    def found(day, **more):
        asked = {"unit_id": first.unit_id, "category": first.category} | more
        return [a.finding for a in queries.alike(found_on=day, person=judge, **asked)]

    assert found(date(2026, 8, 30)) == [first]
    assert found(date(2026, 8, 31)) == []
    assert found(date(2026, 6, 1), category="winds-formalism") == []
    assert found(date(2026, 6, 1), unit_id=HeldPost().unit_id) == []


def test_an_inspector_learns_that_there_is_another_and_not_what_it_says():
    first = f.Finding()
    stranger = person_with(Role.INSPECTOR)

    rows = queries.alike(
        unit_id=first.unit_id,
        category=first.category,
        found_on=first.found_on,
        person=stranger,
    )

    assert [(row.finding, row.may_read) for row in rows] == [(first, False)]


def test_terms_move_with_a_new_holiday_calendar_and_say_so():
    finding = actions.open_finding(
        f.draft_of(HeldPost()),
        f.note_of(kind=SourceKind.SESSION, pointer="第九次会议纪要"),
        by=f.office(),
        now=f.NOW,
    )
    late = datetime(2026, 12, 28, 2, tzinfo=UTC)
    actions.notify_finding(finding, by=anew(finding.opened_by), now=late)
    assert anew(finding).reply_provisional is True
    calendar = default_calendar()
    assert actions.recount_reply_days(now=late) == 0
    Finding.objects.filter(pk=finding.pk).update(
        calendar_version="before", reply_due_on=date(2027, 1, 1)
    )

    assert actions.recount_reply_days(now=late, calendar=calendar) == 1

    assert anew(finding).reply_due_on == finding.reply_due_on
    assert Entry.objects.filter(kind="ReplyDayMoved").count() == 1
    assert actions.recount_reply_days(now=late, calendar=calendar) == 0


def test_every_topic_of_an_inspection_is_a_category_or_a_list_of_them():
    lists = {each.code for each in category_lists()}

    assert set(topics()) - set(categories()) - lists == set()


def test_every_list_says_where_it_comes_from_in_both_languages():
    for each in category_lists():
        assert each.origin_zh
        assert each.origin_en
        assert each.categories
