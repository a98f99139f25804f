import json
import subprocess
import sys
from pathlib import Path

import pytest

from mingjing_law.cli import main

SOURCE = Path(__file__).parents[2] / "src"


def run(capsys, *argv):
    code = main(["clock", *argv])
    out, err = capsys.readouterr()
    return code, out, err


def as_json(capsys, *argv):
    code, out, _err = run(capsys, *argv, "--json")
    assert code == 0
    return json.loads(out)


def test_the_answer_as_json(capsys):
    data = as_json(capsys, "PET-34-finish", "--from", "2026-08-05")

    assert data == {
        "rule": "PET-34-finish",
        "due_on": "2026-10-08",
        "raw_due_on": "2026-10-04",
        "provisional": False,
        "calendar": "2026-9deb5a10",
        "basis": "《信访工作条例》第三十四条（2022年）",
        "explanation": {
            "zh": "2026年8月5日受理，从次日起算60日，末日10月4日是国庆节假期，"
            "顺延到10月8日到期。依据：《信访工作条例》第三十四条（2022年）。",
            "en": "Accepted 5 August 2026; 60 days from the next day; the last day, "
            "4 October, is in the National Day holiday, so due 8 October. "
            "Basis: Regulations on Petition Work, Article 34 (2022).",
        },
        "kind": "max_deadline",
        "from": "2026-08-05",
        "checked": True,
        "status": "in_force",
        "roll": True,
        "roll_basis": "convention, not text",
        "skipped": [
            ["2026-10-04", "国庆节"],
            ["2026-10-05", "国庆节"],
            ["2026-10-06", "国庆节"],
            ["2026-10-07", "国庆节"],
        ],
        "warnings": [],
    }


def test_without_json_it_says_one_sentence_in_each_language(capsys):
    _code, out, _err = run(capsys, "GIO-33-answer", "--from", "2026-09-28")

    chinese, english = out.splitlines()
    assert chinese.startswith("2026年9月28日收到申请，从次日起算20个工作日")
    assert english.startswith("Request received 28 September 2026; 20 working days")


def test_what_comes_back_gives_its_next_time(capsys):
    quarter = as_json(capsys, "VIL-35-quarter", "--from", "2026-09-28")
    same_day = as_json(capsys, "GIO-49-unit-annual", "--from", "2026-01-31")
    next_year = as_json(capsys, "GIO-49-unit-annual", "--from", "2026-02-01")

    assert (quarter["due_on"], quarter["period"]) == ("2026-09-30", "2026-Q3")
    assert same_day["due_on"] == "2026-01-31"
    assert (next_year["due_on"], next_year["provisional"]) == ("2027-01-31", True)


def test_pause_extension_restart_and_channel_by_option(capsys):
    start = ("GIO-33-answer", "--from", "2026-08-20")

    paused = as_json(capsys, *start, "--paused", "2026-09-10..2026-09-16")
    longer = as_json(capsys, *start, "--extend", "20")
    anew = as_json(capsys, *start, "--restart", "2026-08-31")
    online = as_json(capsys, *start, "--channel", "internet")

    assert paused["due_on"] == "2026-09-23"
    assert longer["due_on"] == "2026-10-21"
    assert anew["due_on"] == "2026-09-28"
    assert online["due_on"] == "2026-09-17"
    assert online["explanation"]["zh"].startswith("2026年8月20日双方确认收到网上申请")


def test_an_unread_source_is_marked(capsys):
    data = as_json(capsys, "INSP-1m", "--from", "2026-09-22")

    assert data["checked"] is False
    assert data["basis"].endswith("【未核】")


def test_a_day_before_the_law_took_effect_is_counted_with_a_warning(capsys):
    data = as_json(capsys, "SME-9-gov", "--from", "2025-05-31")

    assert data["due_on"] == "2025-06-30"
    assert "自2025-06-01起施行" in data["warnings"][0]


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["GIO-33", "--from", "2026-09-28"], "相近的有：GIO-33-answer"),
        (["ECO-wine", "--from", "2026-09-28"], "是上限，不是到期日"),
        (["GIO-19-scope", "--from", "2026-09-28"], "条文没有规定期限"),
        (["SPL-50", "--from", "2026-09-28"], "以小时计"),
        (["CAD-trial", "--from", "2026-09-28"], "是效力存续的期间"),
        (["CASE-90-OLD", "--from", "2026-09-28"], "已于2019-01-01停止适用"),
        (
            ["PET-23-object", "--from", "2026-09-28", "--extend", "1"],
            "没有规定可以延长",
        ),
        (
            ["VIL-35-month", "--from", "2026-09-28", "--extend", "1"],
            "不能暂停、延长或者重新起算",
        ),
        (["PEN-60", "--from", "2026-09-28", "--channel", "fax"], "不因提交方式而不同"),
        (["PEN-60", "--from", "1926-09-28"], "超出日历范围"),
        (["PEN-60", "--from", "9999-12-30"], "超出日历范围"),
    ],
)
def test_a_refusal_is_one_sentence_and_exit_code_2(capsys, argv, said):
    code, out, err = run(capsys, *argv)

    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_an_ended_rule_is_counted_when_asked_for(capsys):
    data = as_json(capsys, "CASE-90-OLD", "--from", "2026-09-28", "--ended")

    assert (data["due_on"], data["status"]) == ("2026-12-28", "superseded")


@pytest.mark.parametrize(
    "argv",
    [
        ["PEN-60"],
        ["PEN-60", "--from", "28.9.2026"],
        ["PEN-60", "--from", "2026-02-30"],
        ["PEN-60", "--from", "2026-09-28", "--paused", "2026-10-08"],
        ["PEN-60", "--from", "2026-09-28", "--paused", "2026-10-09..2026-10-08"],
    ],
)
def test_a_command_that_makes_no_sense_is_exit_code_2(capsys, argv):
    with pytest.raises(SystemExit) as left:
        main(["clock", *argv])

    assert left.value.code == 2
    assert capsys.readouterr().err.startswith("mingjing clock: ")


def test_the_calendar_on_file_is_shown(capsys):
    assert main(["calendar"]) == 0

    out = capsys.readouterr().out
    assert out.startswith("2026-9deb5a10，到2026-12-31为止")
    assert "国办发明电〔2025〕7号" in out


def test_a_missing_file_is_refused_in_one_sentence(capsys, tmp_path):
    assert main(["calendar", "import", str(tmp_path / "none.txt")]) == 2

    assert capsys.readouterr().err.count("\n") == 1


def test_the_module_runs_as_a_command():
    command = [sys.executable, "-m", "mingjing_law", "clock", "BID-47"]
    done = subprocess.run(
        [*command, "--from", "2026-06-20", "--json"],
        capture_output=True,
        check=True,
        cwd=SOURCE,
        env={"PYTHONIOENCODING": "utf-8"},
    )

    assert json.loads(done.stdout)["due_on"] == "2026-07-06"
