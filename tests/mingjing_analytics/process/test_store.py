"""A kept table is the table, and nothing else is taken for one."""

import zipfile

import numpy as np
import pytest

from mingjing_analytics.process.measures.profile import profile
from mingjing_analytics.process.reading.refusal import Unreadable
from mingjing_analytics.process.store import pack, unpack
from mingjing_analytics.process.table import Columns, Dictionary, Issue, sort


def table():
    def words(*texts):
        known = tuple(dict.fromkeys(texts))
        return Dictionary(np.array([known.index(t) for t in texts], np.int32), known)

    return sort(
        Columns(
            words("二", "一", "一"),
            words("收件", "收件", "决定"),
            np.array([5, 9, 3], np.int64),
            words("甲", "乙", "甲"),
            start=np.array([1, 2, 3], np.int64),
            roles={"item": words("许可", "备案", "备案")},
            issues=(Issue("no-zone", "whole file", "…", 3),),
        )
    )


def test_a_kept_table_is_the_same_table(tmp_path):
    kept = tmp_path / "table"
    kept.write_bytes(pack(table()))
    again = unpack(kept)
    assert profile(again) == profile(table())
    assert again.roles["item"].texts == ("许可", "备案")
    assert again.roles["item"].codes.tolist() == [0, 1, 1]
    assert again.start.tolist() == [1, 3, 2]
    assert again.issues == table().issues
    assert pack(again) == pack(table())


def test_an_empty_table_can_be_kept(tmp_path):
    none = Dictionary(np.zeros(0, np.int32), ())
    kept = tmp_path / "table"
    kept.write_bytes(pack(sort(Columns(none, none, np.zeros(0, np.int64)))))
    assert unpack(kept).cases == 0


def test_a_file_that_is_no_kept_table_is_refused(tmp_path):
    file = tmp_path / "table"
    whole = pack(table())
    packed = tmp_path / "packed"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("case.npy", b"x" * 99)
    for content in (b"", b"PK", whole[:-40], packed.read_bytes()):
        file.write_bytes(content)
        with pytest.raises(Unreadable, match="no kept event log"):
            unpack(file)
