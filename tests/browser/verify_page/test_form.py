"""A receipt checked by hand: on the form, from a saved copy, without a network."""

import pytest
from playwright.sync_api import expect

from mingjing.base.ledger.offline import page as document
from mingjing.base.ledger.offline import script_hash, style_hash
from mingjing_ledger.canonical import canonical
from mingjing_ledger.checkpoint import Checkpoint, sign_checkpoint
from mingjing_ledger.proof import Proof
from mingjing_ledger.tree import leaf_hash
from tests.browser.test_every_page import axe_on, chinese_on, misfits
from tests.browser.verify_page.receipts import CITY, KEY, LOG, WITNESSES, receipt
from tests.mingjing_ledger.examples import (
    LOG_KEY,
    ML_DSA_KEY,
    NOW,
    SALT,
    WITNESS_KEY,
    entry,
)

pytestmark = pytest.mark.browser


def press(page):
    page.locator("button[type=submit]").click()
    return page.locator("#verdict").inner_text()


def choose(page, data):
    kind = "application/octet-stream"
    page.set_input_files(
        "#file", {"name": "5.tlog-proof", "mimeType": kind, "buffer": data}
    )
    expect(page.locator("#chosen")).to_have_text("5.tlog-proof")


SEEN = (LOG_KEY, WITNESS_KEY.at(NOW), CITY.at(NOW + 86_400))


def test_a_receipt_from_a_file_is_told_in_plain_words(saved):
    page = saved()
    choose(page, receipt(5, 7, *SEEN))

    assert press(page) == "成立"
    assert page.evaluate("document.activeElement.id") == "verdict"
    said = page.locator("#result").inner_text()
    for words in (
        "第 5 条（从 0 数起）", "共 7 条", "DueVerified", "due:5", "2026年3月2日 09:05:00",
        "单位专人", "305", "audit.example/w1 (1d3786e2)", "2026年3月2日 09:30:00（北京时间）",
        "2026年3月3日 09:30:00（北京时间）", "county.example/ledger (fe2b1885)",
        LOG.roots[7].hex(), entry(5)["sealed"]["note"],
    ):  # fmt: skip
        assert words in said
    assert page.locator(".is-fails, .is-unknown").count() == 0


def test_windows_line_ends_are_refused_from_a_file_and_mended_by_pasting(saved):
    page, data = saved("en"), receipt(5, 7, *SEEN).replace(b"\n", b"\r\n")
    choose(page, data)

    assert press(page) == "Cannot be judged"
    assert "Windows line ends (CRLF)" in page.locator(".verdict p").inner_text()
    page.fill("#receipt", data.decode())
    assert press(page) == "It holds"


def test_a_wrong_byte_is_shown_in_red_with_the_step_and_the_next_step(saved):
    page = saved()
    page.fill("#receipt", receipt(5, 7, *SEEN).decode().replace("index 5", "index 4"))

    assert press(page) == "不成立"
    assert "这条留痕不在这份账本的这个位置" in page.locator(".verdict p").inner_text()
    assert "交审计人员" in page.locator(".verdict p").inner_text()
    assert page.locator(".steps .state").all_inner_texts() == [
        "相符", "相符", "相符", "相符", "不符",
    ]  # fmt: skip
    assert page.locator("#result .card").count() == 1


def test_without_witnesses_a_receipt_holds_and_says_nothing_of_time(saved):
    page = saved("en", witnesses=ML_DSA_KEY.verifier.encode())
    page.fill("#receipt", receipt(5, 7).decode())

    assert press(page) == "It holds"
    assert page.locator(".steps .is-absent").count() == 1
    signed = receipt(5, 7, LOG_KEY, ML_DSA_KEY.at(NOW))
    page.fill("#receipt", signed.decode())
    assert press(page) == "It holds"
    assert "signed with ML-DSA-44" in page.locator(".steps").inner_text()
    assert "No witness" in page.locator("#result").inner_text()


def test_an_entry_that_is_not_in_the_receipt_is_pasted(saved):
    page = saved("en")
    page.fill("#receipt", receipt(5, 7, bring=False).decode())

    assert press(page) == "Cannot be judged"
    page.locator("summary").click()
    page.fill("#entry", LOG.bodies[5].decode() + "\n")
    assert press(page) == "It holds"
    page.fill("#entry", LOG.bodies[6].decode())
    assert press(page) == "It does not hold"


def other_head(size, root=None):
    head = Checkpoint(LOG_KEY.name, size, root or LOG.roots[size])
    return sign_checkpoint(head, [LOG_KEY]).decode()


@pytest.mark.parametrize(
    ("other", "verdict", "words"),
    [
        (other_head(7).rstrip("\n"), "It holds", "it is one record"),
        (other_head(9), "It holds", "different sizes cannot be compared"),
        (other_head(7, bytes(32)), "It does not hold", "Keep both"),
        (
            other_head(7).replace("— county", "— x.county"),
            "It holds",
            "None of the keys",
        ),
    ],
    ids=["same", "other size", "two lists", "not signed"],
)
def test_another_head_is_compared(saved, other, verdict, words):
    page = saved("en")
    page.fill("#receipt", receipt(5, 7, *SEEN).decode())
    page.locator("summary").click()
    page.fill("#other", other)

    assert press(page) == verdict
    assert words in page.locator(".steps tr").last.inner_text()


@pytest.mark.parametrize(
    ("field", "salt", "words", "state"),
    [
        ("note", SALT.hex(), "已核", "Agrees"),
        ("note", SALT.hex(" ").upper(), "已核", "Agrees"),
        ("note", SALT.hex(), "已核。", "Disagrees"),
        ("note", SALT.hex()[:-2], "已核", "Not judged"),
        ("toString", SALT.hex(), "已核", "Not judged"),
    ],
)
def test_sealed_words_are_opened(saved, field, salt, words, state):
    page = saved("en")
    page.fill("#receipt", receipt(5, 7, *SEEN).decode())
    page.locator("summary").click()
    for name, value in (("field", field), ("salt", salt), ("words", words)):
        page.fill(f"#{name}", value)

    assert press(page) == "It holds"
    assert page.locator(".steps .state").last.inner_text() == state


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_fits_passes_axe_and_speaks_one_language(saved, language):
    for data in (receipt(5, 700, *SEEN), b"x", receipt(5, 700)[:-9]):
        page = saved(language)
        page.locator("summary").click()
        found = list(misfits(page)) + axe_on(page)
        page.fill("#receipt", data.decode())
        press(page)
        found += list(misfits(page)) + axe_on(page)

        assert found == []
        assert language != "en" or chinese_on(page) == []


def test_without_script_it_says_what_to_use_instead(saved):
    page = saved(script=False)

    assert "./mingjing ledger verify" in page.locator("noscript").inner_text()
    assert not page.locator("#form").is_visible()
    assert page.locator("#meaning").is_visible()


def test_it_works_over_plain_http_where_the_browser_has_no_crypto(chromium):
    context, asked = chromium.new_context(), []

    def serve(route):
        asked.append(route.request.url)
        body = document("zh-hans", [KEY], WITNESSES.split("\n"))
        route.fulfill(
            body=body,
            headers={
                "Content-Type": "text/html; charset=utf-8",
                "Content-Security-Policy": "default-src 'none'; "
                f"script-src 'sha256-{script_hash()}'; "
                f"style-src 'sha256-{style_hash()}'; img-src data:",
            },
        )

    context.route("**/*", serve)
    page = context.new_page()
    page.goto("http://county.example/verify")
    page.fill("#receipt", receipt(5, 7, *SEEN).decode())

    assert page.evaluate("[isSecureContext, typeof crypto.subtle]") == [
        False,
        "undefined",
    ]
    assert press(page) == "成立"
    assert asked == ["http://county.example/verify"]
    context.close()


def test_clearing_leaves_nothing_but_the_keys_of_the_page(saved):
    page = saved()
    choose(page, receipt(5, 7, *SEEN))
    press(page)
    page.locator("button[type=reset]").click()

    assert not page.locator("#result").is_visible()
    assert page.input_value("#receipt") == ""
    assert page.input_value("#keys") == KEY
    assert press(page) == "不能判断"


def test_a_file_is_dropped_on_the_page(saved):
    page = saved("en")
    page.evaluate(
        """data => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([data], "dropped.tlog-proof"));
          for (const kind of ["dragover", "drop"])
            document.getElementById("drop").dispatchEvent(
              new DragEvent(kind, { dataTransfer: transfer, cancelable: true }));
        }""",
        receipt(5, 7, *SEEN).decode(),
    )

    expect(page.locator("#chosen")).to_have_text("dropped.tlog-proof")
    assert press(page) == "It holds"


def test_a_result_goes_when_anything_is_changed(saved):
    page = saved("en")
    for field, value in (("receipt", "x"), ("keys", KEY), ("salt", "00")):
        page.fill("#receipt", receipt(5, 7, *SEEN).decode())
        press(page)
        assert page.locator("#result").is_visible()
        page.evaluate("document.querySelector('details').open = true")
        page.fill(f"#{field}", value)
        assert not page.locator("#result").is_visible()


def test_hostile_words_of_an_entry_are_shown_and_not_obeyed(saved):
    page, hostile = saved("en"), "<img src=x onerror=alert(1)>{reason}</script>"
    body = canonical({**entry(5), "kind": hostile, "data": {hostile: [hostile]}})
    head = Checkpoint(LOG_KEY.name, 1, leaf_hash(body))
    signed = sign_checkpoint(head, [LOG_KEY])
    page.fill("#receipt", Proof(0, (), signed, body).encode().decode())

    assert press(page) == "It holds"
    assert page.locator("#result dd").first.inner_text() == hostile
    assert (
        page.locator("#result tr", has_text="img").locator("th").inner_text() == hostile
    )
    assert page.locator("img, #result script").count() == 0
    assert body.decode() in page.locator("#result").inner_text()
