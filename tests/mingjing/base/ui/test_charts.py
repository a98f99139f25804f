from datetime import date, timedelta

import pytest
from django.utils import translation
from lxml import etree

from mingjing.base.ui import charts
from mingjing.base.ui.charts.calendar import step
from mingjing.base.ui.charts.svg import fit, width_of

HOSTILE = '"><script>alert(1)</script>&'
ON = date(2026, 9, 14)


def drawn(markup):
    """Well-formed is half of being escaped: a stray quote or tag would not parse."""
    return etree.fromstring(str(markup))


def boxes(root, css):
    return [r for r in root.iter("rect") if css in r.get("class").split()]


def all_charts(words):
    row = charts.Row(words, (charts.Mark(ON, "late", words),), start=ON, url=words)
    return {
        "bars": charts.bars([charts.Bar(words, 3)], label=words),
        "roadmap": charts.roadmap(
            [row], ON, ON - timedelta(9), ON + timedelta(90), label=words
        ),
        "calendar": charts.due_calendar([charts.Day(ON, 2)], label=words),
        "week": charts.week_strip([charts.Day(ON, 2)], label=words),
    }


@pytest.mark.parametrize("name", all_charts("x"))
def test_hostile_words_stay_words(name):
    root = drawn(all_charts(HOSTILE)[name])

    assert not list(root.iter("script"))
    assert root.get("aria-label") == HOSTILE


@pytest.mark.parametrize("name", all_charts("x"))
def test_no_chart_has_inline_style(name):
    root = drawn(all_charts("x")[name])

    assert not [e for e in root.iter() if e.get("style") or e.tag == "style"]


@pytest.mark.parametrize("name", ["bars", "roadmap", "calendar"])
def test_a_picture_says_that_it_is_one(name):
    root = drawn(all_charts("八件逾期")[name])

    assert (root.get("role"), root.get("aria-label")) == ("img", "八件逾期")


def test_bars_are_as_high_as_their_numbers():
    values = [charts.Bar("a", 60), charts.Bar("b", 180, current=True)]
    root = drawn(charts.bars(values, label="x", limit=120))

    (small,), (large,) = boxes(root, "f-soft"), boxes(root, "f-brand")
    assert float(large.get("height")) == pytest.approx(
        3 * float(small.get("height")), abs=0.2
    )
    limit = next(e for e in root.iter("line") if e.get("class") == "ghost")
    between = float(small.get("y")) - float(large.get("y"))
    assert float(limit.get("y1")) - float(large.get("y")) == pytest.approx(
        between / 2, abs=0.2
    )


def test_unknown_is_not_drawn_as_zero():
    root = drawn(charts.bars([charts.Bar("a", None), charts.Bar("b", 0)], label="x"))

    words = [e.text for e in root.iter("text")]
    assert "无数据" in words
    assert "0" in words
    assert len(list(root.iter("rect"))) == 1


@pytest.mark.parametrize("values", [[], [charts.Bar("a", 0)]])
def test_nothing_to_draw_is_no_error(values):
    drawn(charts.bars(values, label="x"))
    drawn(charts.due_calendar([], label="x"))


def test_the_roadmap_puts_a_day_where_it_belongs():
    start, end = date(2026, 1, 1), date(2026, 1, 31)
    marks = tuple(charts.Mark(d, "open", "x") for d in (start, end))
    root = drawn(charts.roadmap([charts.Row("r", marks)], ON, start, end, label="x"))

    first, last = (
        float(e.get("transform").split("(")[1].split()[0]) for e in root.iter("path")
    )
    assert (first + 7, last + 7) == (300, 1108)
    # Today lies outside: no line for it.
    assert not [e for e in root.iter("line") if e.get("class") == "now"]


def test_the_roadmap_leaves_out_what_lies_outside():
    row = charts.Row("r", (charts.Mark(date(2030, 1, 1), "open", "x"),))
    root = drawn(charts.roadmap([row], ON, ON, ON + timedelta(30), label="x"))

    assert not list(root.iter("path"))


def test_the_calendar_sets_a_day_under_its_weekday():
    # 1 September 2026 is a Tuesday: second column, first week.
    root = drawn(charts.due_calendar([charts.Day(date(2026, 9, 1), 1)], label="x"))

    (cell,) = boxes(root, "h1")
    assert (cell.get("x"), cell.get("y")) == ("41", "44")


def test_the_calendar_says_rest_make_up_and_unknown():
    days = [
        charts.Day(date(2026, 9, 19), rest=True),
        charts.Day(date(2026, 9, 20), made_up=True),
        charts.Day(date(2026, 9, 21), None),
    ]
    root = drawn(charts.due_calendar(days, label="x"))

    titles = [e.text for e in root.iter("title")]
    assert titles == ["2026-09-19 · 休", "2026-09-20 · 上班", "2026-09-21 · 无数据"]


@pytest.mark.parametrize(
    ("count", "shade"), [(None, 0), (0, 0), (1, 1), (2, 2), (4, 3), (7, 4), (99, 4)]
)
def test_more_is_darker(count, shade):
    assert step(count) == shade


def test_a_late_day_in_the_week_has_shape_and_word():
    strip = charts.week_strip([charts.Day(ON, 2, late=1)], label="x")

    assert "s-late" in strip
    assert "2 件" in strip


def test_charts_speak_english():
    with translation.override("en"):
        drawn(charts.bars([charts.Bar("a", None)], label="x", limit=3))
        drawn(charts.week_strip([charts.Day(ON, 2)], label="x"))


def test_long_names_are_cut_to_their_room():
    assert fit("短", 40) == "短"
    cut = fit("公布学校食堂大宗物资采购结果", 100)
    assert cut.endswith("…")
    assert width_of(cut) <= 100 + 13
