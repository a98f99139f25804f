"""From data to a flag, the unit's answer and a person's decision."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from mingjing.base.files.queries import place_of
from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from mingjing.cycle.findings.models import Finding
from mingjing.insight.supervision import actions
from mingjing.insight.supervision.models import Card, DataSet, Flag, Row, Run, Sample
from mingjing.insight.supervision.queries import shelf_of
from mingjing.insight.supervision.states import FlagState
from mingjing_analytics.supervision.model import catalogue
from tests.factories import supervision
from tests.factories.people import person_with, post_of

pytestmark = pytest.mark.django_db
NOW = supervision.NOW
MODEL = catalogue()[supervision.MODEL]


@pytest.fixture
def officer():
    return person_with(Role.DISCIPLINE)


@pytest.fixture
def contact():
    return person_with(Role.CONTACT)


@pytest.fixture
def unit(contact):
    return post_of(contact).unit


@pytest.fixture
def flag(officer, unit):
    supervision.subsidies(unit=unit, by=officer)
    supervision.run(by=officer)
    return Flag.objects.get()


def asked(flag, officer):
    actions.ask_unit(flag, question="为什么？", unit=flag.unit, by=officer, now=NOW)
    return flag


def test_a_flag_shows_the_rows_of_the_file_but_no_number_of_a_person(
    flag, officer, client
):
    assert flag.facts["payments"] == 1
    assert [(row.data_set.table, row.number) for row in flag.rows.all()] == [
        ("deaths", 2),
        ("subsidies", 3),
    ]
    client.force_login(officer)
    page = client.get(reverse("supervision:flag", args=[flag.pk])).content.decode()
    assert "310.00" in page
    assert "东山村" not in page  # the model does not read it
    assert "11010119400101001X" not in page
    assert "6217001" not in page


@pytest.mark.usefixtures("flag")
def test_no_identity_number_rests_anywhere(settings):
    kept = [
        path.read_bytes() for path in settings.FILES_ROOT.rglob("*") if path.is_file()
    ]
    assert kept
    assert not any(b"11010119400101001X" in data for data in kept)
    assert "11010119400101001X" not in str(list(Flag.objects.values()))
    assert "11010119400101001X" not in str(list(Entry.objects.values()))


def test_only_discipline_sees_a_flag_about_a_person(flag, contact):
    assert flag.person
    for role in (Role.OFFICE, Role.AUDITOR, Role.LEADER, Role.INSPECTOR, Role.ADMIN):
        assert not Flag.objects.visible_to(person_with(role)).exists()
    assert not Flag.objects.visible_to(contact).exists()


def test_the_unit_sees_a_flag_once_it_was_asked_and_no_other_unit_does(
    flag, officer, contact
):
    asked(flag, officer)
    assert Flag.objects.visible_to(contact).get() == flag
    assert not Flag.objects.visible_to(person_with(Role.CONTACT)).exists()
    assert str(flag.answer_due_on) == "2026-11-24"  # ten working days


def test_answered_and_explained_it_counts_against_the_model(flag, officer, contact):
    asked(flag, officer)
    actions.answer_flag(flag, answer="丧葬费记在一起了。", by=contact, now=NOW)
    actions.explain_flag(flag, reason="凭证核对过", by=officer, now=NOW)
    shelf = shelf_of(MODEL, officer)
    assert (shelf.decided, shelf.true) == (1, 0)
    kinds = Entry.objects.filter(subject=f"flag:{flag.pk}").values_list(
        "kind", flat=True
    )
    assert list(kinds.order_by("index")) == ["FlagAsked", "FlagAnswered", "FlagDecided"]


def test_confirmed_it_becomes_a_finding_with_a_right_of_reply(flag, officer, contact):
    asked(flag, officer)
    actions.answer_flag(flag, answer="没有核对。", by=contact, now=NOW)
    said = actions.Confirmed(
        title="去世后仍发补贴",
        category="ills.perfunctory",
        severity="minor",
        facts="一笔 310 元",
        law="县规定",
    )
    actions.confirm_flag(flag, said, reason="凭证在案", by=officer, now=NOW)
    finding = Finding.objects.get()
    assert (flag.finding, finding.state) == (finding, "draft")
    assert flag.state == FlagState.CONFIRMED


def test_nobody_decides_before_the_unit_was_asked(flag, officer):
    with pytest.raises(actions.AlreadyMoved):
        actions.explain_flag(flag, reason="看着像", by=officer, now=NOW)


@pytest.mark.parametrize("role", [Role.OFFICE, Role.AUDITOR, Role.CONTACT])
def test_only_discipline_asks_and_decides(flag, role):
    with pytest.raises(PermissionDenied):
        actions.dismiss_flag(flag, reason="算了", by=person_with(role), now=NOW)


def test_a_second_run_finds_the_same_flag_and_a_third_finds_it_gone(
    flag, officer, unit
):
    assert supervision.run(by=officer, now=NOW) == Run.objects.get()  # a second click
    actions.set_values(MODEL, {"grace_days": 40}, reason="试", by=officer, now=NOW)
    again = supervision.run(by=officer, now=NOW + timedelta(days=1))
    assert (again.flags, again.new, again.gone) == (1, 0, 0)
    supervision.data_set("deaths", [["999", "2026-10-01"]], unit=unit, by=officer)
    later = supervision.run(by=officer, now=NOW + timedelta(days=2))
    assert (later.flags, later.gone) == (0, 1)
    flag.refresh_from_db()
    assert flag.gone


@pytest.mark.usefixtures("flag")
def test_the_same_data_give_the_same_root(officer):
    supervision.run(by=officer, now=NOW + timedelta(days=1))
    assert len({run.root for run in Run.objects.all()}) == 1


def test_a_decision_stands_when_the_model_runs_again(flag, officer):
    actions.dismiss_flag(flag, reason="已退回", by=officer, now=NOW)
    supervision.run(by=officer, now=NOW + timedelta(days=1))
    flag.refresh_from_db()
    assert (flag.state, flag.reason) == (FlagState.DISMISSED, "已退回")


def test_after_half_a_year_only_a_count_is_left(flag, officer):
    day = NOW + timedelta(days=181)
    assert actions.expire_flags(by=None, now=NOW + timedelta(days=180)) == 0
    assert actions.expire_flags(by=None, now=day) == 1
    flag.refresh_from_db()
    assert (flag.state, flag.key, flag.facts, flag.question) == ("expired", {}, {}, "")
    assert not Row.objects.exists()
    supervision.run(by=officer, now=day)
    flag.refresh_from_db()
    assert flag.facts == {}
    entry = Entry.objects.filter(kind="FlagsExpired").get()
    assert b'"count":1' in bytes(entry.body)


def outcomes(officer, of, true):
    """So many decided flags of the model, so many of them true."""
    run = Run.objects.latest("pk")
    unit = Flag.objects.latest("pk").unit
    Flag.objects.bulk_create(
        Flag(
            model=MODEL.id, identity=f"{n:064}", unit=unit, first_run=run, last_run=run,
            expires_on=NOW.date(), decided_at=NOW, decided_by=officer,
            state=FlagState.CONFIRMED if n < true else FlagState.EXPLAINED,
        )
        for n in range(of)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("decided", "true", "suspended"), [(28, 0, False), (29, 5, True), (29, 6, False)]
)
def test_a_model_that_is_mostly_wrong_is_suspended(
    flag, officer, decided, true, suspended
):
    outcomes(officer, decided, true)
    actions.dismiss_flag(flag, reason="有原因", by=officer, now=NOW)
    card = Card.objects.filter(model=MODEL.id).first()
    assert bool(card and card.suspended_at) == suspended


def test_suspended_it_asks_nobody_until_somebody_reworks_it(flag, officer):
    outcomes(officer, 30, 0)
    actions.dismiss_flag(flag, reason="有原因", by=officer, now=NOW)
    with pytest.raises(actions.Refused, match="停用"):
        supervision.run(by=officer)
    later = NOW + timedelta(days=1)
    actions.resume_model(
        Card.objects.get(), reason="宽限改为 60 天", by=officer, now=later
    )
    assert supervision.run(by=officer, now=later).flags == 1
    assert shelf_of(MODEL, officer).decided == 0


@pytest.mark.usefixtures("flag")
def test_a_parameter_is_set_with_a_reason_and_kept_in_the_run(officer):
    actions.set_values(
        MODEL, {"grace_days": 90}, reason="集中发放", by=officer, now=NOW
    )
    assert supervision.run(by=officer).flags == 0
    assert Run.objects.latest("pk").manifest["parameters"] == {"grace_days": 90}
    with pytest.raises(actions.Refused):
        actions.set_values(MODEL, {"grace_days": 900}, reason="…", by=officer, now=NOW)


def test_unflagged_rows_are_drawn_and_judged(flag, officer):
    run = Run.objects.get()
    assert actions.draw_sample(MODEL, run, by=officer, now=NOW) == 3
    assert actions.draw_sample(MODEL, run, by=officer, now=NOW) == 0
    sample = Sample.objects.first()
    actions.judge_sample(sample, missed=True, reason="也去世了", by=officer, now=NOW)
    with pytest.raises(actions.AlreadyMoved):
        actions.judge_sample(sample, missed=False, reason="…", by=officer, now=NOW)
    assert flag.rows.filter(data_set__table="subsidies").get().number not in set(
        Sample.objects.values_list("number", flat=True)
    )


def test_the_flag_leaves_as_a_workbook_and_a_letter(flag, officer, client):
    import io

    from openpyxl import load_workbook

    client.force_login(officer)
    book = client.get(reverse("supervision:workbook", args=[flag.pk])).content
    cells = [
        cell
        for sheet in load_workbook(io.BytesIO(book))
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    assert "310.00" in cells
    letter = client.get(reverse("supervision:letter", args=[flag.pk]))
    assert letter.content.startswith(b"PK")


def test_data_come_once_and_new_data_replace_the_old(officer, unit):
    first = supervision.data_set("deaths", supervision.DIED, unit=unit, by=officer)
    again = supervision.data_set("deaths", supervision.DIED, unit=unit, by=officer)
    assert first == again
    new = supervision.data_set("deaths", [["1", "2026-01-01"]], unit=unit, by=officer)
    assert [s.state for s in DataSet.objects.order_by("pk")] == ["replaced", "in_use"]
    actions.withdraw_data_set(new, reason="交错了", by=officer, now=NOW)
    with pytest.raises(actions.AlreadyMoved):
        actions.withdraw_data_set(new, reason="交错了", by=officer, now=NOW)


def test_a_missing_table_is_named(officer, unit):
    supervision.data_set("deaths", supervision.DIED, unit=unit, by=officer)
    with pytest.raises(actions.Refused, match="subsidies"):
        supervision.run(by=officer)


def test_a_data_set_is_deleted_after_its_last_day(
    flag, officer, client, django_capture_on_commit_callbacks
):
    places = [place_of(one.file.sha256) for one in DataSet.objects.all()]
    last = max(one.keep_until for one in DataSet.objects.all())
    later = NOW + (last - NOW.date()) + timedelta(days=1)

    assert actions.delete_outlived(by=None, now=later - timedelta(days=1)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.delete_outlived(by=None, now=later) == 2
    assert actions.delete_outlived(by=None, now=later) == 0

    assert [place.exists() for place in places] == [False, False]
    client.force_login(officer)
    page = client.get(reverse("supervision:flag", args=[flag.pk]))
    assert page.status_code == 200
    for data in DataSet.objects.all():
        shown = client.get(reverse("supervision:data-set", args=[data.pk]))
        assert "已删除" in shown.content.decode()
    with pytest.raises(actions.Refused):
        actions.run_model(MODEL, by=officer, now=later)
