"""The room's pages: import, review, plan tree, measure."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mingjing.base.people.states import Role
from mingjing.cycle.plan import actions
from mingjing.cycle.plan.models import Measure as MeasureModel
from mingjing.cycle.plan.models import Plan as PlanModel
from mingjing.cycle.plan.models import Source
from mingjing.cycle.plan.states import Verdict
from tests.factories.duties import Duty
from tests.factories.people import person_with
from tests.factories.plan import AT, PLAN_TEXT, Measure, Plan, imported, judged, made

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(client):
    """Signed in unless a test signs somebody else in."""
    person = person_with(Role.OFFICE)
    client.force_login(person)
    return person


def url(name, *args):
    return reverse(f"plan:{name}", args=args)


def text(answer):
    return answer.content.decode()


def test_the_office_walks_from_a_file_to_live_measures_without_script(client, office):
    file = SimpleUploadedFile("方案.txt", PLAN_TEXT.encode())
    answer = client.post(url("import"), {"file": file})
    source = Source.objects.get()
    assert answer["Location"] == url("review", source.pk)

    client.post(url("review", source.pk), {"suggested": "1"})
    client.post(url("review", source.pk), {"rest": "1"})
    answer = client.post(
        url("make-plan", source.pk),
        {"title": "方案", "starts_on": "2026-03-01", "ends_on": "2027-12-31"},
    )
    plan = PlanModel.objects.get()
    assert answer["Location"] == url("plan", plan.pk)

    measures = plan.measures.filter(is_branch=False)
    measures.update(result="网上可查", lead_unit=office.appointments.get().post.unit)
    picked = {"measure": [m.pk for m in measures]}
    client.post(url("move-measures", plan.pk), {**picked, "verb": "check"})
    client.post(url("move-measures", plan.pk), {**picked, "verb": "activate"})
    assert {m.state for m in measures.all()} == {"active"}


def test_an_unreadable_file_is_told_at_the_field_and_keeps_the_rest(client, office):
    earlier = imported(office)
    file = SimpleUploadedFile("a.docx", b"PK\x03\x04broken")
    answer = client.post(url("import"), {"file": file, "amends": earlier.pk})
    form = answer.context["form"]
    assert list(form.errors) == ["file"]
    assert f'<option value="{earlier.pk}" selected>' in text(answer)
    assert Source.objects.count() == 1


def test_words_of_a_document_are_never_markup(client, office):
    hostile = PLAN_TEXT.replace("公开村级账目", "<script>alert(1)</script>")
    source = imported(office, hostile)
    for name in ("review", "source"):
        page = text(client.get(url(name, source.pk)))
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_the_original_shows_each_clause_at_its_own_address(client, office):
    source = imported(office)
    one = source.clauses.get(title="公开村级账目")
    page = text(client.get(url("source", source.pk)))
    assert f'id="c{one.pk}"' in page
    assert f'<span id="t{one.pk}"><a href="#c{one.pk}">（二）公开村级账目' in page


def test_a_stale_review_keeps_both_choices_and_saves_the_others(client, office):
    source = imported(office)
    first, second = source.clauses.all()[:2]
    typed = {
        f"seen-{first.pk}": "1 pending",
        f"judge-{first.pk}": "heading",
        f"seen-{second.pk}": "1 pending",
        f"judge-{second.pk}": "not_measure",
    }
    actions.judge_clauses([second], Verdict.MEASURE, by=office, now=AT)

    answer = client.post(url("review", source.pk), typed)

    assert answer.status_code == 409
    row = next(r for r in answer.context["rows"] if r.clause.pk == second.pk)
    assert (row.clause.verdict, row.chosen) == ("measure", "not_measure")
    first.refresh_from_db()
    assert first.verdict == "heading"
    # What the page now shows can be sent again, knowingly.
    again = {f"seen-{second.pk}": row.seen, f"judge-{second.pk}": "not_measure"}
    assert client.post(url("review", source.pk), again).status_code == 302
    second.refresh_from_db()
    assert second.verdict == "not_measure"


def test_merging_also_saves_what_was_chosen(client, office):
    source = imported(office)
    first, _second, third = source.clauses.all()[:3]
    client.post(
        url("review", source.pk),
        {
            f"seen-{first.pk}": "1 pending",
            f"judge-{first.pk}": "heading",
            f"seen-{third.pk}": "1 pending",
            f"judge-{third.pk}": "measure",
            "merge": third.pk,
        },
    )
    verdicts = [c.verdict for c in source.clauses.all()[:3]]
    assert verdicts == ["heading", "pending", "merged"]


def test_a_stale_clause_form_shows_both_versions_and_can_be_sent_again(client, office):
    one = imported(office).clauses.get(title="提高认识")
    actions.edit_clause(one, {"title": "别人改的"}, version=1, by=office, now=AT)
    typed = {"version": 1, "title": "我改的", "text": one.text}
    answer = client.post(url("edit-clause", one.pk), typed)
    assert answer.status_code == 409
    page = text(answer)
    assert "别人" in page
    assert "我改的</textarea>" in page
    assert client.post(url("edit-clause", one.pk), {**typed, "version": 2})["Location"]
    one.refresh_from_db()
    assert one.title == "我改的"


def test_a_clause_is_split_at_the_chosen_sentence(client, office):
    source = imported(office, "一、任务\n（一）公布结果。第一句话。第二句话。\n")
    one = source.clauses.get(title="公布结果")
    assert "从这句拆开" in text(client.get(url("edit-clause", one.pk)))
    client.post(url("split-clause", one.pk), {"version": 1, "at": 5})
    titles = [c.title for c in source.clauses.all()]
    assert titles == ["任务", "公布结果", "第二句话"]


def test_a_reviewed_document_is_not_reviewed_again(client, office):
    source = imported(office)
    judged(source, office)
    made(source, office)
    for name in ("review", "make-plan"):
        answer = client.post(url(name, source.pk), {"rest": "1"})
        assert answer["Location"] == url("source", source.pk)
    assert PlanModel.objects.count() == 1


def test_the_plan_waits_for_the_clauses_that_nobody_looked_at(client, office):
    source = imported(office)
    typed = {"title": "方案", "starts_on": "2026-03-01", "ends_on": "2027-12-31"}
    answer = client.post(url("make-plan", source.pk), typed)
    assert (answer.status_code, PlanModel.objects.count()) == (200, 0)
    assert "还有条款没有判断" in text(answer)


def test_filters_of_the_tree_stand_in_the_address(client):
    plan = Plan(state="active")
    ready = Measure(plan=plan, title="公布食堂采购结果", state="active")
    lacking = Measure(plan=plan, title="公开村级账目收支", result="")
    other = Measure(plan=plan, title="窗口亮明办结时限", state="checked")

    def found(**query):
        lines = client.get(url("plan", plan.pk), query).context["lines"]
        return [line.measure for line in lines]

    assert found() == [ready, lacking, other]
    assert found(state="active") == [ready]
    assert found(unit=other.lead_unit_id) == [other]
    assert found(missing="on") == [lacking]
    assert found(q="村级") == [lacking]


def test_what_is_missing_links_to_its_field(client):
    measure = Measure(result="")
    page = text(client.get(url("measure", measure.pk)))
    assert f'href="{url("edit-measure", measure.pk)}#id_result"' in page


def test_a_stale_measure_form_keeps_what_was_typed(client, office):
    measure = Measure()
    typed = {
        "version": 1,
        "title": measure.title,
        "result": "我写的结果",
        "lead_unit": measure.lead_unit_id,
        "clock_kind": "date",
        "due_on": "2026-06-30",
        "reason": "补",
    }
    actions.edit_measure(
        measure, {"result": "别人写的"}, reason="先", version=1, by=office, now=AT
    )
    answer = client.post(url("edit-measure", measure.pk), typed)
    assert answer.status_code == 409
    assert "我写的结果</textarea>" in text(answer)
    assert "<ins>" in text(answer)
    client.post(url("edit-measure", measure.pk), {**typed, "version": 2})
    assert MeasureModel.objects.get().result == "我写的结果"


def test_a_measure_that_somebody_closed_answers_409_with_the_reason_typed(client):
    measure = Measure(state="dropped")
    answer = client.post(url("close-measure", measure.pk, "drop"), {"reason": "不做了"})
    assert answer.status_code == 409
    assert "不做了</textarea>" in text(answer)


def test_two_people_drop_a_measure_on_its_page(client, office):
    measure = Measure(state="active", plan__state="active")
    client.force_login(office)
    reason = {"reason": "上级取消了这项要求"}
    client.post(url("close-measure", measure.pk, "ask-drop"), reason)
    own = text(client.get(url("measure", measure.pk)))
    client.force_login(person_with(Role.LEADER))
    page = text(client.get(url("measure", measure.pk)))
    confirm = url("answer-drop", measure.pk, "confirm")
    assert (confirm in own, confirm in page) == (False, True)

    client.post(confirm, {"reason": "别的理由"})
    assert MeasureModel.objects.get().state == "active"
    client.post(confirm, reason)
    assert MeasureModel.objects.get().state == "dropped"


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER, Role.CONTACT])
def test_a_wish_to_drop_is_seen_on_the_page_of_the_plan(client, office, role):
    measure = Measure(state="active", plan__state="active")
    Measure(state="active", plan=measure.plan)
    seen = MeasureModel.objects.get(pk=measure.pk)
    client.force_login(person_with(role))
    before = text(client.get(url("plan", measure.plan_id)))
    actions.ask_to_drop(seen, reason="上级取消了这项要求", by=office, now=AT)
    asked = text(client.get(url("plan", measure.plan_id)))
    seen.refresh_from_db()
    actions.take_back_drop(seen, by=office, now=AT)
    after = text(client.get(url("plan", measure.plan_id)))

    assert [p.count("待确认取消") for p in (before, asked, after)] == [0, 1, 0]
    assert "待另一人确认" in asked


def test_the_duties_that_a_drop_leaves_behind_are_told_to_whoever_confirms(
    client, office
):
    measure = Measure(state="active", plan__state="active")
    Duty(measure=measure)
    seen = MeasureModel.objects.get(pk=measure.pk)
    actions.ask_to_drop(seen, reason="上级取消了这项要求", by=office, now=AT)
    client.force_login(person_with(Role.LEADER))

    page = text(client.get(url("measure", measure.pk)))

    assert "由它拟出的责任有 1 项" in page


@pytest.mark.parametrize("name", ["edit-measure", "measure"])
def test_a_draft_is_not_found_by_others(client, name):
    measure = Measure()
    client.force_login(person_with(Role.CONTACT))
    assert client.get(url(name, measure.pk)).status_code == 404


def test_a_contact_reads_live_measures_and_finds_no_button(client):
    measure = Measure(state="active", plan__state="active")
    client.force_login(person_with(Role.CONTACT))
    page = text(client.get(url("measure", measure.pk)))
    assert measure.title in page
    assert url("edit-measure", measure.pk) not in page
    for name, args in (
        ("edit-measure", [measure.pk]),
        ("close-measure", [measure.pk, "drop"]),
        ("end-plan", [measure.plan_id]),
        ("import", []),
    ):
        assert client.get(url(name, *args)).status_code == 403
    assert client.post(url("move-measures", measure.plan_id)).status_code == 403


def test_the_administrator_finds_nothing(client, office):
    source, measure = imported(office), Measure(state="active")
    client.force_login(person_with(Role.ADMIN))
    for name, pk in (
        ("source", source.pk),
        ("source-file", source.pk),
        ("review", source.pk),
        ("make-plan", source.pk),
        ("edit-clause", source.clauses.first().pk),
        ("plan", measure.plan_id),
        ("measure", measure.pk),
    ):
        assert client.get(url(name, pk)).status_code == 404


def test_the_original_comes_back_as_a_download(client, office):
    answer = client.get(url("source-file", imported(office).pk))
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content).decode() == PLAN_TEXT


SHORT = "一、公布结果。各校公布。\n"


def asked(client, address):
    client.get(address)  # the first request of a person also fills caches
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize("name", ["list", "sources"])
def test_a_list_asks_as_often_for_one_row_as_for_three(client, office, name):
    Plan()
    imported(office)
    one = asked(client, url(name))
    for _ in range(2):
        Plan()
        imported(office, amends=Source.objects.first())
    assert (asked(client, url(name)), one <= 15) == (one, True)


@pytest.mark.parametrize("name", ["review", "source"])
def test_a_document_asks_as_often_for_one_clause_as_for_many(client, office, name):
    one = asked(client, url(name, imported(office, SHORT).pk))
    many = asked(client, url(name, imported(office).pk))
    assert (many, one <= 15) == (one, True)


def test_a_plan_asks_as_often_for_one_measure_as_for_three(client):
    measure = Measure(result="")
    one = asked(client, url("plan", measure.plan_id))
    for _ in range(2):
        Measure(plan=measure.plan).units.add(measure.lead_unit)
    assert (asked(client, url("plan", measure.plan_id)), one <= 15) == (one, True)
