"""The house style, as far as a machine can read it. Each rule names its remedy."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"
CODE = [p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts]
TESTS = list((ROOT / "tests").rglob("test_*.py"))
TEMPLATES = list(SOURCE.rglob("templates/**/*.html"))
ROOMS = [p.parent for p in SOURCE.glob("mingjing/*/*/__init__.py") if p.parent.parent.name in ("base", "cycle", "insight", "public")]  # fmt: skip
ACTIONS = [p for p in CODE if p.stem == "actions" or "actions" in p.parts]

WRITES = set(
    "save delete bulk_create bulk_update get_or_create update_or_create".split()
)
FILLER = set(
    "a an and the this that is of for to in if whether given function method class "
    "returns return get gets test tests object instance model".split()
)


def name(path):
    return str(path.relative_to(ROOT))


def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path):
    return [
        n
        for n in ast.walk(tree_of(path))
        if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def stems(text):
    words = re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).lower())
    return {w[:-1] if w.endswith("s") and len(w) > 3 else w for w in words}


# auditor.py is handed to an auditor alone and imports nothing of ours.
LONG = {"auditor.py"}


@pytest.mark.parametrize(
    "path", [p for p in CODE + TEMPLATES if p.name not in LONG], ids=name
)
def test_files_stay_short(path):
    limit = 200 if path.suffix == ".html" else 400
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= limit, f"{lines} lines: split it by what it does"


@pytest.mark.parametrize("path", CODE, ids=name)
def test_functions_stay_short(path):
    limit = 25 if path.stem == "views" or "views" in path.parts else 40
    long = [f.name for f in functions(path) if f.end_lineno - f.lineno + 1 > limit]
    assert not long, f"over {limit} lines: {long}; name the steps"


@pytest.mark.parametrize(
    "path",
    # plan_file.py saves a Word document; scale.py copies rows to measure on, no history;
    # signing/ writes what the machine signed, which is nobody's act.
    [
        p
        for p in CODE
        if "mingjing" in p.parts
        and p not in ACTIONS
        and p.stem not in ("plan_file", "scale")
        and p.parent.name != "signing"
    ],
    ids=name,
)
def test_only_actions_write(path):
    calls = [
        f"{path.name}:{n.lineno} .{n.func.attr}()"
        for n in ast.walk(tree_of(path))
        if isinstance(n, ast.Call)
        and isinstance(n.func, ast.Attribute)
        and (
            n.func.attr in WRITES
            or (
                n.func.attr in {"create", "update"} and "objects" in ast.unparse(n.func)
            )
        )
    ]
    assert not calls, f"{calls}: move the write into actions.py"


# moves.py holds what a room's actions share: the compare-and-set and the telling.
@pytest.mark.parametrize("path", [p for p in ACTIONS if p.stem != "moves"], ids=name)
def test_actions_take_who_and_when_by_name(path):
    top = [n for n in tree_of(path).body if isinstance(n, ast.FunctionDef)]
    for f in top:
        if not f.name.startswith("_"):
            named = {a.arg for a in f.args.kwonlyargs}
            assert {"by", "now"} <= named, f"{f.name}(…, *, by, now)"


@pytest.mark.parametrize("path", CODE + TESTS, ids=name)
def test_docstrings_say_more_than_the_name(path):
    for n in ast.walk(tree_of(path)):
        if isinstance(n, ast.FunctionDef | ast.ClassDef) and (
            doc := ast.get_docstring(n)
        ):
            said = stems(doc.splitlines()[0]) - stems(n.name) - FILLER
            chinese = re.search(r"[\u4e00-\u9fff]", doc)
            assert said or chinese, f"{n.name}: delete the docstring or say why"


@pytest.mark.parametrize("path", TESTS, ids=name)
def test_no_test_stops_at_status_200(path):
    for f in functions(path):
        checks = [ast.unparse(n.test) for n in ast.walk(f) if isinstance(n, ast.Assert)]
        assert checks != ["response.status_code == 200"], (
            f"{f.name}: assert what changed or shows"
        )


@pytest.mark.parametrize("room", ROOMS, ids=name)
def test_every_room_has_a_door_plate(room):
    plate = ast.get_docstring(tree_of(room / "__init__.py")) or ""
    for line in ("Law:", "States:", "Who:", "Feeds:"):
        assert line in plate, f"{name(room)}/__init__.py lacks '{line}'"


@pytest.mark.parametrize("room", ROOMS, ids=name)
def test_every_room_is_on_the_map(room):
    assert f"/{room.parent.name}/{room.name}/" in (ROOT / "docs/map.md").read_text(
        encoding="utf-8"
    )


def test_every_model_is_in_the_glossary():
    from django.apps import apps

    words = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    missing = [
        model.__name__
        for model in apps.get_models()
        if model.__module__.startswith("mingjing.")
        and not re.search(rf"\b{model.__name__}\b", words)
    ]
    assert missing == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_hold_no_script_or_style(path):
    html = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)", html)


@pytest.mark.parametrize("path", CODE, ids=name)
def test_nothing_swallows_every_error(path):
    # ruff's BLE001 sees `except Exception`, not this way round it.
    assert "suppress(Exception" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements/*.lock")), ids=name)
def test_a_lock_pins_by_hash_and_names_no_host(lock):
    text = lock.read_text(encoding="utf-8")
    pins = re.findall(r"^\S+==\S+", text, re.MULTILINE)
    hashed = re.findall(r"^\S+==[^\n]*\\\n\s+--hash=sha256:", text, re.MULTILINE)
    assert len(pins) == len(hashed) > 0
    assert "://" not in text
