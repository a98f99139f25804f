"""The quick way of reading XES takes nothing that expat does not take the same way."""

import random
from dataclasses import fields

import numpy as np
import pytest

from mingjing_analytics.process.reading.mapping import XES
from mingjing_analytics.process.reading.refusal import Unreadable
from mingjing_analytics.process.reading.times import BEIJING
from mingjing_analytics.process.reading.xes import stream as by_expat
from mingjing_analytics.process.reading.xes.found import assembled
from mingjing_analytics.process.reading.xes.scan import scan
from mingjing_analytics.process.reading.xes.strings import NotPlain
from tests.support import event_logs

stream = by_expat if callable(by_expat) else by_expat.stream
DAY = 86_400_000_000


def told(columns):
    """Everything of columns as plain data."""
    found = {}
    for field in fields(columns):
        value = getattr(columns, field.name)
        if field.name == "roles":
            found |= {role: (v.codes.tolist(), v.texts) for role, v in value.items()}
        elif hasattr(value, "codes"):
            found[field.name] = (value.codes.tolist(), value.texts)
        else:
            plain = value.tolist() if isinstance(value, np.ndarray) else value
            found[field.name] = plain
    return found


def both(log):
    """What each way finds; None for what the quick one leaves to expat."""
    try:
        quick = told(assembled(scan(log, XES, BEIJING), XES))
    except NotPlain:
        quick = None
    try:
        slow = told(assembled(stream(log, XES, BEIJING), XES))
    except Unreadable as refused:
        slow = refused.en
    return quick, slow


def ordinary(chance, traces=12):
    names = ["收件", "受 理", "审查 & 决定", "x" * 70, "12345678", "", "审" * 90]
    zones = ["", "Z", "+08:00", "-03:30"]
    parts = []
    for _number in range(traces):
        events = []
        for _ in range(chance.randrange(6)):
            day = f"20{chance.randrange(10, 40)}-0{chance.randrange(1, 10)}-1"
            clock = f"T0{chance.randrange(10)}:3{chance.randrange(10)}:00"
            part = chance.choice(["", ".123", ".123456", ".5"])
            time = f"{day}{chance.randrange(10)}{clock}{part}{chance.choice(zones)}"
            who = chance.choice([None, "甲", "乙", "经办 12345"])
            more = {"lifecycle_transition": chance.choice(["start", "complete"])}
            events.append(event_logs.event(chance.choice(names), time, who, **more))
        parts.append(event_logs.trace(str(chance.randrange(99)), events, item="x"))
    head = '<!-- made by a program -->\n<classifier name="n" keys="concept:name"/>\n'
    return event_logs.xes(parts, head).encode()


@pytest.mark.parametrize("seed", range(30))
def test_an_ordinary_log_is_read_the_quick_way_and_the_same(tmp_path, seed):
    log = tmp_path / "log.xes"
    log.write_bytes(ordinary(random.Random(seed)))
    quick, slow = both(log)
    assert quick is not None
    assert quick == slow


def test_a_log_of_many_blocks_is_the_same_log(tmp_path):
    log = tmp_path / "log.xes"
    log.write_bytes(ordinary(random.Random(1), 9000))
    assert log.stat().st_size > 5 << 20
    quick, slow = both(log)
    assert quick is not None
    assert quick == slow


PIECES = [
    b"<event>", b"</event>", b"<trace>", b"</trace>", b"</log>", b"<event/>",
    b'<string key="concept:name" value="x"/>', b"<string key='a' value='b'/>",
    b'<string key="a" value="b">', b"</string>", b"</date>", b"<list>", b"</list>",
    b'<date key="time:timestamp" value="2025-02-29T00:00:00Z" />', b"<!-- -->",
    b'<int key="concept:name" value="1"/ >', b'"', b"'", b"<", b">", b"/", b"&", b"&amp;",
    b"&#0;", b"&#x41;", b"&nope;", b"\xff", b"\0", b"<![CDATA[", b"]]>", b"<?pi?>", b" ",
    b"\n", b' value="x"', b' key="concept:name"', b"\xef\xbb\xbf", b"time:timestamp",
]  # fmt: skip


def spoilt(chance, text):
    """A log with up to three places changed, cut, doubled or moved."""
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(text))
        until = min(len(text), at + chance.choice([0, 1, 8, 40, 400]))
        kind = chance.randrange(5)
        if kind == 0:
            text = text[:at] + chance.choice(PIECES) + text[until:]
        elif kind == 1:
            text = text[:at] + text[until:]
        elif kind == 2:
            text = text[:until] + text[at:]
        elif kind == 3:
            text = text[:at] + bytes([chance.randrange(256)]) + text[at + 1 :]
        else:
            place = text.find(b"<", at)
            text = text[:place] + chance.choice(PIECES) + text[place:]
    return text


def test_a_spoilt_log_is_never_read_otherwise_than_expat_reads_it(tmp_path):
    chance = random.Random(20261123)
    log = tmp_path / "log.xes"
    quickly = refused = 0
    for _ in range(2500):
        log.write_bytes(spoilt(chance, ordinary(chance, 4)))
        try:
            quick, slow = both(log)
        except Unreadable:
            refused += 1  # both ways meet in the same refusal
            continue
        if quick is not None:
            quickly += 1
            assert quick == slow, log.read_bytes()
        elif isinstance(slow, str):
            refused += 1
    assert quickly > 200
    assert refused > 200
