"""The facts as data: their schema, their marks, and the traps of the texts."""

import csv
from collections import Counter
from datetime import date

import pytest

from mingjing_law.calendar import default_calendar
from mingjing_law.clocks import due, from_fact
from mingjing_law.facts import (
    BadFact,
    NotInForce,
    UnknownFact,
    fact,
    facts,
    load_facts,
)
from tests.mingjing_law import naive

DIGESTS = naive.VECTORS / "facts.sha256"
GOOD = """
[law]
zh = "某某条例"
en = "Some Regulations"
kind = "regulation"
version = "2026"
in_force_from = 2026-01-01

[[fact]]
id = "X-1"
topic = 1
duty = { zh = "答复", en = "Answer" }
who = "机关"
status = "in_force"
confidence = "read"
source_kind = "statute_text"
source = "https://example.org"
[fact.limit]
kind = "max_deadline"
n = 5
unit = "workday"
[fact.counting]
roll = false
roll_basis = "counted in working days"
"""


def number(fact_id):
    limit = fact(fact_id).limit
    return limit.n, limit.unit, limit.kind


def test_all_facts_came_over_with_their_numbers():
    with (naive.VECTORS / "limits.csv").open(encoding="utf-8") as file:
        collected = {row["id"]: row for row in csv.DictReader(file)}
    kept = {
        each.id: {
            "id": each.id,
            "kind": each.limit.kind,
            "n": "" if each.limit.n is None else str(each.limit.n),
            "unit": each.limit.unit,
            "confidence": each.confidence,
            "status": each.status,
        }
        for each in facts().values()
    }

    assert len(kept) == 337
    assert kept == collected


def test_a_fact_nobody_read_carries_a_visible_mark():
    unread = [each for each in facts().values() if not each.checked]

    assert Counter(each.confidence for each in unread) == {
        "memory-high": 27,
        "memory-medium": 3,
        "memory-low": 4,
    }
    assert all("未核" in each.basis("zh") for each in unread)
    assert all("unchecked" in each.basis("en") for each in unread)
    read = [each for each in facts().values() if each.checked]
    assert not any("未核】" in each.basis("zh") for each in read)


def test_a_citation_names_law_article_and_edition():
    answer = fact("GIO-33-answer")

    assert answer.citation("zh") == "《政府信息公开条例》第三十三条（2019年修订）"
    assert answer.citation("en") == (
        "Regulations on Open Government Information, Article 33 (revised 2019)"
    )
    assert fact("SPR-169").basis("zh") == (
        "《监察法实施条例》第一百六十九条（2021年）【条文已修订，新文本未见】"
    )


def test_whether_the_last_day_rolls_is_a_field_with_its_ground():
    for each in facts().values():
        if each.limit.kind in ("max_deadline", "min_period"):
            grounds = {
                "workday": "counted in working days",
                "hour": "",
            }
            ground = each.counting.roll_basis
            if each.limit.unit in grounds:
                assert ground == grounds[each.limit.unit], each.id
                assert each.counting.roll is False
            elif each.id == "SPL-46-guard":
                assert each.counting.roll is False  # liberty is not prolonged
            elif each.law.kind in ("law", "regulation"):
                assert (each.counting.roll, ground) == (True, "民法典第二百零三条")
            else:  # Party rules, local practice: nothing in the text says so
                assert (each.counting.roll, ground) == (True, "convention, not text")


def test_an_unknown_fact_names_its_nearest():
    with pytest.raises(UnknownFact) as unknown:
        fact("gio-33")

    assert "GIO-33-answer" in str(unknown.value)


def test_a_fact_is_asked_for_on_a_day():
    assert fact("SME-9-gov", on=date(2025, 6, 1)).id == "SME-9-gov"
    with pytest.raises(NotInForce, match="自2025-06-01起施行"):
        fact("SME-9-gov", on=date(2025, 5, 31))


# A fact once in force is never edited, only ended.


def test_no_number_of_a_fact_was_ever_edited():
    lines = DIGESTS.read_text("utf-8").split("\n")
    frozen = dict(line.split() for line in lines if line)
    now = {each.id: each.digest() for each in facts().values()}

    edited = sorted(each for each in frozen if now.get(each) != frozen[each])
    assert not edited, (
        f"{edited[0]}: a fact in force is not edited or removed. Restore it, give it "
        "ended_on (the day it stopped binding) and add the new number as a new fact."
    )
    added = [f"{each} {now[each]}" for each in now if each not in frozen]
    assert not added, f"Freeze the new facts in {DIGESTS.name}: " + "; ".join(added)


# The schema refuses by file, fact and field.


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("topic = 1\n", "", "x.toml, X-1: field “topic” is missing"),
        (
            "topic = 1",
            "topic = true",
            "x.toml, X-1: field “topic” must be int,",
        ),
        ("topic = 1", "tpoic = 2\ntopic = 1", "x.toml, X-1: unknown field “tpoic”"),
        (
            'kind = "max_deadline"',
            'kind = "deadline"',
            "x.toml, X-1, limit: “kind” is “deadline”, not one of cap, duration, ",
        ),
        (
            "n = 5\n",
            "n = 2.5\n",
            "x.toml, X-1, limit: a max_deadline needs a whole n and a time unit",
        ),
        (
            'roll_basis = "counted in working days"',
            "",
            "x.toml, X-1: “counting.roll_basis” is missing",
        ),
        (
            'status = "in_force"',
            'status = "superseded"',
            "x.toml, X-1: superseded, so “ended_on” is missing",
        ),
        (
            'kind = "max_deadline"\nn = 5',
            'kind = "fixed_date"\nn = "02-30"',
            "x.toml, X-1, limit: a fixed_date needs n like “01-31”",
        ),
        (
            'kind = "max_deadline"',
            'kind = "recurring"',
            "x.toml, X-1, limit: nothing recurs every “workday”",
        ),
        (
            'duty = { zh = "答复", en = "Answer" }',
            'duty = { zh = "答复" }',
            "x.toml, X-1, duty: field “en” is missing",
        ),
        ("[law]", "[law", "x.toml: Expected ']' at the end of a table declaration"),
    ],
)
def test_a_file_that_breaks_the_schema_is_refused(tmp_path, before, after, said):
    assert before in GOOD
    (tmp_path / "x.toml").write_text(GOOD.replace(before, after, 1), encoding="utf-8")

    with pytest.raises(BadFact) as refused:
        load_facts(tmp_path)

    assert str(refused.value).startswith(said)


def test_an_id_stands_in_one_file_only(tmp_path):
    (tmp_path / "x.toml").write_text(GOOD, encoding="utf-8")
    assert list(load_facts(tmp_path)) == ["X-1"]
    (tmp_path / "y.toml").write_text(GOOD, encoding="utf-8")

    with pytest.raises(BadFact, match=r"y.toml: X-1 stands in x.toml too"):
        load_facts(tmp_path)


# The traps of the texts, where they are numbers.


def test_the_log_rule_is_article_23_since_the_2025_amendment():
    assert fact("NET-23").article.zh == "第二十三条"
    assert number("NET-23") == (6, "month", "min_period")


def test_the_90_days_of_the_trial_rules_are_refused_unless_asked_for():
    with pytest.raises(NotInForce):
        from_fact("CASE-90-OLD")
    with pytest.raises(NotInForce):
        fact("CASE-90-OLD", on=date(2019, 1, 1))

    assert fact("CASE-90-OLD", on=date(2018, 12, 31)).limit.n == 90
    assert from_fact("CASE-90-OLD", ended=True).n == 90


def test_rectification_is_six_months_and_three_only_as_a_local_rule():
    assert number("INSP-6m") == (6, "month", "max_deadline")
    assert fact("INSP-local3").basis("zh").endswith("【地方做法】")


def test_consultation_is_thirty_days_and_the_two_sevens_are_something_else():
    assert number("MAD-15-consult") == (30, "day", "min_period")
    assert number("MAD-16-hearing") == (7, "day", "min_before_event")
    assert number("MAD-26-legality") == (7, "workday", "min_period")


def test_the_unit_of_a_day_belongs_to_the_rule_and_not_to_the_law():
    units = {
        "PEN-48": "workday",  # 行政处罚法第八十五条：二日、三日、五日、七日
        "PEN-60": "day",
        "LIC-42": "workday",  # 行政许可法第八十二条：行政机关的期限
        "LIC-50": "day",
        "REC-30": "workday",  # 行政复议法第八十八条
        "REC-62": "day",
        "BIR-16": "day",
        "GPR-31": "workday",  # the same act under the other law
        "PET-34-finish": "day",
        "PET-23-object": "workday",
    }

    assert {each: fact(each).limit.unit for each in units} == units


def test_clocks_that_pause_say_when():
    for each in ("GIO-33-answer", "LIC-42", "BIR-61-decide", "PET-36-recheck"):
        assert "不计算在内" in fact(each).counting.pauses


def test_real_name_reports_have_two_clocks_and_assigned_ones_three_months_twice():
    assert number("REP-26-notify") == (15, "workday", "max_deadline")
    assert number("REP-27-feedback") == (15, "workday", "max_deadline")
    more = fact("REP-21-assigned").extension
    assert (more.n, more.unit, more.times) == (3, "month", 1)


def test_votes_and_ceilings_are_no_deadlines():
    assert number("CAD-quorum") == (66.67, "percent", "threshold")
    assert number("CAD-vote") == (50, "percent", "threshold")
    assert number("ECO-wine") == (0, "count", "cap")


def test_village_affairs_are_article_35_and_stay_posted_fifteen_days():
    assert fact("VIL-35-period").article.zh == "第三十五条"
    assert number("VIL-35-period") == (15, "day", "min_period")
    posted = due(from_fact("VIL-35-period"), date(2026, 6, 8), default_calendar())
    assert posted.due_on == date(2026, 6, 23)


def test_a_deadline_keeps_the_version_of_its_calendar():
    calendar = default_calendar()
    deadline = due(from_fact("GIO-33-answer"), date(2026, 2, 10), calendar)

    assert deadline.calendar_version == calendar.version
