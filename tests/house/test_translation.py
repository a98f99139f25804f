"""English is complete: all collected, nothing missing or fuzzy, the compiled form current."""

import ast
import io
import re
from pathlib import Path

import pytest
from babel.messages import mofile, pofile
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[2] / "src/mingjing"
CATALOGUE = ROOT / "locale/en/LC_MESSAGES/django.po"
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def catalogue():
    with CATALOGUE.open("rb") as file:
        return pofile.read_po(file, locale="en")


def strings(message):
    return [message.string] if isinstance(message.string, str) else message.string


def key(message):
    """(context, text); babel leaves the contexts of a compiled catalogue as bytes."""
    context = message.context
    if isinstance(context, bytes):
        context = context.decode()
    return context, message.id if isinstance(message.id, str) else message.id[0]


def texts_of_a_template(source):
    marked = templatize(source)
    call = re.compile(r"""\b(n?p?)gettext\(|(?<!\w)_\(""")
    string = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    for found in call.finditer(marked):
        count = 2 if "p" in (found[1] or "") else 1
        parts = re.match(r"\s*,\s*".join([string] * count), marked[found.end() :])
        if parts:
            *context, text = map(ast.literal_eval, parts.groups())
            yield (context or [None])[0], text


def texts_of_a_module(source):
    with io.BytesIO(source.encode()) as file:
        keywords = {
            name: spec
            for word, spec in {
                "gettext": None,
                "ngettext": (1, 2),
                "pgettext": ((1, "c"), 2),
                "npgettext": ((1, "c"), 2, 3),
            }.items()
            for name in (word, f"{word}_lazy")
        } | {"_": None}
        for *_, message, _, context in extract("python", file, keywords):
            yield context, message if isinstance(message, str) else message[0]


def test_every_text_of_the_pages_is_in_the_catalogue(catalogue):
    """Collecting is a step of its own (scripts/translate); this sees when it was left out."""
    known = {key(m) for m in catalogue}
    used = [
        (path.relative_to(ROOT), text)
        for pattern, read in (
            ("*.html", texts_of_a_template),
            ("*.txt", texts_of_a_template),
            ("*.py", texts_of_a_module),
        )
        for path in sorted(ROOT.rglob(pattern))
        for text in read(path.read_text("utf-8"))
    ]

    assert len(used) > 2000
    assert [f"{path}: {text}" for path, text in used if text not in known] == []


def test_every_text_has_its_english(catalogue):
    missing = [m.id for m in catalogue if m.id and (m.fuzzy or not all(strings(m)))]

    assert missing == []


def test_english_keeps_every_placeholder(catalogue):
    def holes(words):
        return sorted(re.findall(r"%\(\w+\)[sd]|\{\w*\}|%[sd]", words))

    wrong = [
        m.id
        for m in catalogue
        if m.id
        for words in strings(m)
        if set(holes(words)) - set(holes(m.id if isinstance(m.id, str) else m.id[0]))
    ]

    assert wrong == []


def test_the_compiled_catalogue_is_current(catalogue):
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = mofile.read_mo(file)

    def texts(found):
        return {key(m): set(strings(m)) for m in found if m.id}

    assert texts(compiled) == texts(catalogue)


def test_no_chinese_stands_outside_a_translation():
    """Text between tags of a template is inside translate or blocktranslate."""
    bare = []
    for path in ROOT.rglob("templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"{% comment.*?endcomment %}|{#.*?#}", "", text, flags=re.DOTALL)
        text = re.sub(
            r"{%-? *blocktrans(late)?\b.*?{%-? *endblocktrans(late)? *%}",
            "",
            text,
            flags=re.DOTALL,
        )
        text = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL)
        text = re.sub(
            r"<(\w+)[^>]*\blang=\"zh[^>]*>.*?</\1>", "", text, flags=re.DOTALL
        )
        bare += [f"{path.name}: {found}" for found in HAN.findall(text)[:1]]

    assert bare == []
