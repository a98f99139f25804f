"""The grammar of the record is frozen: what an event writes today it writes for ever.

After a wanted change: ``WRITE_VECTORS=1 pytest tests/house/test_events.py``, and raise
the event's ``version`` when entries of the old form may exist already.
"""

import ast
import json
import os
import re
from dataclasses import fields
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from types import NoneType, UnionType
from typing import Literal, Union, get_args, get_origin, get_type_hints

import pytest
from django.apps import apps

from mingjing.base.record.actions import _body
from mingjing.base.record.events import WORDS, Event
from mingjing.base.record.models import Opening
from mingjing.insight.desk.models import SavedView
from mingjing_ledger.canonical import canonical

ROOT = Path(__file__).parents[2]
VECTORS = ROOT / "tests/vectors/events"
ACTIONS = sorted(
    path
    for path in (ROOT / "src/mingjing").rglob("*.py")
    # moves.py holds a room's conditional update, which its actions wrap and record.
    if (path.stem == "actions" or "actions" in path.parts) and path.stem != "moves"
)
AT = datetime(2026, 3, 10, 17, 30, tzinfo=UTC)
SALT = bytes(16)

# Open strings are codes; these would hold a person or a person's words.
PERSONAL = re.compile(
    r"name|person|phone|mobile|mail|address|reason|note|question|answer|comment"
    r"|words|text|identity|id_card|actor"
)
# What writes one's own page settings is no act of the programme. By function: the one
# model that it writes, whose docstring says why it is "Not in the record".
UNRECORDED = {
    "save_view": SavedView,
    "rename_view": SavedView,
    "remove_view": SavedView,
}
# A string of that look which is no person's: say whose it is.
HARMLESS: dict[tuple[str, str], str] = {}


def events():
    for app in apps.get_app_configs():
        if app.name.startswith("mingjing."):
            folder = Path(app.path)
            if (folder / "events.py").exists():
                import_module(f"{app.name}.events")
    return [
        event
        for _name, event in sorted(Event.registry.items())
        if event.__module__.startswith("mingjing.")
    ]


def sample(hint):
    """The one value of a type that the vectors use."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return sample(next(a for a in arguments if a is not NoneType))
    if origin in (tuple, list):
        return (sample(arguments[0]),)
    if origin is Literal:
        return arguments[0]
    if origin is dict:
        return {"k": sample(arguments[1])}
    if isinstance(hint, type) and issubclass(hint, str) and hint is not str:
        return next(iter(hint)).value
    plain = {
        int: 7,
        str: "词",
        bool: True,
        date: date(2026, 3, 11),
        datetime: AT,
        object: None,
    }
    return plain[hint]


def body_of(event):
    hints = get_type_hints(event)
    made = event(**{f.name: sample(hints[f.name]) for f in fields(event)})
    sealed = [
        Opening(field=name, salt=SALT, value=words)
        for name, words in made.private_fields().items()
    ]
    return canonical({**_body(made, sealed, "office", AT), "subject": "thing:7"})


def told(event):
    return event.__name__


@pytest.mark.parametrize("event", events(), ids=told)
def test_an_event_writes_what_it_always_wrote(event):
    path = VECTORS / f"{event.__name__}.json"
    body = body_of(event)
    if os.environ.get("WRITE_VECTORS") == "1":
        path.write_bytes(body + b"\n")

    assert path.exists(), "no vector yet: WRITE_VECTORS=1 and read what it wrote"
    assert path.read_bytes() == body + b"\n"


@pytest.mark.parametrize("event", events(), ids=told)
def test_an_event_keeps_no_persons_words_in_the_open(event):
    hints = get_type_hints(event)
    private = event._private_names()
    open_words = [
        f.name
        for f in fields(event)
        if f.name not in private
        and hints[f.name] in (str, str | None)
        and PERSONAL.search(f.name)
        and (event.__name__, f.name) not in HARMLESS
    ]

    assert open_words == [], "make them Private, or say in HARMLESS whose they are"


def test_no_vector_is_left_of_an_event_that_is_gone():
    names = {event.__name__ for event in events()}

    assert {path.stem for path in VECTORS.glob("*.json")} == names


def test_events_are_named_apart():
    names = [
        name
        for path in (ROOT / "src/mingjing").rglob("events.py")
        for name in re.findall(r"^class (\w+)\(Event\)", path.read_text(), re.MULTILINE)
    ]

    assert len(names) == len(set(names))


def _called(function):
    """Names of what a function calls, and of functions it hands on."""
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def _recording():
    """Every function of every actions module that records, by itself or by another.

    Names are taken across modules, as imports bind them; grown until nothing is added.
    """
    calls = {}
    for path in ACTIONS:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                calls.setdefault(node.name, set()).update(_called(node))
    reach = {"record"}
    while True:
        grown = reach | {name for name, called in calls.items() if called & reach}
        if grown == reach:
            return reach
        reach = grown


@pytest.mark.parametrize(
    "path", ACTIONS, ids=lambda path: str(path.relative_to(ROOT / "src/mingjing"))
)
def test_every_action_leaves_a_line_in_the_record(path):
    reach = _recording()
    silent = [
        node.name
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and node.name not in reach
        and node.name not in UNRECORDED
    ]

    assert silent == [], "an action records an Event; what does not act is no action"


@pytest.mark.parametrize("name", UNRECORDED)
def test_what_is_not_recorded_is_ones_own_and_says_why(name):
    model = UNRECORDED[name]
    others = [f.name for f in model._meta.get_fields() if f.is_relation]

    assert name not in _recording(), "it is recorded by now: take it off the list"
    assert "Not in the record: " in model.__doc__
    # Tied to its owner and to no thing of the programme.
    assert others == ["person"]


def test_the_vectors_are_canonical_json():
    for path in VECTORS.glob("*.json"):
        data = path.read_bytes().rstrip(b"\n")
        assert canonical(json.loads(data)) == data


def test_every_event_has_a_word_for_its_reader():
    """The remedy: a line in mingjing/base/record/events.py WORDS."""
    kinds = {
        c.__name__
        for c in Event.registry.values()
        if c.__module__.startswith("mingjing.")
    }

    assert kinds - set(WORDS) == set()
