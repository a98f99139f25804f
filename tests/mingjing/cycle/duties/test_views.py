"""The room's pages: who is let in, what they show, what a lost race keeps."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from mingjing.base.people.states import Role
from mingjing.cycle.duties import actions
from mingjing.cycle.duties.models import Duty as DutyModel
from mingjing.cycle.duties.models import Extension, SupportCall
from mingjing.cycle.plan.models import Measure, Plan
from tests.factories.duties import Due, Duty, HeldPost, anew, holder, office
from tests.factories.people import Unit, person_with

pytestmark = pytest.mark.django_db


def url(name, *rows):
    return reverse(f"duties:{name}", args=[row.pk for row in rows])


def text(response):
    return response.content.decode()


def open_due(**fields):
    today = localdate(now())
    fields.setdefault("due_on", today + timedelta(days=5))
    fields.setdefault("opens_on", today)
    return Due(**fields)


# --- the list


def test_the_list_shows_a_unit_its_own_duties_only(client):
    mine, other = Duty(title="本单位的事"), Duty(title="别的单位的事")
    Due(duty=mine, due_on=localdate(now()) - timedelta(days=1))
    client.force_login(holder(mine.post))

    page = text(client.get(url("list")))

    assert "本单位的事" in page
    assert "逾期" in page
    assert other.title not in page


def test_the_lists_filters_stand_in_the_address(client):
    first, second = Duty(title="食堂采购"), Duty(title="公车管理", state="offered")
    client.force_login(office())

    def found(**query):
        page = text(client.get(url("list"), query))
        return [duty for duty in (first, second) if duty.title in page]

    assert found() == [first, second]
    assert found(q="食堂") == [first]
    assert found(unit=second.unit_id) == [second]
    assert found(state="offered") == [second]
    assert found(sort="due") == [first, second]
    # A forged filter filters nothing and breaks nothing.
    assert found(unit="'--", sort="password") == [first, second]


@pytest.mark.parametrize("name", ["list", "offers", "load", "moves"])
def test_three_rows_cost_no_more_queries_than_one(client, name):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def row():
        due = open_due()
        Duty(state="draft")
        due.moves.create(
            from_on=due.due_on,
            to_on=due.due_on,
            cause="calendar",
            calendar_before="a",
            calendar_after="b",
            moved_at=now(),
        )

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(url(name))
        return len(queries)

    client.force_login(office())
    row()
    cost()
    one = cost()
    row()
    row()

    assert cost() == one
    assert one <= 15


def of_measure(**fields):
    until = localdate() + timedelta(days=90)
    plan = Plan.objects.create(
        title="方案", starts_on=localdate(), ends_on=until, state="active"
    )
    return Measure.objects.create(plan=plan, title="公布学校采购", order=1, **fields)


def rows(page):
    return page.count('<tr role="row">') - 1  # the head is a row too


@pytest.mark.parametrize("role", [Role.OFFICE, Role.SECRETARY])
def test_the_number_on_a_measures_page_is_the_number_of_rows_it_opens(client, role):
    measure = of_measure(state="active")
    of_it = Duty(title="食堂采购", measure=measure)
    Duty(title="校服采购", measure=measure)
    Duty(title="教辅采购", measure=measure, unit=of_it.unit, state="draft")
    Duty(title="公车管理")
    client.force_login(person_with(role, of_it.unit))

    page = text(client.get(reverse("plan:measure", args=[measure.pk])))
    link, said = re.search(r'href="([^"]+)">由它拟出的责任 (\d+)</a>', page).groups()

    assert rows(text(client.get(link))) == int(said)
    assert int(said) == (3 if role == Role.OFFICE else 1)


def test_the_hand_over_of_a_post_leads_to_what_the_post_owes(client):
    mine, other = Duty(title="食堂采购"), Duty(title="公车管理")
    client.force_login(office())

    page = text(client.get(reverse("people:hand-over", args=[mine.post_id])))
    (link,) = re.findall(r'href="([^"]+)">这个岗位的责任', page)
    opened = text(client.get(link))

    assert mine.title in opened
    assert other.title not in opened
    assert f"承办岗位：{mine.post}" in opened


def test_each_filter_in_force_stands_on_a_chip_that_takes_it_out(client):
    measure = of_measure(state="active")
    Duty(title="食堂采购", measure=measure, state="offered")
    client.force_login(office())

    page = text(client.get(url("list"), {"measure": measure.pk, "state": "offered"}))

    chips = re.findall(r'class="mj-chip" href="([^"]*)">([^<]*)<', page)
    assert chips == [
        ("?state=offered", "举措：公布学校采购"),
        (f"?measure={measure.pk}", "状态：待认领"),
    ]


def test_a_chip_does_not_name_a_measure_that_is_still_a_draft(client):
    measure = of_measure()
    client.force_login(person_with(Role.CONTACT))

    page = text(client.get(url("list"), {"measure": measure.pk}))

    assert measure.title not in page
    assert "mj-chip" not in page


# --- the doors


def doors(due):
    duty = due.duty
    ask = Extension.objects.create(
        due=due,
        asked_until=due.due_on,
        reason="停电",
        asked_by=holder(due.post),
        asked_at=now(),
        was_due_on=due.due_on,
    )
    call = SupportCall.objects.create(
        due=due,
        question="缺人",
        asked_by=holder(due.post),
        asked_at=now(),
        to_post=HeldPost(role=Role.SECRETARY),
        answer_due_on=due.due_on,
    )
    return [
        url("duty", duty),
        url("edit-duty", duty),
        url("accept-duty", duty),
        url("object-to-duty", duty),
        url("end-duty", duty),
        url("due", due),
        url("ask-extension", due),
        url("call-for-support", due),
        url("waive-due", due),
        url("void-due", due),
        url("decide-extension", ask),
        url("withdraw-extension", ask),
        url("answer-support", call),
        url("withdraw-support-call", call),
    ]


def test_a_unit_takes_its_call_for_support_back_on_the_page(client):
    due = open_due()
    call = SupportCall.objects.create(
        due=due,
        question="缺人",
        asked_by=holder(due.post),
        asked_at=now(),
        to_post=HeldPost(role=Role.SECRETARY),
        answer_due_on=due.due_on,
    )
    client.force_login(holder(due.post))
    door = url("withdraw-support-call", call)
    assert door in client.get(url("due", due)).content.decode()

    assert client.post(door).status_code == 302
    assert client.post(door).status_code == 409
    call.refresh_from_db()
    assert call.withdrawn_at is not None
    client.force_login(holder(call.to_post))
    assert client.get(door).status_code == 403


@pytest.mark.parametrize(
    "role", ["contact", "secretary", "inspector", "centre", "admin"]
)
def test_an_outsider_is_not_told_that_a_thing_exists(client, role):
    due = open_due(duty__state="offered")
    client.force_login(person_with(Role(role)))

    answers = [
        (client.get(door).status_code, client.post(door).status_code)
        for door in doors(due)
    ]

    # Pages that are only read answer 405 to a POST, but to an administrator none is there.
    posts = {404} if role == "admin" else {404, 405}
    assert {get for get, _post in answers} == {404}
    assert {post for _get, post in answers} == posts


@pytest.mark.parametrize(
    ("who", "opens"),
    [
        (
            lambda d: holder(d.post),
            {"accept", "object", "extend", "support", "withdraw"},
        ),
        (lambda d: person_with(Role.SECRETARY, d.unit), {"accept", "object"}),
        (lambda d: holder(d.checker_post), {"extension"}),
        (lambda _d: office(), {"edit", "end", "waive", "void", "extension"}),
        (lambda _d: person_with(Role.LEADER), {"waive", "void"}),
        (lambda _d: person_with(Role.AUDITOR), set()),
        (lambda _d: person_with(Role.DISCIPLINE), set()),
    ],
)
def test_each_hat_opens_its_own_doors(client, who, opens):
    due = open_due(duty__state="offered")
    client.force_login(who(due))

    statuses = {door: client.get(door).status_code for door in doors(due)}
    opened = {
        "extension"
        if "/extension/" in door and "withdraw" not in door
        else door.rstrip("/").rpartition("/")[2]
        for door, status in statuses.items()
        if status == 200
    }

    assert {name for name in opened if not name.isdigit()} == opens
    assert set(statuses.values()) <= {200, 403}


@pytest.mark.parametrize("name", ["offers", "draft-duty"])
def test_the_offices_pages_are_the_offices(client, name):
    client.force_login(person_with(Role.SECRETARY))
    assert client.get(url(name)).status_code == 403

    client.force_login(office())
    assert "起草" in text(client.get(url(name)))


@pytest.mark.parametrize("name", ["offer-duties", "draft-from-plan"])
def test_a_forged_post_to_the_offices_forms_changes_nothing(client, name):
    duty = Duty(state="draft")
    plan = Plan.objects.create(
        title="方案", starts_on=duty.starts_on, ends_on=duty.ends_on, state="active"
    )
    client.force_login(holder(duty.post))

    answer = client.post(url(name), {"duties": duty.pk, "plan": plan.pk})

    assert (answer.status_code, anew(duty).state) == (403, "draft")


# --- acts


def test_accepting_puts_the_duty_in_force(client):
    duty = Duty(state="offered")
    client.force_login(holder(duty.post))

    answer = client.post(url("accept-duty", duty), {"version": 1}, follow=True)

    assert anew(duty).state == "in_force"
    assert "已认领" in text(answer)


def test_accepting_words_that_changed_meanwhile_is_a_conflict(client):
    duty = Duty(state="offered", version=2)
    client.force_login(holder(duty.post))

    answer = client.post(url("accept-duty", duty), {"version": 1})

    assert (answer.status_code, anew(duty).state) == (409, "offered")


def test_a_lost_race_keeps_what_was_typed_and_names_who_was_first(client):
    duty = Duty(state="offered")
    secretary = person_with(Role.SECRETARY, duty.unit)
    actions.accept_duty(anew(duty), by=secretary, now=now())
    client.force_login(holder(duty.post))

    answer = client.post(
        url("object-to-duty", duty), {"version": 1, "reason": "不属于本局职责"}
    )

    assert answer.status_code == 409
    assert f"已由{secretary.name}处理" in text(answer)
    assert "不属于本局职责" in text(answer)


def test_a_wish_beyond_the_ceiling_keeps_what_was_typed(client):
    due = open_due()
    client.force_login(holder(due.post))
    until = due.due_on + timedelta(days=91)

    answer = client.post(url("ask-extension", due), {"until": until, "reason": "停电"})

    assert answer.status_code == 422
    assert "停电" in text(answer)
    assert Extension.objects.count() == 0


def test_an_extension_is_asked_and_granted_through_the_pages(client):
    due = open_due()
    until = due.due_on + timedelta(days=10)
    client.force_login(holder(due.post))
    client.post(url("ask-extension", due), {"until": until, "reason": "停电"})
    extension = Extension.objects.get()
    # A hidden field does not make the asker a decider.
    own = client.post(
        url("decide-extension", extension), {"decision": "grant", "decided_by": 1}
    )
    client.force_login(holder(due.checker_post))
    client.post(url("decide-extension", extension), {"decision": "grant"})

    assert own.status_code == 403
    assert (anew(due).due_on, anew(extension).state) == (until, "granted")
    assert "期限变动" in text(client.get(url("due", due)))


def test_a_call_is_made_and_answered_through_the_pages(client):
    above = Unit()
    secretary = person_with(Role.SECRETARY, above)
    due = open_due(duty__post__unit__parent=above)
    client.force_login(holder(due.post))
    client.post(url("call-for-support", due), {"question": "缺经费"})
    assert "需支持" in text(client.get(url("due", due)))

    client.force_login(secretary)
    call = SupportCall.objects.get()
    client.post(url("answer-support", call), {"answer": "已安排"})

    assert (anew(call).answer, anew(call).answered_by) == ("已安排", secretary)


def test_the_due_page_explains_its_day_in_the_readers_language(client):
    due = open_due()
    client.force_login(holder(due.post))

    chinese = text(client.get(url("due", due)))
    english = text(client.get(url("due", due), headers={"accept-language": "en"}))

    assert due.explanation_zh in chinese
    assert due.explanation_en in english


def test_drafts_are_offered_from_the_page_and_refusals_are_named(client):
    light = Duty(state="draft")
    heavy = Duty(
        state="draft",
        minutes=500,
        clock={"kind": "recurring", "every": "month"},
        starts_on=localdate(now()),
        ends_on=localdate(now()) + timedelta(days=60),
    )
    client.force_login(office())
    assert "超过上限" in text(client.get(url("offers")))

    answer = client.post(
        url("offer-duties"), {"duties": [light.pk, heavy.pk]}, follow=True
    )

    assert (anew(light).state, anew(heavy).state) == ("offered", "draft")
    assert f"{heavy.code}：" in text(answer)


def test_drafting_from_a_plan_names_units_without_a_contact(client):
    today = localdate(now())
    plan = Plan.objects.create(
        title="方案", starts_on=today, ends_on=today, state="active"
    )
    unit = Unit(short_name="无人局")
    Measure.objects.create(
        plan=plan,
        title="一",
        state="active",
        lead_unit=unit,
        clock_kind="date",
        due_on=today,
    )
    client.force_login(office())

    answer = client.post(url("draft-from-plan"), {"plan": plan.pk}, follow=True)

    assert "没有专人任职：无人局" in text(answer)
    assert DutyModel.objects.count() == 0


def form_of(duty, **changes):
    return {
        "title": duty.title,
        "post": duty.post_id,
        "checker_post": duty.checker_post_id,
        "kind": "once",
        "due_on": "2026-09-15",
        "proof": duty.proof,
        "basis": duty.basis,
        "minutes": duty.minutes,
        "side": duty.side,
        "starts_on": duty.starts_on,
        "ends_on": duty.ends_on,
        "reason": "修订",
        "effective_on": "2026-09-01",
        "version": duty.version,
        **changes,
    }


def test_an_edit_shows_its_difference_on_the_duty_page(client):
    duty = Duty(minutes=10)
    client.force_login(office())

    client.post(url("edit-duty", duty), form_of(duty, minutes=20))

    assert duty.versions.get().fields == {"minutes": [10, 20]}
    assert "<del>10</del> → <ins>20</ins>" in text(client.get(url("duty", duty)))


def test_a_stale_edit_is_a_conflict_and_keeps_what_was_typed(client):
    duty = Duty(version=3)
    client.force_login(office())

    answer = client.post(
        url("edit-duty", duty), form_of(duty, version=2, proof="红头文件原件")
    )

    assert answer.status_code == 409
    assert "红头文件原件" in text(answer)
    assert duty.versions.count() == 0


def test_a_duty_is_drafted_by_hand(client):
    owing, checking = HeldPost(), HeldPost()
    given = form_of(Duty(post=owing, checker_post=checking), kind="quarter", month=2)
    client.force_login(office())

    wrong = client.post(url("draft-duty"), {**given, "month": 4})
    client.post(url("draft-duty"), given)

    assert "没有那么多个月" in text(wrong)
    made = DutyModel.objects.get(state="draft")
    assert made.clock == {"kind": "recurring", "every": "quarter", "month": 2}


def test_load_is_shown_to_the_unit_itself_and_not_to_others(client):
    duty = Duty(clock={"kind": "recurring", "every": "month"}, minutes=37)
    month = duty.starts_on.strftime("%Y-%m")
    query = {"unit": duty.unit_id, "month": month}

    client.force_login(holder(duty.post))
    assert "37" in text(client.get(url("load"), query))

    client.force_login(person_with(Role.SECRETARY))
    assert duty.post.title not in text(client.get(url("load"), query))
    client.force_login(person_with(Role.ADMIN, duty.unit))
    assert client.get(url("load"), query).status_code == 404
