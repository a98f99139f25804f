"""JSON Lines from a file or standard input, line by line, whatever they hold."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_BLOCK = 1 << 20
_SHOWN = 20


class UnreadableError(ValueError):
    """The input cannot be opened; the text says which and why."""


@dataclass(slots=True)
class Issues:
    """Lines that were left out, and why: the first are told, the rest are counted."""

    told: int = 0

    def tell(self, line: int, sentence: str) -> None:
        """Say on standard error what is wrong with one line."""
        self.told += 1
        if self.told <= _SHOWN:
            sys.stderr.write(f"第 {line} 行 line {line}: {sentence}\n")

    def close(self) -> None:
        """Say how many were not told."""
        if self.told > _SHOWN:
            rest = self.told - _SHOWN
            sys.stderr.write(f"另有 {rest} 处 and {rest} more\n")


def open_input(name: str) -> BinaryIO:
    """Open a file, or standard input for `-`.

    Raises:
        UnreadableError: When there is no such file, or it is a directory.

    """
    if name == "-":
        return sys.stdin.buffer
    try:
        return Path(name).open("rb", buffering=_BLOCK)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableError(f"打不开文件 Cannot open {name}: {reason}") from error


def numbered(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Give each line that is not blank with its number, counted from 1."""
    for number, line in enumerate(stream, 1):
        if line.isspace():
            continue
        yield number, line
