from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing_law.calendar import (
    BadCalendar,
    BeyondCalendar,
    Calendar,
    default_calendar,
    load_calendar,
    read_notice,
)
from tests.mingjing_law import naive

CALENDAR = default_calendar()
DAYS = st.dates(date(1993, 1, 1), date(2107, 12, 31))
NOTICE = """
year = 2027
title = "国务院办公厅关于2027年部分节假日安排的通知"
{more}
[[holiday]]
name = "元旦"
off = [2027-01-01, 2027-01-02, 2027-01-03]
work = {work}
"""


def write(folder, name, *, more="", work="[]"):
    path = folder / name
    path.write_text(NOTICE.format(more=more, work=work), encoding="utf-8")
    return path


def test_each_day_of_the_published_years_agrees_with_chinesecalendar():
    day = date(2024, 1, 1)
    while day <= date(2026, 12, 31):
        assert CALENDAR.is_working_day(day) == chinese_calendar.is_workday(day), day
        assert CALENDAR.is_rest_day(day) == chinese_calendar.is_holiday(day), day
        day += timedelta(1)


def test_the_calendar_files_hold_the_days_that_were_collected():
    off = {d: h.name for n in CALENDAR.notices for h in n.holidays for d in h.off}
    work = {d for n in CALENDAR.notices for h in n.holidays for d in h.work}

    assert off == naive.OFF
    assert work == naive.WORK


def test_a_rest_day_carries_the_name_of_its_holiday():
    assert CALENDAR.name_of(date(2026, 10, 4)) == "国庆节"
    assert CALENDAR.name_of(date(2025, 10, 6)) == "国庆节、中秋节"
    assert CALENDAR.name_of(date(2026, 10, 17)) is None  # a plain Saturday
    assert CALENDAR.worked_for(date(2026, 10, 10)) == "国庆节"
    assert CALENDAR.worked_for(date(2026, 10, 9)) is None


def test_only_years_with_a_notice_are_covered():
    assert CALENDAR.last_known_day == date(2026, 12, 31)
    assert CALENDAR.covers(date(2024, 1, 1))
    assert CALENDAR.covers(date(2026, 12, 31))
    assert not CALENDAR.covers(date(2023, 12, 31))
    assert not CALENDAR.covers(date(2027, 1, 1))
    assert CALENDAR.covers_all(date(2024, 1, 1), date(2026, 12, 31))
    assert not CALENDAR.covers_all(date(2026, 12, 31), date(2027, 1, 1))


@given(DAYS, st.integers(1, 300))
def test_the_nth_working_day_has_n_working_days_before_it(day, n):
    after, before = CALENDAR.nth_working_day(day, n), CALENDAR.nth_working_day(day, -n)

    assert CALENDAR.is_working_day(after)
    assert CALENDAR.working_days_between(day, after) == n
    assert CALENDAR.is_working_day(before)
    assert CALENDAR.working_days_between(before - timedelta(1), day - timedelta(1)) == n


@given(DAYS, DAYS)
def test_working_days_between_changes_sign_with_its_ends(one, other):
    there = CALENDAR.working_days_between(one, other)

    assert there == -CALENDAR.working_days_between(other, one)


def test_a_day_outside_the_calendar_is_refused():
    with pytest.raises(BeyondCalendar, match="1989-12-31"):
        CALENDAR.nth_working_day(date(1989, 12, 31), 1)
    with pytest.raises(BeyondCalendar, match="2110"):
        CALENDAR.nth_working_day(date(2110, 12, 30), 5)


def test_the_version_names_the_last_year_and_changes_with_any_day(tmp_path):
    again = Calendar(CALENDAR.notices)
    write(tmp_path, "2027.toml")
    longer = load_calendar([tmp_path])

    assert CALENDAR.version == again.version == "2026-9deb5a10"
    assert longer.version.startswith("2027-")
    assert longer.covers(date(2027, 6, 1))


def test_a_second_notice_of_the_year_replaces_the_first(tmp_path):
    write(tmp_path, "2027-v2.toml", more="version = 2", work="[2027-01-09]")
    write(tmp_path, "2027.toml")

    calendar = load_calendar([tmp_path])

    assert calendar.is_working_day(date(2027, 1, 9))
    assert calendar.notices[-1].version == 2


@pytest.mark.parametrize(
    ("work", "said"),
    [
        ("[2027-01-08]", "元旦: 2027-01-08 cannot be a make-up day"),
        ("[2028-01-08]", "元旦: 2028-01-08 is not a day of 2027"),
        ('["2027-01-09"]', "元旦: “work” must be a list of dates"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused_by_file_and_holiday(tmp_path, work, said):
    path = write(tmp_path, "2027.toml", work=work)

    with pytest.raises(BadCalendar) as refused:
        read_notice(path)

    assert str(refused.value) == f"2027.toml: {said}"


def test_no_notice_at_all_is_no_calendar():
    with pytest.raises(BadCalendar):
        Calendar([])
