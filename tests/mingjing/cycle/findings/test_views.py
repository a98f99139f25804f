"""The room's pages: who sees what, the reply beside the claim, nothing typed lost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mingjing.base.people.states import Role
from mingjing.cycle.findings import actions
from mingjing.cycle.findings.models import Finding as FindingModel
from mingjing.cycle.findings.states import Point
from tests.factories import findings as f
from tests.factories.duties import HeldPost, anew, holder
from tests.factories.people import person_with

pytestmark = pytest.mark.django_db
BAD = "<script>alert(1)</script>"


def url(name, row=None):
    return reverse(f"findings:{name}", args=[row.pk] if row else [])


def text(response):
    return response.content.decode()


def told(**more):
    day = timezone.localdate()
    finding = f.opened(now=timezone.now(), found_on=day - timedelta(days=5), **more)
    actions.notify_finding(finding, by=anew(finding.opened_by), now=timezone.now())
    return anew(finding)


def filled(post, **more):
    return {
        "post": post.pk,
        "source": "audit",
        "pointer": "澄审报〔2026〕9号",
        "said_on": "2026-01-05",
        "found_on": "2026-01-04",
        "title": "公务卡没有登记",
        "facts": "一月份两笔支出没有公务卡登记。",
        "category": "doors-money",
        "severity": "minor",
        "law": "《县直机关公务卡管理办法》第五条",
        **more,
    }


# --- opening


def test_opening_saves_a_draft_with_its_source(client):
    post = HeldPost(role=Role.CONTACT)
    client.force_login(f.office())

    response = client.post(url("open-finding"), filled(post))

    made = FindingModel.objects.get()
    assert response.url == url("finding", made)
    assert (made.state, made.unit, made.sources.get().pointer) == (
        "draft",
        post.unit,
        "澄审报〔2026〕9号",
    )


def test_a_legal_fact_may_stand_for_the_law(client):
    post = HeldPost(role=Role.CONTACT)
    client.force_login(f.office())

    client.post(url("open-finding"), filled(post, law="", fact="GIO-33-answer"))

    assert (
        FindingModel.objects.get().law == "《政府信息公开条例》第三十三条（2019年修订）"
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"law": ""}, "写明违反哪一条规定"),
        ({"fact": "XX-1"}, "XX-1"),
        ({"found_on": "2999-01-01"}, "发现日期不能晚于今天"),
        ({"facts": "身份证420102199003074412"}, "身份证号、手机号或卡号"),
        ({"title": "王建国局长没有登记"}, "这些像是人名：王建国局长"),
        ({"duty_code": "ZR-9999"}, "没有这个编号的责任"),
        ({"source": "self_check"}, "选择"),
        ({"title": "长" * 121}, "120"),
        ({"category": "no-such"}, "选择"),
    ],
)
def test_bad_input_is_one_sentence_at_its_field_and_nothing_typed_is_lost(
    client, wrong, said
):
    post = HeldPost(role=Role.CONTACT)
    client.force_login(f.office())

    response = client.post(url("open-finding"), filled(post, **wrong))

    page = text(response)
    assert response.status_code == 422
    assert said in page
    assert "澄审报〔2026〕9号" in page
    assert FindingModel.objects.count() == 0


def test_a_name_that_must_stand_is_let_through_by_a_tick(client):
    post = HeldPost(role=Role.CONTACT)
    client.force_login(f.office())

    client.post(
        url("open-finding"), filled(post, title="王建国局长没有登记", names_ok="on")
    )

    assert FindingModel.objects.get().title == "王建国局长没有登记"


def test_what_looks_alike_is_shown_before_it_is_saved_twice(client):
    first = told()
    client.force_login(f.discipline())
    words = filled(first.post, category=first.category, found_on=str(first.found_on))

    page = text(client.post(url("open-finding"), words))

    assert first.code in page
    assert FindingModel.objects.count() == 1
    client.post(url("open-finding"), {**words, "same": first.pk})
    assert FindingModel.objects.count() == 1
    assert first.sources.count() == 2


def test_a_second_fault_of_the_same_kind_can_be_opened_all_the_same(client):
    first = told()
    client.force_login(f.discipline())
    words = filled(first.post, category=first.category, found_on=str(first.found_on))

    client.post(url("open-finding"), {**words, "same": "new"})

    assert FindingModel.objects.count() == 2


def test_an_alike_that_was_not_offered_is_no_choice(client):
    first, other = told(), told()
    client.force_login(f.discipline())
    words = filled(first.post, category=first.category, found_on=str(first.found_on))

    response = client.post(url("open-finding"), {**words, "same": other.pk})

    assert response.status_code == 422
    assert other.sources.count() == 1


def test_a_draft_does_not_show_itself_to_the_unit_that_reports_the_same(client):
    post = HeldPost(role=Role.CONTACT)
    draft = f.opened(post=post)
    client.force_login(holder(post))
    words = filled(post, category=draft.category, found_on=str(draft.found_on))

    response = client.post(url("report-own"), words)

    own = FindingModel.objects.exclude(pk=draft.pk).get()
    assert response.url == url("finding", own)
    assert own.self_reported is True


def test_a_unit_cannot_post_a_report_about_another_unit(client):
    client.force_login(holder(HeldPost(role=Role.CONTACT)))

    response = client.post(url("report-own"), filled(HeldPost(role=Role.CONTACT)))

    assert response.status_code == 422
    assert FindingModel.objects.count() == 0


def test_words_edited_meanwhile_are_not_sent_on_unread(client):
    finding = f.opened()
    client.force_login(f.office())
    mark = finding.facts_mark
    actions.edit_finding(
        finding, {"facts": "改写了。"}, by=anew(finding.opened_by), now=f.NOW
    )

    response = client.post(url("notify-finding", finding), {"seen": mark})

    assert response.status_code == 409
    assert anew(finding).state == "draft"
    client.post(url("notify-finding", finding), {"seen": anew(finding).facts_mark})
    assert anew(finding).state == "notified"


# --- the reply, at the place where the claim stands (promise 7)


def test_the_unit_answers_on_one_screen_and_the_answer_stands_beside_the_claim(client):
    finding = told()
    client.force_login(holder(finding.post))
    page = text(client.get(url("reply-to-finding", finding)))
    assert finding.facts in page
    assert "第四十四条" in page  # the clock says why it ends that day

    client.post(
        url("reply-to-finding", finding),
        {"answer": "object", "words": "", "on_severity": f"金额小{BAD}"},
    )

    client.force_login(f.discipline())
    page = text(client.get(url("finding", finding)))
    assert "对程度的异议" in page
    assert BAD not in page
    assert "&lt;script&gt;" in page


def test_everybody_who_sees_the_claim_sees_the_reply(client):
    finding = told()
    actions.reply_to_finding(
        finding,
        accepts=False,
        objections={Point.FACTS: "有比价，记录在财务室。"},
        by=holder(finding.post),
        now=timezone.now(),
    )
    readers = [
        anew(finding.opened_by),
        f.office(),
        f.discipline(),
        person_with(Role.LEADER),
        person_with(Role.AUDITOR),
        holder(finding.post),
        person_with(Role.SECRETARY, finding.unit),
    ]

    for person in readers:
        client.force_login(person)
        assert "有比价，记录在财务室。" in text(client.get(url("finding", finding)))


@pytest.mark.parametrize(
    "words",
    [
        {"answer": "object", "words": "不同意"},
        {"answer": "accept", "on_law": "不对"},
        {"words": "没有选"},
    ],
)
def test_an_unclear_answer_is_asked_again_with_what_was_typed(client, words):
    finding = told()
    client.force_login(holder(finding.post))

    page = text(client.post(url("reply-to-finding", finding), words))

    assert anew(finding).state == "notified"
    typed = words.get("on_law") or words["words"]
    assert typed in page


def test_a_reply_given_meanwhile_answers_409_with_the_form_still_filled(client):
    finding = told()
    client.force_login(holder(finding.post))
    secretary = person_with(Role.SECRETARY, finding.unit)
    actions.reply_to_finding(finding, accepts=True, by=secretary, now=timezone.now())

    response = client.post(
        url("reply-to-finding", finding),
        {"answer": "object", "words": "", "on_facts": "我写了很多"},
    )

    assert response.status_code == 409
    assert "我写了很多" in text(response)
    assert secretary.name in text(response)


def test_a_page_that_showed_no_reply_confirms_no_reply_that_came(client):
    finding = told()
    judge = f.discipline()
    actions.reply_to_finding(
        finding, accepts=True, by=holder(finding.post), now=timezone.now()
    )
    client.force_login(judge)

    response = client.post(
        url("confirm-finding", finding), {"seen": "notified", "note": "到期未答复"}
    )

    assert response.status_code == 409
    assert anew(finding).state == "accepted"


def test_confirming_asks_for_an_answer_to_each_objection(client):
    finding = told()
    actions.reply_to_finding(
        finding,
        accepts=False,
        objections={Point.SEVERITY: "金额小"},
        by=holder(finding.post),
        now=timezone.now(),
    )
    client.force_login(f.discipline())
    words = {
        "seen": "objected",
        "note": "采纳",
        "title": finding.title,
        "facts": finding.facts,
        "category": finding.category,
        "severity": "minor",
        "law": finding.law,
    }

    assert client.post(url("confirm-finding", finding), words).status_code == 200
    assert anew(finding).state == "objected"
    client.post(url("confirm-finding", finding), {**words, "answer_severity": "采纳"})
    assert (anew(finding).state, anew(finding).severity) == ("confirmed", "minor")
    page = text(client.get(url("finding", finding)))
    assert "<del>" in page
    assert "采纳单位异议" in page


# --- the whole way by pages


def test_cure_and_sign_off_by_pages(client):
    finding = f.confirmed()
    client.force_login(holder(finding.post))
    until = str(timezone.localdate() + timedelta(days=20))
    words = {
        "what": "补登记",
        "until_on": until,
        "proof": "登记表文号",
        "root_cause": "没有专人。",
        "rule_change": "修订第五条。",
    }
    client.post(url("write-cure", finding), words)
    client.force_login(f.office())
    checker = HeldPost(role=Role.INSPECTOR)
    client.post(
        url("start-cure", finding), {"decision": "agree", "checker_post": checker.pk}
    )
    assert anew(finding).state == "curing"

    finding = f.rechecked()
    client.force_login(f.discipline())
    page = text(client.get(url("sign-off", finding)))
    assert "销号以后" in page
    client.post(url("sign-off", finding), {"seen": "curing", "note": "已整改"})
    assert anew(finding).state == "signed_off"


def test_signing_off_ones_own_is_refused_by_the_door_too(client):
    finding = f.rechecked()
    client.force_login(finding.opened_by)

    response = client.post(url("sign-off", finding), {"note": "销"})

    assert response.status_code == 403
    assert anew(finding).state == "curing"


# --- lists


@pytest.mark.parametrize("name", ["list", "loop"])
def test_a_list_asks_as_often_for_three_as_for_one(client, name):
    client.force_login(f.office())
    counts = []
    told()
    client.get(url(name))
    for more in (0, 2):
        for _each in range(more):
            told()
        with CaptureQueriesContext(connection) as queries:
            client.get(url(name))
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 15


def test_the_page_of_one_asks_at_most_thirty_times(client):
    finding = f.signed_off()
    client.force_login(f.office())

    with CaptureQueriesContext(connection) as queries:
        client.get(url("finding", finding))

    assert len(queries) <= 30


def test_filters_live_in_the_address_and_show_as_chips(client):
    own = told(category="village-publish", severity="grave")
    other = told()
    client.force_login(f.office())

    page = text(client.get(url("list"), {"group": "village", "severity": "grave"}))

    assert own.code in page
    assert other.code not in page
    assert "分类清单：村居" in page
    assert "程度：严重" in page


@pytest.mark.parametrize(
    "query",
    [
        {"age": "x"},
        {"watched": "-3"},
        {"relapsed": "abc"},
        {"since": "gestern"},
        {"unit": "99999"},
        {"sort": "drop table"},
        {"status": BAD},
        {"page": "abc"},
    ],
)
def test_a_wrong_filter_is_no_filter(client, query):
    finding = told()
    client.force_login(f.office())

    response = client.get(url("list"), query)

    assert response.status_code == 200
    assert finding.code in text(response)
    assert BAD not in text(response)


def test_the_lists_say_where_they_come_from(client):
    client.force_login(f.office())

    page = text(client.get(url("categories")))

    assert "七种作风" in page
    assert "没有逐条列出" in page
    assert "造成损失或者恶劣影响" in page
