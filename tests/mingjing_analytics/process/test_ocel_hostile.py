"""OCEL files that are broken, of another kind, or mean harm: one sentence each."""

import gzip
import json
import sqlite3
import struct

import pytest

from mingjing_analytics.process.reading import mapping
from mingjing_analytics.process.reading.files import kind_of, read_log
from mingjing_analytics.process.reading.refusal import Unreadable
from tests.support import ocel_logs
from tests.support.ocel_logs import Event

EVENTS = [Event("e", "收件", objects=("1",), attributes={"窗口": "3"})]
OBJECTS = [("1", "a")]
MEGABYTE = 1 << 20


def told(path):
    with pytest.raises(Unreadable) as refused:
        read_log(path)
    assert refused.value.zh
    return refused.value.en


def refusal(folder, text):
    path = folder / "log"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return told(path)


def counted(folder, text):
    path = folder / "log"
    path.write_text(text, encoding="utf-8")
    columns = read_log(path)
    return len(columns.time), [issue.kind for issue in columns.issues]


def as_json(**parts):
    return json.dumps({"events": [], "objects": [{"id": "1", "type": "a"}], **parts})


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_value_may_lie_across_any_border_of_reading(tmp_path, form):
    """Chinese has three bytes a character, so that some pieces end within one."""
    events = [
        Event(f"e{at}", "收件", objects=("1",), attributes={"窗口": f"{at}口" * 7000})
        for at in range(60)
    ]
    columns = read_log(ocel_logs.write(tmp_path, form, events, OBJECTS))
    assert columns.roles["window"].texts == tuple(f"{at}口" * 7000 for at in range(60))


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_file_cut_anywhere_is_refused(tmp_path, form):
    whole = ocel_logs.write(tmp_path, form, EVENTS, OBJECTS).read_bytes()
    for end in range(100, len(whole) - 8, 7):
        assert refusal(tmp_path, whole[:end])
    assert "damaged" in refusal(tmp_path, gzip.compress(whole)[:-20])


def test_broken_json_is_told_with_its_line(tmp_path):
    broken = '{"objects": [],\n"events": [\n{"id": "1"},\n{"id" "2"}]}'
    assert refusal(tmp_path, broken) == (
        "Line 4: the JSON is broken (Expecting ':' delimiter)."
    )


@pytest.mark.parametrize(
    "parts",
    [
        {"events": {}},
        {"events": [3]},
        {"events": [{"attributes": {"a": 1}}]},
        {"events": [{"relationships": ["o"]}]},
        {"objects": ["o"]},
        {"objects": [{"id": "\ud800", "type": "a"}]},
    ],
)
def test_json_of_another_shape_is_refused(tmp_path, parts):
    assert refusal(tmp_path, as_json(**parts)) == (
        "Line 1: this is not as OCEL 2.0 writes it."
    )


def test_numbers_and_what_is_none_are_taken_as_written(tmp_path):
    event = (
        '{"id": 7, "type": "收件", "time": 1735660800, "relationships": [{"objectId": 1}],'
        ' "attributes": [{"name": "window", "value": 3.50}, {"name": "item", "value": NaN},'
        ' {"name": "trip", "value": true}, {"name": "user", "value": {}}]}'
    )
    text = f'{{"x": 1, "events": [{event}], "objects": [{{"id": "1", "type": "a"}}]}}'
    path = tmp_path / "log.json"
    path.write_text(text)
    columns = read_log(path)
    assert columns.time.tolist() == [1_735_660_800_000_000]
    assert {role: told.texts for role, told in columns.roles.items()} == {
        "window": ("3.50",), "trip": ("true",),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"events": ' + "[" * 5 * MEGABYTE, "nested deeper"),
        ('{"events": [{"a": ' + '{"a":' * 5 * MEGABYTE, "nested deeper"),
        ('{"events": [{"id": "' + "x" * 40 * MEGABYTE, "longer than 16 MB"),
        ('{"' + "x" * 40 * MEGABYTE, "longer than 16 MB"),
        ('{"events": ' + "9" * 40 * MEGABYTE, "longer than 16 MB"),
        ('{"events": []', "broken (Expecting ',')"),
        ('{"events": [],}', "broken (Expecting '\"')"),
        ('{"events": [{},], "objects": []}', "broken (Expecting value)"),
        ('{"events": [], "objects": []} {', "broken (Extra data)"),
        ('{"events": []}', "it has no “objects”"),
        ("{}", "it has no “events”"),
        ('{"ocel:global-log": {"ocel:version": "1.0"}}', "OCEL 1.0"),
        ('{"事件": "'.encode("gb18030"), "not UTF-8"),
        ('{"events": []}'.encode("utf-16"), "not UTF-8"),
    ],
)
def test_json_that_means_harm_is_refused(tmp_path, text, said):
    assert said in refusal(tmp_path, text)


def test_more_attributes_than_any_log_has_are_refused(tmp_path):
    many = [{"name": f"a{at}", "value": "x"} for at in range(10_001)]
    text = as_json(events=[{"id": "e", "attributes": many}])
    assert "more than 10000 different attributes" in refusal(tmp_path, text)


XML = '<log><event-types/><events><event id="e" type="收件"><objects>{}</objects></event></events><objects><object id="1" type="a"/></objects></log>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('<!DOCTYPE log [<!ENTITY a "b">]>' + XML, "brings a DTD"),
        ('<!DOCTYPE log SYSTEM "file:///etc/passwd">' + XML, "brings a DTD"),
        (XML.format("<a>" * 3000), "nested deeper"),
        (XML.format('<a b="' + "x" * 40 * MEGABYTE), "longer than 16 MB"),
        (
            '<log><object-types/><events><event><attributes><attribute name="user">'
            + "x" * 40 * MEGABYTE,
            "longer than 16 MB",
        ),
        ("<log><object-types/></log>", "it has no “events”"),
        ("<log><object-types/><events/></log>", "it has no “objects”"),
        ("<not><log/><object-types/></not>", "begins with <not>"),
        ('<log><global scope="object"/><events/></log>', "OCEL 1.0"),
    ],
)
def test_xml_that_means_harm_is_refused(tmp_path, text, said):
    assert said in refusal(tmp_path, text)


def test_what_the_first_draft_called_a_relation_is_one(tmp_path):
    assert counted(tmp_path, XML.format('<object object-id="1"/>')) == (1, ["no-time"])
    nested = '<relationship object-id="1"><relationship object-id="2"/></relationship>'
    assert counted(tmp_path, XML.format(nested)) == (1, ["no-time"])


def test_xml_is_known_by_its_content_in_any_encoding(tmp_path):
    text = '<?xml version="1.0" encoding="{}"?>' + XML.format(
        '<relationship object-id="1"/>'
    )
    for encoding in ("gb18030", "utf-16"):
        log = tmp_path / "log"
        log.write_bytes(text.format(encoding).encode(encoding))
        assert kind_of(log) == "ocel-xml"
        assert read_log(log).activity.texts == ("收件",)


@pytest.fixture
def database(tmp_path):
    return ocel_logs.write(tmp_path, "sqlite", EVENTS, OBJECTS)


def after(path, script):
    with sqlite3.connect(path) as connection:
        connection.executescript(script)
    connection.close()
    return path


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("DROP TABLE event", "it has no table “event”"),
        ("DROP TABLE event_T0", "it has no table “event_T0”"),
        ("DROP TABLE event_map_type", "it has no table “event_map_type”"),
        ("ALTER TABLE event_T0 DROP COLUMN ocel_time", "no column “ocel_time”"),
        ("ALTER TABLE object RENAME ocel_type TO x", "no column “ocel_type”"),
        (
            "DROP TABLE object; CREATE VIEW object AS SELECT 1 ocel_id, 2 ocel_type",
            "it has no table “object”",
        ),
        ("CREATE VIRTUAL TABLE t USING fts5(x)", "virtual tables or generated columns"),
        (
            "CREATE TABLE t (x, y AS (hex(zeroblob(8000000))))",
            "virtual tables or generated columns",
        ),
        (
            "INSERT INTO event SELECT 'same', '收件' FROM json_each('[1,2,3,4,5,6,7,8,9,0,1]')",
            "More than 10 events bear the id “same”",
        ),
        ("UPDATE object SET ocel_id = zeroblob(30000000)", "damaged (string or blob"),
        ("UPDATE event SET ocel_id = CAST(x'ff' AS TEXT)", "Could not decode to UTF-8"),
    ],
)
def test_a_database_of_another_kind_is_refused(database, script, said):
    assert said in told(after(database, script))


def test_names_of_tables_are_taken_as_names(database):
    name = 'x" UNION SELECT 1, 2; DROP TABLE event; --'
    quoted = name.replace('"', '""')
    after(
        database,
        f"""
        ALTER TABLE event_T0 RENAME TO "event_{quoted}";
        UPDATE event_map_type SET ocel_type_map = '{name}';
        """,
    )
    columns = read_log(database)
    assert (columns.activity.texts, columns.issues) == (("收件",), ())


def test_a_table_of_two_types_is_read_once(database):
    after(database, "INSERT INTO event_map_type VALUES ('决定', 't0')")
    columns = read_log(database)
    assert (columns.activity.texts, columns.issues) == (("收件",), ())


def test_rows_that_tell_of_no_event_are_told(database):
    after(
        database,
        """
        INSERT INTO event_T0 SELECT * FROM event_T0;
        INSERT INTO event_T0 VALUES ('gone', '2025-01-01', '3');
        INSERT INTO event_object VALUES ('gone', '1', '');
        """,
    )
    columns = read_log(database)
    assert [(issue.kind, issue.count) for issue in columns.issues] == [
        ("loose-relation", 1), ("bad-row", 2),
    ]  # fmt: skip


def test_a_database_is_read_but_never_written(database):
    after(database, "PRAGMA journal_mode = WAL")
    database.chmod(0o400)
    before = database.read_bytes()
    assert len(read_log(database).time) == 1
    assert database.read_bytes() == before
    assert [path.name for path in database.parent.iterdir()] == ["log.sqlite"]


def test_pages_that_lead_to_the_same_page_are_not_followed(database):
    """A small file whose tree of pages would unfold to more rows than there is time for."""
    insert = "INSERT INTO event SELECT hex(randomblob(90)), 'x' FROM n"
    count = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 900)"
    after(database, f"{count} {insert}")
    data = bytearray(database.read_bytes())
    size = struct.unpack_from(">H", data, 16)[0]
    inner = next(at for at in range(size, len(data), size) if data[at] == 5)
    cells = struct.unpack_from(">H", data, inner + 3)[0]
    assert cells > 2
    first = inner + struct.unpack_from(">H", data, inner + 12)[0]
    for cell in range(1, cells):
        at = inner + struct.unpack_from(">H", data, inner + 12 + 2 * cell)[0]
        data[at : at + 4] = data[first : first + 4]
    database.write_bytes(data)
    assert "damaged" in told(database)


@pytest.mark.parametrize("name", [b"ocel_qualifier", b"event_object"])
def test_a_database_with_a_name_that_is_no_text_is_refused(database, name):
    broken = database.read_bytes().replace(name, b"\xff" * len(name))
    database.write_bytes(broken)
    assert told(database)


@pytest.mark.parametrize("end", [20, 100, 5000, 20000])
def test_half_a_database_is_refused(database, end):
    data = database.read_bytes()
    database.write_bytes(data[:end])
    assert "damaged" in told(database)


def test_a_zipped_database_is_to_be_unpacked(database, tmp_path):
    assert refusal(tmp_path, gzip.compress(database.read_bytes())) == (
        "This is a gzipped SQLite database: unpack it first."
    )


def test_a_path_is_a_path_whatever_its_name(tmp_path):
    folder = tmp_path / "50% ?mode=rwc#x"
    folder.mkdir()
    path = ocel_logs.write(folder, "sqlite", EVENTS, OBJECTS)
    assert len(read_log(path, mapping.NOTHING).time) == 1
