"""What the launcher forwards to: `process …`, `model …`, `redflags …`.

The libraries take calendar, law and tree as data and do not know each other; here they
meet, without Django, so that a large file starts at once.
"""

import contextlib
import gc
import os
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from mingjing_analytics.supervision.engines.snapshot import Snapshot
    from mingjing_analytics.supervision.model import Model


def process(arguments: list[str]) -> int:
    """Event logs, with the working days of the law."""
    from mingjing.insight.approvals.states.hours import office_calendar  # noqa: PLC0415
    from mingjing_analytics.process.console import main  # noqa: PLC0415

    return main(arguments, office_calendar())


def model(arguments: list[str]) -> int:
    """Supervision models, with the numbers of the law and the ledger's tree."""
    from mingjing.insight.supervision.states.given import (  # noqa: PLC0415
        given_tables,
        number_of_the_law,
        root_of,
    )
    from mingjing_analytics.supervision.console import main  # noqa: PLC0415
    from mingjing_analytics.supervision.console.answers import Given  # noqa: PLC0415
    from mingjing_analytics.supervision.console.running import (  # noqa: PLC0415
        folder_of,
    )

    def tables(asked: "Model", data: Path, work: Path) -> "Mapping[str, Snapshot]":
        return folder_of(asked, data, work) | given_tables(asked, work)

    # The command line is where the day comes in.
    today = datetime.now(tz=ZoneInfo("Asia/Shanghai")).date()  # noqa: TID251
    given = Given(number_of_the_law, today, root_of, tables)
    return main(arguments, given)


def redflags(arguments: list[str]) -> int:
    """Red flags of public procurement, with the working days of the law."""
    # Nothing here multiplies matrices; starting threads for it costs a tenth of a second.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from mingjing.insight.purchases.states import working_days  # noqa: PLC0415
    from mingjing_analytics.procurement.console import main  # noqa: PLC0415

    return main(arguments, working_days)


_COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "process": process,
    "model": model,
    "redflags": redflags,
}


def run(arguments: list[str]) -> int:
    """Answer one command of one library."""
    command = _COMMANDS.get(arguments[0] if arguments else "")
    if command is None:
        print("用法 usage: mingjing process|model|redflags …", file=sys.stderr)
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
