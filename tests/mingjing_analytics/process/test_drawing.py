"""Maps, strips and dots: nothing overlaps, nothing is claimed that is not drawn."""

import hashlib
import os
import random
import subprocess
import sys
from collections import Counter
from itertools import combinations, pairwise, product
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingjing_analytics.process.drawing import figures
from mingjing_analytics.process.drawing.axis import rules
from mingjing_analytics.process.drawing.compare_map import change, compare_maps
from mingjing_analytics.process.drawing.dots import MARKS, dotted_chart
from mingjing_analytics.process.drawing.figures import (
    END,
    START,
    Figure,
    compared_map,
    flow_map,
)
from mingjing_analytics.process.drawing.ink import SMALL
from mingjing_analytics.process.drawing.layered.layers import leading_back, ranks
from mingjing_analytics.process.drawing.layered.ports import End, ascending, ports
from mingjing_analytics.process.drawing.lettering import clean, width, wrapped
from mingjing_analytics.process.drawing.process_map import process_map
from mingjing_analytics.process.drawing.sheet import Writing, sheet
from mingjing_analytics.process.drawing.spans import Span, strips_of
from mingjing_analytics.process.drawing.strips import strips
from mingjing_analytics.process.drawing.twin import text_twin
from mingjing_analytics.process.drawing.waits import waits
from mingjing_analytics.process.drawing.words import (
    CompareWords,
    MapWords,
    duration,
    percent,
)
from mingjing_analytics.process.table import NO_TIME, Columns, Dictionary, sort

HOUR = 3_600_000_000
STEPS = "收件 受理 补正通知 补正完成 现场核查 审查 决定 制证 送达".split()
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "<script>alert(1)</script>",
    "a\x00b\x0b\ud800\u202e&amp;\"'",
    "]]>" + "长" * 5000,
    "Z" * 100_000,
    "e" + "\u0301" * 500,
    "",
    "\ufffe \t\n ",
    "专家评审（技术审查委员会第二次会议）",
    "A very long English name of a step that goes on and on and on",
)


def texts(values):
    known = tuple(dict.fromkeys(values))
    place = {value: at for at, value in enumerate(known)}
    return Dictionary(np.array([place[v] for v in values], np.int32), known)


def table(traces, *, hours=2, start=None):
    """Cases as sequences of names; one event every so many hours."""
    rows = [
        (f"case {at}", name, (at * 24 + nth * hours) * HOUR)
        for at, trace in enumerate(traces)
        for nth, name in enumerate(trace)
    ]
    case, activity, time = zip(*rows, strict=True) if rows else ((), (), ())
    return sort(
        Columns(
            texts(case),
            texts(activity),
            np.array(time, np.int64),
            start=None if start is None else np.array(start, np.int64),
        )
    )


def wild(seed, names, cases, jump):
    """Cases that mostly go on, sometimes jump, come back or repeat."""
    chance = random.Random(seed)
    traces = []
    for _ in range(cases):
        at, trace = 0, []
        while at < len(names) and len(trace) < 60:
            trace.append(names[at])
            there = chance.randrange(len(names) + 1)
            at = there if chance.random() < jump else at + chance.choice([1, 1, 1, 0])
        traces.append(trace)
    return table(traces)


def county(cases=300, seed=1):
    return wild(seed, STEPS, cases, 0.15)


def plain(flow, room=None):
    words = MapWords()
    return sheet(
        flow,
        Writing(
            words,
            lambda node: (words.count(node.figures[0].count),),
            lambda edge: (words.count(edge.figures[0].count), "12.5 d"),
        ),
        room,
    )


def apart(one, two):
    return (
        one[0] + one[2] <= two[0] + 1e-6
        or two[0] + two[2] <= one[0] + 1e-6
        or one[1] + one[3] <= two[1] + 1e-6
        or two[1] + two[3] <= one[1] + 1e-6
    )


def pieces(line, stroke):
    """Rectangles around each part of a line: straight pieces and bends."""
    half = stroke / 2
    for post in line.posts:
        yield (post.x - half, post.top, stroke, post.bottom - post.top)
    for one, two in pairwise(line.posts):
        low, high = sorted([one.x, two.x])
        yield (low - half, one.bottom, high - low + stroke, two.top - one.bottom)


def check_geometry(flow, room=None):
    drawn = plain(flow, room)
    boxes = [node.box for node in drawn.nodes]
    boxes += [line.label for line in drawn.layout.lines]
    boxes += drawn.loop_labels
    boxes += [(x - 9, y - 9, 18, 18) for x, y in drawn.ends]
    assert all(apart(one, two) for one, two in combinations(boxes, 2))
    for line, one in zip(drawn.layout.lines, drawn.edges, strict=True):
        for piece, box in product(pieces(line, one.stroke), boxes):
            assert apart(piece, box)
    right = drawn.layout.width + 1e-6
    assert all(x >= -1e-6 and x + wide <= right for x, _, wide, _ in boxes)
    for node, placed in zip(flow.nodes, drawn.nodes, strict=True):
        assert all(width(t, 14) <= placed.box[2] for t in placed.name), node.name
    for line, one in zip(drawn.layout.lines, drawn.edges, strict=True):
        assert all(width(t, SMALL) <= line.label[2] for t in one.text)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(1, 26),
    st.integers(1, 60),
    st.sampled_from([0.0, 0.1, 0.3, 0.8]),
)
def test_no_label_or_line_lies_on_a_box_or_a_label(seed, steps, cases, jump):
    chance = random.Random(seed)
    names = [
        chance.choice([*STEPS, *HOSTILE[-2:], "Step"]) + str(at) for at in range(steps)
    ]
    log = wild(seed, names, cases, jump)
    check_geometry(flow_map(log, share=chance.choice([0.5, 0.9, 1])))


def test_a_narrow_sheet_breaks_names_and_still_nothing_overlaps():
    flow = flow_map(
        table([STEPS] * 9 + [[*STEPS[:3], HOSTILE[-2], *STEPS[4:]]]), share=1
    )
    check_geometry(flow, room=200)
    assert plain(flow, 200).layout.width < plain(flow).layout.width


@pytest.mark.parametrize("seed", range(20))
def test_what_leads_on_forms_no_cycle_and_every_arc_goes_down(seed):
    chance = random.Random(seed)
    arcs = [
        (chance.randrange(12), chance.randrange(12), chance.randrange(1, 99))
        for _ in range(30)
    ]
    arcs = [arc for arc in arcs if arc[0] != arc[1]] + [(at, 12, 0) for at in range(12)]
    back = leading_back(13, arcs)
    down = [
        (head, tail, weight) if turned else (tail, head, weight)
        for (tail, head, weight), turned in zip(arcs, back, strict=True)
    ]
    rank = ranks(13, down)
    assert min(rank) == 0
    assert all(rank[head] > rank[tail] for tail, head, _ in down)


@pytest.mark.parametrize("seed", range(20))
def test_the_ranks_are_the_best_of_all(seed):
    chance = random.Random(seed)
    arcs = [(0, at, 1) for at in range(1, 5)] + [
        (one, two, chance.randrange(1, 9))
        for one, two in combinations(range(1, 5), 2)
        if chance.random() < 0.6
    ]

    def cost(rank):
        return sum(w * (rank[head] - rank[tail]) for tail, head, w in arcs)

    every = [
        rank
        for rank in product(range(5), repeat=5)
        if all(rank[head] > rank[tail] for tail, head, _ in arcs)
    ]
    assert cost(ranks(5, arcs)) == min(cost(rank) for rank in every)


def test_the_heavier_of_two_opposite_arcs_keeps_its_direction():
    assert leading_back(2, [(0, 1, 3), (1, 0, 5)]) == [True, False]
    assert leading_back(2, [(0, 1, 5), (1, 0, 5)]) == [False, True]


def test_the_heaviest_line_meets_a_box_straight():
    ends = [End(80, 1), End(100, 90), End(101, 2), End(300, 1)]
    assert ports(100, 40, ends) == [80, 100, 114, 130]
    assert ports(100, 0, ends) == [100, 100, 100, 100]
    assert ascending([3, 1, 2], [1, 1, 2]) == [2, 2, 2]


def test_every_number_on_a_map_is_that_of_the_cases_it_shows():
    log = county()
    traces = [
        tuple(log.activity_names[c] for c in log.activity[a:b])
        for a, b in pairwise(log.offsets.tolist())
    ]
    flow = flow_map(log, share=0.8)
    shown = flow.shown[0]
    ranked = Counter(traces).most_common()  # equal ones in the order of appearance
    kept = dict(ranked[: shown.variants])
    assert shown.cases == sum(kept.values())
    assert (
        shown.cases >= 0.8 * len(traces) > shown.cases - ranked[shown.variants - 1][1]
    )
    assert (shown.all_cases, shown.all_variants) == (len(traces), len(ranked))
    count, cases = Counter(), Counter()
    for trace, times in kept.items():
        moves = list(pairwise(["<", *trace, ">"]))
        count.update({m: n * times for m, n in Counter(moves).items()})
        cases.update(dict.fromkeys(set(moves), times))
    names = {at: node.name for at, node in enumerate(flow.nodes)} | {
        START: "<",
        END: ">",
    }
    found = {(names[e.source], names[e.target]): e.figures[0] for e in flow.edges}
    assert {pair: figure.count for pair, figure in found.items()} == dict(count)
    assert {pair: figure.cases for pair, figure in found.items()} == dict(cases)
    assert all(
        figure.wait == (None if "<" in pair or ">" in pair else 7200.0)
        for pair, figure in found.items()
    )


def test_what_flows_into_a_step_flows_out_of_it():
    flow = flow_map(county(), share=0.9)
    for at, node in enumerate(flow.nodes):
        into = sum(e.figures[0].count for e in flow.edges if e.target == at)
        out = sum(e.figures[0].count for e in flow.edges if e.source == at)
        assert into == out == node.figures[0].count


def test_the_share_is_said_and_never_rounded_up():
    flow = flow_map(table([STEPS] * 999 + [["收件", "撤回"]]), share=0.95)
    said = text_twin(flow).sentences[0]
    assert said == (
        "Shows 999 of 1,000 cases (99\u00a0%): 1 of 2 paths, 9 of 10 steps."
    )
    written = "".join(ET.fromstring(process_map(flow)).itertext())
    assert said.replace("\u00a0", " ") in written
    assert percent(1, 1) == "100\u00a0%"


def test_every_edge_of_the_picture_is_in_the_twin_and_no_other():
    flow = flow_map(county(), share=1)
    drawn, twin = plain(flow), text_twin(flow)
    pictured = [(one.edge.figures, one.edge.back) for one in drawn.edges + drawn.loops]
    assert Counter(pictured) == Counter((row.figures, row.back) for row in twin.rows)
    assert len(twin.sentences) == len(twin.rows) + 1
    picture = ET.fromstring(process_map(flow))
    labels = [
        e.text for e in picture.iter(f"{SVG}text") if e.get("class") == "dr-count"
    ]
    counts = [f"{row.figures[0].count:,}" for row in twin.rows]
    nodes = [f"{node.figures[0].count:,}" for node in flow.nodes]
    assert Counter(labels) == Counter(counts + nodes)


def test_names_from_a_log_cannot_break_out_of_the_picture():
    log = wild(5, HOSTILE, 60, 0.2)
    flow = flow_map(log, share=1)
    check_geometry(flow)
    for svg in (
        process_map(flow, key='"><x'),
        compare_maps(compared_map(log, log)),
        strips(log, key="a b"),
        dotted_chart(log),
    ):
        root = ET.fromstring(svg)
        assert {e.tag.removeprefix(SVG) for e in root.iter()} <= set(
            "svg title desc g path rect circle text defs pattern".split()
        )
        assert not any(name.startswith("on") for e in root.iter() for name in e.attrib)
        assert "style" not in svg
        ids = [e.get("id") for e in root.iter() if e.get("id")]
        assert set(root.get("aria-labelledby").split()) <= set(ids)
        assert len(svg) < 400_000
    assert all(len(row.source) <= 200 for row in text_twin(flow).rows)


def test_a_long_name_is_shortened_and_whole_in_its_title():
    name = "关于对建设项目环境影响评价文件进行技术评估并组织专家现场勘查论证的环节"
    root = ET.fromstring(process_map(flow_map(table([[name]]))))
    assert name in [title.text for title in root.iter(f"{SVG}title")]
    lines = [e.text for e in root.iter(f"{SVG}text") if e.get("class") == "dr-name"]
    assert len(lines) == 3
    assert "…" in "".join(lines)
    assert (lines[0][:2], lines[-1][-2:]) == ("关于", "环节")


def test_lines_are_even_and_do_not_begin_with_a_closing_mark():
    assert wrapped("专家评审技术审查", 8) == ["专家评审技术审查"]
    assert wrapped("专家评审技术审查会", 8) == ["专家评审技", "术审查会"]
    assert wrapped("一二三四五六七（八）", 8) == ["一二三四五", "六七（八）"]
    assert wrapped("receive papers", 8) == ["receive", "papers"]
    assert all(width(t, 1) <= 8 for t in wrapped("Donaudampfschifffahrt", 8))


def test_what_no_drawing_can_show_is_left_out():
    assert clean("a\x00\u202eb\ud800 \n c") == "ab c"
    assert clean("e" + "\u0301" * 9) == "e\u0301\u0301"
    assert clean("x" * 500) == "x" * 199 + "…"


BYTES = """
import sys; sys.path[:0] = [{tests!r}, {src!r}]
import hashlib
import test_drawing as t
log, flow = t.county(), t.flow_map(t.county(), share=0.9)
both = t.compare_maps(t.compared_map(log, t.county(seed=2)))
svg = t.process_map(flow) + both + t.strips(log) + t.dotted_chart(log)
print(hashlib.sha256((svg + repr(t.text_twin(flow))).encode()).hexdigest())
"""


def test_the_bytes_are_the_same_in_every_process():
    here = Path(__file__).parent
    code = BYTES.format(tests=str(here), src=str(here.parents[2] / "src"))
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(found) == 1
    assert len(found.pop().strip()) == hashlib.sha256().digest_size * 2


def test_an_empty_log_says_so():
    empty = table([])
    flow = flow_map(empty)
    assert (flow.nodes, flow.edges) == ((), ())
    assert text_twin(flow).sentences == ("There are no events.",)
    assert "There are no events." in process_map(flow)
    assert "no events with a time" in strips(empty)
    assert "no events with a time" in dotted_chart(empty)
    assert len(compared_map(empty, table([["a"]])).nodes) == 1


def test_one_activity_goes_from_start_to_end():
    flow = flow_map(table([["收件"], ["收件"]]))
    assert [(e.source, e.target, e.figures) for e in flow.edges] == [
        (START, 0, (Figure(2, 2),)),
        (0, END, (Figure(2, 2),)),
    ]
    drawn = plain(flow)
    (x, y), (end_x, end_y) = drawn.ends
    assert x == end_x
    assert y < drawn.nodes[0].box[1] < end_y


def test_a_loop_stands_at_its_box_and_a_way_back_is_dashed():
    flow = flow_map(
        table([["a", "b", "b", "c"]] * 9 + [["a", "b", "a", "b", "c"]]), share=1
    )
    names = {at: node.name for at, node in enumerate(flow.nodes)}
    back = [(names[e.source], names[e.target]) for e in flow.edges if e.back]
    assert back == [("b", "a")]
    assert [names[one.edge.source] for one in plain(flow).loops] == ["b"]
    said = text_twin(flow).sentences
    assert "b again at once: 9 times in 9 cases, median wait 2 h." in said
    assert "From b back to a: 1 times in 1 cases, median wait 2 h." in said
    assert "back to an earlier step" in process_map(flow)
    assert "back to an earlier step" not in process_map(flow_map(table([["a", "b"]])))


def test_a_log_of_too_many_steps_is_drawn_in_part_and_says_so():
    names = [str(at) for at in range(100_000)]
    flow = flow_map(table([names, names]))
    assert len(flow.nodes) == figures.NODES
    assert len(flow.edges) <= figures.EDGES
    assert flow.shown[0].cases == 0
    assert text_twin(flow).sentences[0] == (
        "No case fits in full. Shows the most frequent of all steps, 60 of 100,000, "
        "and how often one followed another."
    )


def test_variants_that_no_page_holds_are_passed_over_and_it_is_said():
    wide = [f"step {at}" for at in range(figures.NODES)]
    flow = flow_map(table([wide, STEPS, STEPS]), share=1)
    assert (flow.shown[0].cases, flow.shown[0].all_cases) == (2, 3)
    assert (
        text_twin(flow)
        .sentences[0]
        .endswith("A drawing holds no more; 100\u00a0% were asked for.")
    )


@pytest.mark.parametrize("share", [0, -0.1, 1.1])
def test_a_share_is_a_share(share):
    with pytest.raises(ValueError, match="share"):
        flow_map(county(), share=share)


def test_waiting_ends_where_work_begins_and_is_unknown_without_a_time():
    log = table([["a", "b", "c"]], start=[0, HOUR, NO_TIME])
    assert waits(log).tolist()[1:] == [3600.0, 7200.0]
    assert np.isnan(waits(log)[0])
    assert waits(log, lambda a, b: (b - a) // 2).tolist()[1:] == [1800.0, 3600.0]


def test_hours_of_the_caller_are_the_figures_of_the_map():
    log = table([["a", "b"], ["a", "b"], ["a", "b"]])
    given_hours = np.array([np.nan, 60, np.nan, 120, np.nan, np.nan])
    flow = flow_map(log, seconds=given_hours)
    waited = {e.figures[0].wait for e in flow.edges if e.target != END}
    assert waited == {None, 90.0}
    assert [duration(s) for s in (60, 7200, 8000, 90_000)] == [
        "1 min",
        "2 h",
        "2.2 h",
        "1 d",
    ]


def test_two_maps_in_one_tell_more_fewer_new_and_gone():
    before = table([["a", "b", "d"]] * 80 + [["a", "c", "d"]] * 20)
    after = table([["d", "x"], *[["a", "b", "d"]] * 45, *[["a", "d"]] * 4])
    flow = compared_map(before, after, share=1)
    names = {at: n.name for at, n in enumerate(flow.nodes)} | {START: "<", END: ">"}
    edges = {(names[e.source], names[e.target]): e for e in flow.edges}
    assert edges["a", "b"].figures == (Figure(80, 80, 7200.0), Figure(45, 45, 7200.0))
    assert change(edges["a", "b"], flow) == "more"
    assert change(edges["d", ">"], flow) == "same"
    assert change(edges["a", "c"], flow) == "gone"
    assert change(edges["a", "d"], flow) == "new"
    svg = compare_maps(flow)
    labels = [e.text for e in ET.fromstring(svg).iter(f"{SVG}text")]
    assert {"80 → 45 ▲", "20 → 0 × gone", "0 → 4 + new", "100 → 49"} <= set(labels)
    said = text_twin(flow, CompareWords()).sentences
    assert "From a to c: 20 → 0 times, gone, median wait 2 h → –." in said
    with pytest.raises(ValueError, match="CompareWords"):
        text_twin(flow)
    with pytest.raises(ValueError, match="Two tables"):
        compare_maps(flow_map(before))


def test_a_path_that_is_merely_not_drawn_is_neither_new_nor_gone():
    before = table([["a", "b"]] * 90 + [["a", "c"]] * 2)
    after = table([["a", "b"]] * 50 + [["a", "c"]] * 50)
    flow = compared_map(before, after, share=0.9)
    names = {at: n.name for at, n in enumerate(flow.nodes)}
    edge = next(e for e in flow.edges if names.get(e.target) == "c")
    assert edge.known == (True, True)
    assert change(edge, flow) == "more"


def test_the_pooled_cases_are_those_of_either_table():
    flow = compared_map(county(), county(seed=7), share=0.9)
    one, two = flow_map(county(), share=1), flow_map(county(seed=7), share=1)
    assert [s.all_cases for s in flow.shown] == [
        one.shown[0].all_cases,
        two.shown[0].all_cases,
    ]
    assert all(s.cases >= 0.9 * s.all_cases for s in flow.shown)
    every = {n.name: n.figures[0].count for n in one.nodes}
    assert all(n.figures[0].count <= every[n.name] for n in flow.nodes)


def test_a_strip_waits_and_works():
    log = table([["a", "b"]], hours=10, start=[-HOUR, 4 * HOUR])
    (strip,), cases = strips_of(log, "start", 5)
    assert cases == 1
    hour = 3600.0
    assert strip.spans == (
        Span(0, "working", 0.0, hour),
        Span(1, "waiting", hour, 5 * hour),
        Span(1, "working", 5 * hour, 11 * hour),
    )
    assert strip.length == 11 * hour
    told = ET.fromstring(strips(log))
    titles = [e.text for e in told.iter(f"{SVG}title")]
    assert "case 0: b, waiting 4 h" in titles


def test_a_log_without_begins_does_not_claim_waiting():
    log = table([["a", "b"]])
    (strip,), _ = strips_of(log, "start", 5)
    assert strip.spans == (Span(0, "either", 0, 0), Span(1, "either", 0, 7200.0))
    svg = strips(log)
    assert "the log does not say when work began" in svg
    assert ">waiting<" not in svg


def test_strips_are_a_sample_of_the_whole_order():
    log = table([["a"] * (1 + at % 50) for at in range(500)])
    found, cases = strips_of(log, "duration", 11)
    lengths = [strip.length / 7200 for strip in found]
    assert cases == 500
    assert lengths == sorted(lengths)
    assert (lengths[0], lengths[-1], len(lengths)) == (0, 49, 11)
    assert "11 of 500 cases, in the order of their duration." in strips(log, most=11)


def test_very_many_short_steps_are_drawn_as_one():
    log = table([["a", "b"] * 3000])
    svg = strips(log)
    assert svg.count("<rect") <= 5010
    assert "several short steps" in svg


def test_dots_are_binned_when_there_are_too_many():
    few, many = dotted_chart(county(100)), dotted_chart(county(3000))
    assert "Drawn as" not in few
    assert "fall together are one" in many
    paths = [
        e for e in ET.fromstring(many).iter(f"{SVG}path") if "dr-dot" in e.get("class")
    ]
    assert sum(e.get("d").count("M") for e in paths) <= 2 * MARKS
    shapes = {e.get("class") for e in paths}
    assert len(shapes) == 7  # six shapes and the points


def test_words_under_an_axis_do_not_lie_on_each_other():
    ticks = [(4, "2026-01-07"), (80, "2026-02-26"), (170, "2026-04-17")]
    drawn = [ET.fromstring(part) for part in rules(ticks, 0, 10, 200)[1:]]
    assert [e.text for e in drawn] == ["2026-01-07", "2026-04-17"]
    for e in drawn:
        half = width(e.text, SMALL) / 2
        assert float(e.get("x")) - half + 0.1 >= 0
        assert float(e.get("x")) + half <= 200.1
