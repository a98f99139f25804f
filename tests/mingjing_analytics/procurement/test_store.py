"""Facts kept: the same flags without the releases, and new releases beside the old."""

import io
import json
import os

import pytest

from benchmarks.supervision.releases import write_releases
from mingjing.config.console import run
from mingjing_analytics.procurement.compat.run import all_facts, basis_of
from mingjing_analytics.procurement.compat.store import Store, StoreError
from mingjing_analytics.procurement.lines import Issues, numbered
from mingjing_analytics.procurement.settings import read_settings

ALL = "\n".join(f"[R0{code}]" for code in "03 18 24 25 28 30 35 36 38 48 58".split())


@pytest.fixture
def files(tmp_path):
    whole = tmp_path / "whole.jsonl"
    write_releases(whole, 300)
    lines = whole.read_bytes().splitlines(keepends=True)
    (tmp_path / "old.jsonl").write_bytes(b"".join(lines[:250]))
    (tmp_path / "new.jsonl").write_bytes(b"".join(lines[250:]))
    (tmp_path / "s.ini").write_text(f"currency = CNY\n{ALL}\n", "utf-8")
    (tmp_path / "other.ini").write_text(f"currency = USD\n{ALL}\n", "utf-8")
    return tmp_path


def ask(folder, capfdbinary, *arguments, settings="s.ini"):
    shared = ["--compat", "cardinal", "--json", "--map", "-s", str(folder / settings)]
    assert run(["redflags", "indicators", *shared, *map(str, arguments)]) == 0
    return json.loads(capfdbinary.readouterr().out)


def refused(folder, capfdbinary, *arguments, settings="s.ini"):
    shared = ["--compat", "cardinal", "-s", str(folder / settings)]
    assert run(["redflags", "indicators", *shared, *map(str, arguments)]) == 2
    (sentence,) = capfdbinary.readouterr().err.decode().strip().splitlines()
    return sentence


def test_kept_facts_give_the_flags_of_the_file(files, capfdbinary):
    store = ["--store", files / "kept.facts"]
    first = ask(files, capfdbinary, files / "whole.jsonl", *store)

    assert ask(files, capfdbinary, *store) == first
    assert ask(files, capfdbinary, files / "whole.jsonl") == first
    assert len(first["OCID"]) > 50


def test_new_releases_join_the_old(files, capfdbinary):
    store = ["--store", files / "kept.facts"]
    ask(files, capfdbinary, files / "old.jsonl", *store)

    assert ask(files, capfdbinary, files / "new.jsonl", *store) == ask(
        files, capfdbinary, files / "whole.jsonl"
    )


def test_a_release_that_comes_again_replaces_its_facts(files, capfdbinary):
    store = ["--store", files / "kept.facts"]
    first = ask(files, capfdbinary, files / "whole.jsonl", *store)

    assert ask(files, capfdbinary, files / "new.jsonl", *store) == first


def test_another_threshold_needs_no_release(files, capfdbinary):
    ask(files, capfdbinary, files / "whole.jsonl", "--store", files / "kept.facts")
    text = (files / "s.ini").read_text("utf-8")
    (files / "t.ini").write_text(text.replace("[R024]", "[R024]\nthreshold = 0.05"))

    found = ask(files, capfdbinary, "--store", files / "kept.facts", settings="t.ini")

    assert found == ask(files, capfdbinary, files / "whole.jsonl", settings="t.ini")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda raw: raw[:-1], "已损坏"),
        (lambda raw: raw[:400] + b"\x00" + raw[401:], "已损坏"),
        (lambda raw: b"PK" + raw, "不是事实库"),
        (lambda _raw: b"", "不是事实库"),
    ],
)
def test_a_spoilt_store_is_refused(files, capfdbinary, spoil, said):
    kept = files / "kept.facts"
    ask(files, capfdbinary, files / "old.jsonl", "--store", kept)
    kept.write_bytes(spoil(kept.read_bytes()))

    assert said in refused(files, capfdbinary, "--store", kept)


def test_facts_of_other_settings_are_refused(files, capfdbinary):
    kept = files / "kept.facts"
    ask(files, capfdbinary, files / "old.jsonl", "--store", kept)

    assert "另一套" in refused(
        files, capfdbinary, "--store", kept, settings="other.ini"
    )


def test_a_store_that_cannot_be_written_leaves_the_old_one(files, capfdbinary):
    kept = files / "kept.facts"
    before = ask(files, capfdbinary, files / "old.jsonl", "--store", kept)
    settings = read_settings(f"currency = CNY\n{ALL}")
    store = Store(kept, basis_of(settings))
    stream = io.BytesIO((files / "new.jsonl").read_bytes())
    for one in all_facts(numbered(stream), basis_of(settings), Issues()):
        store.add(one)
    # Where the new file would be written, somebody has put a folder.
    (files / f"kept.facts.{os.getpid()}").mkdir()

    with pytest.raises(StoreError, match="kept"):
        store.save(store.columns())

    (files / f"kept.facts.{os.getpid()}").rmdir()
    assert ask(files, capfdbinary, "--store", kept) == before


def test_without_file_or_store_nothing_can_be_read(files, capfdbinary):
    assert "请给出文件" in refused(files, capfdbinary)
    assert "打不开" in refused(
        files, capfdbinary, files / "none.jsonl", "--store", files / "k"
    )
    assert not (files / "k").exists()


def test_an_unset_currency_is_the_stores(files, capfdbinary):
    (files / "free.ini").write_text(f"{ALL}\n", "utf-8")
    kept = files / "kept.facts"
    first = ask(
        files, capfdbinary, files / "old.jsonl", "--store", kept, settings="free.ini"
    )

    assert ask(files, capfdbinary, "--store", kept, settings="free.ini") == first
