"""What the commands share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from mingjing_analytics.supervision.engines.snapshot import Snapshot
from mingjing_analytics.supervision.model import Law, Model, catalogue, load
from mingjing_analytics.supervision.refusal import Refused

Answer = tuple[Any, list[str], int]  # for --json, for the screen, the exit code


@dataclass(frozen=True)
class Given:
    """What the site has and the library has not: the law, the ledger's tree, tables."""

    law: Law
    today: date
    tree: Callable[[Sequence[bytes]], bytes]
    # (model, folder of data, folder to write in) → its tables by name
    tables: Callable[[Model, Path, Path], Mapping[str, Snapshot]]


def model_of(name: str) -> Model:
    """A model by its id or its file. Raises Refused, OSError."""
    if name.endswith(".sql"):
        return load(Path(name))
    known = catalogue().get(name)
    if known is None:
        raise Refused(f"没有模型 {name}。", f"No model {name}.")
    return known
