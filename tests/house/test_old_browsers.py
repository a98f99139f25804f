"""Office PCs end at old Chromium: our own styles and scripts keep to what 86 knows.

What came later may stand inside `@supports`, or where losing it costs nothing (KEPT).
"""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"
OURS = [p for p in SOURCE.rglob("static/**/*") if "vendor" not in p.parts]
STYLES = [p for p in OURS if p.suffix == ".css"]
SCRIPTS = [p for p in OURS if p.suffix == ".js"]

# feature: the Chromium that first knew it (caniuse.com; MDN's compatibility tables)
STYLES_AFTER_86 = {
    r":has\(": 105,
    r":(is|where)\(": 88,
    r":not\([^)]*,": 88,
    r":user-valid|:user-invalid": 119,
    r"color-mix\(|\boklch\(|\boklab\(|\blab\(|\blch\(": 111,
    r"\blight-dark\(": 123,
    r"@container|container-type|\d(cqw|cqh|cqi|cqb)\b": 105,
    r"@layer": 99,
    r"@scope": 118,
    r"@starting-style": 117,
    r"(?<![\w-])inset(-block|-inline)?\s*:": 87,
    r"aspect-ratio\s*:": 88,
    r"\d(dvh|svh|lvh|dvw|svw|lvw)\b": 108,
    r"\bsubgrid\b": 117,
    r"text-wrap\s*:": 114,
    r"accent-color\s*:": 93,
    r"(margin|padding|border)-(inline|block)\s*:": 87,
    r"overflow\s*:\s*clip": 90,
    r"scrollbar-gutter|scrollbar-color|scrollbar-width": 94,
    r"(?<!-webkit-)print-color-adjust": 136,
    r"\b(round|mod|rem|sin|cos)\(": 111,
    r"@media[^{]*[<>]=?": 104,
    r"field-sizing": 123,
    r"\bforced-color-adjust\b": 89,
    r"@media[^{]*forced-colors": 89,
    r"\btranslate\s*:|\brotate\s*:|\bscale\s*:": 104,
}
# Comfort only: without it a page reads and works the same.
KEPT = {
    "text-wrap": "lines of uneven length",
    "accent-color": "check boxes in the browser's own blue",
    "print-color-adjust": "the prefixed name stands beside it",
    "forced-color": "no forced colours before 89",
}
SCRIPTS_AFTER_86 = {
    r"\.at\(": 92,
    r"structuredClone": 98,
    r"\.toSorted\(|\.toReversed\(|\.findLast\(": 97,
    r"\bObject\.groupBy|\bArray\.fromAsync": 117,
    r"\bObject\.hasOwn\b": 93,
    r"\.showPopover\(|popover=": 114,
    r"\bimport\.meta\b|^\s*static\s*\{": 94,
}


def name(path):
    return str(path.relative_to(SOURCE))


def plain(css):
    """Without comments and without what stands inside @supports."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    while found := re.search(r"@supports[^{]*\{", css):
        depth, end = 1, found.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        css = css[: found.start()] + css[end:]
    return css


def later(text, known):
    return {
        f"{found[0]} (Chromium {since})"
        for feature, since in known.items()
        for found in re.finditer(feature, text, flags=re.MULTILINE)
    }


def nested(css):
    """Rules inside rules: known from 120. At-rules may hold rules."""
    open_rules, found = [], set()
    for head, brace in re.findall(r"([^{}]*)([{}])", css):
        if brace == "}":
            open_rules.pop()
            continue
        selector = head.rsplit(";", 1)[-1].strip()
        if any(not above.startswith("@") for above in open_rules):
            found.add(selector)
        open_rules.append(selector)
    return found


@pytest.mark.parametrize("path", STYLES, ids=name)
def test_styles_keep_to_what_chromium_86_knows(path):
    css = plain(path.read_text(encoding="utf-8"))
    found = later(css, STYLES_AFTER_86)

    assert {one for one in found if not any(k in one for k in KEPT)} == set()
    assert nested(css) == set()


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_scripts_keep_to_what_chromium_86_knows(path):
    script = re.sub(r"//.*", "", path.read_text(encoding="utf-8"))

    assert later(script, SCRIPTS_AFTER_86) == set()


@pytest.mark.parametrize(
    "css",
    [
        "p:has(a) { }",
        "p { inset: 0 }",
        "p { color: color-mix(in srgb, red, blue) }",
        "@media (width >= 40rem) { p { } }",
        "@container (min-width: 1px) { p { } }",
        "p { a { } }",
        "p { color: red; a { } }",
    ],
)
def test_the_check_sees_what_is_too_new(css):
    assert later(plain(css), STYLES_AFTER_86) or nested(plain(css))
    assert not later(plain(f"@supports (x: y) {{ {css} }}"), STYLES_AFTER_86)


@pytest.mark.parametrize(
    "css",
    [
        "p { box-shadow: inset 0 0 1px red }",
        "svg { transform: scale(2) translate(1px) }",
        "@media screen and (max-width: 767px) { p { } a:not(.b) { } }",
        "p { gap: 1rem; font-size: 1rem }",
    ],
)
def test_the_check_lets_pass_what_86_knows(css):
    assert later(plain(css), STYLES_AFTER_86) == set()
    assert nested(plain(css)) == set()
