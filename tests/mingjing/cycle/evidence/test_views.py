"""The room's pages: one field first, nothing hidden is believed, nothing typed is lost."""

import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mingjing.base.files.queries import place_of
from mingjing.base.people.states import Role
from mingjing.cycle.duties import actions as duties
from mingjing.cycle.evidence import actions
from mingjing.cycle.evidence.models import Evidence
from tests.factories import evidence as factories
from tests.factories.duties import Due, Duty, HeldPost, anew, holder, office
from tests.factories.people import person_with

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 10, 2, tzinfo=UTC)
NUMBER = "澄教函〔2026〕41号"


@pytest.fixture(autouse=True)
def _root(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def post():
    return HeldPost(role=Role.CONTACT)


@pytest.fixture
def due(post):
    return Due(duty=Duty(post=post))


def url(name, row):
    return reverse(f"evidence:{name}", args=[row.pk])


def text(response):
    return response.content.decode()


def proven(due, **given):
    given = given or {"pointer": NUMBER}
    fresh = anew(due)
    return actions.prove_dues([fresh], by=holder(due.post), now=NOW, **given)


def confirmed(**more):
    return {"pointer": NUMBER, "looked": NUMBER, "kind": "document", **more}


def test_pasting_writes_nothing_until_the_guess_was_seen(client, due):
    other = Due(duty=Duty(post=due.post, title="答复代表建议"))
    client.force_login(holder(due.post))

    page = text(client.post(url("prove-due", due), {"pointer": "澄教函[2026]41号"}))

    assert Evidence.objects.count() == 0
    assert f'value="{NUMBER}"' in page
    assert '<option value="document" selected>' in page
    assert "答复代表建议" in page
    assert "约 10 分钟" in page
    client.post(url("prove-due", due), confirmed(also=[other.pk], note="已公布"))
    evidence = Evidence.objects.get()
    assert set(evidence.dues.all()) == {due, other}
    assert (anew(due).state, anew(due).claim_note) == ("claimed", "已公布")


def test_the_guess_can_be_changed(client, due):
    client.force_login(holder(due.post))

    client.post(url("prove-due", due), confirmed(kind="minute"))

    assert Evidence.objects.get().kind == "minute"


def test_what_only_looks_like_a_page_is_not_taken_as_one(client, due):
    client.force_login(holder(due.post))
    wrong = {"pointer": "javascript:alert(1)", "looked": "javascript:alert(1)"}

    response = client.post(url("prove-due", due), {**wrong, "kind": "page"})

    assert response.status_code == 422
    assert Evidence.objects.count() == 0


def test_another_pointer_is_looked_up_anew(client, due):
    client.force_login(holder(due.post))

    page = text(client.post(url("prove-due", due), confirmed(looked="旧的")))

    assert f'name="looked" value="{NUMBER}"' in page
    assert anew(due).state == "open"


def test_a_known_number_says_so_and_how_often_it_served(client, due):
    proven(Due(duty=Duty(post=due.post)))
    client.force_login(holder(due.post))

    page = text(client.post(url("prove-due", due), {"pointer": NUMBER}))

    assert f"{NUMBER} 已登记，1 项责任用过。" in page


def test_hidden_numbers_of_another_units_dues_are_no_choice(client, due):
    foreign = Due(duty=Duty(post=HeldPost(role=Role.CONTACT)))
    client.force_login(holder(due.post))

    response = client.post(url("prove-due", due), confirmed(also=[foreign.pk]))

    assert response.status_code == 422
    assert (anew(due).state, anew(foreign).state) == ("open", "open")
    assert Evidence.objects.count() == 0


def test_a_second_click_keeps_what_was_typed_and_says_who_was_first(client, due):
    proven(due)
    client.force_login(holder(due.post))

    response = client.post(url("prove-due", due), confirmed(note="我的说明"))

    assert response.status_code == 409
    assert "我的说明" in text(response)
    assert holder(due.post).name in text(response)
    assert Evidence.objects.count() == 1


def test_a_refused_file_says_why_and_keeps_the_note(client, due):
    client.force_login(holder(due.post))
    upload = SimpleUploadedFile("a.docx", b"MZ\x90\x00")

    response = client.post(url("prove-due", due), {"upload": upload, "note": "见附件"})

    assert response.status_code == 422
    assert "不收程序文件" in text(response)
    assert anew(due).state == "open"


def test_who_does_not_owe_it_cannot_open_the_proof_page(client, due):
    client.force_login(office())
    assert client.get(url("prove-due", due)).status_code == 403
    assert client.post(url("prove-due", due), {"pointer": "x"}).status_code == 403
    assert client.post(url("prove-due", due), confirmed()).status_code == 403
    client.force_login(person_with(Role.CONTACT))
    assert client.get(url("prove-due", due)).status_code == 404


def claim_on(page):
    return re.search(r'name="claim" value="([^"]+)"', page).group(1)


def test_the_checker_sees_the_proof_and_decides(client, due):
    proven(due, pointer="https://x.gov.cn/a?b=1")
    client.force_login(holder(due.checker_post))
    page = text(client.get(url("check-due", due)))
    assert 'href="https://x.gov.cn/a?b=1" rel="noopener noreferrer external"' in page

    said = {"claim": claim_on(page), "verdict": "return", "note": ""}
    refused = client.post(url("check-due", due), said)
    assert (refused.status_code, anew(due).state) == (422, "claimed")
    client.post(url("check-due", due), {**said, "note": "链接打不开"})

    assert (anew(due).state, anew(due).check_note) == ("returned", "链接打不开")


@pytest.mark.parametrize("verdict", [None, "", "verified"])
def test_a_verdict_is_never_guessed(client, due, verdict):
    proven(due)
    client.force_login(holder(due.checker_post))
    said = {"claim": claim_on(text(client.get(url("check-due", due)))), "note": "x"}

    client.post(url("check-due", due), said | ({"verdict": verdict} if verdict else {}))

    assert anew(due).state == "claimed"


def test_a_proof_exchanged_while_the_page_was_open_is_not_judged_unseen(client, due):
    proven(due)
    client.force_login(holder(due.checker_post))
    seen = claim_on(text(client.get(url("check-due", due))))
    duties.withdraw_claim(anew(due), by=holder(due.post), now=NOW)
    later = NOW.replace(hour=3)
    actions.prove_dues([anew(due)], pointer="另一份", by=holder(due.post), now=later)

    said = {"claim": seen, "verdict": "accept", "note": "看过了"}
    response = client.post(url("check-due", due), said)

    assert (response.status_code, anew(due).state) == (409, "claimed")
    assert "看过了" in text(response)
    assert "另一份" in text(response)


def test_a_second_verdict_is_told_and_keeps_its_words(client, due):
    proven(due)
    client.force_login(holder(due.checker_post))
    said = {"claim": claim_on(text(client.get(url("check-due", due))))}
    client.post(url("check-due", due), {**said, "verdict": "accept"})

    late = {**said, "verdict": "return", "note": "缺附件"}
    response = client.post(url("check-due", due), late)

    assert (response.status_code, anew(due).state) == (409, "verified")
    assert "缺附件" in text(response)


def test_the_unit_takes_its_claim_back_before_anybody_judged(client, due):
    proven(due)
    client.force_login(holder(due.post))
    page = text(client.get(reverse("evidence:list"), {"due": due.pk}))
    assert url("withdraw-claim", due) in page

    client.post(url("withdraw-claim", due))

    assert anew(due).state == "open"


def test_a_file_is_handed_out_as_a_download_and_nothing_else(client, due):
    upload = SimpleUploadedFile("结果\r\nSet-Cookie: a.pdf", b"%PDF-1.7 <script>")
    evidence = proven(due, upload=upload)
    client.force_login(holder(due.checker_post))

    response = client.get(url("download", evidence))

    assert response.content == b"%PDF-1.7 <script>"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert "Set-Cookie" not in response.headers


def test_a_damaged_file_is_not_handed_out(client, due):
    evidence = proven(due, upload=SimpleUploadedFile("a.pdf", b"%PDF-1.7"))
    place_of(evidence.file.sha256).write_bytes(b"%PDF-1.7 changed")
    client.force_login(holder(due.post))

    page = client.get(url("download", evidence), follow=True)

    assert "与登记时不一致" in text(page)


def test_another_units_evidence_does_not_exist(client, due):
    evidence = proven(due, upload=SimpleUploadedFile("a.pdf", b"%PDF-1.7"))
    client.force_login(person_with(Role.CONTACT))

    for name in ("evidence", "download"):
        assert client.get(url(name, evidence)).status_code == 404
    assert client.post(url("withdraw-evidence", evidence)).status_code == 404
    assert str(evidence) not in text(client.get(reverse("evidence:list")))


def test_the_evidence_page_shows_only_dues_that_the_reader_may_see(client, due):
    hidden = Due(duty=Duty(post=due.post, title="别人核的事"))
    evidence = proven(due)
    factories.Use(evidence=evidence, due=hidden)
    client.force_login(holder(due.checker_post))

    page = text(client.get(url("evidence", evidence)))

    assert due.duty.title in page
    assert "别人核的事" not in page


def test_the_list_filters_by_words_kind_and_due(client, due):
    number = proven(due)
    page = factories.Evidence(unit=due.unit, kind="page", pointer="https://x.cn/abc")
    client.force_login(holder(due.post))

    def found(**query):
        shown = text(client.get(reverse("evidence:list"), query))
        return [e for e in (number, page) if e.pointer in shown.split("<table")[-1]]

    assert found() == [number, page]
    assert found(q="教函") == [number]
    assert found(kind="page") == [page]
    assert found(due=due.pk) == [number]
    assert found(state="accepted") == []
    assert found(due="x", kind="'--") == [number, page]


def test_three_rows_cost_no_more_queries_than_one(client, due):
    client.force_login(office())

    def cost():
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("evidence:list"))
        return len(seen)

    proven(due)
    cost()
    one = cost()
    for _ in range(2):
        proven(Due(duty=Duty(post=HeldPost(role=Role.CONTACT))))

    assert cost() == one <= 15
