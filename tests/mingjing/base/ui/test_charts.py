from datetime import date, timedelta

import pytest
from django.utils import translation
from lxml import etree

from mingjing.base.ui import charts
from mingjing.base.ui.charts.svg import fit, width_of

HOSTILE = '"><script>alert(1)</script>&'
ON = date(2026, 9, 14)


def drawn(markup):
    """Well-formed is half of being escaped: a stray quote or tag would not parse."""
    return etree.fromstring(str(markup))


def boxes(root, css):
    return [r for r in root.iter("rect") if css in r.get("class").split()]


def all_charts(words):
    row = charts.Row(words, ON, ON, ON, count=words, late=words, url=words)
    return {
        "bars": charts.bars([charts.Bar(words, 3)], label=words),
        "roadmap": charts.roadmap([row], ON, label=words),
        "levels": charts.levels(
            [1.0, None], [words, words], 1, label=words, words=words, unit=words
        ),
        "weeks": charts.weeks(
            [charts.Week(words, 3, 2, 1)], (words, words, words), label=words
        ),
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


@pytest.mark.parametrize(("name", "role"), [("bars", "img"), ("roadmap", "group")])
def test_a_picture_says_its_finding_and_hides_no_link(name, role):
    root = drawn(all_charts("八件逾期")[name])

    assert (root.get("role"), root.get("aria-label")) == (role, "八件逾期")


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
    assert charts.roadmap([], ON, label="x") == ""


def spans(root):
    """Left and right edge of each kind of bar, in days from the start."""
    found = {}
    for one in root.iter("rect"):
        left = float(one.get("x"))
        found[one.get("class")] = (left, left + float(one.get("width")))
    (start, _), (_, end) = found["f-brand"], found["f-soft"]
    return {
        css: tuple(round(40 * (x - start) / (end - start)) for x in edges)
        for css, edges in found.items()
    }


def test_the_roadmap_shows_the_promise_what_is_past_and_the_slip():
    start = ON - timedelta(days=10)
    row = charts.Row("r", start, start + timedelta(40), start + timedelta(30))
    root = drawn(charts.roadmap([row], ON, label="x"))

    assert spans(root) == {
        "ghost": (0, 30),
        "f-brand": (0, 10),
        "f-soft": (10, 40),
        "f-late": (30, 40),
    }


def test_what_ends_on_its_baseline_has_nothing_red():
    row = charts.Row("r", ON, ON + timedelta(30), ON + timedelta(30))
    root = drawn(charts.roadmap([row], ON, label="x"))

    assert boxes(root, "f-late") == []


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


def test_weeks_stand_to_scale_and_the_line_follows_what_lies_there():
    rows = [charts.Week("3月", 10, 5, 5), charts.Week("", 0, 10, 20)]
    root = drawn(charts.weeks(rows, ("来", "办", "积压"), label="x"))
    tall = [float(r.get("height")) for r in root.iter("rect")]
    came, done = (tall[at] for at in (0, 1))
    assert came == pytest.approx(2 * done, abs=0.2)
    line = next(el for el in root.iter("line") if el.get("class") == "now")
    assert float(line.get("y1")) > float(line.get("y2"))
    assert "20" in [el.text for el in root.iter("text")]


def test_no_week_is_no_picture_that_breaks():
    drawn(charts.weeks([], ("来", "办", "积压"), label="x"))


def test_levels_part_at_the_day_and_leave_out_what_is_unknown():
    root = drawn(
        charts.levels([4, None, 2, 2], [""] * 4, 2, label="x", words="改", unit="h")
    )
    points = [el.get("class") for el in root.iter("rect")]
    assert points == ["f-soft", "f-brand", "f-brand"]
    before, after = (el for el in root.iter("line") if el.get("class") == "now")
    assert float(before.get("y1")) < float(after.get("y1"))
