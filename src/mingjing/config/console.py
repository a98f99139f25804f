"""What the launcher forwards to: `process …`, `model …`, `redflags …`.

The libraries take calendar, law and tree as data and do not know each other; here they
meet, without Django, so that a large file starts at once.
"""

import contextlib
import gc
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo


def process(arguments: list[str]) -> int:
    """Event logs, with the working days of the law."""
    from mingjing.insight.approvals.states.hours import office_calendar  # noqa: PLC0415
    from mingjing_analytics.process.console import main  # noqa: PLC0415

    return main(arguments, office_calendar())


def model(arguments: list[str]) -> int:
    """Supervision models, with the numbers of the law and the ledger's tree."""
    from mingjing_analytics.supervision.console import main  # noqa: PLC0415
    from mingjing_analytics.supervision.console.answers import Given  # noqa: PLC0415
    from mingjing_analytics.supervision.console.running import (  # noqa: PLC0415
        folder_of,
    )

    # The command line is where the day comes in.
    today = datetime.now(tz=ZoneInfo("Asia/Shanghai")).date()  # noqa: TID251
    given = Given(number_of_the_law, today, root_of, folder_of)
    return main(arguments, given)


def number_of_the_law(fact_id: str, on: date) -> int | None:
    """The number that a fact gives on a day; none where it is not in force."""
    from mingjing_law.facts import NotInForce, UnknownFact, fact  # noqa: PLC0415

    try:
        said = fact(fact_id, on).limit.n
    except (NotInForce, UnknownFact):
        return None
    return int(said) if isinstance(said, int | float) else None


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The Merkle root of leaves as the ledger computes it."""
    from mingjing_ledger.tree import append, leaf_hash, root  # noqa: PLC0415

    frontier: list[bytes] = []
    for number, leaf in enumerate(leaves):
        frontier = append(frontier, number, leaf_hash(leaf))
    return root(frontier)


_COMMANDS: dict[str, Callable[[list[str]], int]] = {"process": process, "model": model}


def run(arguments: list[str]) -> int:
    """Answer one command of one library."""
    command = _COMMANDS.get(arguments[0] if arguments else "")
    if command is None:
        print("用法 usage: mingjing process|model …", file=sys.stderr)
        return 2
    return command(arguments[1:])


if __name__ == "__main__":
    gc.disable()  # one file, then the process ends: nothing needs collecting
    code = 0
    with contextlib.suppress(BrokenPipeError):  # `… | head` has read enough
        code = run(sys.argv[1:])
        sys.stdout.flush()
        os._exit(code)  # nothing is left to do, and much memory to give back one by one
    os._exit(0)
