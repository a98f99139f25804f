"""English is complete: nothing missing, nothing fuzzy, and the compiled form is current."""

import re
from pathlib import Path

import pytest
from babel.messages import mofile, pofile

ROOT = Path(__file__).parents[2] / "src/mingjing"
CATALOGUE = ROOT / "locale/en/LC_MESSAGES/django.po"
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def catalogue():
    with CATALOGUE.open("rb") as file:
        return pofile.read_po(file, locale="en")


def strings(message):
    return [message.string] if isinstance(message.string, str) else message.string


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
        return {
            (m.context, m.id if isinstance(m.id, str) else m.id[0]): set(strings(m))
            for m in found
            if m.id
        }

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
