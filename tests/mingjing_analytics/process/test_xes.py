"""XES as different programs write it, and files that mean harm."""

import gzip

import pytest

from mingjing_analytics.process import table
from mingjing_analytics.process.reading import mapping
from mingjing_analytics.process.reading.refusal import Unreadable
from mingjing_analytics.process.reading.xes import read_xes
from tests.support import event_logs

DAY = 86_400_000_000
NEW_YEAR = 1_735_660_800_000_000  # 2025-01-01 0:00 in Beijing


def rows(columns):
    """(case, activity, time, resource) of each row in the order of the file."""
    resource = columns.resource
    return [
        (
            columns.case.texts[case],
            columns.activity.texts[activity],
            None if time == table.NO_TIME else time,
            None if resource is None or who < 0 else resource.texts[who],
        )
        for case, activity, time, who in zip(
            columns.case.codes.tolist(),
            columns.activity.codes.tolist(),
            columns.time.tolist(),
            (columns.case if resource is None else resource).codes.tolist(),
            strict=True,
        )
    ]


def read(tmp_path, text, given=mapping.XES):
    log = tmp_path / "log.xes"
    log.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_xes(log, given)


def kinds(columns):
    return [(issue.kind, issue.place, issue.count) for issue in columns.issues]


def refusal(tmp_path, text):
    with pytest.raises(Unreadable) as told:
        read(tmp_path, text)
    return told.value.en


ONE = event_logs.xes(
    [
        event_logs.trace(
            "一", [event_logs.event("收件", "2025-01-01T00:00:00+08:00", "甲")]
        )
    ]
)


def test_a_zipped_log_is_the_same_log(tmp_path):
    plain = read(tmp_path, ONE)
    zipped = read(tmp_path, gzip.compress(ONE.encode()))
    assert rows(zipped) == rows(plain) == [("一", "收件", NEW_YEAR, "甲")]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig", "iso-8859-1"])
def test_a_log_is_read_in_the_encoding_it_names(tmp_path, encoding):
    text = ONE.replace("UTF-8", encoding.replace("-sig", ""))
    text = text.replace("一", "1").replace("收件", "é").replace("甲", "å")
    if encoding == "gb18030":
        text = text.replace("å", "甲")
    resource = "甲" if encoding == "gb18030" else "å"
    assert rows(read(tmp_path, text.encode(encoding))) == [
        ("1", "é", NEW_YEAR, resource)
    ]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("2025-01-01T00:00:00", 0),
        ("2025-01-01T00:00:00Z", 8 * 3600),
        ("2025-01-01T00:00:00.25+08:00", 0.25),
        ("2025-01-01T00:00:00.123456789+08:00", 0.123456),
        ("2025-01-01T00:00:00.5", 0.5),
        ("2025-01-01T00:00:00+0000", 8 * 3600),
        ("2025-01-01T00:00:00-05:00", 13 * 3600),
        ("2025-01-01 00:00:01", 1),
        ("2025-01-01", 0),
        ("2025/1/1 0:01", 60),
        ("2025年1月1日 0时0分5秒", 5),
        ("1735660807", 7),
        ("1735660807250", 7.25),
    ],
)
def test_a_time_is_read_as_programs_write_it(tmp_path, written, seconds):
    log = event_logs.xes([event_logs.trace("1", [event_logs.event("a", written)])])
    (row,) = rows(read(tmp_path, log))
    assert row[2] == NEW_YEAR + seconds * 1_000_000


@pytest.mark.parametrize(
    "written", ["", "昨天", "2025-02-30T00:00:00", "99999999999999"]
)
def test_an_event_whose_time_is_none_is_kept_and_told(tmp_path, written):
    log = event_logs.xes([event_logs.trace("1", [event_logs.event("a", written)])])
    columns = read(tmp_path, log)
    assert rows(columns) == [("1", "a", None, None)]
    assert kinds(columns) == [("no-time", "event 1", 1)]


def test_only_an_events_own_attributes_count(tmp_path):
    nested = (
        '<event><string key="concept:name" value="收件">'
        '<string key="concept:name" value="inner"/></string>'
        '<list key="l"><values><string key="concept:name" value="listed"/></values>'
        '</list><container key="c"><date key="time:timestamp" value="x"/></container>'
        '<date key="time:timestamp" value="2025-01-01T00:00:00+08:00"/></event>'
    )
    columns = read(tmp_path, event_logs.xes([event_logs.trace("1", [nested])]))
    assert rows(columns) == [("1", "收件", NEW_YEAR, None)]


def test_globals_and_log_attributes_are_no_events(tmp_path):
    head = (
        '<global scope="trace"><string key="concept:name" value="T"/></global>'
        '<global scope="event"><string key="concept:name" value="未写明"/></global>'
        '<string key="concept:name" value="the log"/>'
    )
    traces = [
        event_logs.trace("1", [event_logs.event(None, NEW_YEAR)]),
        event_logs.trace("2", [event_logs.event("收件", NEW_YEAR)]),
    ]
    columns = read(tmp_path, event_logs.xes(traces, head))
    assert [row[:2] for row in rows(columns)] == [("1", "未写明"), ("2", "收件")]
    assert kinds(columns) == [("default-activity", "event 1", 1)]


def test_without_names_the_logs_own_classifier_says_what_an_event_is(tmp_path):
    head = '<classifier name="x" keys="step life"/>'
    events = [event_logs.event(None, NEW_YEAR, step="收件", life="end")]
    columns = read(tmp_path, event_logs.xes([event_logs.trace("1", events)], head))
    assert rows(columns) == [("1", "收件+end", NEW_YEAR, None)]
    assert kinds(columns) == [("classifier", "whole file", 1)]


def test_several_attributes_can_name_an_activity(tmp_path):
    given = mapping.Mapping(
        case="case:concept:name",
        activity=("concept:name", "lifecycle:transition"),
        time="time:timestamp",
    )
    events = [event_logs.event("收件", 0, lifecycle_transition="start")]
    events.append(event_logs.event("收件", DAY))
    columns = read(tmp_path, event_logs.xes([event_logs.trace("1", events)]), given)
    assert [row[1] for row in rows(columns)] == ["收件+start", "收件"]


def test_attributes_of_a_case_reach_its_events(tmp_path):
    given = mapping.Mapping(
        case="case:concept:name",
        activity=("concept:name",),
        time="time:timestamp",
        roles={"item": "case:item"},
    )
    events = [event_logs.event("收件", 0), event_logs.event("决定", DAY)]
    traces = [
        event_logs.trace("1", events, item="食品经营许可"),
        event_logs.trace("2", events),
    ]
    item = read(tmp_path, event_logs.xes(traces), given).roles["item"]
    assert (item.texts, item.codes.tolist()) == (("食品经营许可",), [0, 0, -1, -1])


def test_what_a_log_lacks_is_told(tmp_path):
    traces = [
        event_logs.trace(None, [event_logs.event("a", NEW_YEAR)]),
        event_logs.trace("2", [event_logs.event(None, NEW_YEAR)]),
        event_logs.trace("3", []),
        event_logs.trace("2", [event_logs.event("b", NEW_YEAR)]),
        event_logs.event("outside", NEW_YEAR),
    ]
    columns = read(tmp_path, event_logs.xes(traces))
    assert [row[:2] for row in rows(columns)] == [("#1", "a"), ("2", ""), ("2", "b")]
    assert columns.case.texts == ("#1", "2", "3")
    assert kinds(columns) == [
        ("no-case", "whole file", 1),
        ("no-case-name", "trace 1", 1),
        ("same-case", "whole file", 1),
        ("no-activity", "event 2", 1),
    ]


def test_an_attribute_written_otherwise_is_the_same_attribute(tmp_path):
    text = (
        ONE.replace('"', "'").replace("/>", "  ></string >").replace("<date", "<string")
    )
    text = text.replace("<trace>", "<!-- a <trace> -->\n<trace >")
    assert rows(read(tmp_path, text)) == [("一", "收件", NEW_YEAR, "甲")]
    prefixed = ONE.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
    prefixed = prefixed.replace("xmlns=", "xmlns:x=")
    assert rows(read(tmp_path, prefixed)) == [("一", "收件", NEW_YEAR, "甲")]


def test_escapes_in_names_are_what_they_stand_for(tmp_path):
    names = ['<&">\n收', "换行", "甲" * 300]
    events = [event_logs.event(name, NEW_YEAR) for name in names]
    text = event_logs.xes([event_logs.trace("1", events)]).replace("收", "&#x6536;")
    text = text.replace("换行", "换\n行")  # a bare line end in an attribute is a space
    names[1] = "换 行"
    assert [row[1] for row in rows(read(tmp_path, text))] == names


def test_a_broken_log_is_refused_with_its_line(tmp_path):
    assert refusal(tmp_path, "") == "The file is empty."
    assert refusal(tmp_path, ONE[:-20]) == (
        "Line 9: the XML is broken (unclosed token)."
    )
    assert refusal(tmp_path, ONE.replace("</event>", "</evnt>")) == (
        "Line 9: the XML is broken (mismatched tag)."
    )
    assert refusal(tmp_path, ONE.replace("收件", "&hack;")).startswith(
        "Line 7: the XML"
    )
    assert (
        refusal(tmp_path, "<html></html>")
        == "This is no XES log: it begins with <html>."
    )
    assert refusal(tmp_path, ONE.encode().replace("收".encode(), b"\xff")).startswith(
        "Line 7: the XML is broken"
    )
    damaged = gzip.compress(ONE.encode())[:-12]
    assert refusal(tmp_path, damaged).startswith("The gzip file is damaged")


def test_entities_that_unfold_are_refused(tmp_path):
    bomb = '<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    text = ONE.replace("<log", f"{bomb}<log").replace("收件", "&b;")
    told = "The file declares entities, which a log has no use for."
    assert refusal(tmp_path, text) == told
    outside = bomb.replace('"aaaaaaaaaa"', 'SYSTEM "file:///etc/passwd"')
    assert refusal(tmp_path, ONE.replace("<log", f"{outside}<log")) == told


def test_a_tag_without_end_is_refused_before_it_fills_the_memory(tmp_path):
    text = ONE.replace("收件", "长" * (6 << 20))
    assert refusal(tmp_path, text) == "Line 7: one tag is longer than 16 MB."
