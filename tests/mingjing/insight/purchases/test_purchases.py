"""From a centre's tables to a question put to a unit, and to its deletion."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mingjing.base.files.models import StoredFile
from mingjing.base.files.queries import place_of
from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from mingjing.insight.purchases import actions, queries
from mingjing.insight.purchases.models import Measurement, Source, Threshold
from mingjing.insight.supervision import actions as supervision
from mingjing.insight.supervision.models import Card, Flag
from mingjing.insight.supervision.states import FlagState
from mingjing_analytics.procurement.sound.indicator import all_indicators
from tests.factories.people import person_with, post_of
from tests.mingjing_analytics.procurement.sound.world import bid, lines, release

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 10, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def officer():
    return person_with(Role.DISCIPLINE)


@pytest.fixture
def contact():
    return person_with(Role.CONTACT)


@pytest.fixture
def unit(contact):
    return post_of(contact).unit


def note(unit, **more):
    given = {
        "unit": unit,
        "purpose": "核对采购",
        "basis": "县纪委数据监督办法",
        "data_date": date(2026, 11, 1),
        "keep_until": date(2027, 11, 1),
    }
    return actions.SourceNote(**given | more)


def hand_in(releases, unit, by, name="发布.jsonl", **more):
    upload = ContentFile(lines(releases), name)
    return actions.receive_purchases([upload], note(unit, **more), by=by, now=NOW)


def near():
    return release(bids__details__1=bid(1, "F2", 2_700_001), tender__title="课桌椅采购")


@pytest.fixture
def measured(officer, unit):
    hand_in([near(), release()], unit, officer)
    return actions.measure_all(by=officer, now=NOW)


@pytest.fixture
def raised(measured):
    survey = queries.survey_of(measured)
    return next(one for one in survey.flags if one.code == "R024")


def put(raised, measured, unit, officer):
    return actions.put_up(raised, measured, unit=unit, by=officer, now=NOW)


def test_a_question_is_put_asked_and_answered(
    client, contact, measured, officer, raised, unit
):
    flag = put(raised, measured, unit, officer)
    supervision.ask_unit(flag, question="为什么？", unit=unit, by=officer, now=NOW)

    client.force_login(contact)
    page = client.get(reverse("supervision:flag", args=[flag.pk])).content.decode()

    assert "课桌椅采购" in page
    assert "次低价紧贴中标价" in page
    assert "投标 2 报价" in page
    assert "F2 2700001 CNY" in page
    assert flag.facts["threshold"] == "0.5%"


def test_a_question_is_put_once(measured, officer, raised, unit):
    first = put(raised, measured, unit, officer)

    assert put(raised, measured, unit, officer).pk == first.pk
    assert Flag.objects.count() == 1


def test_the_letter_and_the_workbook_say_it(client, measured, officer, raised, unit):
    flag = put(raised, measured, unit, officer)
    client.force_login(officer)

    letter = client.get(reverse("supervision:letter", args=[flag.pk]))
    book = client.get(reverse("supervision:workbook", args=[flag.pk]))

    assert letter.content[:2] == book.content[:2] == b"PK"


def test_only_discipline_puts_a_question(measured, raised, unit):
    for role in (Role.OFFICE, Role.AUDITOR, Role.SECRETARY):
        with pytest.raises(PermissionDenied):
            put(raised, measured, unit, person_with(role))
    assert Flag.objects.count() == 0


def test_a_suspended_indicator_puts_nothing_until_it_is_resumed(
    client, measured, officer, raised, unit
):
    Card.objects.create(model="procurement.R024", suspended_at=NOW)
    with pytest.raises(actions.Refused, match="已停用"):
        put(raised, measured, unit, officer)

    client.force_login(officer)
    url = reverse("purchases:resume", args=["R024"])
    assert client.post(url, {"reason": ""}).status_code == 400
    client.post(url, {"reason": "界限改低了"})

    assert put(raised, measured, unit, officer).state == FlagState.NEW


def test_an_expired_question_does_not_come_back(measured, officer, raised, unit):
    flag = put(raised, measured, unit, officer)
    later = NOW + timedelta(days=181)
    assert supervision.expire_flags(by=None, now=later) == 1

    with pytest.raises(actions.Refused, match="半年"):
        actions.put_up(raised, measured, unit=unit, by=officer, now=later)
    flag.refresh_from_db()
    assert flag.facts == {}


def test_the_same_file_is_one_source(officer, unit):
    some = [release()]

    assert hand_in(some, unit, officer).pk == hand_in(some, unit, officer).pk
    assert Source.objects.count() == 1


def test_a_second_click_measures_nothing_new(measured, officer):
    entries = Entry.objects.count()

    assert actions.measure_all(by=officer, now=NOW).pk == measured.pk
    assert (Measurement.objects.count(), Entry.objects.count()) == (1, entries)


def test_a_file_without_purchases_is_refused_with_its_reason(officer, unit):
    for data, name in (
        (b"{}\n", "x.jsonl"),
        (b"\x00\x01", "x.jsonl"),
        (b"PK\x03\x04junk", "x.xlsx"),
        ("姓名,年龄\n甲,3\n".encode(), "x.csv"),
        (b"", "../../etc/passwd"),
    ):
        with pytest.raises(actions.Refused, match="没有读到采购项目"):
            actions.receive_purchases(
                [ContentFile(data, name)], note(unit), by=officer, now=NOW
            )
    assert Source.objects.count() == 0


def test_tables_become_purchases(officer, unit):
    head = "项目编号,项目名称,采购人,采购方式,公告日期,投标截止时间\n"
    row = "CX-1,课桌椅采购,澄溪县教育局,公开招标,2026-03-02,2026-03-10 09:00\n"
    upload = ContentFile((head + row).encode("gb18030"), "招标公告.csv")
    source = actions.receive_purchases([upload], note(unit), by=officer, now=NOW)
    made = actions.measure_all(by=officer, now=NOW)

    assert source.purchases == 1
    (shown,) = queries.survey_of(made).purchases.values()
    assert shown.title == "课桌椅采购"


def test_a_threshold_is_kept_within_its_range_and_counts_next_time(
    client, measured, officer
):
    client.force_login(officer)
    url = reverse("purchases:thresholds", args=["R024"])
    assert client.post(url, {"share": "0.5", "reason": "试"}).status_code == 400
    client.post(url, {"share": "0", "reason": "只看分毫不差的"})

    again = actions.measure_all(by=officer, now=NOW)
    codes = {one.code for one in queries.survey_of(again).flags}
    assert "R024" not in codes
    assert (again.new, again.gone) == (0, 1)
    indicator = all_indicators()["R024"]
    default = {"share": Decimal("0.005")}
    actions.set_threshold(indicator, default, reason="还原", by=officer, now=NOW)
    assert Threshold.objects.get().numbers == {}
    assert actions.measure_all(by=officer, now=NOW).root == measured.root


def test_the_province_sets_the_threshold_of_open_tender(client, officer, unit):
    direct = release(
        tender__procurementMethod="limited",
        tender__value={"amount": 3_900_000, "currency": "CNY"},
    )
    hand_in([direct], unit, officer)
    client.force_login(officer)
    said = {
        "category": "goods",
        "value": "4000000",
        "basis": "省政府采购目录",
        "since": "2026-01-01",
    }
    url = reverse("purchases:limits")
    assert client.post(url, said).status_code == 302
    assert client.post(url, said).status_code == 400  # the same day again

    made = actions.measure_all(by=officer, now=NOW)
    found = [one for one in queries.survey_of(made).flags if one.code == "R002"]
    assert [one.basis for one in found] == [["省政府采购目录"]]


def test_what_outlived_its_day_is_gone_with_what_was_measured_on_it(
    officer, unit, django_capture_on_commit_callbacks
):
    hand_in([near()], unit, officer, keep_until=date(2026, 11, 20))
    made = actions.measure_all(by=officer, now=NOW)
    places = [place_of(one.sha256) for one in StoredFile.objects.all()]
    assert [place.exists() for place in places] == [True, True]

    on_the_day = datetime(2026, 11, 20, 23, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert actions.delete_outlived(by=None, now=on_the_day) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert (
            actions.delete_outlived(by=None, now=on_the_day + timedelta(hours=2)) == 1
        )
    assert actions.delete_outlived(by=None, now=on_the_day + timedelta(days=2)) == 0

    made.refresh_from_db()
    assert made.file is None
    assert made.root
    assert [place.exists() for place in places] == [False, False]
    assert Source.objects.get().issues == []
    assert queries.last_measurement() is None


def test_a_file_that_something_else_holds_stays(
    officer, unit, django_capture_on_commit_callbacks
):
    some = [release()]
    hand_in(some, unit, officer, keep_until=date(2026, 11, 20))
    other = post_of(person_with(Role.CONTACT)).unit
    kept = hand_in(some, other, officer)

    with django_capture_on_commit_callbacks(execute=True):
        assert actions.delete_outlived(by=None, now=NOW + timedelta(days=30)) == 1

    kept.refresh_from_db()
    assert place_of(kept.file.sha256).exists()


def test_forgetting_runs_every_night(capsys):
    call_command("forget")

    assert "删去 0 份数据" in capsys.readouterr().out


PAGES = (
    "list", "data", "receive", "limits", "organisations",
)  # fmt: skip


@pytest.mark.parametrize(
    "role", [Role.CONTACT, Role.SECRETARY, Role.ADMIN, Role.LEADER]
)
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("measured")
def test_nobody_else_sees_purchases(client, page, role):
    client.force_login(person_with(role))

    assert client.get(reverse(f"purchases:{page}")).status_code == 403


@pytest.mark.usefixtures("measured")
def test_the_auditor_reads_and_changes_nothing(client):
    client.force_login(person_with(Role.AUDITOR))

    assert client.get(reverse("purchases:list")).status_code == 200
    assert client.post(reverse("purchases:measure")).status_code == 403
    assert client.get(reverse("purchases:receive")).status_code == 403
    assert client.post(reverse("purchases:limits"), {}).status_code == 403


@pytest.mark.usefixtures("measured")
def test_every_page_says_question_and_never_offence(client, officer, raised):
    client.force_login(officer)
    (ocid,) = raised.ocids
    urls = [
        *(reverse(f"purchases:{page}") for page in PAGES),
        reverse("purchases:indicator", args=["R024"]),
        reverse("purchases:thresholds", args=["R024"]),
        reverse("purchases:flag", args=[raised.id]),
        reverse("purchases:ask", args=[raised.id]),
        reverse("purchases:purchase") + f"?id={ocid}",
        reverse("purchases:organisation") + "?id=F1",
        reverse("purchases:source", args=[Source.objects.get().pk]),
        reverse("purchases:template", args=["tender"]),
        reverse("purchases:issues", args=[Source.objects.get().pk]),
    ]
    for url in urls:
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert "违规" not in answer.content.decode(errors="ignore"), url


@pytest.mark.parametrize(
    "url",
    [
        "/purchases/purchase/?id=none",
        "/purchases/organisation/",
        "/purchases/flags/none/",
        "/purchases/indicators/R999/",
        "/purchases/data/templates/none.xlsx",
    ],
)
@pytest.mark.usefixtures("measured")
def test_what_is_not_there_is_not_found(client, officer, url):
    client.force_login(officer)

    assert client.get(url).status_code == 404


def test_a_page_costs_the_same_for_one_question_and_for_many(client, officer, unit):
    client.force_login(officer)
    counts = []
    for many in (1, 30):
        hand_in([near() for _ in range(many)], unit, officer)
        actions.measure_all(by=officer, now=NOW)
        for page in (
            reverse("purchases:list"),
            reverse("purchases:indicator", args=["R024"]),
        ):
            client.get(page)
            with CaptureQueriesContext(connection) as asked:
                client.get(page)
            counts.append(len(asked))

    assert counts[:2] == counts[2:]
    assert max(counts) < 25


@pytest.mark.usefixtures("measured")
def test_a_withdrawn_file_is_measured_no_more(client, officer):
    source = Source.objects.get()
    client.force_login(officer)
    url = reverse("purchases:withdraw", args=[source.pk])
    client.post(url, {"reason": "交错了"})

    source.refresh_from_db()
    assert source.state == "withdrawn"
    with pytest.raises(actions.AlreadyMoved):
        actions.withdraw_source(source, reason="再", by=officer, now=NOW)
    with pytest.raises(actions.Refused, match="还没有采购数据"):
        actions.measure_all(by=officer, now=NOW)


def test_meeting_often_is_held_against_chance(officer, unit):
    """Two of three meet in four of eight purchases: 6 × 6 / 8 by chance."""
    pairs = [("F1", "F2")] * 4 + [("F1", "F3")] * 2 + [("F2", "F3")] * 2
    some = [
        release(
            bids__details=[bid(i, firm, 2_700_000 + i) for i, firm in enumerate(two)]
        )
        for two in pairs
    ]
    hand_in(some, unit, officer)
    made = actions.measure_all(by=officer, now=NOW)

    met = queries.around(queries.survey_of(made), "F1")

    told = {one.firm.id: (one.times, one.expected, one.own_wins) for one in met}
    assert told == {"F2": (4, 4.5, 4), "F3": (2, 3.0, 2)}
