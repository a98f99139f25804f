"""Which acts may be done to many dues at once; their moves are the duties room's."""

from enum import StrEnum


class Settling(StrEnum):
    WAIVE = "waive"
    VOID = "void"


# A page holds fifty. More than this nobody reads before saying yes to all of it.
MOST_AT_ONCE = 100
