"""The page on which anyone checks a receipt without the server, as one file.

What it judges and how is docs/spec/ledger.md; the script says the same verdicts as
`mingjing_ledger`. It asks for nothing, so it works from a saved copy too.
"""

import hashlib
import html
import json
import re
import tomllib
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from string import Template

_HERE = Path(__file__).parent
_CURVE = _HERE / "vendor" / "noble-ed25519-3.2.0"


def page(language: str, keys: Sequence[str], witnesses: Sequence[str]) -> str:
    """Return the whole HTML document, in English or (any other language) Chinese.

    ``keys`` are the log's verifier keys and ``witnesses`` those of its witnesses, as
    written in C2SP signed-note; the reader may put others in their place.
    """
    tongue = "en" if language.startswith("en") else "zh"
    words = {
        group: {name: texts[tongue] for name, texts in told.items()}
        for group, told in _words().items()
    }
    # The script reads the words as data; "<" must not end its element early.
    said = json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
    texts = {name: html.escape(text) for name, text in words["page"].items()}
    return Template(_text("page.html")).substitute(
        texts,
        style=_style(),
        script=_script(),
        style_hash=style_hash(),
        script_hash=script_hash(),
        said=said,
        log_keys=html.escape("\n".join(keys)),
        witness_keys=html.escape("\n".join(witnesses)),
    )


def script_hash() -> str:
    """Return base64(SHA-256) of the inline script, for Content-Security-Policy."""
    return _hash(_script())


def style_hash() -> str:
    """Return base64(SHA-256) of the inline style, for Content-Security-Policy."""
    return _hash(_style())


def _hash(text: str) -> str:
    return b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(_text("words.toml"))


@cache
def _style() -> str:
    return _text("page.css")


@cache
def _script() -> str:
    parts = sorted((_HERE / "script").glob("*.js"))
    ours = [part.read_text(encoding="utf-8") for part in parts]
    return "\n".join([ours[0], _curve(), *ours[1:]])


def _curve() -> str:
    """The published module as one constant: an inline script cannot import."""
    licence = (_CURVE / "LICENSE").read_text(encoding="utf-8")
    module = (_CURVE / "index.js").read_text(encoding="utf-8")
    body, exports = re.subn(
        r"^export \{.*\};$", "return { Point };", module, flags=re.MULTILINE
    )
    if exports != 1:
        raise ValueError("The module of the curve has another end than expected.")
    return f"/* {licence.strip()} */\nconst Curve = (() => {{\n{body}}})();"


def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
