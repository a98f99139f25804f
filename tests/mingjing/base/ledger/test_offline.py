"""The document that checks a receipt without the server; what it judges is seen in a browser."""

import base64
import hashlib
import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest
from lxml import html

from mingjing.base.ledger import offline
from tests.house.test_old_browsers import (
    KEPT,
    SCRIPTS_AFTER_86,
    STYLES_AFTER_86,
    later,
    nested,
    plain,
)

HERE = Path(offline.__file__).parent
VENDOR = HERE / "vendor"
OURS = sorted((HERE / "script").glob("*.js"))
WORDS = tomllib.loads((HERE / "words.toml").read_text("utf-8"))
TEXTS = [(n, t) for told in WORDS.values() for n, t in told.items()]
CODE = re.compile(
    r'refuse(?:Key)?\((?:(?:kind|"\w+"), )?"([a-z]\w+)"|code: "(\w+)"', re.ASCII
)


@pytest.fixture(params=["zh-hans", "en"])
def page(request):
    return html.document_fromstring(offline.page(request.param, ["k+1"], ["w+2"]))


def digest(text):
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_the_hashes_are_those_of_the_one_script_and_the_one_style(page):
    (style,) = page.xpath("//style")
    (script,) = page.xpath("//script[not(@type)]")
    (policy,) = page.xpath("//meta[@http-equiv]/@content")

    assert offline.style_hash() == digest(style.text)
    assert offline.script_hash() == digest(script.text)
    assert f"script-src 'sha256-{offline.script_hash()}'" in policy
    assert f"style-src 'sha256-{offline.style_hash()}'" in policy
    assert policy.startswith("default-src 'none';")


def test_the_document_asks_for_nothing_and_acts_through_its_script_alone(page):
    names = {name for one in page.iter() for name in one.attrib}

    assert {name for name in names if name.startswith("on")} == set()
    assert names & {"style", "src", "action", "srcset"} == set()
    assert page.xpath("//@href") == ["data:,"]


def test_every_control_has_a_label_and_every_reference_a_target(page):
    ids = page.xpath("//@id")
    labels = page.xpath("//label/@for")
    controls = page.xpath("(//textarea|//input)/@id")

    assert len(ids) == len(set(ids))
    assert sorted(labels) == sorted(controls)
    assert set(page.xpath("//@aria-describedby")) <= set(ids)


@pytest.mark.parametrize(
    ("language", "title"),
    [("zh-hans", "查验凭证"), ("en", "Check a receipt"), ("en-gb", "Check a receipt")],
)
def test_the_page_speaks_one_language(language, title):
    told = html.document_fromstring(offline.page(language, [], []))

    assert told.xpath("string(//h1)") == title
    assert told.get("lang") == ("en" if "en" in language else "zh-Hans")


def test_keys_and_words_cannot_leave_their_place():
    hostile = "</textarea></script><img src=x onerror=alert(1)>$script {name}"
    told = html.document_fromstring(offline.page("en", [hostile], ["a", "b"]))

    assert told.xpath("string(//*[@id='keys'])").strip() == hostile
    assert told.xpath("string(//*[@id='witnesses'])").strip() == "a\nb"
    assert told.xpath("//img") == []


@pytest.mark.parametrize(("name", "texts"), TEXTS, ids=lambda it: str(it)[:30])
def test_every_text_is_said_in_both_languages(name, texts):
    fields = [{f for _, f, _, _ in Formatter().parse(t) if f} for t in texts.values()]

    assert sorted(texts) == ["en", "zh"]
    assert all(texts.values()) or name == "months"
    assert fields[0] == fields[1] or name == "beijing"
    assert not re.search("[\u3400-\u9fff]", texts["en"])


def test_every_sentence_of_the_script_has_words_and_every_word_a_use():
    script = "".join(path.read_text("utf-8") for path in OURS)
    codes = {one or other for one, other in CODE.findall(script)}

    assert codes == set(WORDS["said"])
    assert set(re.findall(r'(?:what: |, )"(\w+)", "Malformed\w*"', script)) | set(
        re.findall(r'what: "(\w+)"', script)
    ) == set(WORDS["what"])


def test_the_files_of_others_are_what_the_manifest_says():
    files = tomllib.loads((VENDOR / "manifest.toml").read_text("utf-8"))["file"]

    assert {VENDOR / it["path"] for it in files} == set(VENDOR.rglob("*.js"))
    for it in files:
        path = VENDOR / it["path"]
        assert hashlib.sha256(path.read_bytes()).hexdigest() == it["sha256"]
        assert it["version"] in path.parent.name
        assert (path.parent / "LICENSE").read_text("utf-8").strip() in offline.page(
            "en", [], []
        )


@pytest.mark.parametrize("path", [*OURS, *VENDOR.rglob("*.js")], ids=lambda p: p.name)
def test_scripts_keep_to_what_chromium_86_knows(path):
    text = path.read_text("utf-8")

    assert later(re.sub(r"//.*", "", text), SCRIPTS_AFTER_86) == set()
    assert not re.search(r"</script|<!--|\binnerHTML|\beval\(|\bfetch\(", text)


def test_the_style_keeps_to_what_chromium_86_knows():
    css = plain((HERE / "page.css").read_text("utf-8"))
    found = later(css, STYLES_AFTER_86)

    assert {one for one in found if not any(k in one for k in KEPT)} == set()
    assert nested(css) == set()


def test_the_colours_are_those_of_the_site():
    told = r"--(?:mj-)?([a-z0-9-]+): (#[0-9a-f]{3,6});"
    site = HERE.parents[2] / "static/css/mingjing.css"
    ours = dict(re.findall(told, (HERE / "page.css").read_text("utf-8")))
    theirs = dict(re.findall(told, site.read_text("utf-8")))

    assert ours == {name: theirs[name] for name in ours}
    assert len(ours) > 15
