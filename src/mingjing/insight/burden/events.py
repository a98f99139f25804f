from dataclasses import dataclass
from datetime import date

from mingjing.base.record.events import Event


@dataclass(frozen=True, kw_only=True)
class BurdenNamed(Event):
    """Somebody pressed the button. Not who, not which unit, not at which hour."""

    about: str
    month: date
    cause: str
