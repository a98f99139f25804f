"""A document becomes clauses, and clauses are judged."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from mingjing.base.files.models import StoredFile
from mingjing.base.files.rules import Refused
from mingjing.base.people.states import Role
from mingjing.base.record.models import Entry
from mingjing.cycle.plan import actions, queries
from mingjing.cycle.plan.models import Source
from mingjing.cycle.plan.states import Verdict
from mingjing_documents import Unreadable
from tests.factories.people import person_with
from tests.factories.plan import AT, PLAN_TEXT, imported, judged, made, upload

pytestmark = pytest.mark.django_db
SPEECH = Path(__file__).parents[3] / "vectors/documents/speech.txt"


@pytest.fixture
def office():
    return person_with(Role.OFFICE)


def kinds():
    return list(Entry.objects.order_by("index").values_list("kind", flat=True))


def clause(source, title):
    return source.clauses.get(title__startswith=title)


def test_an_imported_document_becomes_clauses_with_owners_and_deadlines(office):
    source = imported(office)

    assert source.title == "澄溪县清廉建设实施方案"
    assert [
        (c.level, c.marker, c.title, c.suggestion) for c in source.clauses.all()
    ] == [
        (1, "一、", "工作任务", "heading"),
        (2, "（一）", "规范学校食堂采购", "measure"),
        (2, "（二）", "公开村级账目", "measure"),
        (1, "二、", "工作要求", "heading"),
        (2, "（一）", "提高认识", "pending"),
    ]
    first = clause(source, "规范学校食堂采购")
    assert (first.lead_units, first.responsible_units, first.deadline["date"]) == (
        ["县教育局"],
        ["县市场监管局", "县河长办"],
        "2026-06-30",
    )
    assert source.text[first.start : first.end].startswith("（一）规范学校食堂采购")
    assert kinds() == ["FileStored", "SourceImported"]


def test_the_speech_comes_in_with_three_sections_and_seven_sub_sections(office):
    upload_ = ContentFile(SPEECH.read_bytes(), name="speech.txt")
    source = actions.import_source(upload_, by=office, now=AT)

    sections = source.clauses.filter(level=1, marker__in=["一、", "二、", "三、"])
    subsections = source.clauses.filter(level=2, marker__startswith="（")
    assert [c.marker for c in sections] == ["一、", "二、", "三、"]
    assert [c.marker for c in subsections] == [
        "（一）", "（二）", "（三）", "（四）", "（一）", "（二）", "（三）",
    ]  # fmt: skip
    assert [c.parent.marker for c in subsections] == ["二、"] * 4 + ["三、"] * 3


def test_the_same_file_twice_is_stored_once(office):
    assert imported(office).file == imported(office).file
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize("role", [r for r in Role if r != Role.OFFICE])
def test_only_the_office_imports_a_document(role):
    with pytest.raises(PermissionDenied):
        imported(person_with(role))
    assert (Source.objects.count(), kinds()) == (0, [])


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "a.txt"),
        (b"\xd0\xcf\x11\xe0old", "a.doc"),
        (b"PK\x03\x04broken", "a.docx"),
        ("一、任务".encode(), "a.exe"),
    ],
)
def test_what_cannot_be_read_leaves_nothing_behind(office, data, name):
    with pytest.raises((Unreadable, Refused)):
        actions.import_source(ContentFile(data, name=name), by=office, now=AT)
    assert (Source.objects.count(), StoredFile.objects.count(), kinds()) == (0, 0, [])


def test_a_hostile_file_name_loses_its_path(office):
    hostile = "../../etc/<script>alert(1)</script>.txt"
    source = actions.import_source(upload(name=hostile), by=office, now=AT)
    assert "/" not in source.file.name
    assert ".." not in source.file.name


def test_a_judgement_about_a_clause_that_somebody_changed_is_handed_back(office):
    source = imported(office)
    first, second = source.clauses.all()[:2]
    mine = [
        actions.Judgement(first.pk, Verdict.HEADING, first.version),
        actions.Judgement(second.pk, Verdict.REJECTED, second.version),
    ]
    actions.judge_clauses([second], Verdict.MEASURE, by=office, now=AT)

    late = actions.judge_each(source, mine, by=office, now=AT)

    assert late == mine[1:]
    assert [c.verdict for c in source.clauses.all()[:2]] == ["heading", "measure"]
    assert kinds()[2:] == ["ClausesJudged", "ClausesJudged"]


def test_a_correction_of_a_clause_that_somebody_changed_is_refused(office):
    one = clause(imported(office), "提高认识")
    actions.edit_clause(one, {"title": "甲"}, version=1, by=office, now=AT)
    with pytest.raises(actions.AlreadyMoved):
        actions.edit_clause(one, {"title": "乙"}, version=1, by=office, now=AT)
    one.refresh_from_db()
    assert (one.title, one.version) == ("甲", 2)


def test_a_merged_clause_gives_its_words_to_the_one_before(office):
    source = imported(office)
    first, second = clause(source, "规范学校"), clause(source, "公开村级")
    into = actions.merge_clause(second, version=1, by=office, now=AT)
    second.refresh_from_db()
    first.refresh_from_db()
    assert (into, second.verdict, second.merged_into) == (first, "merged", first)
    assert "公开村级账目。" in first.text
    assert kinds()[-1] == "ClauseMerged"


def test_a_split_clause_keeps_every_word_and_its_place(office):
    words = "一、任务\n（一）公布结果。第一句话。第二句话。\n"
    source = imported(office, words)
    one = clause(source, "公布结果")
    at = queries.sentences(one.text)[1].at
    new = actions.split_clause(one, at=at, version=1, by=office, now=AT)
    one.refresh_from_db()
    assert (one.text, new.title) == ("第一句话。", "第二句话")
    assert source.text[new.start : new.end].startswith("第二句话")
    assert kinds()[-1] == "ClauseSplit"


AMENDED = PLAN_TEXT.replace("每村每季度", "每村每月").replace(
    "二、工作要求",
    "（三）推行亮牌服务。窗口公开办结时限。（牵头单位：县政务办）\n二、工作要求",
)


def test_an_amended_document_asks_only_about_the_differences(office):
    old = imported(office)
    judged(old, office)
    made(old, office)
    new = imported(office, AMENDED, amends=old)

    assert {c.title: c.verdict for c in new.clauses.all()} == {
        "工作任务": "unchanged",
        "规范学校食堂采购": "unchanged",
        "公开村级账目": "pending",
        "推行亮牌服务": "pending",
        "工作要求": "unchanged",
        "提高认识": "unchanged",
    }
    assert clause(new, "公开村级").earlier == clause(old, "公开村级")
    assert clause(new, "规范学校").suggestion == "measure"
    assert clause(new, "提高认识").suggestion == "not_measure"
    assert queries.progress_of(new) == queries.Progress(0, 2)
    assert ("delete", "季度") in queries.difference_to_earlier(clause(new, "公开村级"))
    assert list(queries.removed_clauses(new)) == []


def test_a_clause_that_fell_away_is_named(office):
    old = imported(office)
    new = imported(office, PLAN_TEXT.partition("二、工作要求")[0], amends=old)
    removed = queries.removed_clauses(new)
    assert [c.title for c in removed] == ["工作要求", "提高认识"]


def test_what_the_office_worked_out_for_an_unchanged_clause_is_kept(office):
    old = imported(office)
    judged(old, office)
    before = made(old, office).plan.measures.get(title="规范学校食堂采购")
    actions.edit_measure(
        before, {"result": "网上可查"}, reason="补", version=1, by=office, now=AT
    )
    new = imported(office, AMENDED, amends=old)
    judged(new, office)

    plan = made(new, office).plan

    assert plan.measures.get(title="规范学校食堂采购").result == "网上可查"
    assert plan.measures.filter(is_branch=False).count() == 3
