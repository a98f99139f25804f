"""Red flags of releases, as ratios to a fixed yardstick: processor time of fresh processes.

    PYTHONPATH=src python -m benchmarks.supervision.redflags [--releases 10000] [--rounds 5]

The yardstick is a msgspec decode of the same file into the fields the eleven indicators need.
On the machine it was chosen on it took 1.08 s of processor time for 100,000 releases, where
Cardinal 0.0.8 took 10.4 s: a case at 0.48 yardsticks is as fast as twenty Cardinals. Cases of
one round follow each other, so that a noisy neighbour meets all of them.
"""

import argparse
import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.supervision.releases import write_releases
from mingjing_analytics.procurement.compat.flags import flag
from mingjing_analytics.procurement.compat.run import basis_of
from mingjing_analytics.procurement.compat.store import Store
from mingjing_analytics.procurement.settings import read_settings

CODES = ["03", "18", "24", "25", "28", "30", "35", "36", "38", "48", "58"]
SETTINGS = "currency = CNY\n" + "".join(f"[R0{code}]\n" for code in CODES)
CARDINAL = 9.6
YARDSTICK = """
import sys, msgspec
from mingjing_analytics.procurement.compat.release import Release
decode = msgspec.json.Decoder(Release).decode
for line in open(sys.argv[1], "rb", 1 << 20):
    decode(line)
"""


def child(arguments):
    """(processor seconds, peak MB) of one process."""
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{arguments}: exit code {process.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def cases(folder, count):
    """Make the files, and give the command of each case by name."""
    whole, old, new = (folder / f"{name}.jsonl" for name in ("whole", "old", "new"))
    write_releases(whole, count)
    with whole.open("rb") as lines, old.open("wb") as first, new.open("wb") as last:
        for number, line in enumerate(lines):
            (last if number >= count * 99 // 100 else first).write(line)
    settings, kept = folder / "s.ini", folder / "kept.facts"
    settings.write_text(SETTINGS, "utf-8")
    ours = ["-m", "mingjing.config.console", "redflags", "indicators", "--json"]
    peer = [*ours, "--compat", "cardinal", "-s", str(settings)]
    child([*peer, str(old), "--store", str(kept)])
    return {
        "yardstick": ["-c", YARDSTICK, str(whole)],
        "raw → flags": [*peer, str(whole)],
        "1 % new releases": [*peer, str(new), "--store", str(kept)],
        "stored → flags": [*peer, "--store", str(kept)],
        "sound, 41 indicators": [*ours, str(whole)],
    }


def warm(folder):
    """Seconds of processor time with the facts in memory: all flags, another threshold."""
    settings = read_settings(SETTINGS)
    facts = Store(folder / "kept.facts", basis_of(settings)).columns()
    other = read_settings("currency = CNY\n[R024]\nthreshold = 0.01\n")
    told = []
    for one in (settings, other):
        begun = time.process_time()
        flag(facts, one)
        told.append(time.process_time() - begun)
    return told


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--releases", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--without-sound", action="store_true")
    options = parser.parse_args()
    gc.disable()
    with tempfile.TemporaryDirectory(prefix="mingjing-bench-") as scratch:
        folder = Path(scratch)
        commands = cases(folder, options.releases)
        if options.without_sound:
            del commands["sound, 41 indicators"]
        size = (folder / "whole.jsonl").stat().st_size / 1e6
        print(
            f"{options.releases:,} releases, {size:,.0f} MB, medians of {options.rounds}"
        )
        seconds = {name: [] for name in (*commands, "warm", "another threshold")}
        peaks = dict.fromkeys(seconds, 0.0)
        for _ in range(options.rounds):
            for name, command in commands.items():
                spent, peak = child(command)
                seconds[name].append(spent)
                peaks[name] = max(peaks[name], peak)
            for name, spent in zip(
                ("warm", "another threshold"), warm(folder), strict=True
            ):
                seconds[name].append(spent)
        unit = statistics.median(seconds["yardstick"])
        for name, spent in seconds.items():
            ratio = statistics.median(spent) / unit
            print(
                f"{name:22}{statistics.median(spent):8.3f} s  {ratio:6.2f} yardsticks"
                f"  {CARDINAL / ratio:7.1f}× Cardinal  {peaks[name]:6.0f} MB"
            )


if __name__ == "__main__":
    main()
