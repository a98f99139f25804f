"""Documents and measures in stories."""

from datetime import UTC, date, datetime

import factory
from django.core.files.base import ContentFile

from mingjing.cycle.plan import actions, models
from mingjing.cycle.plan.states import Verdict

AT = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)

PLAN_TEXT = """澄溪县清廉建设实施方案
澄清发〔2026〕1号
各乡镇、县直各单位：
一、工作任务
（一）规范学校食堂采购。县教育局统一公布食堂大宗物资采购结果。（牵头单位：县教育局；责任单位：县市场监管局、县河长办；完成时限：2026年6月底前）
（二）公开村级账目。每村每季度在公示栏公开收支。（牵头单位：县农业农村局；完成时限：每季度）
二、工作要求
（一）提高认识。各单位要高度重视。
"""


def upload(words=PLAN_TEXT, name="实施方案.txt"):
    return ContentFile(words.encode(), name=name)


def imported(by, words=PLAN_TEXT, **more):
    """A document that went through the importer."""
    return actions.import_source(upload(words), by=by, now=AT, **more)


def judged(source, by):
    """Take every suggestion; the rest is no measure."""
    for verdict in (Verdict.MEASURE, Verdict.HEADING, Verdict.REJECTED):
        rows = source.clauses.filter(verdict=Verdict.PENDING, suggestion=verdict)
        actions.judge_clauses(rows, verdict, by=by, now=AT)
    rest = source.clauses.filter(verdict=Verdict.PENDING)
    actions.judge_clauses(rest, Verdict.REJECTED, by=by, now=AT)


def made(source, by):
    return actions.make_plan(
        source,
        title=source.title,
        starts_on=date(2026, 3, 1),
        ends_on=date(2027, 12, 31),
        by=by,
        now=AT,
    )


class Plan(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Plan

    title = factory.Sequence(lambda n: f"清廉建设方案{n}")
    starts_on = date(2026, 1, 1)
    ends_on = date(2026, 12, 31)


class Measure(factory.django.DjangoModelFactory):
    """A verifiable one, still a draft."""

    class Meta:
        model = models.Measure

    plan = factory.SubFactory(Plan)
    order = factory.Sequence(int)
    title = "公布学校食堂大宗物资采购结果"
    result = "县政务网可以查到每月采购结果"
    lead_unit = factory.SubFactory("tests.factories.people.Unit")
    clock_kind = "date"
    due_on = date(2026, 6, 30)
