"""OCEL 2.0 in its three forms: the same cases, whatever the file."""

import gzip
import json

import pytest

from mingjing_analytics.process import table
from mingjing_analytics.process.reading import mapping
from mingjing_analytics.process.reading.files import kind_of, read_log
from mingjing_analytics.process.reading.mapping import Mapping
from mingjing_analytics.process.reading.refusal import Unreadable
from tests.support import ocel_logs
from tests.support.ocel_logs import Event

NEW_YEAR = 1_735_660_800_000_000  # 2025-01-01 0:00 in Beijing
HOUR = 3_600_000_000
every_form = pytest.mark.parametrize("form", ocel_logs.FORMS)


def rows(columns):
    """(case, activity, time, resource) of each row in the order of the reader."""
    resource = columns.resource
    return [
        (
            columns.case.texts[case],
            columns.activity.texts[columns.activity.codes[at]],
            None if columns.time[at] == table.NO_TIME else int(columns.time[at]),
            None
            if resource is None or resource.codes[at] < 0
            else resource.texts[resource.codes[at]],
        )
        for at, case in enumerate(columns.case.codes.tolist())
    ]


def kinds(columns):
    return [(issue.kind, issue.place, issue.count) for issue in columns.issues]


def read(folder, form, events, objects, given=mapping.NOTHING):
    return read_log(ocel_logs.write(folder, form, events, objects), given)


def refusal(folder, form, events, objects, given=mapping.NOTHING):
    with pytest.raises(Unreadable) as told:
        read(folder, form, events, objects, given)
    return told.value.en


# Two applications, looked at together once; staff and papers are no cases.
OBJECTS = [
    ("李", "officer"), ("办件1", "application"), ("p1", "paper"), ("p2", "paper"),
    ("办件2", "application"), ("p3", "paper"), ("办件3", "application"),
]  # fmt: skip
EVENTS = [
    Event("e1", "收件", "2025-01-01T00:00:00+08:00", ("办件1", "p1", "李"), {"经办人": "甲"}),
    Event("e2", "收件", "2025-01-01T01:00:00+08:00", ("李", "办件2", "p2")),
    Event("e3", "a < \"b\" & 'c'", "2024-12-31T18:00:00Z", ("办件2", "办件1"), {"经办人": "乙"}),
    Event("e4", "决定", "2025-01-01T03:00:00+08:00", ("办件1", "李"), {"经办人": "甲"}),
    Event("e5", "叫号", "2025-01-01T04:00:00+08:00", ("p3",)),
    Event("e6", "决定", "2025-01-01T05:00:00+08:00", ("办件2", "李"), {"经办人": "甲"}),
]  # fmt: skip


@every_form
def test_the_three_forms_are_the_same_cases(tmp_path, form):
    path = ocel_logs.write(tmp_path, form, EVENTS, OBJECTS)
    assert kind_of(path) == ocel_logs.FORMS[form]
    columns = read_log(path)
    review = "a < \"b\" & 'c'"
    assert rows(columns) == [
        ("办件1", "收件", NEW_YEAR, "甲"),
        ("办件2", "收件", NEW_YEAR + HOUR, None),
        ("办件2", review, NEW_YEAR + 2 * HOUR, "乙"),
        ("办件1", review, NEW_YEAR + 2 * HOUR, "乙"),
        ("办件1", "决定", NEW_YEAR + 3 * HOUR, "甲"),
        ("办件2", "决定", NEW_YEAR + 5 * HOUR, "甲"),
    ]
    assert columns.case.texts == ("办件1", "办件2", "办件3")
    assert kinds(columns) == [
        ("object-type", "whole file", 2),
        ("empty-case", "whole file", 1),
        ("shared-event", "event 3", 1),
        ("no-object", "event 5", 1),
    ]
    assert columns.issues[0].text == (
        "Each object of type “application” is a case. "
        "Name another type with object_type in --map: officer, paper."
    )


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_zipped_log_is_the_same_log(tmp_path, form):
    path = ocel_logs.write(tmp_path, form, EVENTS, OBJECTS)
    zipped = tmp_path / "log.gz"
    zipped.write_bytes(gzip.compress(path.read_bytes()))
    assert rows(read_log(zipped)) == rows(read_log(path))


@every_form
def test_the_type_that_is_asked_for_is_the_case(tmp_path, form):
    given = mapping.from_json('{"object_type": "officer"}')
    columns = read(tmp_path, form, EVENTS, OBJECTS, given)
    assert [row[:2] for row in rows(columns)] == [
        ("李", "收件"), ("李", "收件"), ("李", "决定"), ("李", "决定"),
    ]  # fmt: skip
    assert kinds(columns) == [("no-object", "event 3", 2)]


@every_form
def test_a_type_that_no_object_has_is_refused(tmp_path, form):
    told = refusal(tmp_path, form, EVENTS, OBJECTS, Mapping(object_type="件"))
    assert told == ("No object is of type “件”; there are application, officer, paper.")


@every_form
def test_the_only_type_needs_no_word(tmp_path, form):
    columns = read(tmp_path, form, [Event("e", "收件", objects=("1",))], [("1", "a")])
    assert (rows(columns), columns.issues) == ([("1", "收件", NEW_YEAR, None)], ())


@every_form
def test_where_no_type_is_good_the_one_of_most_events_alone_is_taken(tmp_path, form):
    events = [
        Event("1", "a", objects=("x1", "x2", "y1")),
        Event("2", "a", objects=("x1", "x2", "y2")),
        Event("3", "a", objects=("x1", "x3")),
    ]
    objects = [("x1", "x"), ("x2", "x"), ("x3", "x"), ("y1", "y"), ("y2", "y")]
    columns = read(tmp_path, form, events, objects)
    assert columns.case.texts == ("y1", "y2")
    assert kinds(columns) == [
        ("object-type", "whole file", 1), ("no-object", "event 3", 1),
    ]  # fmt: skip


@every_form
def test_an_event_stands_once_in_a_case_it_is_tied_to_twice(tmp_path, form):
    columns = read(
        tmp_path, form, [Event("e", "收件", objects=("1", "1"))], [("1", "a")]
    )
    assert (rows(columns), columns.issues) == ([("1", "收件", NEW_YEAR, None)], ())


@every_form
def test_attributes_of_events_are_guessed_or_given(tmp_path, form):
    told = {
        "org:resource": "甲",
        "window": "3",
        "开始时间": "2024-12-31T23:00:00+08:00",
    }
    events = [
        Event("e1", "收件", objects=("1",), attributes=told),
        Event("e2", "决定", objects=("1",), attributes={"boss": "丙", "window": ""}),
    ]
    guessed = read(tmp_path, form, events, [("1", "a")])
    assert [row[3] for row in rows(guessed)] == ["甲", None]
    assert guessed.start.tolist() == [NEW_YEAR - HOUR, table.NO_TIME]
    assert list(guessed.roles) == ["window"]
    assert guessed.roles["window"].texts == ("3",)
    assert guessed.roles["window"].codes.tolist() == [0, -1]
    given = read(tmp_path, form, events, [("1", "a")], Mapping(resource="boss"))
    assert [row[3] for row in rows(given)] == [None, "丙"]


@every_form
def test_an_attribute_that_no_event_has_is_refused(tmp_path, form):
    told = refusal(tmp_path, form, EVENTS, OBJECTS, Mapping(resource="boss"))
    assert told.startswith("No event has the attribute “boss”; there are: ")


@every_form
def test_an_event_without_a_time_or_a_type_is_kept_and_told(tmp_path, form):
    events = [
        Event("e0", "叫号", None),
        Event("e1", "收件", None, ("1",)),
        Event("e2", "收件", "昨天", ("1",)),
        Event("e3", "决定", "2025-01-01 01:00:00", ("1",)),
        Event("e4", None, None, ("1",)),
    ]
    columns = read(tmp_path, form, events, [("1", "a")])
    assert rows(columns) == [
        ("1", "收件", None, None),
        ("1", "收件", None, None),
        ("1", "决定", NEW_YEAR + HOUR, None),
        ("1", "", None, None),
    ]
    assert kinds(columns) == [
        ("no-object", "event 1", 1),
        ("no-activity", "event 5", 1),
        ("no-time", "event 2", 3),
        ("no-zone", "whole file", 1),
    ]


@every_form
def test_an_id_that_comes_twice_is_told(tmp_path, form):
    events = [
        Event("e", "收件", "2025-01-01T00:00:00+08:00", ("1",)),
        Event("e", "收件", "2025-01-01T01:00:00+08:00", ("1",)),
        Event("e", "决定", "2025-01-01T02:00:00+08:00", ("1",)),
    ]
    objects = [("1", "a"), ("1", "a"), ("1", "b"), (None, "a"), ("2", "b")]
    columns = read(tmp_path, form, events, objects, Mapping(object_type="a"))
    assert rows(columns) == [
        ("1", "收件", NEW_YEAR, None),
        ("1", "收件", NEW_YEAR + HOUR, None),
        ("1", "决定", NEW_YEAR + 2 * HOUR, None),
    ]
    assert kinds(columns) == [
        ("same-event", "event 2", 2),
        ("two-types", "whole file", 1),
        ("no-case", "whole file", 1),
        ("same-case", "whole file", 1),
    ]


@every_form
def test_a_relation_to_an_object_that_is_not_there_is_told(tmp_path, form):
    events = [
        Event("e1", "收件", objects=("1",)),
        Event("e2", "决定", objects=("1", "gone", "untyped")),
        Event("e3", "决定", objects=("",)),
    ]
    columns = read(tmp_path, form, events, [("1", "a"), ("untyped", None)])
    assert [row[:2] for row in rows(columns)] == [("1", "收件"), ("1", "决定")]
    assert kinds(columns) == [
        ("loose-relation", "event 2", 3), ("no-object", "event 3", 1),
    ]  # fmt: skip


@every_form
def test_without_a_typed_object_there_are_no_cases(tmp_path, form):
    assert refusal(tmp_path, form, EVENTS, [("办件1", None)]) == (
        "No object of the log has a type, so that there are no cases."
    )


@pytest.mark.parametrize("role", ["case", "activity", "time"])
def test_what_ocel_says_itself_is_not_mapped(tmp_path, role):
    given = mapping.from_json(json.dumps({role: "x"}))
    told = refusal(tmp_path, "json", EVENTS, OBJECTS, given)
    assert told.endswith("leave out case, activity and time.")


def test_only_ocel_has_types_of_objects(tmp_path):
    log = tmp_path / "log.csv"
    log.write_text("case,activity,time\n1,a,2025-01-01\n")
    with pytest.raises(Unreadable) as told:
        read_log(log, Mapping(object_type="a"))
    assert told.value.en == (
        "Only OCEL logs have types of objects: leave object_type out of the mapping."
    )


def test_a_mapping_with_a_type_comes_back_from_its_file():
    given = Mapping(resource="boss", object_type="办件")
    assert mapping.from_json(given.to_json()) == given
