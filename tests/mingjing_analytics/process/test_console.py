"""The commands as somebody types them: answers, JSON, and what they refuse."""

import json
from datetime import date

import numpy as np
import pytest

from mingjing_analytics.process.console import main
from mingjing_analytics.process.worktime import WorkCalendar

CALENDAR = WorkCalendar(
    date(2026, 1, 1),
    np.ones(365, bool),
    ((9 * 3600, 12 * 3600), (13 * 3600, 17 * 3600)),
)
HEAD = "办件编号,环节,完成时间,开始时间,经办人"
ROWS = [
    "A,受理,2026-03-02 09:10:00,2026-03-02 09:00:00,甲",
    "A,决定,2026-03-04 10:00:00,2026-03-04 09:30:00,乙",
    "B,受理,2026-03-03 09:10:00,2026-03-03 09:00:00,甲",
    "B,决定,2026-03-03 10:00:00,2026-03-03 09:30:00,甲",
    "C,受理,2026-07-01 09:10:00,2026-07-01 09:00:00,甲",
    "C,补正,2026-07-01 11:10:00,2026-07-01 11:00:00,甲",
    "C,决定,2026-07-02 10:00:00,2026-07-02 09:30:00,乙",
]
MODEL = {
    "item": "食品",
    "steps": ["受理", "决定"],
    "rules": [
        {"rule": "four-eyes", "steps": ["受理", "决定"]},
        {"rule": "limit", "from": "受理", "to": "决定", "days": 1},
    ],
}


@pytest.fixture
def log(tmp_path):
    file = tmp_path / "log.csv"
    file.write_text("\n".join([HEAD, *ROWS]), encoding="utf-8")
    return file


@pytest.fixture
def told(capsys):
    def run(*words):
        code = main([str(word) for word in words], CALENDAR)
        answer = capsys.readouterr()
        return code, answer.out, answer.err

    return run


def as_json(told, *words):
    code, out, err = told(*words, "--json")
    assert code == 0, err
    return json.loads(out)


def test_conform_names_the_cases_that_left_the_declared_process(told, log, tmp_path):
    model = tmp_path / "model.json"
    model.write_text(json.dumps(MODEL), encoding="utf-8")
    found = as_json(told, "conform", log, model)

    assert [rule["cases"] for rule in found["rules"]] == [["B"], ["A"]]
    assert found["fitness"] == {
        "average": pytest.approx((1 + 1 + 0.8) / 3),
        "perfect": 2,
    }
    assert "不符 broken 1 / 3" in told("conform", log, model)[1]


def test_a_declared_step_that_the_log_lacks_is_said(told, log, tmp_path):
    model = tmp_path / "model.json"
    model.write_text(json.dumps({"rules": [{"rule": "required", "step": "听证"}]}))
    found = as_json(told, "conform", log, model)

    assert found["unknown_steps"] == ["听证"]
    assert found["fitness"] is None


def test_only_closed_cases_must_have_a_step(told, log, tmp_path):
    model = tmp_path / "model.json"
    model.write_text(json.dumps({"rules": [{"rule": "required", "step": "补正"}]}))

    every = as_json(told, "conform", log, model)["rules"][0]
    closed = as_json(told, "conform", log, model, "--closing", "补正")["rules"][0]
    assert (every["broken"], closed["broken"], closed["unknown"]) == (2, 0, 2)


def test_compare_splits_one_log_at_a_local_midnight(told, log):
    found = as_json(told, "compare", log, "--at", "2026-07-01")

    assert found["cases"] == [2, 1]
    assert found["half"]["first_s"] == pytest.approx((2 * 86400 + 3000 + 3000) / 2)
    change = {tuple(row["name"]): row["second"] for row in found["activities"]}
    assert change[("补正",)] == 1
    ways = {tuple(way["trace"]): (way["first"], way["second"]) for way in found["ways"]}
    assert ways[("受理", "决定")] == (1, 0)


def test_a_log_beside_itself_has_not_changed(told, log):
    found = as_json(told, "compare", log, log)

    assert found["half"]["change"] == 0
    assert found["half"]["low"] <= 0 <= found["half"]["high"]
    assert all(row["first"] == row["second"] for row in found["pairs"])
    assert all(row["first_s"] == row["second_s"] for row in found["pairs"])


def test_fairness_answers_and_is_the_same_twice(told, log):
    found = as_json(told, "fairness", log)

    assert (found["services"], found["weak"]) == (4, False)
    assert found == as_json(told, "fairness", log)
    assert "先来后到" in told("fairness", log)[1]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["compare", "LOG"], "Give a second log"),
        (["compare", "LOG", "LOG", "--at", "2026-07-01"], "Give a second log"),
        (["compare", "LOG", "--at", "1.7.2026"], "1.7.2026 is no date"),
        (["compare", "LOG", "--at", "2030-01-01"], "no cases on the second side"),
        (["conform", "LOG", "LOG"], "not JSON"),
        (["conform", "LOG", "absent"], "Cannot open absent"),
        (["fairness", "absent"], "Cannot open absent"),
        (["profile", "LOG", "--map", "LOG"], "not JSON"),
    ],
)
def test_what_cannot_be_is_one_sentence_in_both_languages(told, log, words, sentence):
    code, out, err = told(*[log if word == "LOG" else word for word in words])

    assert (code, out) == (2, "")
    assert sentence in err
    assert len(err.strip().splitlines()) == 2
