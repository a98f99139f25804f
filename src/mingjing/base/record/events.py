"""What an action tells the record. Each subclass is one line of its grammar."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, get_type_hints

_PRIVATE = "private"

# A field of this type may hold words about or from a person. The ledger gets a
# salted commitment of it; words and salt stay where they can lawfully be deleted.
Private = Annotated[str, _PRIVATE]


@dataclass(frozen=True, kw_only=True)
class Event:
    """What happened. The fields of each subclass are the schema of its record."""

    version: ClassVar[int] = 1
    registry: ClassVar[dict[str, type["Event"]]] = {}

    def __init_subclass__(cls) -> None:
        Event.registry[cls.__name__] = cls

    def open_fields(self) -> dict[str, Any]:
        """What anyone may read, as JSON values."""
        private = self._private_names()
        return {
            f.name: _plain(getattr(self, f.name))
            for f in fields(self)
            if f.name not in private
        }

    def private_fields(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in sorted(self._private_names())}

    @classmethod
    def _private_names(cls) -> set[str]:
        hints = get_type_hints(cls, include_extras=True)
        return {
            name
            for name, hint in hints.items()
            if _PRIVATE in getattr(hint, "__metadata__", ())
        }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value
