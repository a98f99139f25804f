"""Each example of docs/spec/ledger.md is what the code computes."""

import re
from pathlib import Path

import pytest

from mingjing_ledger.proof import verify_proof
from mingjing_ledger.tree import leaf_hash
from tests.mingjing_ledger.examples import LOG_KEY, NOW, WITNESS_KEY, examples

PAGE = Path(__file__).parents[2] / "docs" / "spec" / "ledger.md"
BLOCK = re.compile(r"<!-- example: (.+?) -->\n```text\n(.*?)\n?```\n", re.DOTALL)
EXAMPLES = examples()


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name != "ml-dsa key id"])
def test_an_example_of_the_specification_is_what_the_code_computes(name):
    blocks = dict(BLOCK.findall(PAGE.read_text()))

    assert blocks[name] == EXAMPLES[name].removesuffix("\n")


def test_the_specification_has_every_example_and_no_other():
    page = PAGE.read_text()
    blocks = [name for name, _ in BLOCK.findall(page)]

    assert sorted([*blocks, "ml-dsa key id"]) == sorted(EXAMPLES)
    assert page.count("```") == 2 * len(blocks)
    assert f"`{EXAMPLES['ml-dsa key id']}`" in page


def test_the_receipt_of_the_specification_proves_its_entry():
    shown = verify_proof(
        EXAMPLES["proof"].encode(),
        leaf_hash(EXAMPLES["entry"].encode()),
        origin=LOG_KEY.name,
        keys=[LOG_KEY.verifier],
        witnesses=[WITNESS_KEY.verifier],
        quorum=1,
    )

    assert (shown.index, shown.signed.checkpoint.size) == (5, 7)
    assert shown.witnesses == {WITNESS_KEY.verifier: NOW}
