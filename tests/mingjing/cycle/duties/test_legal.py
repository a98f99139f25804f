"""Duties that the law itself asks: found, shown with their days, drafted once."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import localdate, now

from mingjing.base.people.states import Role, UnitKind
from mingjing.base.record.models import Entry
from mingjing.cycle.duties import actions
from mingjing.cycle.duties.models import Duty
from mingjing.cycle.duties.queries import legal
from mingjing_law.facts import NotInForce, facts
from tests.factories.duties import HeldPost, office
from tests.factories.people import Post, Unit, person_with, post_of

ANSWER = "GIO-33-answer"  # 收到申请之日起20个工作日内答复
REPORT = "GIO-49-unit-annual"  # 每年1月31日前公布年度报告
BEFORE = "GPR-31-clar"  # 提交截止前15日
UNREAD = "PER-new"
NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def page_of(fact):
    return reverse("duties:draft-legal", args=[fact])


def terms(fact=ANSWER, **fields):
    given = {
        "fact": fact,
        "title": "答复信息公开申请",
        "checker_post": HeldPost(),
        "proof": "答复书文号",
        "since": date(2026, 3, 2),
        "until": date(2026, 12, 31),
        "start": date(2026, 3, 2) if fact == ANSWER else None,
        **fields,
    }
    return actions.LegalTerms(**given)


def draft(said, posts, by=None):
    return actions.draft_legal(said, posts, by=by or office(), now=NOW)


# --- the list of facts


def test_only_what_an_organ_owes_by_a_day_is_offered():
    offered = {each.id for each in legal.owed_facts()}

    assert {ANSWER, REPORT, BEFORE, UNREAD} <= offered
    # A citizen's own limit, a period that must last at least so long, a ceiling.
    assert "REC-20" not in offered
    assert "BUS-62" not in offered
    assert not [i for i in offered if facts()[i].ended_on or facts()[i].limit.party]


@pytest.mark.parametrize(
    "words", ["信息公开 答复", "GIO-33", "ｇｉｏ－３３", "information article 33"]
)
def test_a_fact_is_found_by_its_words_in_both_languages_and_widths(words):
    assert ANSWER in {each.id for each in legal.facts_like(words, "")}


def test_what_comes_back_is_told_from_what_an_event_starts():
    coming = {each.id for each in legal.facts_like("", "recurring")}
    started = {each.id for each in legal.facts_like("", "event")}

    assert (REPORT in coming, ANSWER in coming) == (True, False)
    assert not coming & started
    assert coming | started == {each.id for each in legal.owed_facts()}


@pytest.mark.parametrize(
    ("fact", "said"),
    [(ANSWER, "20个工作日内"), (REPORT, "每年1月31日"), (BEFORE, "提前15日")],
)
def test_a_limit_is_said_in_words(fact, said):
    assert legal.limit_words(facts()[fact]) == said


def test_every_offered_fact_has_its_limit_in_words_and_can_be_forecast():
    day = date(2026, 3, 2)
    for each in legal.owed_facts():
        start = None if legal.recurs(each) else day
        found = legal.forecast(
            each.id, start=start, since=day, until=date(2027, 12, 31), on=day
        )
        assert legal.limit_words(each)
        assert found.occurrences[0].deadline.explanation_zh
        assert found.starts_on <= found.ends_on


def test_the_list_marks_what_nobody_has_read(client):
    client.force_login(office())

    page = text(client.get(reverse("duties:legal"), {"q": UNREAD}))

    assert "未核" in page
    assert "未核" not in text(client.get(reverse("duties:legal"), {"q": ANSWER}))
    assert "未核：还没有人对照原文" in text(client.get(page_of(UNREAD)))


def test_english_readers_read_the_law_in_english(client):
    client.force_login(office())
    client.cookies["django_language"] = "en"

    page = text(client.get(reverse("duties:legal"), {"q": ANSWER}))

    assert "Article 33" in page
    assert "第三十三条" not in page


@pytest.mark.parametrize("door", [reverse("duties:legal"), page_of(ANSWER)])
@pytest.mark.parametrize("role", [Role.CONTACT, Role.SECRETARY, Role.AUDITOR])
def test_the_pages_are_the_offices(client, door, role):
    client.force_login(person_with(role))

    assert client.get(door).status_code == 403
    assert client.post(door).status_code in (403, 405)


@pytest.mark.parametrize("fact", ["REC-20", "nonsense", "../x", "GIO-33-answer'--"])
def test_what_is_not_offered_has_no_page(client, fact):
    client.force_login(office())

    assert client.get(f"/duties/legal/{fact}/").status_code == 404


# --- drafting


def test_the_draft_counts_from_the_event_and_cites_the_article():
    post = HeldPost()

    (made,) = draft(terms(), [post]).drafted

    assert made.clock == {"kind": "fact", "fact": ANSWER, "start": "2026-03-02"}
    assert (made.fact, made.post, made.unit) == (ANSWER, post, post.unit)
    assert made.basis == facts()[ANSWER].basis()
    # Twenty working days from 2 March 2026, 30 March; the law's own day, not the form's.
    assert (made.starts_on, made.ends_on) == (date(2026, 3, 2), date(2026, 3, 30))


def test_what_must_be_done_before_an_event_starts_today_and_ends_with_it():
    event = date(2026, 6, 30)
    (made,) = draft(terms(BEFORE, start=event), [HeldPost()]).drafted

    (due,) = legal.forecast(
        BEFORE, start=event, since=event, until=event, on=date(2026, 3, 2)
    ).occurrences
    assert due.due_on == date(2026, 6, 15)
    assert (made.starts_on, made.ends_on) == (date(2026, 3, 2), event)


def test_the_same_thing_is_not_drafted_twice_but_a_second_request_is():
    post, by = HeldPost(), office()
    said = terms()

    first, second = draft(said, [post], by), draft(said, [post], by)
    other = draft(terms(title="答复第二件申请"), [post], by)

    assert (len(first.drafted), second.drafted, second.already) == (1, [], [post])
    assert len(other.drafted) == 1
    assert Entry.objects.filter(kind="DutyDrafted").count() == 2


def test_what_was_ended_can_be_drafted_again():
    post, by = HeldPost(), office()
    (made,) = draft(terms(), [post], by).drafted
    actions.end_duty(made, reason="起算日写错了", by=by, now=NOW)

    assert len(draft(terms(), [post], by).drafted) == 1


def test_a_checker_among_the_owners_is_left_out_and_named():
    checker, other = HeldPost(), HeldPost()

    report = draft(terms(checker_post=checker), [checker, other])

    assert [made.post for made in report.drafted] == [other]
    assert report.own_checker == [checker]


def test_nobody_else_drafts():
    with pytest.raises(PermissionDenied):
        draft(terms(), [HeldPost()], person_with(Role.SECRETARY))


def test_a_law_is_not_applied_before_it_was_in_force():
    with pytest.raises(NotInForce):
        draft(terms("REC-62", start=date(2023, 12, 1)), [HeldPost()])


def test_a_span_without_an_occurrence_is_refused():
    said = terms(REPORT, until=date(2026, 12, 31))
    with pytest.raises(actions.Refused):
        draft(said, [HeldPost()])


def test_each_living_unit_of_the_kind_is_found_once_and_the_others_are_named():
    school = Unit(kind=UnitKind.SCHOOL)
    post = post_of(person_with(Role.CONTACT, school))
    person_with(Role.CONTACT, school)
    vacant = Post(unit=Unit(kind=UnitKind.SCHOOL)).unit
    left = Unit(kind=UnitKind.SCHOOL, ended_on=date(2026, 1, 1))
    person_with(Role.CONTACT, left)
    person_with(Role.CONTACT, Unit(kind=UnitKind.HOSPITAL))

    found = legal.contacts_of_kind(UnitKind.SCHOOL)

    assert (found.posts, found.without) == ((post,), (vacant,))


# --- the page


def answers(**fields):
    return {
        "title": "答复信息公开申请",
        "start": localdate(now()).isoformat(),
        "checker_post": HeldPost().pk,
        "proof": "答复书文号",
        "minutes": 30,
        "side": "main",
        **fields,
    }


def seen_of(page):
    return re.search(r'name="seen" value="(\w+)"', page)[1]


def test_the_days_are_shown_before_anything_is_saved(client):
    client.force_login(office())
    post = HeldPost()

    page = text(client.post(page_of(ANSWER), answers(post=post.pk)))

    assert not Duty.objects.exists()
    assert "20个工作日" in page
    assert str(post) in page
    client.post(page_of(ANSWER), answers(post=post.pk, seen=seen_of(page)))
    made = Duty.objects.get()
    assert (made.state, made.fact, made.post) == ("draft", ANSWER, post)


def test_the_sentence_is_in_the_readers_language(client):
    client.force_login(office())
    client.cookies["django_language"] = "en"

    page = text(client.post(page_of(ANSWER), answers(post=HeldPost().pk)))

    assert "20 working days" in page


def test_another_day_than_the_one_seen_is_shown_again(client):
    client.force_login(office())
    said = answers(post=HeldPost().pk)
    seen = seen_of(text(client.post(page_of(ANSWER), said)))
    later = (localdate(now()) + timedelta(days=30)).isoformat()

    page = text(client.post(page_of(ANSWER), said | {"start": later, "seen": seen}))

    assert not Duty.objects.exists()
    assert seen_of(page) != seen


def test_a_unit_that_joined_the_kind_meanwhile_is_shown_first(client):
    client.force_login(office())
    person_with(Role.CONTACT, Unit(kind=UnitKind.SCHOOL))
    said = answers(unit_kind=UnitKind.SCHOOL.value)
    seen = seen_of(text(client.post(page_of(ANSWER), said)))
    person_with(Role.CONTACT, Unit(kind=UnitKind.SCHOOL))

    client.post(page_of(ANSWER), said | {"seen": seen})
    assert not Duty.objects.exists()


def test_one_form_drafts_for_every_unit_of_a_kind(client):
    client.force_login(office())
    for _each in range(3):
        person_with(Role.CONTACT, Unit(kind=UnitKind.SCHOOL))
    vacant = Unit(kind=UnitKind.SCHOOL)
    said = answers(unit_kind=UnitKind.SCHOOL.value)

    page = text(client.post(page_of(ANSWER), said))
    said["seen"] = seen_of(page)
    done = text(client.post(page_of(ANSWER), said, follow=True))
    again = text(client.post(page_of(ANSWER), said, follow=True))

    assert Duty.objects.count() == 3
    assert f"没有专人任职：{vacant.short_name}" in done
    assert "新起草0项，已有3项" in again


def test_a_day_beyond_the_published_calendar_is_marked_provisional(client):
    client.force_login(office())
    far = localdate(now()) + timedelta(days=4 * 365)

    page = text(
        client.post(page_of(ANSWER), answers(post=HeldPost().pk, start=far.isoformat()))
    )

    assert "is-provisional" in page


def test_a_day_that_has_passed_is_named_as_late_before_it_is_drafted(client):
    client.force_login(office())
    old = localdate(now()) - timedelta(days=300)

    page = text(
        client.post(page_of(ANSWER), answers(post=HeldPost().pk, start=old.isoformat()))
    )

    assert "认领的当天就是逾期" in page


@pytest.mark.parametrize(
    ("fact", "wrong", "said"),
    [
        (ANSWER, {"start": ""}, "这个字段"),
        (ANSWER, {"start": "9999-12-31"}, "起算日离今天超过五年"),
        (ANSWER, {"start": "1900-01-01"}, "起算日离今天超过五年"),
        (ANSWER, {"post": "", "unit_kind": ""}, "二者选一"),
        (ANSWER, {"unit_kind": "school"}, "二者选一"),
        (ANSWER, {"post": "", "unit_kind": "hospital"}, "还没有任职的专人"),
        (ANSWER, {"post": "999999"}, "选择一个有效的选项"),
        (ANSWER, {"proof": "长" * 301}, "300"),
        (REPORT, {"starts_on": "2026-03-02", "ends_on": "2026-03-01"}, "不能早于"),
        (REPORT, {"starts_on": "2026-03-02", "ends_on": "9999-01-01"}, "超过五年"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    client, fact, wrong, said
):
    client.force_login(office())
    given = answers(post=HeldPost().pk, title="保留<b>这句话</b>") | wrong

    answer = client.post(page_of(fact), given)

    assert answer.status_code == 422
    assert said in text(answer)
    assert "保留&lt;b&gt;这句话&lt;/b&gt;" in text(answer)
    assert not Duty.objects.exists()


def test_what_comes_back_shows_its_first_days_and_how_many_there_are(client):
    client.force_login(office())
    on = localdate(now())
    span = {
        "starts_on": on.isoformat(),
        "ends_on": (on + timedelta(days=4 * 366)).isoformat(),
    }

    page = text(client.post(page_of(REPORT), answers(post=HeldPost().pk, **span)))

    assert page.count('class="mj-clock') == 3
    assert "一共4次" in page or "一共5次" in page
