"""Logs of events with several objects, written in the three forms of OCEL 2.0."""

import json
import sqlite3
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

FORMS = {"json": "ocel-json", "xml": "ocel-xml", "sqlite": "sqlite"}


@dataclass
class Event:
    """None leaves out the id, the type or the time."""

    id: str | None
    type: str | None
    time: str | None = "2025-01-01T00:00:00+08:00"
    objects: tuple[str, ...] = ()
    attributes: dict[str, str] = field(default_factory=dict)


def write(folder, form, events, objects):
    """A file of (id, type) objects and of events; returns its path."""
    path = folder / f"log.{form}"
    path.unlink(missing_ok=True)
    if form == "sqlite":
        with_tables(path, events, objects)
    else:
        written = {"json": as_json, "xml": as_xml}[form](events, objects)
        path.write_text(written, encoding="utf-8")
    return path


def given(**values):
    return {key: value for key, value in values.items() if value is not None}


def types_of(events):
    """Names of the attributes of each type."""
    found = {}
    for each in events:
        if each.type is not None:
            found.setdefault(each.type, {}).update(dict.fromkeys(each.attributes))
    return {name: list(attributes) for name, attributes in found.items()}


def as_json(events, objects):
    return json.dumps(
        {
            "objectTypes": [
                {"name": name, "attributes": [{"name": "fee", "type": "float"}]}
                for name in sorted({kind for _id, kind in objects if kind})
            ],
            "eventTypes": [
                {
                    "name": name,
                    "attributes": [{"name": key, "type": "string"} for key in keys],
                }
                for name, keys in types_of(events).items()
            ],
            "objects": [
                given(id=name, type=kind)
                | {
                    "attributes": [
                        {"name": "fee", "time": "1970-01-01T00:00:00Z", "value": 1.5},
                        {"name": "fee", "time": "2025-01-02T00:00:00Z", "value": 2.5},
                    ],
                    "relationships": [{"objectId": "another", "qualifier": "part"}],
                }
                for name, kind in objects
            ],
            "events": [
                given(id=each.id, type=each.type, time=each.time)
                | {
                    "attributes": [
                        {"name": key, "value": value}
                        for key, value in each.attributes.items()
                    ],
                    "relationships": [
                        {"objectId": name, "qualifier": f"as {at}"}
                        for at, name in enumerate(each.objects)
                    ],
                }
                for each in events
            ],
        },
        ensure_ascii=False,
        indent=1,
    )


def as_xml(events, objects):
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n<log>\n<event-types>"
        + "".join(
            f"<event-type name={quoteattr(name)}><attributes>"
            + "".join(
                f'<attribute name={quoteattr(key)} type="string"/>' for key in keys
            )
            + "</attributes></event-type>\n"
            for name, keys in types_of(events).items()
        )
        + "</event-types>\n<object-types/>\n<events>\n"
        + "".join(map(xml_event, events))
        + "</events>\n<objects>\n"
        + "".join(
            f"<object{tags(id=name, type=kind)}><attributes>"
            '<attribute name="fee" time="1970-01-01T00:00:00Z">1.5</attribute>'
            '<attribute name="fee" time="2025-01-02T00:00:00Z">2.5</attribute>'
            '</attributes><objects><relationship object-id="another" qualifier="part"/>'
            "</objects></object>\n"
            for name, kind in objects
        )
        + "</objects>\n</log>\n"
    )


def tags(**values):
    return "".join(
        f" {key}={quoteattr(value)}" for key, value in given(**values).items()
    )


def xml_event(each):
    return (
        f"<event{tags(id=each.id, type=each.type, time=each.time)}>\n<attributes>"
        + "".join(
            f"<attribute name={quoteattr(key)}>{escape(value)}</attribute>"
            for key, value in each.attributes.items()
        )
        + "</attributes>\n<objects>"
        + "".join(
            f'<relationship object-id={quoteattr(name)} qualifier="as {at}"/>'
            for at, name in enumerate(each.objects)
        )
        + "</objects>\n</event>\n"
    )


def with_tables(path, events, objects):
    database = sqlite3.connect(path)
    database.executescript(
        """
        CREATE TABLE event (ocel_id TEXT, ocel_type TEXT);
        CREATE TABLE object (ocel_id TEXT, ocel_type TEXT);
        CREATE TABLE event_object
            (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT);
        CREATE TABLE object_object
            (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT);
        CREATE TABLE event_map_type (ocel_type TEXT, ocel_type_map TEXT);
        CREATE TABLE object_map_type (ocel_type TEXT, ocel_type_map TEXT);
        """
    )
    run = database.execute
    for at, (name, keys) in enumerate(types_of(events).items()):
        run("INSERT INTO event_map_type VALUES (?, ?)", (name, f"T{at}"))
        columns = "".join(f', "{key}" TEXT' for key in keys)
        run(f"CREATE TABLE event_T{at} (ocel_id TEXT, ocel_time TIMESTAMP{columns})")
        for each in events:
            if each.type == name:
                values = [each.id, each.time, *map(each.attributes.get, keys)]
                holes = ", ".join("?" * len(values))
                run(f"INSERT INTO event_T{at} VALUES ({holes})", values)
    for each in events:
        run("INSERT INTO event VALUES (?, ?)", (each.id, each.type))
        for at, name in enumerate(each.objects):
            values = (each.id, name, f"as {at}")
            run("INSERT INTO event_object VALUES (?, ?, ?)", values)
    for name, kind in objects:
        run("INSERT INTO object VALUES (?, ?)", (name, kind))
        run("INSERT INTO object_object VALUES (?, 'another', 'part')", (name,))
    database.commit()
    database.close()
