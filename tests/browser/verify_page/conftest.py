"""The page as a saved copy, with no network to ask."""

import pytest

from mingjing.base.ledger.offline import page as document
from tests.browser.verify_page.receipts import KEY, WITNESSES


@pytest.fixture
def saved(chromium, tmp_path):
    """saved("en", keys): the page from a file, whatever it asks for refused and counted."""
    contexts, asked = [], []

    def open_copy(language="zh-hans", *, witnesses=WITNESSES, script=True):
        copy = tmp_path / f"{language}.html"
        keys = witnesses.split("\n")
        copy.write_text(document(language, [KEY], keys), encoding="utf-8")
        context = chromium.new_context(
            viewport={"width": 1440, "height": 900},
            offline=True,
            java_script_enabled=script,
        )
        contexts.append(context)
        context.on("request", lambda one: asked.append(one.url))
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: asked.append(str(error)))
        page.on("console", lambda said: asked.append(said.text))
        page.goto(copy.as_uri())
        return page

    yield open_copy
    for context in contexts:
        context.close()
    assert [one for one in asked if not one.endswith(("zh-hans.html", "en.html"))] == []
