"""Files made to exhaust a reader: refused with the reason, or read, in 300 MB.

Each is read in a process of its own; the time it takes is measured in
benchmarks/outline, because a busy machine says nothing of the reader.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.hostile import HOSTILE

SOURCE = Path(__file__).parents[2] / "src"
MEGABYTES = 300
SECONDS = 60  # against a reader that never ends, not a measure
READ = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1_200_000_000, 1_200_000_000))
from mingjing_documents import Unreadable, read_outline
try:
    said = f"{len(read_outline(sys.argv[1]).nodes)} nodes"
except Unreadable as error:
    said = error.en
print(said)
peak = [line.split()[1] for line in open("/proc/self/status") if "VmHWM" in line]
print(int(peak[0]) // 1024 if peak else 0)
"""

MANY = "There are over 30,000 items; split the document."
LINES = "There are over 60,000 lines."
EMPTY = "There is no text in this file."
ODD = "This .docx is not built as a document is and was not read; save it anew in Word or WPS."
DAMAGED = (
    "This .docx cannot be opened; it may be damaged or encrypted. "
    "Open it in Word or WPS and save it anew."
)
MACROS = "The file holds macros and was not read; save it as a .docx without."
UNKNOWN = "The encoding is unknown; save it as UTF-8 text or .docx."
EXPECTED = {
    "ordinary.txt": "21645 nodes",
    "items.txt": MANY,
    "one_paragraph.txt": MANY,
    "one_line.txt": "0 nodes",
    "only_first.txt": MANY,
    "rising.txt": MANY,
    "brackets.txt": "0 nodes",
    "bracket_pairs.txt": "0 nodes",
    "keys.txt": "0 nodes",
    "keys_in_lines.txt": LINES,
    "quotes.txt": "0 nodes",
    "leads.txt": "0 nodes",
    "leads_prose.txt": "0 nodes",
    "ands.txt": "0 nodes",
    "ands_noted.txt": "731 nodes",
    "dates.txt": "0 nodes",
    "numbers.txt": "0 nodes",
    "markers.txt": LINES,
    "blank_lines.txt": LINES,
    "short_lines.txt": LINES,
    "spaces.txt": LINES,
    "one_blank.txt": EMPTY,
    "blank_lines_then_word.txt": "1 nodes",
    "blanks_of_two.txt": LINES,
    "spaced_keys.txt": "0 nodes",
    "spaced_dates.txt": "0 nodes",
    "contents.txt": "2 nodes",
    "blank_then_word.txt": "1 nodes",
    "series.txt": MANY,
    "pairs.txt": "7577 nodes",
    "pairs_quoted.txt": "19324 nodes",
    "dots.txt": "0 nodes",
    "tabs.md": LINES,
    "stars.md": "0 nodes",
    "binary.txt": UNKNOWN,
    "bomb.docx": ODD,
    "lying_size.docx": DAMAGED,
    "entity.docx": ODD,
    "laughs.docx": ODD,
    "nested_tables.docx": ODD,
    "nested_60.docx": ODD,
    "tables.docx": ODD,
    "macros.docx": MACROS,
    "entries.docx": ODD,
    "runs.docx": ODD,
    "tags.docx": ODD,
    "paragraphs.docx": ODD,
    "numbered.docx": ODD,
    "styles_in_a_ring.docx": "100 nodes",
    "wide_table.docx": ODD,
    "tasks.docx": "18000 nodes",
    "long_cell.docx": ODD,
    "attributes.docx": EMPTY,
    "truncated.docx": DAMAGED,
    "not_a_zip.docx": DAMAGED,
    "stored_nested_tables.docx": ODD,
    "stored_nested_60.docx": ODD,
    "stored_tables.docx": ODD,
    "stored_runs.docx": "0 nodes",
    "stored_tags.docx": ODD,
    "stored_paragraphs.docx": LINES,
    "stored_numbered.docx": MANY,
    "stored_wide_table.docx": ODD,
    "stored_attributes.docx": EMPTY,
    "stored_tasks.docx": "18000 nodes",
}


def answer(path):
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        capture_output=True, text=True, timeout=SECONDS, check=True,
        env=os.environ | {"PYTHONPATH": str(SOURCE)},
    )  # fmt: skip
    said, peak = done.stdout.splitlines()
    return said, int(peak)


def test_every_hostile_file_has_its_answer():
    assert set(EXPECTED) == set(HOSTILE)


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_file_is_refused_or_read(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(HOSTILE[name]())
    said, peak = answer(path)
    assert said == EXPECTED[name]
    assert peak <= MEGABYTES
