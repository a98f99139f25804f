"""The files under static/ and the templates: licences, contrast, old browsers, CSP."""

import hashlib
import re
import tomllib

import pytest
from django.conf import settings

STATIC = settings.PACKAGE / "static"
VENDOR = STATIC / "vendor"
FILES = tomllib.loads((VENDOR / "manifest.toml").read_text("utf-8"))["file"]
CSS = (STATIC / "css" / "mingjing.css").read_text("utf-8")
COLOURS = dict(re.findall(r"--mj-([a-z0-9-]+): (#[0-9a-f]{3,6});", CSS))
TEMPLATES = sorted(settings.PACKAGE.glob("**/templates/**/*.html"))


@pytest.mark.parametrize("file", FILES, ids=lambda f: f["path"])
def test_a_file_of_others_is_what_the_manifest_says(file):
    path = VENDOR / file["path"]

    assert hashlib.sha256(path.read_bytes()).hexdigest() == file["sha256"]
    assert (path.parent / "LICENSE").exists()
    assert file["version"] in path.parent.name


def test_the_manifest_names_every_file_of_others():
    there = {p for p in VENDOR.rglob("*") if p.suffix in {".css", ".js"}}

    assert there == {VENDOR / file["path"] for file in FILES}


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
    ]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TONES = ("ok", "soon", "late", "claim", "hold", "help")
PAIRS = [
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3", "link")
      for ground in ("paper", "surface", "sunken")),
    *((tone, f"{tone}-soft") for tone in TONES),
    *((tone, "surface") for tone in TONES),
    *((tone, "sunken") for tone in TONES),
    ("brand", "brand-soft"), ("brand-dark", "brand-soft"), ("surface", "brand"),
    ("surface", "brand-dark"),
]  # fmt: skip


@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(ink, ground):
    assert contrast(COLOURS[ink], COLOURS[ground]) >= 4.5


@pytest.mark.parametrize("ground", ["paper", "surface", "sunken"])
@pytest.mark.parametrize("edge", ["line-strong", "focus"])
def test_controls_and_focus_can_be_seen(edge, ground):
    assert contrast(COLOURS[edge], COLOURS[ground]) >= 3


def test_phone_rules_leave_paper_alone():
    widths = re.findall(r"@media ([^{]*max-width[^{]*)", CSS)

    assert widths
    assert all(rule.startswith("screen") for rule in widths)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_no_template_has_inline_style_or_script(path):
    text = path.read_text("utf-8")

    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", text)
    assert len(text.splitlines()) <= 200
