"""The sentences a person reads; each was read aloud once and then kept."""

import json
from datetime import date

import pytest

from mingjing_law.calendar import default_calendar
from mingjing_law.clocks import (
    Extension,
    Limit,
    Pause,
    Recurrence,
    Restart,
    due,
    fixed,
    from_fact,
    next_occurrence,
    recurrence_from_fact,
)
from tests.mingjing_law import naive

CALENDAR = default_calendar()
SENTENCES = json.loads((naive.VECTORS / "explanations.json").read_text("utf-8"))


def count(rule, start, **more):
    limit = from_fact(rule) if isinstance(rule, str) else rule
    return due(limit, date.fromisoformat(start), CALENDAR, **more)


def upcoming(rule, on):
    recurrence = recurrence_from_fact(rule) if isinstance(rule, str) else rule
    return next_occurrence(recurrence, date.fromisoformat(on), CALENDAR).deadline


def stretched():
    return count(
        "GIO-33-answer",
        "2026-08-20",
        restart=Restart(
            date(2026, 8, 31), "收到补正的申请", "corrected request received"
        ),
        pauses=[
            Pause(
                date(2026, 9, 10),
                date(2026, 9, 16),
                "征求第三方意见",
                "third party asked",
            )
        ],
        extension=Extension(20, "workday", "政务公开办公室负责人"),
    )


ANSWERS = {
    "no holiday between": count("GIO-33-answer", "2026-08-20"),
    "over Spring Festival": count("GIO-33-answer", "2026-02-10"),
    "over the new year": count("GIO-30-correction", "2025-12-31"),
    "last day in a holiday": count("PET-34-finish", "2026-08-05"),
    "last day on a Sunday": count("BID-47", "2026-06-20"),
    "end of a short month": count("CLUE-21-month", "2026-01-31"),
    "minimum period": count("VIL-35-period", "2026-06-05"),
    "before an event": count("MAD-16-hearing", "2026-10-12"),
    "provisional": count("LIC-42", "2026-12-21"),
    "restarted, paused and extended": stretched(),
    "nobody read the source": count("INSP-1m", "2026-09-22"),
    "every half year": upcoming("SPEECH-half", "2026-07-01"),
    "a day each year": upcoming("GIO-49-unit-annual", "2026-09-28"),
    "a plan's day each month": upcoming(
        Recurrence("month", day=25, roll=True, basis_zh="《实施方案》二（三）"),
        "2026-10-01",
    ),
    "a plan's own day": fixed(
        date(2026, 6, 30), CALENDAR, basis="《实施方案》三（一）"
    ),
    "the first day counts": count(Limit(5, "day", counts_first_day=True), "2026-09-26"),
    "no event is named": count(Limit(15, "day"), "2026-09-22"),
    "working days back": count(
        Limit(3, "workday", "min_before_event", event_zh="开会", event_en="Meeting"),
        "2026-10-09",
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_deadline_explains_itself_in_both_languages(name):
    said = {"zh": ANSWERS[name].explanation_zh, "en": ANSWERS[name].explanation_en}

    assert said == SENTENCES[name]


def test_each_skipped_day_has_its_reason():
    deadline = count("BIR-61-accept", "2026-09-24")

    assert [(str(day), why) for day, why in deadline.skipped] == [
        ("2026-09-25", "中秋节"),
        ("2026-09-26", "中秋节"),
        ("2026-09-27", "中秋节"),
    ]
    paused = Pause(date(2026, 9, 28), date(2026, 9, 28), "检验")
    held = count("BIR-61-accept", "2026-09-24", pauses=[paused])
    assert (date(2026, 9, 28), "检验") in held.skipped
    rolled = count("PET-34-finish", "2026-08-05")
    assert [str(day) for day, _why in rolled.skipped] == [
        "2026-10-04",
        "2026-10-05",
        "2026-10-06",
        "2026-10-07",
    ]
