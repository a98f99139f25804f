"""The pages of inspections, as different people see and post them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from mingjing.base.people.states import Role, UnitKind
from mingjing.base.ui.pictures import qr_of
from mingjing.cycle.inspection.models import Inspection, Refusal
from mingjing.cycle.inspection.states import InspectionState, ProgrammeState, VisitState
from mingjing.cycle.inspection.states.codes import check_sign
from tests.factories import people
from tests.factories.duties import Due, anew
from tests.factories.inspection import Draw as DrawF
from tests.factories.inspection import Inspection as InspectionF
from tests.factories.inspection import Member as MemberF
from tests.factories.inspection import Programme as ProgrammeF
from tests.factories.inspection import Visit as VisitF
from tests.factories.inspection import visited

pytestmark = pytest.mark.django_db
UNKNOWN = "K7Q4XM" + check_sign("K7Q4XM")


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def office():
    return signed_in(people.person_with(Role.OFFICE))


@pytest.fixture
def visit():
    """Open today, at one unit, with a team of two."""
    on = localdate(now())
    inspection = InspectionF(opens_on=on - timedelta(1), closes_on=on + timedelta(5))
    MemberF(inspection=inspection, leads=True)
    MemberF(inspection=inspection)
    return VisitF(inspection=inspection)


@pytest.fixture
def contact(visit):
    return signed_in(people.person_with(Role.CONTACT, visit.unit))


def url(name, pk):
    return reverse(f"inspection:{name}", args=[pk])


def text(answer):
    return answer.content.decode()


def test_a_unit_types_the_code_and_admits_who_came(visit, contact):
    code = visit.inspection.code
    sent = contact.post(
        reverse("inspection:door"), {"unit": visit.unit_id, "code": code}
    )
    assert sent.url == url("code", code)

    page = text(contact.get(sent.url))
    assert "在批准的计划内" in page
    assert visit.inspection.matter in page
    assert "招标采购" in page
    assert str(visit.inspection.programme.approved_by) in page

    member = visit.inspection.members.first()
    contact.post(sent.url, {"came": [member.pk]})
    assert anew(visit).state == VisitState.ARRIVED
    assert list(anew(visit).came.all()) == [member]


def test_opening_a_scanned_page_writes_nothing(visit, contact):
    for code in (visit.inspection.code, UNKNOWN, "x", "K7Q4-XMR%00"):
        contact.get(url("code", code))
    stranger = signed_in(people.person_with(Role.CONTACT))
    stranger.get(url("code", visit.inspection.code))

    assert Refusal.objects.count() == 0
    assert anew(visit).state == VisitState.PLANNED


def test_an_unknown_code_is_refused_with_one_sentence_and_recorded(visit, contact):
    page = contact.post(
        reverse("inspection:door"), {"unit": visit.unit_id, "code": UNKNOWN}
    )

    assert "这个编码不在批准的计划内，可以拒绝接待。" in text(page)
    assert Refusal.objects.get().kind == "unknown_code"


def test_a_miscopied_code_is_asked_again_before_it_is_recorded(visit, contact):
    data = {"unit": visit.unit_id, "code": "K7Q4XM9"}
    page = contact.post(reverse("inspection:door"), data)
    assert page.status_code == 422
    assert 'value="K7Q4XM9"' in text(page)
    assert Refusal.objects.count() == 0

    contact.post(reverse("inspection:door"), {**data, "sure": "1"})
    assert Refusal.objects.get().shown_code == "K7Q4XM9"


def test_a_wrong_day_is_refused_recorded_and_admits_nobody(visit, contact):
    on = localdate(now())
    Inspection.objects.update(opens_on=on + timedelta(1))
    page = contact.post(reverse("inspection:door"), {"unit": visit.unit_id, "code": visit.inspection.code})  # fmt: skip
    assert "今天不在其内" in text(page)
    assert Refusal.objects.get().kind == "wrong_day"

    member = visit.inspection.members.first()
    answer = contact.post(url("code", visit.inspection.code), {"came": [member.pk]})
    assert answer.status_code == 422
    assert anew(visit).state == VisitState.PLANNED


def test_another_units_code_tells_nothing_about_it(visit):
    stranger = signed_in(people.person_with(Role.CONTACT))
    page = stranger.get(url("code", visit.inspection.code))

    assert page.status_code == 404
    assert "这个编码不是给本单位的" in text(page)
    assert visit.inspection.matter not in text(page)
    assert str(visit.unit) not in text(page)


def test_a_forged_unit_in_the_form_is_no_choice(contact):
    other = people.Unit()
    page = contact.post(reverse("inspection:door"), {"unit": other.pk, "code": UNKNOWN})

    assert page.status_code == 422
    assert Refusal.objects.count() == 0


def test_a_refusal_keeps_its_words_and_is_the_units_own(visit, contact):
    data = {"unit": visit.unit_id, "kind": "out_of_scope", "words": "<b>要三年合同</b>", "who_came": "某局"}  # fmt: skip
    contact.post(reverse("inspection:refuse-visit"), data)

    page = text(contact.get(reverse("inspection:refusals")))
    assert "&lt;b&gt;要三年合同" in page
    stranger = signed_in(people.person_with(Role.CONTACT))
    assert "三年合同" not in text(stranger.get(reverse("inspection:refusals")))


def test_a_refusal_without_words_loses_nothing_typed(visit, contact):
    data = {"unit": visit.unit_id, "kind": "no_code", "words": "", "who_came": "某局"}
    page = contact.post(reverse("inspection:refuse-visit"), data)

    assert 'value="某局"' in text(page)
    assert Refusal.objects.count() == 0


def proposal(**said):
    leader, member = (people.person_with(Role.INSPECTOR) for _n in range(2))
    words = {
        "matter": "学校食堂",
        "kind": "special",
        "goal": "看采购",
        "basis": "方案",
        "run_by": people.Unit().pk,
        "scope": ["school-tender", "winds"],
        "period_from": "2026-01-01",
        "period_to": "2026-06-30",
        "opens_on": "2026-09-07",
        "closes_on": "2026-09-11",
        "leader": leader.pk,
        "team": [member.pk],
        "units": [people.Unit(kind=UnitKind.SCHOOL).pk],
    }
    return {**words, **said}


@pytest.fixture
def programme():
    return ProgrammeF(state=ProgrammeState.DRAFT, approved_by=None)


def test_a_programme_is_filled_submitted_and_approved_through_pages(office, programme):
    office.post(url("propose-inspection", programme.pk), proposal())
    office.post(url("submit-programme", programme.pk))
    leader = signed_in(people.person_with(Role.LEADER))
    assert "批准" in text(leader.get(url("approve-programme", programme.pk)))
    leader.post(url("approve-programme", programme.pk), {"note": ""})

    inspection = Inspection.objects.get()
    assert inspection.state == InspectionState.IN_PROGRAMME
    assert inspection.scope == ["school-tender", "winds"]
    assert inspection.shown_code in text(office.get(url("inspection", inspection.pk)))


@pytest.mark.parametrize(
    "bad",
    [
        {"scope": ["all"]},
        {"closes_on": "2026-09-01"},
        {"opens_on": "昨天"},
        {"leader": "999999"},
        {"units": ["1; DROP TABLE"]},
        {"matter": "长" * 121},
    ],
)
def test_a_bad_proposal_says_so_and_keeps_the_rest(office, programme, bad):
    page = office.post(url("propose-inspection", programme.pk), proposal(**bad))

    assert page.status_code == 200
    assert "is-wrong" in text(page)
    assert 'value="看采购"' in text(page)
    assert Inspection.objects.count() == 0


def test_clashes_stand_above_the_approval(office, programme):
    school = people.Unit(kind=UnitKind.SCHOOL)
    for scope in ("school-tender", "school-funds"):
        office.post(url("propose-inspection", programme.pk), proposal(units=[school.pk], scope=[scope]))  # fmt: skip

    page = text(office.get(url("programme", programme.pk)))
    assert "相隔不到14天，可以合并" in page
    assert "请斟酌" in page


def test_a_unit_sees_the_programme_but_not_what_it_was_not_told(visit, contact):
    programme = visit.inspection.programme
    page = text(contact.get(url("programme", programme.pk)))

    assert "本版列入 1 项" in page
    assert visit.inspection.matter not in page
    draft = ProgrammeF(state=ProgrammeState.DRAFT, approved_by=None)
    assert contact.get(url("programme", draft.pk)).status_code == 404


def test_lists_cost_the_same_for_one_and_for_three(
    office, django_assert_max_num_queries
):
    first = visited()
    office.get(reverse("inspection:list"))
    pages = (
        reverse("inspection:list"),
        url("programme", first.inspection.programme_id),
        url("inspection", first.inspection_id),
    )
    costs = []
    for page in pages:
        with django_assert_max_num_queries(15) as one:
            office.get(page)
        costs.append(len(one))
    for _n in range(2):
        visited(programme=first.inspection.programme)
        VisitF(inspection=first.inspection)
    for page, cost in zip(pages, costs, strict=True):
        with django_assert_max_num_queries(cost):
            office.get(page)


def test_the_sheet_shows_the_units_dues_in_scope_to_the_team_only(visit):
    due = Due(duty__post__unit=visit.unit, duty__title="公布食堂采购结果", due_on=visit.inspection.period_to)  # fmt: skip
    other = Due(duty__post__unit=visit.unit, duty__title="报送值班表", due_on=visit.inspection.period_to)  # fmt: skip
    member = visit.inspection.members.first().person
    page = text(signed_in(member).get(url("sheet", visit.pk)))

    assert due.duty.title in page
    assert other.duty.title not in page
    stranger = signed_in(people.person_with(Role.INSPECTOR))
    assert stranger.get(url("sheet", visit.pk)).status_code == 404


def test_a_unit_does_not_see_who_else_is_visited(visit, contact):
    other = VisitF(inspection=visit.inspection, unit__short_name="别的学校")
    Inspection.objects.update(notified_at=now())

    assert "别的学校" not in text(contact.get(url("inspection", visit.inspection_id)))
    assert contact.get(url("agree-to-conclusion", other.pk)).status_code == 404


def test_a_draw_is_made_on_pages_by_two_people(office, programme):
    from tests.factories.inspection import Inspection

    clerk = people.person_with(Role.OFFICE)
    inspection = Inspection(programme=programme, code=None, state="proposed")
    units = [people.Unit() for _n in range(4)]
    first = signed_in(clerk)
    assert 'name="seed"' in text(first.get(url("commit-draw", inspection.pk)))
    first.post(url("commit-draw", inspection.pk), {"units": [u.pk for u in units], "count": 2, "seed": "a seed of sixteen signs"})  # fmt: skip
    draw = inspection.draws.get()
    own = first.post(url("answer-draw", draw.pk), {"answer": "自己答"})
    office.post(url("answer-draw", draw.pk), {"answer": "今天有雨"})
    wrong = first.post(url("reveal-draw", draw.pk), {"seed": "another seed entirely"})
    first.post(url("reveal-draw", draw.pk), {"seed": "a seed of sixteen signs"})

    assert (own.status_code, wrong.status_code) == (403, 422)
    assert inspection.visits.filter(drawn=True).count() == 2
    page = text(office.get(url("draw", draw.pk)))
    assert "都对得上" in page
    record = office.get(url("draw-record", draw.pk)).json()
    assert record["answer"] == "今天有雨"
    assert b"def verify" in b"".join(
        office.get(reverse("inspection:drawing-program")).streaming_content
    )


def test_a_draw_not_yet_revealed_shows_no_seed(office):
    draw = DrawF()
    page = text(office.get(url("draw", draw.pk)))
    assert "等应答" in page
    assert office.get(url("draw-record", draw.pk)).json()["seed"] == ""


def test_the_code_is_a_picture_without_script_or_foreign_address(visit):
    picture = str(qr_of(f"http://testserver/inspection/c/{visit.inspection.code}/"))
    assert picture.startswith("<svg")
    assert not any(bad in picture for bad in ("script", "style=", "href", "http"))


def test_the_whole_way_from_the_door_to_the_end_through_pages(visit, contact):
    inspection = visit.inspection
    leader = signed_in(inspection.members.get(leads=True).person)
    clerk = signed_in(people.person_with(Role.OFFICE))
    secretary = signed_in(people.person_with(Role.SECRETARY, visit.unit))
    came = {"came": [m.pk for m in inspection.members.all()]}

    contact.post(url("code", inspection.code), came)
    leader.post(url("leave-help-note", visit.pk), {"topic": "school-tender", "words": "用统一模板"})  # fmt: skip
    leader.post(url("draft-conclusion", inspection.pk), {"words": "两个月没有公布。"})
    read = anew(inspection).concluded_at.isoformat()
    clerk.post(url("feed-back", inspection.pk), {"concluded_at": read})
    assert "两个月没有公布" in text(contact.get(url("inspection", inspection.pk)))
    secretary.post(url("agree-to-conclusion", visit.pk))
    clerk.post(url("finish-inspection", inspection.pk))
    clerk.post(url("close-inspection", inspection.pk))

    assert anew(inspection).state == InspectionState.CLOSED
    again = clerk.post(url("close-inspection", inspection.pk))
    assert again.status_code == 409
